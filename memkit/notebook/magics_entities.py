"""The subcommands of %memkit on entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.notebook.state import Session
from memkit.text import code

if TYPE_CHECKING:
    from memkit.notebook.options import Arguments


def entities(session: Session, line: Arguments) -> Any:
    """Return the names that memories have."""
    memory = session.current()
    options = {**session.scope_of(line), "kind": line["kind"], "least": line["least"]}
    options = {name: value for name, value in options.items() if value is not None}
    session.tell(line, code.call(f"{session.source(line)}.entities", into=line["out"], **options))
    found = memory.entities(**options)
    found.rows = line["limit"]
    return found


def entity(session: Session, line: Arguments) -> Any:
    """Return what is known of one of them."""
    memory = session.current()
    scope, name = session.scope_of(line), " ".join(line.words)
    function = f"{session.source(line)}.entity"
    session.tell(line, code.call(function, name, into=line["out"], **scope))
    return memory.entity(name, **scope)
