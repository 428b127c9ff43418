"""The subcommands of %memkit on what models consume, and on what is wanted of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.domain.wording import counted
from memkit.notebook import messages
from memkit.notebook.state import Session
from memkit.text import code

if TYPE_CHECKING:
    from memkit.notebook.options import Arguments

_WISHES = {
    "instructions": "instructions",
    "include": "includes",
    "exclude": "excludes",
    "category": "categories",
    "language": "language",
    "review": "review",
}
_LISTS = ("includes", "excludes", "categories")


def usage(session: Session, line: Arguments) -> Any:
    """Return what models consumed."""
    session.tell(line, f"{session.variable}.usage")
    return session.current().usage


def budget(session: Session, line: Arguments) -> Any:
    """Return how much models may consume, after a change of that."""
    bounds = {name: line[name] for name in ("tokens", "usd") if line[name] is not None}
    flags = {name: True for name in ("reset", "clear") if line[name]}
    options: dict[str, Any] = {**bounds, **flags}
    session.tell(line, code.call(f"{session.variable}.budget", into=line["out"], **options))
    return session.current().budget(**options)


def export_calls(session: Session, line: Arguments) -> None:
    """Write the recorded calls to a file."""
    path, derivation = line.words[0], line["derivation"]
    session.tell(line, code.call(f"{session.variable}.export_calls", path, derivation=derivation))
    written = session.current().export_calls(path, derivation=derivation)
    messages.say(f"{counted(written, 'call')} written to {path}.")


def wishes(session: Session, line: Arguments) -> Any:
    """Return what is wanted of facts, after it was said anew."""
    memory = session.current()
    changes: dict[str, Any] = {
        name: [one for one in line[option] if one] if name in _LISTS else line[option]
        for option, name in _WISHES.items()
        if line[option] not in (None, ())
    }
    if changes:
        memory.set_wishes(**changes)
    done = code.call(f"{session.variable}.set_wishes", **changes)
    session.tell(line, done if changes else f"{session.variable}.wishes")
    return memory.wishes
