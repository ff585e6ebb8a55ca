"""Where rulesets and forms are found, and the way from a ruleset's id to its checked program.

Looked through in order: the folders named in `ASSESS_PATH` and by `--library`, then the `rulesets/` and `forms/` that
ship with the program.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostics, Refused, nearest
from assess.diagnostics.position import Position
from assess.forms.definition import Form
from assess.forms.loading import form_of
from assess.language.checks import check_program
from assess.language.elaboration import elaborate
from assess.language.law import Input
from assess.language.models import surface_of
from assess.language.program import Program
from assess.language.resolution import resolve
from assess.language.resolved import Resolved
from assess.language.source import Mapping, Node, Sequence, find, read_file
from assess.language.supplied import Supplied, with_supplied
from assess.language.surface import RulesetText

_ID = re.compile(r"[a-z0-9]+([-/][a-z0-9]+)*")
_PACKAGE = Path(__file__).resolve().parent


def shipped() -> Path:
    """The folder that holds the shipped `rulesets/` and `forms/`: inside the wheel, or the source checkout."""
    inside = _PACKAGE / "_data"
    return inside if inside.is_dir() else _PACKAGE.parent


@dataclass(slots=True)
class Loaded:
    """One ruleset read through all passes, with what was found on the way. `program` is None where faults forbid it."""

    id: str
    trees: list[Node]
    surface: RulesetText | None
    resolved: Resolved | None
    program: Program | None
    diagnostics: Diagnostics


@dataclass
class Library:
    """Rulesets and forms by id. Everything is read when it is asked for, and once."""

    folders: tuple[Path, ...] = ()
    _forms: dict[str, Form | None] = field(default_factory=dict)
    _form_diagnostics: dict[str, Diagnostics] = field(default_factory=dict)
    _loaded: dict[str, Loaded] = field(default_factory=dict)

    @classmethod
    def default(cls, extra: tuple[Path, ...] = ()) -> Library:
        named = [Path(entry) for entry in os.environ.get("ASSESS_PATH", "").split(os.pathsep) if entry]
        return cls((*extra, *named, shipped()))

    # what there is

    def ruleset_ids(self) -> list[str]:
        found = set()
        for folder in self.folders:
            root = folder / "rulesets"
            for path in sorted(root.rglob("*.yaml")):
                relative = path.relative_to(root)
                if (path.parent / "ruleset.yaml").exists():
                    relative = relative.parent
                found.add(relative.with_suffix("").as_posix())
        return sorted(found)

    def form_ids(self) -> list[str]:
        return sorted({path.stem for folder in self.folders for path in (folder / "forms").glob("*.yaml")})

    def _files(self, id_: str) -> list[tuple[Path, str]]:
        """The files of a ruleset with the names to show for them; `ruleset.yaml` first, then by name."""
        if not _ID.fullmatch(id_):
            return []
        for folder in self.folders:
            single = folder / "rulesets" / f"{id_}.yaml"
            if single.is_file():
                return [(single, f"rulesets/{id_}.yaml")]
            many = folder / "rulesets" / id_
            if (many / "ruleset.yaml").is_file():
                paths = sorted(many.glob("*.yaml"), key=lambda path: (path.name != "ruleset.yaml", path.name))
                return [(path, f"rulesets/{id_}/{path.name}") for path in paths]
        return []

    # forms

    def form(self, id_: str) -> Form | None:
        """The form; None where there is none of that id or it has faults (see `form_diagnostics`)."""
        if id_ not in self._forms:
            diagnostics = Diagnostics()
            self._form_diagnostics[id_] = diagnostics
            self._forms[id_] = None
            for folder in self.folders:
                path = folder / "forms" / f"{id_}.yaml"
                if path.is_file():
                    tree = read_file(path, f"forms/{id_}.yaml", diagnostics)
                    form = None if tree is None else form_of(tree, diagnostics)
                    if form is not None:
                        if form.id != id_:
                            diagnostics.report("S110", Position(f"forms/{id_}.yaml", 1, 1), found=form.id, expected=id_)
                        self._forms[id_] = Form(form.text, form.inputs, _digest([path]))
                    break
            else:
                diagnostics.report("N106", Position("forms"), form=id_, near=nearest(id_, self.form_ids()))
        return self._forms[id_]

    def form_diagnostics(self, id_: str) -> Diagnostics:
        self.form(id_)
        return self._form_diagnostics[id_]

    def _form_inputs(self, id_: str) -> tuple[Input, ...] | None:
        form = self.form(id_)
        return None if form is None else tuple(form.inputs.values())

    # rulesets

    def load(self, id_: str, supplied: Supplied | None = None) -> Loaded:
        """The ruleset through every pass. Faults do not raise; they stand in the result's diagnostics."""
        if supplied is not None:
            return self._read_through(id_, (), supplied)
        return self._load(id_, ())

    def program(self, id_: str, supplied: Supplied | None = None) -> Program:
        """The checked program. Raises Refused, with every fault found, where the ruleset has any error."""
        loaded = self.load(id_, supplied)
        if loaded.program is None or loaded.diagnostics.has_errors:
            raise Refused(found for found in loaded.diagnostics if found.severity == "error")
        return loaded.program

    def _load(self, id_: str, above: tuple[str, ...]) -> Loaded:
        if id_ not in self._loaded:
            self._loaded[id_] = self._read_through(id_, above, None)
        return self._loaded[id_]

    def _read_through(self, id_: str, above: tuple[str, ...], supplied: Supplied | None) -> Loaded:
        """The ruleset through every pass; `above` are the rulesets that build on it, outermost first."""
        diagnostics = Diagnostics()
        loaded = Loaded(id_, [], None, None, None, diagnostics)
        files = self._files(id_)
        if not files:
            near = nearest(id_, self.ruleset_ids())
            diagnostics.report("X101", Position(id_), ruleset=id_, near=near, known=", ".join(self.ruleset_ids()))
            return loaded
        tree = self._read(files, diagnostics)
        if tree is None:
            return loaded
        loaded.trees = [tree]
        surface = surface_of(RulesetText, tree, diagnostics)
        loaded.surface = surface
        if surface is None:
            return loaded
        if surface.ruleset != id_:
            diagnostics.report("S110", tree.position, found=surface.ruleset, expected=id_)
        below: Loaded | None = None
        if surface.builds_on is not None:
            below = self._below(surface.builds_on, (*above, id_), find(tree, ("builds_on",))[1], diagnostics)
            if below is None or below.resolved is None:
                return loaded
        for form in surface.forms:
            if form in self.form_ids():  # one that is not there is reported where it is named
                diagnostics.extend(self.form_diagnostics(form))
        base = None if below is None else below.resolved
        resolved = resolve(surface, tree, base, self._form_inputs, diagnostics)
        if supplied is not None:
            resolved = with_supplied(resolved, supplied, diagnostics)
        loaded.resolved = resolved
        program = elaborate(resolved, diagnostics)
        if program is None:
            return loaded
        program = self._with_hash(program, supplied)
        check_program(program, diagnostics, None if below is None else below.program)
        loaded.program = program
        return loaded

    def _below(self, id_: str, above: tuple[str, ...], position: Position, diagnostics: Diagnostics) -> Loaded | None:
        """The ruleset built on, its faults reported; None where there is none."""
        if id_ in above:
            diagnostics.report("N113", position, circle=" → ".join([*above, id_]))
            return None
        if not self._files(id_):
            known = self.ruleset_ids()
            diagnostics.report("X101", position, ruleset=id_, near=nearest(id_, known), known=", ".join(known))
            return None
        below = self._load(id_, above)
        diagnostics.extend(below.diagnostics)
        return below

    def _read(self, files: list[tuple[Path, str]], diagnostics: Diagnostics) -> Node | None:
        """The files' trees merged key by key; a name that two files declare is an error."""
        whole: Mapping | None = None
        for path, shown_as in files:
            tree = read_file(path, shown_as, diagnostics)
            if tree is None:
                continue
            if not isinstance(tree, Mapping):
                diagnostics.report("S104", tree.position, key=shown_as, found="…", problem="a mapping is expected")
                continue
            whole = tree if whole is None else _merged(whole, tree, diagnostics)
        return None if diagnostics.has_errors else whole

    def files(self, program: Program) -> list[tuple[Path, str]]:
        """Every file that the program was read from, with the name that it has in the folder of a library."""
        found = [file for id_ in program.lineage for file in self._files(id_)]
        for form in program.forms:
            for folder in self.folders:
                path = folder / "forms" / f"{form}.yaml"
                if path.is_file():
                    found.append((path, f"forms/{form}.yaml"))
                    break
        return found

    def _with_hash(self, program: Program, supplied: Supplied | None) -> Program:
        by = None if supplied is None else (supplied.name, supplied.hash)
        return replace(program, hash=_digest([path for path, _ in self.files(program)]), supplied_by=by)


def _merged(first: Mapping, second: Mapping, diagnostics: Diagnostics) -> Mapping:
    entries, positions = dict(first.entries), dict(first.key_positions)
    for key, value in second.entries.items():
        there = entries.get(key)
        if there is None:
            entries[key], positions[key] = value, second.key_positions[key]
        elif isinstance(there, Mapping) and isinstance(value, Mapping):
            inner, places = dict(there.entries), dict(there.key_positions)
            for name, item in value.entries.items():
                if name in inner:
                    diagnostics.report("Y103", value.key_positions[name], key=name, first=places[name])
                else:
                    inner[name], places[name] = item, value.key_positions[name]
            entries[key] = Mapping(there.position, inner, places)
        elif isinstance(there, Sequence) and isinstance(value, Sequence):
            entries[key] = Sequence(there.position, (*there.items, *value.items))
        else:
            diagnostics.report("Y103", second.key_positions[key], key=key, first=positions[key])
    return Mapping(first.position, entries, positions)


def _digest(paths: list[Path]) -> str:
    """SHA-256 over the names and bytes of the files, in order."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
