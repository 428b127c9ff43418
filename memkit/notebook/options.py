"""The one parser of all magics: options before or after the free text, `--` ends them.

A line is read as it was typed. In free text, what looks like an option and is none of the magic's
is text, unless it looks mistyped; `--` between words is a dash. Only an option's value is unquoted,
and free text only if all of it is one quoted string, so `what's "new" here?` needs no care.
A `{...}` is one piece, whatever stands in it; variables are expanded piece by piece after the line
was read, so that what a variable holds is never taken for an option.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from memkit.errors import ValidationError

Completed = Literal["", "users", "agents", "apps", "runs", "spaces", "embedders", "stores",
                    "rerankers", "llms", "journals", "ids", "filters", "metadata", "variables",
                    "kinds", "files", "memories", "jobs", "derivations", "proposed",
                    "schemas"]  # fmt: skip
"""What the values of an option, or the operands of a command, are completed from."""

_FLAG = re.compile(r"(--[A-Za-z][\w-]*|-[A-Za-z])(?:(=)|\Z)")
_FIELD = re.compile(r"[\w.]+")
_OPERATOR = re.compile(
    r"\s*(?:[=<>]|!=)\S*|\s+(?:(?:not\s+)?(?:in|contains|icontains|exists)|is)(?!\w)"
)
_UNESCAPED = re.compile(r"\\([\\'\"])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of a magic.

    Attributes:
        flags: How it is written, the long one first.
        help: What it does, in a few words.
        value: What its value is called; "" for a flag, which has none.
        read: Makes the value of what was typed; its ValueError becomes a message.
        repeat: Whether it may be given more than once.
        choices: The values it may have, if they are few.
        complete: What completes its value.
    """

    flags: tuple[str, ...]
    help: str
    value: str = ""
    read: Callable[[str], Any] = str
    repeat: bool = False
    choices: tuple[str, ...] = ()
    complete: Completed = ""

    @property
    def name(self) -> str:
        """Its name among the arguments."""
        return self.flags[0].removeprefix("--").replace("-", "_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A magic, or a subcommand of one.

    Attributes:
        name: As it is typed: "%recall", "%memkit use".
        summary: One line for listings.
        operand: What stands beside the options; "" for nothing.
        verbatim: Whether that is free text, kept as typed, rather than words.
        least, most: How many words there may be; None for any number.
        options: Its options.
        examples: Lines that work.
        complete: What completes the operands.
    """

    name: str
    summary: str
    operand: str = ""
    verbatim: bool = False
    least: int = 0
    most: int | None = 0
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = ()
    complete: Completed = ""

    @property
    def flags(self) -> dict[str, Option]:
        """Its options by each way to write them."""
        return {flag: option for option in self.options for flag in option.flags}

    @property
    def usage(self) -> str:
        """The first line of its help."""
        operand = f" {self.operand}" if self.operand else ""
        return f"{self.name}{operand}{' [options]' if self.options else ''}"

    @property
    def help(self) -> str:
        """How it is used, with all options."""
        rows = [
            (", ".join(option.flags) + (f" {option.value}" if option.value else ""), option.help)
            for option in self.options
        ]
        width = max((len(left) for left, _ in rows), default=0)
        parts = [self.usage, "", self.summary]
        parts += ["", *(f"  {left:{width}}  {right}" for left, right in rows)] if rows else []
        parts += (
            ["", "Examples:", *(f"  {line}" for line in self.examples)] if self.examples else []
        )
        return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a line: from where to where it stands, and what it says without its quotes."""

    start: int
    end: int
    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """What was typed after a magic.

    Attributes:
        values: A value by the name of its option: None, False or () if it was not given.
        text: The free text.
        words: The same as words, without quotes.
        kept: What looks like an option, is none of this magic, and stayed in the text.
    """

    values: Mapping[str, Any]
    text: str = ""
    words: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


def pieces(line: str) -> Iterator[Piece]:
    """Yield the words of a line."""
    place = 0
    while place < len(line):
        if line[place].isspace():
            place += 1
            continue
        piece = _piece(line, place)
        yield piece
        place = piece.end


def parse(
    command: Command, line: str, *, expand: Callable[[str], str] = lambda text: text
) -> Arguments:
    """Return what a line says.

    Args:
        command: Which options there are.
        line: What stands after the magic's name.
        expand: Puts the values of variables in.

    Raises:
        ValidationError: An option is unknown, repeated, or its value is missing or wrong; or
            there are too few or too many words.
    """
    flags = command.flags
    values: dict[str, Any] = {
        option.name: () if option.repeat else None if option.value else False
        for option in command.options
    }
    given: set[str] = set()
    kept: list[str] = []
    runs: list[list[Piece]] = [[]]
    typed_pieces = list(pieces(line))
    waiting = iter(typed_pieces)
    for piece in waiting:
        found = None if piece.quoted else _FLAG.match(line, piece.start, piece.end)
        if piece.text == "--" and _ends_options(command, line, piece, typed_pieces, runs[-1]):
            runs.append(list(waiting))
            break
        option = flags.get(found[1]) if found is not None else None
        if found is not None and option is None:
            if not command.verbatim or _is_mistyped(command, found[1]):
                raise _unknown(command, found[1])
            if found[1].startswith("--"):
                kept.append(found[1])
        if found is None or option is None:
            runs[-1].append(piece)
            continue
        if option.name in given and not option.repeat:
            raise ValidationError(f"{found[1]} is given twice.", fix="Leave one of them out.")
        given.add(option.name)
        if runs[-1]:
            runs.append([])
        if not option.value:
            if found[2]:
                raise ValidationError(f"{found[1]} takes no value.", fix=f"Write {found[1]} alone.")
            values[option.name] = True
            continue
        if found[2]:
            last, typed = piece, piece.text[found.end() - piece.start :]
        else:
            last = _next(line, waiting, found)
            typed = last.text
        if option.complete == "filters" and not last.quoted:
            _check_quoted(found[1], typed, line[last.end :])
        value = _read(option, found[1], typed, expand)
        values[option.name] = (*values[option.name], value) if option.repeat else value
    operands = [piece for run in runs for piece in run]
    words = tuple(expand(piece.text) for piece in operands)
    if not command.verbatim:
        if not values.get("help"):
            _check_count(command, words)
        return Arguments(values, " ".join(words), words)
    if len(operands) == 1 and operands[0].quoted:
        text = operands[0].text
    else:
        text = " ".join(line[run[0].start : run[-1].end] for run in runs if run)
    return Arguments(values, expand(text), words, tuple(kept))


def _ends_options(
    command: Command, line: str, piece: Piece, every: Sequence[Piece], before: Sequence[Piece]
) -> bool:
    """Tell whether `--` ends the options: in the middle of a text it is a dash.

    Args:
        command: Which options there are.
        line: The line.
        piece: The `--`.
        every: All pieces of the line.
        before: The pieces of text right before it.
    """
    if piece.quoted:
        return False
    if not command.verbatim or not before:
        return True
    after = next((each for each in every if each.start >= piece.end), None)
    if after is None or after.quoted:
        return False
    found = _FLAG.match(line, after.start, after.end)
    return found is not None and found[1] in command.flags


def _piece(line: str, start: int) -> Piece:
    place = start
    if line[start] in "'\"":
        end = _closing(line, start)
        if end is not None:
            return Piece(start, end, _UNESCAPED.sub(r"\1", line[start + 1 : end - 1]), quoted=True)
    said: list[str] = []
    while place < len(line) and not line[place].isspace():
        end = None
        if line[place] == "{":
            end = _balanced(line, place)
            said.append(line[place : end or place + 1])
        elif line[place] in "'\"" and place > start and line[place - 1] == "=":
            end = _closing(line, place)
            inner = line[place + 1 : end - 1] if end else line[place]
            said.append(_UNESCAPED.sub(r"\1", inner) if end else inner)
        else:
            said.append(line[place])
        place = end or place + 1
    return Piece(start, place, "".join(said))


def _closing(line: str, start: int) -> int | None:
    """Return where a quoted string ends; its last quote has a space or nothing behind it."""
    place = start + 1
    while place < len(line):
        if line[place] == "\\":
            place += 2
            continue
        if line[place] == line[start] and (place + 1 == len(line) or line[place + 1].isspace()):
            return place + 1
        place += 1
    return None


def _balanced(line: str, start: int) -> int | None:
    """Return where a brace closes; braces in quotes do not count."""
    depth, quote = 0, ""
    for place in range(start, len(line)):
        sign = line[place]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
            if not depth:
                return place + 1
    return None


def _next(line: str, waiting: Iterator[Piece], found: re.Match[str]) -> Piece:
    piece = next(waiting, None)
    if piece is None or (
        not piece.quoted and (piece.text == "--" or _FLAG.match(line, piece.start, piece.end))
    ):
        raise ValidationError(f"{found[1]} needs a value.", fix=f"Write {found[1]} VALUE.")
    if not piece.quoted and piece.text[0] in "'\"":
        raise ValidationError(
            f"The quote after {found[1]} is not closed: {piece.text}", fix="Close it."
        )
    return piece


def _check_quoted(flag: str, typed: str, rest: str) -> None:
    """Refuse `--where priority >= 3`, which would filter by "priority" and search for ">= 3"."""
    operator = _OPERATOR.match(rest) if _FIELD.fullmatch(typed) else None
    if operator is not None:
        raise ValidationError(
            f"The filter after {flag} ends at {typed!r}, before {operator[0].strip()!r}.",
            fix=f'Put all of it in quotes: {flag} "{typed} {operator[0].strip()} ..."',
        )


def _read(option: Option, flag: str, typed: str, expand: Callable[[str], str]) -> Any:
    # A filter or metadata in JSON has braces of its own.
    text = typed if option.complete in ("filters", "metadata") and "{" in typed else expand(typed)
    if option.choices and text not in option.choices:
        raise ValidationError(
            f"{flag} is {text!r}.",
            fix=_did_you_mean(text, option.choices) + f"Use {_listed(option.choices)}.",
        )
    try:
        return option.read(text)
    except ValueError as error:
        raise ValidationError(f"{flag} is {text!r}.", fix=str(error)) from error


def _check_count(command: Command, words: Sequence[str]) -> None:
    example = f" For example: {command.examples[0]}" if command.examples else ""
    if len(words) < command.least:
        raise ValidationError(
            f"{command.name} needs {command.operand}.", fix=f"Write {command.usage}.{example}"
        )
    if command.most is not None and len(words) > command.most:
        extra = " ".join(words[command.most :])
        raise ValidationError(
            f"{command.name} has {extra!r} too many.", fix=f"Write {command.usage}.{example}"
        )


def _is_mistyped(command: Command, flag: str) -> bool:
    """Tell whether a word with dashes is an option that was meant, rather than text."""
    name = flag.strip("-").replace("_", "-").lower()
    if len(name) < 3:
        return False
    known = [other.strip("-") for other in command.flags if other.startswith("--")]
    begins = any(
        name.startswith(other if len(other) > 3 else f"{other}-") or other.startswith(name)
        for other in known
    )
    return begins or bool(difflib.get_close_matches(name, known, n=1, cutoff=0.75))


def _unknown(command: Command, flag: str) -> ValidationError:
    close = _did_you_mean(flag, command.flags)
    where = " To keep it as text, put -- before the text." if command.verbatim else ""
    return ValidationError(
        f"{command.name} has no option {flag}.",
        fix=f"{close}{command.name} --help lists them.{where}",
    )


def _did_you_mean(name: str, known: Sequence[str] | Mapping[str, Any]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"Did you mean {close[0]}? " if close else ""


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
