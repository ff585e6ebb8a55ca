"""Files and folders may be called anything: a name is no pattern, and no folder adds columns to a roll."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assess.rolls.explaining import Explaining
from assess.rolls.reading.kinds import shown_source
from assess.rolls.running.inputs import asked_for
from assess.rolls.running.run import Check
from tests.library import FICTIONAL
from tests.rolls.running.herds import call, check, files_of, herders, rows_of, write_csv, write_parquet

NAMES = ["month=2023-01", "district=nowhere", "status=decided", "herders[2023]", "a*b?", "it's"]


WRITTEN = {".parquet": write_parquet, ".csv": write_csv}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roll in each form, `plain.csv` say, and the results of its check, in `csv`."""
    folder = tmp_path_factory.mktemp("plain")
    for suffix, write in WRITTEN.items():
        check(write(herders(40), folder / f"plain{suffix}"), folder / suffix[1:])
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_folder_of_results(plain: Path, name: str, tmp_path: Path) -> None:
    check(plain / "plain.parquet", tmp_path / name)
    for file in ("decisions", "people", "findings"):
        assert (tmp_path / name / f"{file}.parquet").read_bytes() == (
            plain / "parquet" / f"{file}.parquet"
        ).read_bytes()
    row = rows_of(tmp_path / name / "decisions.parquet")[6]
    [explained] = Explaining(tmp_path / name, FICTIONAL).results([row["case"]])
    assert (explained.result.case, explained.result.status) == (row["case"], row["status"])


@pytest.mark.parametrize("suffix", WRITTEN)
def test_files_of_a_roll(plain: Path, suffix: str, tmp_path: Path) -> None:
    """Each is a part of the roll, read and decided as the plain one is. They begin with different people, so that none
    is a copy of another."""
    rows, expected = herders(40), rows_of(plain / suffix[1:] / "decisions.parquet")
    assert len(expected) == 40
    files, wanted = [], []
    for count, name in enumerate(NAMES):
        (tmp_path / name).mkdir()
        file = WRITTEN[suffix](rows[count:] + rows[:count], tmp_path / name / f"{name}{suffix}")
        files.append(str(file))
        decided = zip(expected[count:] + expected[:count], expected, strict=True)
        wanted += [row | {"source": file.name, "row": place["row"]} for row, place in decided]
    Check(replace(call(files[0], tmp_path / "named"), sources=tuple(files)), FICTIONAL).run()
    assert rows_of(tmp_path / "named" / "decisions.parquet") == wanted


def test_run_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes, wherever the files stand and however they are called for: hashes tell which files they were."""
    rows = herders(40)
    (tmp_path / "files").mkdir()
    roll = write_csv(rows, tmp_path / "files" / "roll.csv")
    deaths = tmp_path / "files" / "deaths.csv"
    deaths.write_text(f"身份证号,死亡日期\n{rows[0]['herder_id']},2023-01-05\n", encoding="utf-8")
    mapping = tmp_path / "files" / "mapping.yaml"
    columns = "".join(f"  {name}: {name}\n" for name in rows[0])
    mapping.write_text(f"ruleset: meadowland\ncolumns:\n{columns}", encoding="utf-8")
    options = {"registers": (("deaths", str(deaths)),), "language": "en", "mapping": mapping}
    manifest = check(roll, tmp_path / "out", **options)
    monkeypatch.chdir(tmp_path / "files")
    there = {"registers": (("deaths", "deaths.csv"),), "language": "en", "mapping": Path("mapping.yaml")}
    check("roll.csv", tmp_path / "from there", **there)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "from there")
    assert [(one.file, one.rows) for one in manifest.registers] == [("deaths.csv", 1)]
    assert str(tmp_path) not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("deaths.csv", "deaths.csv"),
        ("/office/2025/deaths.csv", "deaths.csv"),
        ("../deaths.sqlite?table=a/b", "deaths.sqlite?table=a/b"),
        ("parts/2025-*.csv", "2025-*.csv"),
        ("postgresql://clerk:secret@10.0.0.5/office?table=dead", "postgresql://10.0.0.5/office?table=dead"),
        ("postgresql://10.0.0.5/office?user=clerk&password=secret", "postgresql://10.0.0.5/office"),
    ],
)
def test_what_a_source_is_called(given: str, shown: str) -> None:
    assert shown_source(given) == shown
    assert "secret" not in str(asked_for([given], None, []))
