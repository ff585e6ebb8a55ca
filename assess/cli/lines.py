"""Lines typed at a terminal, or piped in."""

from __future__ import annotations

import contextlib
import sys
import unicodedata

import click

COMMANDS = ("?", "b", "s", "q", "e", "r")


class Lines:
    """Reads answers. Lines that are piped in are shown as if typed, so that the record can be read."""

    def __init__(self) -> None:
        self._typed = sys.stdin.isatty() and sys.stdout.isatty()
        if hasattr(sys.stdin, "reconfigure"):  # a byte that is no text must not end the program
            sys.stdin.reconfigure(errors="replace")
        if self._typed:
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401  editing that knows the width of Chinese characters

    def read(self, prompt: str) -> str:
        """One line without the blanks around it, commands in lower case and half width. EOFError at the end."""
        text = self._line(prompt).strip()
        command = unicodedata.normalize("NFKC", text).lower()
        return command if command in COMMANDS else text

    def _line(self, prompt: str) -> str:
        if self._typed:
            return input(prompt)
        click.echo(prompt, nl=False)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        click.echo(line.rstrip("\r\n"))
        return line
