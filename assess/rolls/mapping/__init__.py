"""Mappings: which column of an office's roll means what, written by the office, proposed from an alias dictionary."""

from __future__ import annotations

from pathlib import Path

from assess.rolls.mapping.binding import Binding, BoundColumn, Constant, Derived, Mapping, identity_mapping
from assess.rolls.mapping.file import MappingFile, mapping_of, mapping_schema
from assess.rolls.mapping.file import read_mapping as _read_file

__all__ = [
    "Binding",
    "BoundColumn",
    "Constant",
    "Derived",
    "Mapping",
    "MappingFile",
    "identity_mapping",
    "mapping_of",
    "mapping_schema",
    "read_mapping",
]


def read_mapping(path: Path) -> Mapping:
    """The mapping of a file. Raises Refused, with the line and column of every fault."""
    return Mapping(_read_file(path))
