"""The magics that change memories: %remember, %undo, %forget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.domain import fixes
from memkit.domain.wording import counted
from memkit.errors import NotFoundError, ValidationError
from memkit.notebook import messages
from memkit.notebook.magics_structured import schema_of
from memkit.notebook.state import Ids, Session, as_options, in_words
from memkit.text import code
from memkit.text.transcripts import read_transcript

if TYPE_CHECKING:
    from memkit.domain.records import Event, MemoryRecord
    from memkit.domain.results import Hit
    from memkit.memory import Memory
    from memkit.notebook.options import Arguments

_MOST_PREVIEWED = 1000
# What is said of texts and messages; memories in a table or a file say it themselves.
_OF_TEXTS = (
    "type", "at", "expires", "valid_from", "valid_to", "reason", "infer", "no_infer", "schema",
    "speaker", "preview",
)  # fmt: skip


def remember(session: Session, line: Arguments, *, variables: Mapping[str, Any]) -> Any:
    """Store a text, a transcript, or what a variable or a file holds."""
    memory = session.current()
    scope = session.scope_of(line)
    metadata = dict(line["meta"])
    if line["from"] is not None and not line["from"].isidentifier():
        _refuse(line, ("meta", *_OF_TEXTS))
        session.tell(line, code.call(f"{session.variable}.import_", line["from"], **scope))
        return memory.import_(line["from"], **scope, progress=False)
    content, shown, note = _content(line, variables)
    if line["procedure"]:
        return _remember_procedure(session, line, content, shown, scope=scope)
    if _are_items(content):
        items = content if not metadata else _with_metadata(content, metadata)
        _refuse(line, _OF_TEXTS)
        session.tell(line, code.call(f"{session.variable}.add_many", shown, **scope))
        return memory.add_many(items, **scope, progress=False)
    if line["preview"] and line["reason"] is not None:
        raise ValidationError(
            "There are both --preview and --reason.", fix="Give the reason to m.apply()."
        )
    options = {
        **scope,
        "metadata": metadata or None,
        "type": line["type"],
        "occurred_at": line["at"],
        "expires_at": line["expires"],
        "valid_from": line["valid_from"],
        "valid_to": line["valid_to"],
        "speakers": dict(line["speaker"]) or None,
        "infer": _inference(line),
        "reason": line["reason"],
    }
    told = _with_false(options)
    if line["schema"] is not None:
        options["schema"], told["schema"] = schema_of(line["schema"], variables)
    name = "preview" if line["preview"] else "add"
    call = code.call(f"{session.variable}.{name}", shown, into=line["out"], **told)
    given = {key: value for key, value in options.items() if value is not None}
    added = getattr(memory, name)(content, **given)
    session.tell(line, call)
    if note:
        messages.say(note)
    return added


def _remember_procedure(
    session: Session, line: Arguments, run: Any, shown: Any, *, scope: Mapping[str, Any]
) -> Any:
    """Store a run of tools, and the memory of how it was done."""
    unused = set(_OF_TEXTS) - {"reason", "infer", "no_infer"}
    for name in sorted(unused):
        if line[name] and line[name] != "semantic":
            raise ValidationError(
                f"--{name.replace('_', '-')} says nothing of a run of tools.", fix="Leave it out."
            )
    options = {
        **scope,
        "metadata": dict(line["meta"]) or None,
        "infer": _inference(line),
        "reason": line["reason"],
    }
    given = {key: value for key, value in options.items() if value is not None}
    added = session.current().add_procedure(run, **given)
    told = _with_false(options)
    session.tell(
        line, code.call(f"{session.variable}.add_procedure", shown, into=line["out"], **told)
    )
    return added


def _with_false(options: Mapping[str, Any]) -> dict[str, Any]:
    # False is what is meant, and must stand in the code.
    return {**options, **({"infer": code.Name("False")} if options["infer"] is False else {})}


def _inference(line: Arguments) -> bool | None:
    if line["infer"] and line["no_infer"]:
        raise ValidationError("There are both --infer and --no-infer.", fix="Give one of them.")
    return True if line["infer"] else False if line["no_infer"] else None


def undo(session: Session, line: Arguments) -> Any:
    """Bring a memory back to the state before an event, or show what that would do."""
    memory = session.current()
    if line["batch"] is not None:
        return _undo_call(session, line)
    event = _event(session, line)
    # What it imports has no place in the loading of the extension.
    from memkit.engine.ingest.purge import refuse_purged

    refuse_purged(event)
    cascade: dict[str, Any] = {"cascade": True} if line["cascade"] else {}
    session.tell(line, code.call(f"{session.variable}.undo", event.seq, **cascade))
    if line["yes"]:
        done = memory.undo(event.seq, **cascade)
        return done if isinstance(done, list) else [done]
    from memkit.notebook.renderers.changes import events_bundle

    past = memory.history(event.memory_id)
    now = past[-1]
    back = event.model_copy(
        update={
            "event": "DELETE" if event.before is None else "UPDATE" if now.after else "ADD",
            "before": now.after,
            "after": event.before,
            "reason": None,
        }
    )
    title = f"Undo of event {event.seq} would do this"
    messages.show(events_bundle([back], title=title))
    later = sum(item.seq > event.seq for item in past)
    also = f" {counted(later, 'later change')} of it would go, too." if later else ""
    if cascade and event.effect == "ADD":
        below = len(memory.derived_from(event.memory_id))
        also += f" {counted(below)} drawn from it would go, too." if below else ""
    options = " --cascade" if cascade else ""
    messages.say(f"Nothing was changed.{also} To undo it: %undo {event.seq}{options} --yes")
    return None


def _undo_call(session: Session, line: Arguments) -> Any:
    """Take back all that a call did, or show what it did."""
    if line.words:
        raise ValidationError(
            "There are both the number of an event and the batch of a call.", fix=fixes.UNDO_ONE
        )
    memory = session.current()
    options = {"batch": line["batch"], **({"cascade": True} if line["cascade"] else {})}
    session.tell(line, code.call(f"{session.variable}.undo", **options))
    if line["yes"]:
        return memory.undo(**options)
    from memkit.notebook.renderers.changes import events_bundle

    events = memory.engine.journal.batch_events(line["batch"])
    if not events:
        raise NotFoundError(f"There is no batch {line['batch']!r}.", fix=fixes.LIST_EVENTS)
    messages.show(events_bundle(events, title="Undoing would take these back"))
    flag = " --cascade" if line["cascade"] else ""
    messages.say(f"Nothing was changed. To undo it: %undo --batch {line['batch']}{flag} --yes")
    return None


def forget(session: Session, line: Arguments) -> Any:
    """Delete memories, or show which ones would go."""
    memory = session.current()
    ways = [bool(line.words), line["query"] is not None, line["where"] is not None]
    if line["where"] is not None and line["query"] is not None:
        ways[2] = False  # the filter narrows the question then
    if sum(ways) != 1:
        raise ValidationError(
            "What to forget is not clear." if sum(ways) else "There is nothing to forget.",
            fix='Give ids, or --query "a question", or --where "a filter".',
        )
    scope = session.scope_of(line)
    if ways[2] and not scope:
        raise ValidationError(
            "A filter without a scope would reach everyone's memories.",
            fix="Give a scope, e.g. --user alice.",
        )
    if line["include_weak"] and line["query"] is None:
        raise ValidationError(
            "--include-weak says which hits of a question to delete, and there is no question.",
            fix='Leave it out, or give --query "a question".',
        )
    chosen, total, left = _chosen(session, line, scope)
    if not total:
        if left:
            _show(left)
            messages.say(
                f"Nothing close was found, so there is nothing to forget. {_of_left(left)}"
            )
        else:
            messages.say(f"Nothing to forget{f' for {in_words(scope)}' if scope else ''}.")
        return None
    if ways[2]:
        options = {**scope, "where": line["where"], "reason": line["reason"]}
        session.tell(line, code.call(f"{session.variable}.delete_all", **options))
    else:
        ids = [item.id for item in chosen]
        one, which = ("delete", ids[0]) if len(ids) == 1 else ("delete_many", ids)
        session.tell(line, code.call(f"{session.variable}.{one}", which, reason=line["reason"]))
    if not line["yes"]:
        return _preview(chosen, total, left)
    if left:
        messages.say(_of_left(left))
    if ways[2]:
        gone = memory.delete_all(**scope, where=line["where"], reason=line["reason"])
        messages.say(f"Deleted {gone:,}. %undo brings them back, one at a time.")
        return None
    return memory.delete_many([item.id for item in chosen], reason=line["reason"])


def _preview(chosen: Sequence[MemoryRecord], total: int, left: Sequence[Hit]) -> Any:
    _show(chosen)
    also = f" {_of_left(left)}" if left else ""
    messages.say(
        f"Nothing was deleted. This would delete {counted(total)}: the same line with --yes.{also}"
    )


def _show(records: Sequence[MemoryRecord]) -> None:
    from memkit.notebook import display

    messages.show(display.mimebundle(records) or {})


def _of_left(left: Sequence[Hit]) -> str:
    """Return what is said of hits that are not close enough to be deleted unseen."""
    one = len(left) == 1
    known = [hit.relevance for hit in left if hit.relevance is not None]
    how = f"a relevance of {known[0]:.2f}" if known and one else "a relevance nobody knows"
    if known and not one:
        how = f"relevances up to {max(known):.2f}"
    return (
        f"{counted(len(left), 'hit')} of the question, with {how}, "
        f"{'is' if one else 'are'} left, not being close: --include-weak takes "
        f"{'it' if one else 'them'}, too."
    )


def _chosen(
    session: Session, line: Arguments, scope: Ids
) -> tuple[Sequence[MemoryRecord], int, Sequence[Hit]]:
    """Return what is to be forgotten, or the first of it, how much it is, and hits to be left."""
    memory = session.current()
    if line.words:
        # Whoever gives an id means this memory, whatever the default scope is.
        records = {record.id: record for record in map(memory.get, line.words)}
        return list(records.values()), len(records), ()
    if line["query"] is not None:
        hits = memory.search(
            line["query"],
            **scope,
            k=line["k"] or session.settings.k,
            where=line["where"],
            threshold=line["threshold"],
        )
        if line["include_weak"]:
            return hits, len(hits), ()
        from memkit.domain.results import Hits

        # What nobody can tell to be close is not deleted unseen either.
        sure = [hit for hit in hits if hit.relevance is not None and not hit.weak]
        rest = [hit for hit in hits if hit.relevance is None or hit.weak]
        close = Hits(sure, query=hits.query, space=hits.space)
        return close, len(close), Hits(rest, query=hits.query, space=hits.space)
    page = memory.get_all(**scope, where=line["where"], limit=_MOST_PREVIEWED)
    return page, memory.count(**scope, where=line["where"]), ()


def _event(session: Session, line: Arguments) -> Event:
    memory = session.current()
    if line.words:
        if not line.words[0].isdecimal():
            raise ValidationError(
                f"{line.words[0]!r} is not an event's number.", fix="%history ID shows them."
            )
        seq = int(line.words[0])
        found = memory.events(since=seq - 1, limit=1)
        if found and found[0].seq == seq:
            return found[0]
        raise NotFoundError(f"There is no event {seq}.", fix="%history ID shows them.")
    scope = session.scope_of(line)
    last = _last_event(memory, scope)
    if last is None:
        whose = f" for {in_words(scope)}" if scope else ""
        raise NotFoundError(
            f"There is nothing to undo{whose}.",
            fix=f"%undo{as_options(scope)} takes the last change of a scope, --everyone of all.",
        )
    return last


def _last_event(memory: Memory, scope: Ids) -> Event | None:
    """Return the last event of a scope, looking back in longer and longer steps."""
    head = memory.engine.journal.head().seq
    step, since = 64, head
    while since > 0:
        since = max(0, since - step)
        events = memory.events(since=since, **scope)
        if events:
            return events[-1]
        step *= 4
    return None


def _content(line: Arguments, variables: Mapping[str, Any]) -> tuple[Any, Any, str]:
    """Return what to store, how it is written in code, and what was made of it, if anything."""
    name = line["from"]
    if name is not None:
        if line.text.strip():
            raise ValidationError(f"There is a text beside --from {name}.", fix="Give one of them.")
        if name not in variables:
            raise NotFoundError(f"There is no variable {name!r}.", fix="Check its name.")
        return variables[name], code.Name(name), ""
    text = line.text.strip()
    if not text:
        raise ValidationError(
            "There is nothing to remember.", fix="For example: %remember I moved to Lisbon in March"
        )
    transcript = None if line["verbatim"] else read_transcript(text, people=dict(line["speaker"]))
    if transcript is None:
        return text, text, ""
    note = f"Read as a conversation: {transcript.summary} --verbatim keeps it as one text instead."
    return transcript.messages, transcript.messages, note


def _are_items(content: Any) -> bool:
    """Tell whether these are memories rather than messages: a table, a series, dicts of no role."""
    from memkit.domain.records import MemoryRecord
    from memkit.domain.tables import column_names, is_table

    if is_table(content):
        return "role" not in column_names(content)
    if isinstance(content, (str, Mapping)) or not isinstance(content, Sequence):
        # A series or an array of texts; a message has fields, and is none of them.
        return hasattr(content, "__len__") and hasattr(content, "dtype")
    return bool(content) and all(
        isinstance(item, MemoryRecord) or (isinstance(item, Mapping) and "role" not in item)
        for item in content
    )


def _with_metadata(content: Any, metadata: dict[str, Any]) -> Any:
    from memkit.domain.tables import Rows, rows_of
    from memkit.domain.values import is_missing

    def told(item: Any) -> Any:
        fields = {"memory": item} if isinstance(item, str) else item
        if not isinstance(fields, Mapping):
            return item
        own: Any = fields.get("metadata")
        return {**fields, "metadata": {**metadata, **({} if is_missing(own) else own)}}

    rows = rows_of(content)
    return map(told, content) if rows is None else Rows(map(told, rows))


def _refuse(line: Arguments, options: tuple[str, ...]) -> None:
    for option in options:
        if line[option]:
            raise ValidationError(
                f"--{option.replace('_', '-')} is for texts and messages.",
                fix="Put it into the items themselves.",
            )
