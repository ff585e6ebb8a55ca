"""Options of the command line are not broken at their hyphens in a page."""

from __future__ import annotations

from assess.rolls.reporting.unbroken import with_options_unbroken


def option(text: str) -> str:
    return f'<span class="option">{text}</span>'


def test_options_in_texts() -> None:
    assert with_options_unbroken("<p>用 --parameters 文件（--as-of）</p>--x") == (
        f"<p>用 {option('--parameters')} 文件（{option('--as-of')}）</p>{option('--x')}"
    )


def test_what_is_no_option() -> None:
    page = (
        "<style>:root { --ink: #111; }</style><title>--lenient</title><svg><text>--only</text></svg>"
        '<a title="--sheet">a--b 1 --- 2 -- 3 ——</a>'
    )
    assert with_options_unbroken(page) == page


def test_text_behind_a_picture() -> None:
    assert with_options_unbroken("<svg>--a</svg>--b<svg>--c</svg>") == f"<svg>--a</svg>{option('--b')}<svg>--c</svg>"
