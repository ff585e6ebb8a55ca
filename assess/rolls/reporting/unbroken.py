"""Options of the command line, `--parameters`, in a page: browsers break a line behind any of their hyphens, and
whoever copies what is left in a line calls something else."""

from __future__ import annotations

import re

_LEFT_ALONE = r"<(?P<tag>style|svg|title)\b.*?</(?P=tag)>|<[^>]*>"
"""Tags themselves, and what holds no text that is set in lines."""
_OPTION = re.compile(rf"{_LEFT_ALONE}|(?P<option>(?<![\w-])--[a-z]+(?:-[a-z]+)*)", re.DOTALL)


def with_options_unbroken(html: str) -> str:
    """The page with every option in a span of the class `option`."""
    return _OPTION.sub(
        lambda found: f'<span class="option">{found["option"]}</span>' if found["option"] else found[0], html
    )
