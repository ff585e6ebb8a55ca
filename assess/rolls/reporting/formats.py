"""How the cells of a workbook look, and how high a row must be for what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LINE = 16.5
"""The height of a line in points; Chinese is set somewhat higher than letters."""
HIGHEST = 409.0
"""The height in points that a row of Excel can have."""


def text_width(text: str) -> int:
    """The columns that a text takes, a Chinese character two."""
    return (len(text) + len(text.encode()) + 1) // 2


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column so wide. Chinese takes somewhat more than two columns a character."""
    room = width if text.isascii() else width * 19 // 20 - 1
    return max(1, -(-text_width(text) // max(room, 1)))


def height_of(lines: int) -> float:
    """The height of a row of so many lines; what does not fit into the highest row is read in the cell."""
    return min(LINE * lines, HIGHEST)


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of a workbook."""

    title: Any
    heading: Any
    head: Any
    head_to_fill: Any
    text: Any
    dash: Any
    wrapped: Any
    strong: Any
    soft: Any
    said: Any
    link: Any
    money: Any
    total: Any
    count: Any
    plain: Any
    money_total: Any
    count_total: Any

    @classmethod
    def of(cls, book: Any) -> Formats:
        top = {"valign": "top"}
        ruled = {"border": 1, "border_color": "#D5DAE1"}
        money, count = {"num_format": '#,##0.00_ ;-#,##0.00_ ;"–"_ '}, {"num_format": "#,##0"}
        total = {"bold": True, "top": 2, **top}
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "font_color": "#FFFFFF", **ruled}
        return cls(
            title=book.add_format({"bold": True, "font_size": 18}),
            heading=book.add_format({"bold": True, "font_size": 13, "font_color": "#0B4F94"}),
            head=book.add_format({**head, "bg_color": "#2A4D74"}),
            head_to_fill=book.add_format({**head, "bg_color": "#6F4600"}),
            text=book.add_format({**ruled, **top}),
            dash=book.add_format({**ruled, **top, "align": "right"}),
            wrapped=book.add_format({**ruled, **top, "text_wrap": True}),
            strong=book.add_format({"bold": True, **top}),
            soft=book.add_format({"font_color": "#55606F", **top}),
            said=book.add_format(top),
            link=book.add_format({**ruled, **top, "font_color": "#0B4F94", "underline": 1, "text_wrap": True}),
            money=book.add_format({**ruled, **top, "num_format": "#,##0.00_ "}),
            total=book.add_format({**ruled, **top, **money}),
            count=book.add_format({**ruled, **top, **count}),
            plain=book.add_format({**ruled, **top, "num_format": "0"}),
            money_total=book.add_format({**total, **money}),
            count_total=book.add_format({**total, **count}),
        )
