"""The subcommands of %memkit that tidy facts up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.notebook.state import Session
from memkit.text import code

if TYPE_CHECKING:
    from memkit.notebook.options import Arguments


def recheck(session: Session, line: Arguments) -> Any:
    """Check again what lost its evidence."""
    memory = session.current()
    options = {**session.scope_of(line), "where": line["where"]}
    session.tell(line, code.call(f"{session.source(line)}.recheck", into=line["out"], **options))
    return memory.recheck(**options)
