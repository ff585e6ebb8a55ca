"""Thrift's compact protocol, as far as a Parquet footer needs it: any struct read and written, unknown fields and all.

A struct is a dict from field number to `(type, value)`, in the order in which the fields stand. Values: `int` for
whole numbers and truth values (which the type alone tells apart), `bytes` for text, doubles and UUIDs, `(type, [value,
…])` for lists and sets, `(key type, value type, [(key, value), …])` for maps. What is read is written back byte for
byte. A list may also be given as `bytes`, as it is written already.
https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from typing import Any

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT, UUID = range(1, 14)
_STOP = 0
_LONG_LIST = 15
_FIXED = {DOUBLE: 8, UUID: 16}

Struct = dict[int, tuple[int, Any]]


class Malformed(Exception):
    """The bytes are no such struct."""


class Reader:
    """Reads one value after the other. Raises Malformed."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.place = 0

    def struct(self) -> Struct:
        content = self._content
        fields: Struct = {}
        number = 0
        try:
            while True:
                header = content[self.place]
                self.place += 1
                if header == _STOP:
                    return fields
                step, type_ = header >> 4, header & 0x0F
                number = number + step if step else self._signed()
                fields[number] = (type_, self._value(type_))
        except IndexError:
            raise Malformed("the end is missing") from None

    def _value(self, type_: int) -> Any:
        if type_ in (I64, I32, I16):
            return self._signed()
        if type_ == BINARY:
            return self._bytes(self._unsigned())
        if type_ == STRUCT:
            return self.struct()
        if type_ in (LIST, SET):
            return self._list()
        if type_ in (TRUE, FALSE):
            return type_
        if type_ == BYTE:
            return self._bytes(1)[0]
        if type_ in _FIXED:
            return self._bytes(_FIXED[type_])
        if type_ == MAP:
            return self._map()
        raise Malformed(f"type {type_}")

    def _list(self) -> tuple[int, list[Any]]:
        header = self._content[self.place]
        self.place += 1
        size, type_ = header >> 4, header & 0x0F
        if size == _LONG_LIST:
            size = self._unsigned()
        if type_ in (TRUE, FALSE):  # in a list, a truth value takes a byte of its own
            return type_, list(self._bytes(size))
        return type_, [self._value(type_) for _ in range(size)]

    def _map(self) -> tuple[int, int, list[tuple[Any, Any]]]:
        size = self._unsigned()
        if not size:
            return 0, 0, []
        types = self._bytes(1)[0]
        key_type, value_type = types >> 4, types & 0x0F
        return key_type, value_type, [(self._value(key_type), self._value(value_type)) for _ in range(size)]

    def _bytes(self, count: int) -> bytes:
        found = self._content[self.place : self.place + count]
        if len(found) < count:
            raise Malformed("the end is missing")
        self.place += count
        return found

    def _unsigned(self) -> int:
        content = self._content
        byte = content[self.place]
        self.place += 1
        if byte < 0x80:
            return byte
        found, shift = byte & 0x7F, 7
        while True:
            byte = content[self.place]
            self.place += 1
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return found
            shift += 7

    def _signed(self) -> int:
        """Zigzag: 0, -1, 1, -2, …"""
        found = self._unsigned()
        return (found >> 1) ^ -(found & 1)


def write_struct(into: bytearray, fields: Struct) -> None:
    """Appends the struct. The fields must stand in the order of their numbers."""
    last = 0
    for number, (type_, value) in fields.items():
        step = number - last
        if 0 < step <= 15:
            into.append(step << 4 | type_)
        else:
            into.append(type_)
            write_signed(into, number)
        last = number
        _write_value(into, type_, value)
    into.append(_STOP)


def write_list_header(into: bytearray, type_: int, size: int) -> None:
    if size < _LONG_LIST:
        into.append(size << 4 | type_)
    else:
        into.append(_LONG_LIST << 4 | type_)
        write_unsigned(into, size)


def _write_value(into: bytearray, type_: int, value: Any) -> None:
    if type_ in (I64, I32, I16):
        write_signed(into, value)
    elif type_ == BINARY:
        write_unsigned(into, len(value))
        into += value
    elif type_ == STRUCT:
        write_struct(into, value)
    elif type_ in (LIST, SET) and isinstance(value, bytes | bytearray):
        into += value
    elif type_ in (LIST, SET):
        element, values = value
        write_list_header(into, element, len(values))
        for one in values:
            if element in (TRUE, FALSE):
                into.append(one)
            else:
                _write_value(into, element, one)
    elif type_ == BYTE:
        into.append(value)
    elif type_ in _FIXED:
        into += value
    elif type_ == MAP:
        key_type, value_type, pairs = value
        write_unsigned(into, len(pairs))
        if pairs:
            into.append(key_type << 4 | value_type)
        for key, one in pairs:
            _write_value(into, key_type, key)
            _write_value(into, value_type, one)


def write_unsigned(into: bytearray, value: int) -> None:
    while value > 0x7F:
        into.append(value & 0x7F | 0x80)
        value >>= 7
    into.append(value)


def write_signed(into: bytearray, value: int) -> None:
    write_unsigned(into, value << 1 if value >= 0 else (-value << 1) - 1)
