"""What is wrong with the text of a cell, before anybody knows where the cell stands."""

from __future__ import annotations

from collections.abc import Iterable

from assess.language.types import Label


class CellFault(Exception):
    """A cell that cannot be read. `code` and `arguments` are those of a diagnostic."""

    def __init__(self, code: str, **arguments: object) -> None:
        self.code = code
        self.arguments = {name: str(value) for name, value in arguments.items()}
        super().__init__(code)


def not_recognised(options: Iterable[tuple[str, Label]]) -> CellFault:
    """The fault of a word that stands for none of the answers."""
    listed = list(options)
    return CellFault(
        "R301",
        options_zh="、".join(f"{code}（{label.zh}）" for code, label in listed),
        options_en=", ".join(f"{code} ({label.en})" for code, label in listed),
    )
