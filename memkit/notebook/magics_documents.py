"""The subcommands of %memkit on documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.domain.wording import counted
from memkit.notebook import messages
from memkit.notebook.state import Session
from memkit.text import code

if TYPE_CHECKING:
    from memkit.notebook.options import Arguments


def ingest(session: Session, line: Arguments) -> Any:
    """Read documents."""
    memory = session.current()
    options: dict[str, Any] = {**session.scope_of(line)}
    if line["meta"]:
        options["metadata"] = dict(line["meta"])
    if line["tokens"]:
        options |= {"tokens": line["tokens"], "overlap": min(80, line["tokens"] // 4)}
    options |= {name: True for name in ("sync", "force") if line[name]}
    if line["loader"]:
        options["loader"] = line["loader"]
    words = list(line.words)
    source: Any = words[0] if len(words) == 1 else words
    function = f"{session.source(line)}.ingest"
    session.tell(line, code.call(function, source, into=line["out"], **options))
    return memory.ingest(source, **options, progress=True)


def sources(session: Session, line: Arguments) -> Any:
    """Return the documents that were read."""
    scope = session.scope_of(line)
    session.tell(line, code.call(f"{session.source(line)}.sources", into=line["out"], **scope))
    found = session.current().sources(**scope)
    if not found:
        messages.say("No documents were read. Read some: %memkit ingest FILE")
        return None
    return found


def forget_source(session: Session, line: Arguments) -> Any:
    """Delete what was read from a document."""
    memory, scope, uri = session.current(), session.scope_of(line), line.words[0]
    function = f"{session.source(line)}.forget_source"
    session.tell(line, code.call(function, uri, into=line["out"], **scope))
    if line["yes"]:
        return memory.forget_source(uri, **scope)
    number = sum(one.passages for one in memory.sources(**scope) if uri in (one.uri, one.title))
    what = f"the {counted(number, 'passage')}" if number else "all"
    messages.say(
        f"Nothing was deleted. This would delete {what} of {uri}: the same line with --yes."
    )
    return None
