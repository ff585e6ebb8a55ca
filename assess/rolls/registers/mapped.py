"""What a mapping file says of the columns of registers, for headers that the dictionary does not know.

```yaml
registers:
  work_injury: {停发待遇时间: end, 认定时间: ignored}
  名册:低保: {保障起始: start}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused, nearest
from assess.diagnostics.position import Position
from assess.rolls.mapping.file import MappingFile
from assess.rolls.registers.headers import IGNORED, normal, roles_of, said_of
from assess.rolls.registers.kinds import ROLL, kind_of
from assess.rolls.registers.register import Register

Mapped = dict[str, dict[str, str]]
"""By register, as the call names it (`work_injury`, `roll:低保`): of each header, as `normal` has it, its role."""


def mapped_columns(file: MappingFile | None) -> Mapped:
    """Raises Refused where a kind of register, or a role, is not known, or a column of a register stands twice."""
    found: Mapped = {}
    places: dict[tuple[str, str], Position] = {}
    faults = Diagnostics()
    for written, columns in ({} if file is None else file.text.registers).items():
        assert file is not None
        try:
            kind, name = kind_of(written)
        except Refused as refused:
            place = file.place("registers", written)
            faults.extend(Diagnostic(one.code, place, one.arguments) for one in refused.diagnostics)
            continue
        known = [*roles_of(kind.id), IGNORED]
        for header, role in columns.items():
            if role not in known:
                place = file.place("registers", written, header)
                arguments = {"header": header, "role": role, "known": ", ".join(known), "near": nearest(role, known)}
                faults.extend([Diagnostic("R220", place, arguments)])
        id_ = f"{kind.id}:{name}" if name else kind.id
        for header, role in columns.items():
            place = file.place("registers", written, header)
            first = places.setdefault((id_, normal(header)), place)
            if first is not place:
                faults.extend([Diagnostic("Y103", place, {"key": header, "first": str(first)})])
            found.setdefault(id_, {})[normal(header)] = role
    if faults.has_errors:
        raise Refused(faults)
    return found


def mapped_in_vain(file: MappingFile | None, registers: Sequence[Register]) -> Iterator[Diagnostic]:
    """Headers of the mapping that no file of their register has (R221). Registers that are not given need none."""
    for written, columns in ({} if file is None else file.text.registers).items():
        assert file is not None
        kind, name = kind_of(written)
        id_ = f"{kind.id}:{name}" if name else kind.id
        given = [one for one in registers if one.id == id_]
        headers = [header for one in given for header in (*one.used, *one.ignored)]
        for header in columns if given else ():
            if not any(said_of(one, {normal(header): ""}) is not None for one in headers):
                place = file.place("registers", written, header)
                near = nearest(header, headers)
                arguments = {"header": header, "file": ", ".join(one.shown for one in given), "near": near}
                yield Diagnostic("R221", place, arguments)


def naming_lines(refused: Refused, file: MappingFile | None, kind: str) -> Refused:
    """The same, and before each column that a register lacks (R503) the lines of the mapping that say which it is
    (R221): none of them can be right."""
    found: list[Diagnostic] = []
    for one in refused.diagnostics:
        if one.code == "R503" and file is not None:
            for written, columns in file.text.registers.items():
                for header in columns if kind_of(written) == kind_of(kind) else ():
                    if columns[header] == one.arguments["role"]:
                        near = nearest(header, one.arguments["headers"].split(", "))
                        arguments = {"header": header, "file": one.position.file, "near": near}
                        found.append(Diagnostic("R221", file.place("registers", written, header), arguments))
        found.append(one)
    return Refused(found)


def rolls_not_given(file: MappingFile | None, kinds: Sequence[str]) -> Iterator[Diagnostic]:
    """Other rolls of which the mapping names columns and that are not given, while one is given of which it says
    nothing (R225): its name may have been meant. `kinds`: as the call names the registers."""
    given = [name for kind, name in map(kind_of, kinds) if kind is ROLL]
    written = {one: kind_of(one) for one in ({} if file is None else file.text.registers)}
    named = [name for kind, name in written.values() if kind is ROLL]
    if all(name in named for name in given):
        return
    for key, (kind, name) in written.items():
        if kind is ROLL and name not in given:
            assert file is not None
            left = [one for one in given if one not in named]
            arguments = {"name": key, "given": ", ".join(f"roll:{one}" for one in given), "near": nearest(name, left)}
            yield Diagnostic("R225", file.place("registers", key), arguments)


def of_register(mapped: Mapped, kind: str) -> Mapping[str, str]:
    """What is said of the columns of a register that the call names so."""
    found, name = kind_of(kind)
    return mapped.get(f"{found.id}:{name}" if name else found.id, {})
