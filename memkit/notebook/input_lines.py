"""Lines of the magics as they are typed: free text, which IPython would read as its own syntax.

IPython takes a line that ends with `?` for a request for help, also `%recall where does she live?`.
The transformer here claims such lines first. A cell that loads the extension was read before there
was a transformer, so what IPython misread in the rest of that cell is put right while it runs.
"""

from __future__ import annotations

import ast
import dis
import re
import sys
import tokenize
from collections import defaultdict
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

from IPython.core.inputtransformer2 import (
    TokenTransformBase,
    TransformerManager,
    assemble_continued_line,
    find_end_of_continued_line,
)

NAMES = ("memkit", "remember", "recall", "context", "ask", "chat", "history", "undo", "forget")
_HELP = ("pinfo", "pinfo2", "psearch")
_OURS = rf"(?P<name>{'|'.join(NAMES)})(?!\w)(?P<rest>.*)"
# `%recall ...`, also behind magics that take a statement: `%time %recall ...`.
_MAGIC = re.compile(rf"(?P<before>(?:%\w+(?:\s+-\S+)*\s+)*)%{_OURS}", re.DOTALL)
# `recall ...?` without its sign, as IPython's automagic allows in a cell of one line.
_BARE = re.compile(rf"{_OURS}", re.DOTALL)
_ONLY_HELP = re.compile(r"\?{1,2}\s*")
_HELP_CALL = re.compile(r"get_ipython\(\)\.run_line_magic(\('(?:pinfo2?|psearch)', .*\))\s*")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


class Line(TokenTransformBase):
    """A line of one of the magics, for IPython's list of token transformers.

    Args:
        start: Where its statement begins: a row from 1, a column from 0.
        magic: The column where the magic begins.
    """

    # Before IPython's own, which are 5 for help and 10.
    priority = 1

    def __init__(self, start: tuple[int, int], magic: int) -> None:
        super().__init__(start)  # type: ignore[no-untyped-call, unused-ignore]
        self._magic = magic

    @classmethod
    def find(cls, tokens_by_line: list[list[tokenize.TokenInfo]]) -> Line | None:
        """Return the first such line, or None."""
        for tokens in tokens_by_line:
            said = [t for t in tokens if t.type not in (tokenize.INDENT, tokenize.DEDENT)]
            place = _magic_in(said)
            if place is not None and _is_free(said[place], "%"):
                return cls(said[0].start, said[place].start[1])
        return None

    def transform(self, lines: list[str]) -> list[str]:
        """Return the lines of the cell, this one as a call of its magic."""
        row = self.start_line
        end = find_end_of_continued_line(lines, row)  # type: ignore[no-untyped-call, unused-ignore]
        typed = assemble_continued_line(lines, (row, self._magic), end)  # type: ignore[no-untyped-call, unused-ignore]
        called = _call(typed.rstrip("\r\n"))
        return [*lines[:row], f"{lines[row][: self._magic]}{called}\n", *lines[end + 1 :]]


def bare_lines(shell: Any) -> type[TokenTransformBase]:
    """Return the transformer of a shell for a magic without its sign that ends with `?`.

    IPython reads other lines of this kind later than those that end with `?`.
    """

    class BareLine(Line):
        """The only line of a cell, which begins with a magic's name."""

        @classmethod
        def find(cls, tokens_by_line: list[list[tokenize.TokenInfo]]) -> Line | None:
            said = [line for line in tokens_by_line if line and line[0].string.strip()]
            if len(said) != 1 or not shell.automagic or not _is_free(said[0][0], ""):
                return None
            first = said[0][0]
            typed = first.line[first.start[1] :].rstrip()
            is_text = re.match(r"\w+\s+[^\s=.,(\[?]", typed) and typed.endswith("?")
            if not is_text or first.string in shell.user_ns:
                return None
            return cls(first.start, first.start[1])

    return BareLine


def _magic_in(tokens: Sequence[tokenize.TokenInfo]) -> int | None:
    """Return where a statement has a magic: at its beginning, or behind `name =`."""
    if not tokens:
        return None
    if tokens[0].string == "%":
        return 0
    depth = 0
    for place, token in enumerate(tokens[:-2]):
        if token.start[0] != tokens[0].start[0]:
            return None
        if token.string in _BRACKETS:
            depth += _BRACKETS[token.string]
        elif token.string == "=" and token.type == tokenize.OP and not depth:
            return place + 1 if tokens[place + 1].string == "%" else None
    return None


def _is_free(token: tokenize.TokenInfo, sign: str) -> bool:
    """Tell whether a magic of ours begins here, and is asked for more than help."""
    found = (_MAGIC if sign else _BARE).match(token.line, token.start[1])
    return found is not None and not _ONLY_HELP.fullmatch(found["rest"])


def _call(typed: str) -> str:
    """Return the code that a line stands for, as IPython has it."""
    name, rest = re.match(r"%?(\w+)\s*(.*)", typed, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"get_ipython().run_line_magic({name!r}, {rest!r})"


class LoadingCell:
    """The cell that loads the extension: IPython has read all of it already.

    Lines that it took for requests for help are run as what they are, until the cell ends.

    Args:
        shell: The shell.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._meant: dict[tuple[str, str], list[str]] = {}
        self._helpers: dict[str, Callable[[str], Any]] = {}

    def begin(self) -> None:
        """Take the place of IPython's help, if a line of this cell was misread."""
        cells = self._shell.history_manager.input_hist_raw
        self._meant = misread(cells[-1]) if cells else {}
        if not self._meant:
            return
        named = self._shell.magics_manager.magics["line"]
        for name in _HELP:
            self._helpers[name] = named[name]
            named[name] = self._instead_of(name)
        self._shell.events.register("post_run_cell", self.end)

    def end(self, *result: Any) -> None:
        """Put IPython's help back."""
        if self._helpers:
            self._shell.events.unregister("post_run_cell", self.end)
            self._shell.magics_manager.magics["line"].update(self._helpers)
            self._helpers = {}

    def _instead_of(self, name: str) -> Callable[[str], Any]:
        def run(line: str) -> Any:
            meant = self._meant.get((name, line))
            if not meant:
                return self._helpers[name](line)
            # Those that ask for the same help came in this order; in a loop the last one repeats.
            code = meant.pop(0) if len(meant) > 1 else meant[0]
            exec(compile(code, "<memkit>", "exec"), self._shell.user_ns)
            return None

        return run


def misread(cell: str) -> dict[tuple[str, str], list[str]]:
    """Return what lines mean that IPython takes for help: by the magic and line of that help."""
    meant: dict[tuple[str, str], list[str]] = defaultdict(list)

    class Noted(Line):
        def transform(self, lines: list[str]) -> list[str]:
            row = self.start_line
            end = find_end_of_continued_line(lines, row)  # type: ignore[no-untyped-call, unused-ignore]
            read = _manager().transform_cell("".join(lines[row : end + 1]).strip())
            after = super().transform(lines)
            help_call = _HELP_CALL.fullmatch(read)
            if help_call is not None:
                meant[ast.literal_eval(help_call[1])].append(after[row].strip())
            return after

    manager = _manager()
    manager.token_transformers.insert(0, Noted)
    manager.transform_cell(cell)
    return dict(meant)


def _manager() -> Any:
    return TransformerManager()  # type: ignore[no-untyped-call, unused-ignore]


def is_dropped() -> bool:
    """Tell whether the value of the magic that runs goes nowhere: neither shown nor kept.

    IPython shows what the last line of a cell returns. The code of any other line drops it, which
    stands in its next instruction.
    """
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_code.co_name not in ("run_line_magic", "run_cell_magic"):
        frame = frame.f_back
    caller = None if frame is None else frame.f_back
    if caller is None:
        return False
    following = (
        step for step in dis.get_instructions(caller.f_code) if step.offset > caller.f_lasti
    )
    return next((step.opname for step in following), "") == "POP_TOP"
