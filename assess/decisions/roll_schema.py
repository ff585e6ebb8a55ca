"""What stands beside a decision where the case is a row of a checked roll, as models: the key `roll` of its JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Yuan = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", description="Yuan and fen.")]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RowFinding(_Strict):
    """Something that the check found of the row, or of its person."""

    code: str
    label: str | None
    severity: Literal["act", "check", "note"] | None
    register_: Annotated[bool, Field(alias="register", description="Is it of a register?")]
    elsewhere: Annotated[str | None, Field(description="The row of the same person where it is listed.")]
    month: Month | None
    months: int | None
    which_months: Annotated[
        str | None, Field(description="The months that it stands for, where they are several: `2023-01/2023-06`.")
    ]
    benefit: str | None
    paid: Yuan | None
    due: Yuan | None
    amount: Yuan | None
    direction: Literal["recover", "pay", "check", "none"] | None
    says: str


class Payment(_Strict):
    """What the roll pays of a benefit on the row, and what is due; null: not known, or not decided."""

    decision: str
    label: str
    paid: Yuan | None
    due: Yuan | None
    due_by_registers: Annotated[
        Yuan | None, Field(description="Where a register makes of this payment another amount.")
    ]
    not_checked: Annotated[
        str | None, Field(description="Why it was not held against what is due; null where it was, or by a register.")
    ]


class RollRow(_Strict):
    """A row of a checked roll: where it stands, what was found of it, what is paid and due."""

    source: str
    row: int
    month: Month | None
    name: str | None
    district: str | None
    findings: list[RowFinding]
    payments: list[Payment]
    by_registers: Annotated[bool, Field(description="Does a register say of the person what the row does not?")]
