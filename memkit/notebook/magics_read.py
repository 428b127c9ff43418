"""The magics that ask: %recall, %context, %ask, %history, and the listings of %memkit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from memkit.errors import MemkitError, ValidationError
from memkit.notebook import messages
from memkit.notebook.follow_ups import rewriting
from memkit.notebook.state import Ids, Session, as_options, in_words
from memkit.text import code

if TYPE_CHECKING:
    from memkit.notebook.options import Arguments


def recall(session: Session, line: Arguments, *, variables: Mapping[str, Any]) -> Any:
    """Return the hits of a question."""
    _refuse_nothing(line, magic="%recall")
    scope = session.scope_of(line)
    k = line["k"] or session.settings.k
    options: dict[str, Any] = {
        **scope,
        "k": k,
        "where": line["where"],
        "kind": line["kind"],
        "mode": line["mode"],
        "space": line["space"],
        "context": line["context"],
        "role_weights": dict(line["role_weight"]) or None,
        "recency": line["recency"],
        "rerank": line["rerank"],
        "threshold": line["threshold"],
        "explain": line["explain"] or session.settings.explain,
        "when": line["when"],
    }
    question = [line.text, *line["also"]] if line["also"] else line.text
    memory = session.current()
    source: Any = memory
    function = f"{session.source(line)}.search"
    if line["as_of"] is not None:
        source = memory.as_of(line["as_of"])
        function = f"{session.source(line)}.as_of({line['as_of']!r}).search"
    given = {k: value for k, value in options.items() if value is not None and value is not False}
    if line["valid_at"] is not None:
        given["valid_at"] = None if line["valid_at"] == "any" else line["valid_at"]
        # None is what is meant, and must stand in the code.
        options["valid_at"] = code.Name(repr(given["valid_at"]))
    if line["no_late_interaction"]:
        given["late_interaction"] = False
        options["late_interaction"] = code.Name("False")  # As above.
    said, written = rewriting(session, line, variables=variables)
    hits = source.search(question, **given, **said)
    hits.rows = k
    shown = code.call(function, question, into=line["out"] or "hits", **options, **written)
    session.tell(line, shown)
    if not hits and not source.count(**scope):
        messages.say(_nobody(scope, past=line["as_of"] is not None))
    return hits


def context(session: Session, line: Arguments, *, variables: Mapping[str, Any]) -> Any:
    """Return what is remembered of a question as a block for a prompt."""
    _refuse_nothing(line, magic="%context")
    scope = session.scope_of(line)
    names = ("tokens", "where", "space", "kind", "valid_at", "rerank", "model", "when")
    options = {**scope, **{name: line[name] for name in names if line[name]}}
    function = f"{session.source(line)}.context"
    said, written = rewriting(session, line, variables=variables)
    into = line["out"] or "context"
    session.tell(line, code.call(function, line.text, into=into, **options, **written))
    found = session.current().context(line.text, **options, **said)
    if not found and not session.current().count(**scope):
        messages.say(_nobody(scope, past=False))
    return found


def ask(session: Session, line: Arguments, *, variables: Mapping[str, Any]) -> Any:
    """Return the answer to a question."""
    _refuse_nothing(line, magic="%ask")
    scope = session.scope_of(line)
    names = ("tokens", "where", "space", "kind", "valid_at", "rerank", "quote", "when")
    options = {**scope, **{name: line[name] for name in names if line[name]}}
    function = f"{session.source(line)}.ask"
    said, written = rewriting(session, line, variables=variables)
    into = line["out"] or "answer"
    session.tell(line, code.call(function, line.text, into=into, **options, **written))
    return session.current().ask(line.text, **options, **said)


def _refuse_nothing(line: Arguments, *, magic: str) -> None:
    """Refuse an empty question.

    Raises:
        ValidationError: It is empty.
    """
    if not line.text.strip():
        raise ValidationError(
            "There is no question.", fix=f"For example: {magic} what does she like?"
        )


def history(session: Session, line: Arguments) -> Any:
    """Return what happened to a memory."""
    memory = session.current()
    events = memory.history(line.words[0])
    whole = events[0].memory_id
    session.tell(line, code.call(f"{session.variable}.history", whole, into=line["out"]))
    return events


def listing(session: Session, line: Arguments) -> Any:
    """Return memories in the order in which they were stored."""
    memory = session.current()
    scope = session.scope_of(line)
    options = {**scope, "where": line["where"], "limit": line["limit"] or session.settings.max_rows}
    session.tell(line, code.call(f"{session.source(line)}.get_all", into=line["out"], **options))
    page = memory.get_all(**options)
    page.rows = options["limit"]
    return page


def stale(session: Session, line: Arguments) -> Any:
    """Return memories that are not served because a source of theirs changed."""
    memory = session.current()
    scope = session.scope_of(line)
    options = {**scope, "where": line["where"], "limit": line["limit"] or session.settings.max_rows}
    session.tell(line, code.call(f"{session.source(line)}.stale", into=line["out"], **options))
    page = memory.stale(**options)
    page.rows = options["limit"]
    if not page:
        messages.say(f"No memory is stale{f' for {in_words(scope)}' if scope else ''}.")
    return page


def evidence(session: Session, line: Arguments) -> Any:
    """Return what a memory was drawn from."""
    memory = session.current()
    found = memory.evidence(line.words[0])
    whole = found.memory.id
    session.tell(line, code.call(f"{session.variable}.evidence", whole, into=line["out"]))
    return found


def status(session: Session, line: Arguments) -> None:
    """Show where the memory is, and what is in it."""
    from memkit.notebook.renderers.whole import memory_bundle

    memory = session.current()
    session.tell(line, session.variable)
    messages.show(memory_bundle(memory, name=session.name, scope=in_words(session.scope)))


def duplicates(session: Session, line: Arguments) -> Any:
    """Return pairs of memories that say nearly the same."""
    memory = session.current()
    options: dict[str, Any] = {
        **session.scope_of(line),
        "where": line["where"],
        "space": line["space"],
    }
    if line["threshold"] is not None:
        options["threshold"] = line["threshold"]
    function = f"{session.source(line)}.duplicates"
    session.tell(line, code.call(function, into=line["out"], **options))
    return memory.duplicates(**options)


def plugins(session: Session, line: Arguments) -> None:
    """Show the table of providers, and what can be installed."""
    from memkit.notebook.renderers.providers import providers_bundle
    from memkit.plugins import list_providers

    kind = line["kind"]
    call = code.call("list_providers", *([kind] if kind else []))
    session.tell(line, f"from memkit.plugins import list_providers\n\n{call}")
    messages.show(providers_bundle(list_providers(kind), kind=kind))


def widget(session: Session, line: Arguments, *, name: str, **options: Any) -> Any:
    """Return a widget of a memory, if this memkit has it."""
    memory = session.current()
    method = getattr(memory, name, None)
    if method is None:
        raise MemkitError(
            f"%memkit {name} comes with the widgets, which this version of memkit does not have.",
            fix="Update it: pip install --upgrade 'memkit-core[notebook]'. %memkit status, spaces "
            "and duplicates work without them.",
        )
    given = {key: value for key, value in options.items() if value is not None}
    call = code.call(f"{session.source(line)}.{name}", *line.words, **given)
    session.tell(line, call)
    return method(*line.words, **given)


def _nobody(scope: Ids, *, past: bool) -> str:
    whose = f" for {in_words(scope)}" if scope else ""
    if past:
        return f"There were no memories{whose} then. Leave --as-of out to ask those of now."
    options = as_options(scope) or " --user alice"
    return f"No memories{whose} yet. Add one: %remember I like tea{options}"
