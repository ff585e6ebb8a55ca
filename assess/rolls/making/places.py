"""Where the people of a made-up roll are registered: real division codes for the places that have rules here, and
made-up towns in them.
"""

from __future__ import annotations

Divisions = dict[str, tuple[str, int]]
"""By division code, the name of the place and its share of the people, in ten thousand."""

_DIVISIONS: dict[str, Divisions] = {
    "jiangsu/changzhou": {
        "320402": ("天宁区", 1_300), "320404": ("钟楼区", 1_200), "320411": ("新北区", 1_700),
        "320412": ("武进区", 2_900), "320413": ("金坛区", 1_300), "320481": ("溧阳市", 1_600),
    },
    "gansu/lanzhou-anning": {
        "620102": ("城关区", 3_900), "620103": ("七里河区", 1_700), "620104": ("西固区", 1_100),
        "620105": ("安宁区", 1_300), "620111": ("红古区", 400), "620121": ("永登县", 700), "620122": ("皋兰县", 300),
        "620123": ("榆中县", 600),
    },
}  # fmt: skip
_ELSEWHERE: Divisions = {"990101": ("甲区", 5_000), "990102": ("乙区", 3_000), "990103": ("丙县", 2_000)}
"""Codes of no place."""

TOWNS = ("甲街道", "乙街道", "丙街道", "丁镇", "戊镇", "己镇", "庚乡")
VILLAGES = ("子村", "丑村", "寅村", "卯村", "辰社区", "巳社区", "午社区", "未社区")
HOMES = ("甲敬老院", "乙养老院", "丙社会福利中心")
BANKS = ("甲农村商业银行", "乙银行", "丙储蓄银行")


def divisions_of(ruleset: str) -> Divisions:
    """The divisions for which a ruleset decides."""
    return _DIVISIONS.get(ruleset, _ELSEWHERE)
