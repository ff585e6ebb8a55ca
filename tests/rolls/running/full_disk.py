"""A run on a disk of its own that is full, and again when there is room; to be run in a mount namespace of its own.

    unshare --map-root-user --mount python -m tests.rolls.running.full_disk ROLL DISK

Prints, as JSON, the codes of the refusal, the shares that were done by then, the files half written under final names,
and the files of the run in the end.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from assess.diagnostics.diagnostic import Refused
from tests.rolls.running.herds import check, files_of

SHARES = {"share_rows": 100}
ROOM = 160 * 1024
"""Enough for some of the shares, not for all."""


def main(roll: Path, disk: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(disk)], check=True)
    (disk / "letters").write_bytes(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - ROOM))
    out, codes = disk / "out", []
    try:
        check(roll, out, **SHARES)
    except Refused as refused:
        codes = [one.code for one in refused.diagnostics]
    done = [path.name for path in sorted((out / ".work" / "shares").iterdir()) if (path / "done.json").exists()]
    visible = sorted(path.name for path in out.iterdir() if path.is_file())
    (disk / "letters").unlink()
    check(roll, out, resume=True, **SHARES)
    print(json.dumps({"codes": codes, "done": done, "visible": visible, "files": files_of(out)}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
