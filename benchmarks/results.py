"""`benchmarks/results.md`: a section for each benchmark, which replaces its own and leaves the others alone."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

RESULTS = Path(__file__).with_name("results.md")
_TITLE = "# Benchmark results\n"


def machine() -> str:
    """The processor and system that is measured on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.split(":", 1)[1].strip() for line in lines if "model name" in line]
    model = models[0] if models else platform.processor()
    system = f"{platform.system()} {platform.machine()}"
    return f"{model}, {os.cpu_count()} processors, {system}, Python {platform.python_version()}"


def put_section(section: str) -> None:
    """Writes a section, which begins with its heading `## …`, in the place of the one of the same heading, or last."""
    heading = section.partition("\n")[0]
    whole = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else _TITLE
    title, *sections = re.split(r"^(?=## )", whole, flags=re.MULTILINE)
    kept = {found.partition("\n")[0]: found.strip("\n") for found in sections}
    kept[heading] = section.strip("\n")
    RESULTS.write_text("\n\n".join([title.strip("\n"), *kept.values()]) + "\n", encoding="utf-8")
