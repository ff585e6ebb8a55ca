"""The registers that a call gives, read; and what is told of them before the shares begin."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostics, Refused
from assess.rolls.mapping import Mapping
from assess.rolls.reading.kinds import shown_source
from assess.rolls.registers.mapped import mapped_columns, mapped_in_vain, naming_lines, of_register, rolls_not_given
from assess.rolls.registers.reading import read_register
from assess.rolls.registers.register import Register
from assess.rolls.registers.register_facts import not_asked
from assess.rolls.reporting.folder import digest
from assess.rolls.running.call import Call
from assess.rolls.running.comparable import in_vain
from assess.rolls.running.inputs import refuse_written_meanwhile, stamps_of
from assess.rolls.running.planning import Planned


def registers_given(
    call: Call, mapping: Mapping, planned: Planned, place: Path, warnings: Diagnostics
) -> tuple[list[Register], list[str]]:
    """Each with the SHA-256 of what it was read from. Raises Refused where one cannot be read, or where the mapping
    names columns that no file of theirs has."""
    found, digests = [], []
    mapped = mapped_columns(mapping.file)
    place.mkdir(exist_ok=True)
    memory = f"{call.memory // 2**20}MiB"
    names = Counter(shown_source(source) for _, source in call.registers)
    for kind, source in call.registers:
        by_path = names[shown_source(source)] > 1
        before = stamps_of(source)
        try:
            register = read_register(
                kind, source, place, threads=call.threads, memory=memory, by_path=by_path,
                mapped=of_register(mapped, kind),
            )  # fmt: skip
        except Refused as refused:
            raise naming_lines(refused, mapping.file, kind) from None
        warnings.extend(register.notes)
        found.append(register)
        digests.append(_digest_of(register))
        refuse_written_meanwhile(before)
    in_vain_mapped = list(mapped_in_vain(mapping.file, found))
    if in_vain_mapped:
        raise Refused(in_vain_mapped)
    warnings.extend(rolls_not_given(mapping.file, [kind for kind, _ in call.registers]))
    warnings.extend(not_asked(found, planned.program.id, planned.facts_read))
    warnings.extend(in_vain(found, planned))
    return found, digests


def _digest_of(register: Register) -> str:
    """The SHA-256 of the file that it was read from; of what was read, where that is no file."""
    given = Path(register.source)
    path = given if given.is_file() else Path(register.source.partition("?")[0])
    return digest(path if path.is_file() else register.path)
