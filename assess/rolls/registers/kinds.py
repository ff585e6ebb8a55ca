"""The kinds of registers that a roll is compared with, and how the call names them: `deaths=FILE`, `roll:低保=FILE`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assess.diagnostics.diagnostic import Diagnostics, Refused, nearest
from assess.diagnostics.position import Position
from assess.language.types import Label


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of register. `needs` are the roles of columns that it cannot do without (see `headers.yaml`).

    `fact`: the question of the application form that an entry answers with yes. `dated`: an entry begins on a day
    that every row states. `words`: what a call in Chinese may name it by.
    """

    id: str
    label: Label
    needs: tuple[str, ...]
    fact: str | None = None
    words: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        return "start" in self.needs


DEATHS = Kind("deaths", Label("死亡登记", "register of deaths"), ("id_number", "start"), words=("死亡", "死亡登记"))
IMPRISONED = Kind(
    "imprisoned",
    Label("服刑人员登记", "register of prisoners"),
    ("id_number", "start"),
    words=("服刑", "服刑人员"),
)
MOVED = Kind(
    "moved",
    Label("户籍迁出登记", "register of people moved away"),
    ("id_number", "start"),
    words=("迁出", "户籍迁出"),
)
ROLL = Kind("roll", Label("另一名册", "another roll"), ("id_number",), words=("名册",))
LTCI = Kind(
    "ltci",
    Label("长期护理保险待遇名单", "list of long-term care insurance"),
    ("id_number",),
    fact="ltci_beneficiary",
    words=("长护险", "长期护理保险"),
)
WORK_INJURY = Kind(
    "work_injury",
    Label("工伤保险生活护理费名单", "list of the work-injury nursing benefit"),
    ("id_number",),
    fact="work_injury_nursing_benefit",
    words=("工伤", "工伤护理费"),
)

KINDS: dict[str, Kind] = {kind.id: kind for kind in (DEATHS, IMPRISONED, MOVED, ROLL, LTCI, WORK_INJURY)}


def kind_of(text: str) -> tuple[Kind, str]:
    """The kind that `deaths`, `死亡` or `roll:低保` names, and the other roll's name (else empty). Raises Refused."""
    id_, colon, name = re.sub("[：﹕︓]", ":", text, count=1).partition(":")
    id_ = id_.strip()
    kind = KINDS.get(id_) or next((each for each in KINDS.values() if id_ in each.words), None)
    name = name.strip()
    if kind is None or bool(name) is not (kind is ROLL) or (colon and not name):
        diagnostics = Diagnostics()
        known = ", ".join(_spelt(each) for each in KINDS.values())
        near = nearest(id_, [*KINDS, *(word for each in KINDS.values() for word in each.words)])
        # A roll without a name is spelled rightly; what it lacks, the list of known kinds shows.
        diagnostics.report("R501", Position("--register"), found=text, known=known, near="" if near == id_ else near)
        raise Refused(diagnostics)
    return kind, name


def _spelt(kind: Kind) -> str:
    """How a call may name it: `deaths (死亡)`."""
    return f"{kind.id}:NAME ({kind.words[0]}:NAME)" if kind is ROLL else f"{kind.id} ({kind.words[0]})"
