"""Thrift's compact protocol: what is read is written back byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.rolls.compact_thrift import (
    BINARY,
    BYTE,
    DOUBLE,
    FALSE,
    I16,
    I32,
    I64,
    LIST,
    MAP,
    SET,
    STRUCT,
    TRUE,
    UUID,
    Malformed,
    Reader,
    Struct,
    write_struct,
)

WHOLE = {I16: 2**15, I32: 2**31, I64: 2**63}


def of_type(type_: int, inside: st.SearchStrategy[Struct]) -> st.SearchStrategy[object]:
    if type_ in WHOLE:
        return st.integers(-WHOLE[type_], WHOLE[type_] - 1)
    if type_ == BYTE:
        return st.integers(0, 255)
    if type_ == BINARY:
        return st.binary(max_size=200)
    if type_ in (DOUBLE, UUID):
        return st.binary(min_size=8 if type_ == DOUBLE else 16, max_size=8 if type_ == DOUBLE else 16)
    if type_ == STRUCT:
        return inside
    if type_ in (LIST, SET):
        truths = st.tuples(st.just(TRUE), st.lists(st.sampled_from([TRUE, FALSE]), max_size=20))
        return truths | st.sampled_from([I32, BINARY, STRUCT]).flatmap(
            lambda element: st.tuples(st.just(element), st.lists(of_type(element, inside), max_size=20))
        )
    if type_ == MAP:
        pairs = st.lists(st.tuples(st.binary(max_size=5), st.integers(-5, 5)), min_size=1, max_size=3)
        return st.just((0, 0, [])) | pairs.map(lambda found: (BINARY, I64, found))
    return st.just(type_)


def fields(inside: st.SearchStrategy[Struct]) -> st.SearchStrategy[Struct]:
    typed = st.integers(1, 13).flatmap(lambda type_: st.tuples(st.just(type_), of_type(type_, inside)))
    return st.dictionaries(st.integers(1, 3000), typed, max_size=6).map(lambda found: dict(sorted(found.items())))


@given(st.recursive(st.just({}), fields, max_leaves=8))
def test_struct_is_read_as_it_was_written(struct: Struct) -> None:
    written = bytearray()
    write_struct(written, struct)
    reader = Reader(bytes(written))
    assert reader.struct() == struct
    assert reader.place == len(written)


def test_bytes_of_the_protocol() -> None:
    written = bytearray()
    write_struct(written, {1: (I32, -2), 3: (BINARY, "部".encode()), 20: (TRUE, TRUE), 21: (LIST, (I64, [300, 0]))})
    assert written.hex() == "15032803e983a801281926d8040000"


def test_list_may_be_given_as_written() -> None:
    plain, ready = bytearray(), bytearray()
    write_struct(plain, {1: (LIST, (I32, [1, 2]))})
    write_struct(ready, {1: (LIST, bytes([0x25, 2, 4]))})
    assert plain == ready


@pytest.mark.parametrize("content", [b"", b"\x15", b"\x15\x80", b"\x18\x05ab", b"\x1f\x00", b"\x19\x2e\x00\x00"])
def test_what_is_no_struct(content: bytes) -> None:
    with pytest.raises(Malformed):
        Reader(content).struct()
