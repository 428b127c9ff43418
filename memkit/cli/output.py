"""Where a command's output goes: aligned text for people, one JSON document for programs."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

from memkit.errors import FilterError, Interrupted, MemkitError, ProviderError, in_idiom
from memkit.text.clean import clean, clean_json

if TYPE_CHECKING:
    from rich.text import Text

Piece = str | tuple[str, str]
"""A text, or a text with a style of rich."""

GAP = 2


class Output:
    """What one command prints.

    Args:
        as_json: Whether stdout gets one JSON document instead of text, and stderr JSON lines.
    """

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    @functools.cached_property
    def screen(self) -> Screen:
        """Where text goes."""
        return Screen(sys.stdout)

    @property
    def progress(self) -> bool:
        """Whether a progress bar has someone to look at it."""
        return not self.as_json and sys.stderr.isatty()

    def document(self, value: Any) -> None:
        """Print a value as the JSON document of this command."""
        _write_json(sys.stdout, value, indent=2)

    def note(self, message: Warning | str) -> None:
        """Tell of something that stops nothing, on stderr."""
        given = message.args[0] if isinstance(message, Warning) and message.args else message
        message = in_idiom(given, "command") if isinstance(given, str) else str(message)
        if self.as_json:
            _write_json(sys.stderr, {"warning": message})
        else:
            Screen(sys.stderr).say(("Note: ", "bold yellow"), message)

    def error(self, error: MemkitError) -> None:
        """Tell of what stopped the command, on stderr."""
        if self.as_json:
            _write_json(sys.stderr, {"error": _fields(error)})
            return
        screen = Screen(sys.stderr)
        first, *more = in_idiom(error.problem, "command").split("\n")
        screen.say(("Error: ", "bold red"), first)
        for line in more:
            screen.verbatim(line)
        screen.say(in_idiom(error.fix, "command"))

    def interrupted(self, error: KeyboardInterrupt) -> None:
        """Tell what was kept of what was interrupted, on stderr."""
        if not isinstance(error, Interrupted):
            error = Interrupted("It was stopped before its end.", fix="Run it again.")
        if self.as_json:
            fields = {"type": "Interrupted", "message": str(error)}
            fields |= {"problem": error.problem, "fix": error.fix}
            _write_json(sys.stderr, {"error": fields})
            return
        screen = Screen(sys.stderr)
        screen.say(("Interrupted: ", "bold yellow"), error.problem)
        screen.say(error.fix)


class Screen:
    """Text in columns. It wraps at the width of a terminal, and never in a pipe.

    Colours are left out unless the file is a terminal.
    """

    def __init__(self, file: TextIO) -> None:
        from rich.console import Console

        self._console = Console(file=file, highlight=False, markup=False, emoji=False)
        is_wide = not (file.isatty() or os.environ.get("COLUMNS", "").isdecimal())
        self._width = None if is_wide else max(self._console.width, 40)

    def say(self, *pieces: Piece) -> None:
        """Print a sentence."""
        self._hang(0, [], pieces)

    def verbatim(self, line: str) -> None:
        """Print a line whose columns must stay as they are."""
        self._print(_text([line]))

    def entry(self, label: Sequence[Piece], *bodies: Sequence[Piece], indent: int = 0) -> None:
        """Print bodies below each other, beside a label."""
        for number, body in enumerate(body for body in bodies if body):
            self._hang(indent, [] if number else label, body)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[Piece]]) -> None:
        """Print rows in aligned columns below a header; the last column wraps."""
        cells = [[_text([(name, "bold")]) for name in header]]
        cells += [[_text([cell]) for cell in row] for row in rows]
        widths = [
            max(cell.cell_len for cell in column) + GAP for column in zip(*cells, strict=True)
        ]
        for *firsts, last in cells:
            line = _text([])
            for cell, width in zip(firsts, widths, strict=False):
                line.append_text(cell)
                line.append(" " * (width - cell.cell_len))
            self._wrapped(line, sum(widths[:-1]), last)

    def _hang(self, indent: int, label: Sequence[Piece], body: Sequence[Piece]) -> None:
        start = _text(label)
        start.append(" " * (indent - start.cell_len))
        self._wrapped(start, max(indent, start.cell_len), _text(body))

    def _wrapped(self, start: Text, indent: int, body: Text) -> None:
        if self._width is None:
            lines = list(body.split("\n", allow_blank=True))
        else:
            lines = list(body.wrap(self._console, max(self._width - indent, 20)))
        for number, line in enumerate(lines or [body]):
            beginning = _text([" " * indent]) if number else start
            self._print(beginning + line)

    def _print(self, line: Text) -> None:
        line.rstrip()
        self._console.print(line, soft_wrap=True)


def one_line(text: str, *, most: int = 400) -> str:
    """Return a text on one line, cut short if it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rstrip()} ... ({len(text):,} characters)"


def plain(value: Any) -> str:
    """Return a value of metadata as people write it: a text bare, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _text(pieces: Sequence[Piece]) -> Text:
    from rich.text import Text

    text = Text()
    for piece in pieces:
        words, style = (piece, "") if isinstance(piece, str) else piece
        text.append(clean(words), style=style)
    return text


def _write_json(file: TextIO, value: Any, *, indent: int | None = None) -> None:
    # Characters that the stream can't encode are written as \u escapes, which are JSON too.
    is_unicode = (file.encoding or "").lower().replace("-", "").startswith("utf")
    said = json.dumps(value, ensure_ascii=not is_unicode, indent=indent)
    # So are those that act on a terminal, and JSON has such characters in its strings only.
    file.write(clean_json(said) + "\n")
    file.flush()


def _fields(error: MemkitError) -> dict[str, Any]:
    problem, fix = in_idiom(error.problem, "command"), in_idiom(error.fix, "command")
    fields: dict[str, Any] = {
        "type": type(error).__name__,
        "message": f"{problem} {fix}",
        "problem": problem,
        "fix": fix,
    }
    if isinstance(error, FilterError):
        fields |= {"position": error.position, "path": list(error.path)}
    if isinstance(error, ProviderError):
        fields |= {"provider": error.provider}
    return fields
