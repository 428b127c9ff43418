"""Changes made in an explorer: a sentence each, the events to undo, and the code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, Protocol, cast

from memkit.domain.documents import IngestedDocument
from memkit.domain.proposals import Preview, Proposal
from memkit.domain.records import AddResult, Change, MemoryRecord
from memkit.domain.validation import checked_metadata
from memkit.domain.wording import counted
from memkit.engine.ingest.states import checked_sources
from memkit.engine.memory_ids import resolve
from memkit.errors import NotFoundError, ValidationError, Wording
from memkit.explorer.detail import parts
from memkit.explorer.document_columns import DocumentKey
from memkit.explorer.documents import address
from memkit.explorer.edit import Changed, changed, save
from memkit.explorer.schemas import Accepted, Done, Previewed, ProposalSummary, SimilarMemory
from memkit.explorer.values import MOST_RESULTS, results, row
from memkit.explorer.view import View, scope_options
from memkit.filters import JSON_FIELDS, Compare, all_of, to_text
from memkit.text.clean import clean, cut
from memkit.text.code import Name, call

if TYPE_CHECKING:
    from memkit.engine.verbs import Verbs


class Reviewed(Protocol):
    """The verbs of reviews; `memkit.Memory` has them."""

    def accept(self, id: str, *, text: str | None = None) -> list[AddResult]:
        """Let a proposed fact hold."""

    def reject(self, id: str) -> list[AddResult]:
        """Refuse a fact."""


class Reads(Protocol):
    """The verb that forgets documents; `memkit.Memory` has it."""

    def forget_source(
        self,
        uri: str,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> IngestedDocument:
        """Delete what was read from a document."""


NOTHING_CHANGED = "Nothing changed: it is like that already."
_WORDS: dict[Change, str] = {"ADD": "Added", "UPDATE": "Changed", "DELETE": "Deleted"}
# Code names so many facts one by one.
_MOST_CODED = 50
# As many events are looked through for those of a call; several processes write at a time.
_LOOKED_THROUGH = 10_000


def refuse_past(view: View) -> None:
    """Refuse to change what has been.

    Raises:
        ValidationError: The view shows the past.
    """
    if view.at is not None:
        raise ValidationError(
            f"This is the memory as it was after event {view.at}, which can't be changed.",
            fix=Wording(
                "Go back to now: set_at(None).", widget="Go back to now: the slider's right end."
            ),
        )


def preview(
    memory: Verbs, view: View, text: str, *, limit: int, **fields: Any
) -> tuple[Preview, Previewed]:
    """Return what adding a text would do, and how it is shown."""
    proposals = memory.preview(text, **view.scope_code, **fields, limit=limit)
    kinds = Counter(item.event for item in proposals)
    new, known = kinds["ADD"] + kinds["UPDATE"] + kinds["DELETE"], kinds["NONE"]
    said = f"{counted(new, 'change')} to accept." if new else "Nothing would change."
    if known:
        said += f" {counted(known, 'memory')} {'is' if known == 1 else 'are'} there already."
    code = call("m.preview", text, into="proposals", **view.scope_code, **_given(fields))
    shown: list[ProposalSummary] = [_proposal(index, item) for index, item in enumerate(proposals)]
    return proposals, {"proposals": shown, "said": said, "code": code}


def _proposal(index: int, item: Proposal) -> ProposalSummary:
    before = item.before.memory if item.before else ""
    near: list[SimilarMemory] = [
        {**row(one.record), "similarity": float(one.similarity)} for one in item.near
    ]
    return {
        "index": index,
        "event": item.event,
        "text": item.memory,
        "id": item.id,
        "before": clean(before),
        "parts": parts(before, "" if item.event == "DELETE" else item.memory),
        "near": near,
    }


def apply(
    memory: Verbs, proposals: Preview, preview_code: str, choices: Sequence[Accepted]
) -> Done:
    """Carry out the accepted ones of some proposals."""
    if not proposals:
        raise ValidationError(
            "There is no preview to accept, or it was carried out already.",
            fix="Preview a text first.",
        )
    chosen: list[Proposal] = []
    written: list[str] = []
    for choice in choices:
        index = choice.get("index")
        if not isinstance(index, int) or not 0 <= index < len(proposals):
            raise ValidationError(
                f"There is no proposal {index!r} in the last preview.", fix="Preview again."
            )
        if choice.get("action") == "accept":
            proposal, code = _decided(proposals[index], f"proposals[{index}]", choice)
            chosen.append(proposal)
            written.append(code)
    code = "\n".join([preview_code, call("m.apply", Name(f"[{', '.join(written)}]"))])
    return _done(memory, lambda: memory.apply(chosen), code)


def _decided(proposal: Proposal, code: str, choice: Accepted) -> tuple[Proposal, str]:
    text, updating = choice.get("text"), choice.get("updating")
    if updating is not None:
        proposal, code = proposal.updating(updating), f"{code}.updating({updating!r})"
    if text is not None and text != proposal.memory:
        proposal, code = proposal.edited(text), f"{code}.edited({text!r})"
    return proposal, code


def add(memory: Verbs, view: View, text: str, **fields: Any) -> Done:
    """Add a text."""
    code = call("m.add", text, **view.scope_code, **_given(fields))
    return _done(memory, lambda: memory.add(text, **view.scope_code, **fields), code)


def update(memory: Verbs, id: str, text: str | None, **fields: Any) -> Done:
    """Change a memory."""
    given = _given(fields, keep=("metadata", "data", "pinned"))
    arguments = [id] if text is None else [id, text]
    code = call("m.update", *arguments, **given)
    return _done(memory, lambda: [memory.update(id, text, **fields)], code)


def edit(
    memory: Verbs, id: str, *, seen: int, text: str | None, metadata: Mapping[str, Any] | None
) -> Done:
    """Write what somebody edited of a memory that was seen after an event."""
    before = [event.after for event in memory.history(id) if event.seq <= seen]
    if not before or before[-1] is None:
        raise NotFoundError(
            f"After event {seen} there was no memory {id!r}.", fix="Open it again, and edit that."
        )
    record = before[-1]
    change = changed(record, text=text, metadata=metadata)
    if not change:
        return {"said": NOTHING_CHANGED, "seqs": [], "results": [], "code": ""}
    return _done(memory, lambda: save(memory.engine, record, change), _edit_code(record, change))


def _edit_code(record: MemoryRecord, change: Changed) -> str:
    lines = [] if change.text is None else [call("m.update", record.id, change.text)]
    if change.keys:
        lines.append(call("m.tag", [record.id], dict(change.values), remove=change.removed))
    return "\n".join(lines)


def delete(memory: Verbs, ids: Sequence[str], *, listed: str | None = None) -> Done:
    """Delete memories; `listed` is code that has just these as `memories`."""
    code = _with_ids("m.delete_many", ids, listed)
    return _done(memory, lambda: memory.delete_many(ids), code)


def forget_source(memory: Verbs, key: DocumentKey) -> Done:
    """Delete what was read from a document."""
    ids = scope_options(key.scope)
    done = cast("Reads", memory).forget_source(key.uri, **ids)
    events = memory.engine.journal.batch_events(done.batch_id or "")
    return {
        "said": f"Forgot {address(key.uri)}: deleted {counted(done.removed, 'memory')}.",
        "seqs": [event.seq for event in events],
        "results": [
            {"id": event.memory_id, "event": event.event, "text": cut(event.old_memory or "")}
            for event in events[:MOST_RESULTS]
        ],
        "code": call("m.forget_source", key.uri, **ids),
    }


def tag(
    memory: Verbs,
    ids: Sequence[str],
    metadata: Mapping[str, Any],
    *,
    remove: Sequence[str],
    listed: str | None = None,
) -> Done:
    """Set keys of the metadata, and take others away; `listed` is as for `delete`."""
    code = _with_ids("m.tag", ids, listed, checked_metadata(metadata), remove=tuple(remove))
    return _done(memory, lambda: memory.tag(ids, metadata, remove=remove), code, verb="Tagged")


def accept(memory: Verbs, ids: Sequence[str], text: str | None) -> Done:
    """Let proposed facts hold; of several, those that are proposed."""
    if text is not None and len(ids) != 1:
        raise ValidationError(
            f"One text is given for {counted(len(ids), 'fact')}.", fix="Accept them one by one."
        )

    def waits(record: MemoryRecord) -> bool:
        return record.withheld == "proposed"

    verbs = cast("Reviewed", memory)
    wanted = _reviewable(memory, ids, waits, "is proposed")
    return _reviewed(
        memory, ids, wanted, lambda id_: verbs.accept(id_, text=text), "Accepted",
        "\n".join(call("m.accept", id_, text=text) for id_ in wanted[:_MOST_CODED]),
    )  # fmt: skip


def reject(memory: Verbs, ids: Sequence[str]) -> Done:
    """Refuse facts; of several memories, those that are facts and not refused yet."""

    def can_be(record: MemoryRecord) -> bool:
        return record.derived_by is not None and record.withheld != "rejected"

    verbs = cast("Reviewed", memory)
    wanted = _reviewable(memory, ids, can_be, "is a fact to reject")
    code = "\n".join(call("m.reject", id_) for id_ in wanted[:_MOST_CODED])
    return _reviewed(memory, ids, wanted, verbs.reject, "Rejected", code)


def _reviewable(
    memory: Verbs, ids: Sequence[str], fits: Callable[[MemoryRecord], bool], what: str
) -> list[str]:
    """Return those that a review is for; one alone as it is: the verb says what is wrong."""
    whole = [resolve(memory.engine, id_) for id_ in dict.fromkeys(ids)]
    if len(whole) == 1:
        return whole
    there = memory.engine.journal.get(whole)
    wanted = [id_ for id_ in whole if id_ in there and fits(there[id_])]
    if not wanted:
        raise ValidationError(
            f"None of {counted(len(whole), 'memory')} {what}.",
            fix="Show the facts that are proposed, and select some of them.",
        )
    return wanted


def _reviewed(
    memory: Verbs,
    ids: Sequence[str],
    wanted: Sequence[str],
    review: Callable[[str], list[AddResult]],
    word: str,
    code: str,
) -> Done:
    seqs: list[int] = []
    found: list[AddResult] = []
    for id_ in wanted:
        head = memory.engine.journal.head().seq
        one = review(id_)
        found += one
        seqs += _events_of(memory, one, head)
    rest = len(set(ids)) - len(wanted)
    said = f"{word} {counted(len(wanted), 'fact')}."
    if rest:
        said += f" {counted(rest, 'memory')} stayed as {'it was' if rest == 1 else 'they were'}."
    return {"said": said, "seqs": seqs, "results": results(found), "code": code}


def merge(memory: Verbs, keep: str, others: Sequence[str], *, text: str | None) -> Done:
    """Keep one memory of several."""
    code = call("m.merge", keep, list(others), text=text)
    done = _done(memory, lambda: memory.merge(keep, others, text=text), code)
    return {**done, "said": f"Merged {counted(len(set(others)) + 1, 'memory')} into one."}


def undo(memory: Verbs, seqs: int | Sequence[int]) -> Done:
    """Take events back."""
    wanted = [seqs] if isinstance(seqs, int) else list(seqs)
    if len(wanted) == 1:
        done = _done(memory, lambda: [memory.undo(wanted[0])], call("m.undo", wanted[0]))
    else:
        done = _done(memory, lambda: memory.undo_many(wanted), call("m.undo_many", wanted))
    return {**done, "said": f"Undid {counted(len(wanted), 'change')}."}


def rate(memory: Verbs, query: str, id: str, relevant: bool | None) -> Done:
    """Note whether a memory answers a query."""
    memory.rate(query, id, relevant)
    said = {
        True: "Noted as a good hit.",
        False: "Noted as a bad hit.",
        None: "Took the rating back.",
    }[relevant]
    code = call("m.rate", query, resolve(memory.engine, id), Name(repr(relevant)))
    return {"said": said, "seqs": [], "results": [], "code": code}


def export(memory: Verbs, view: View, path: str | PathLike[str], ids: Sequence[str] | None) -> Done:
    """Write memories to a file."""
    where = view.whole
    if ids is not None:
        among = Compare(
            ("id",), "$in", tuple(dict.fromkeys(resolve(memory.engine, id_) for id_ in ids))
        )
        where = among if where is None else all_of([where, among])
    number = memory.export(path, **view.scope_code, where=where)
    code = call(
        "m.export",
        fspath(path),
        **view.scope_code,
        where=None if where is None else to_text(where),
    )
    said = f"Wrote {counted(number, 'memory')} to {clean(fspath(path))}."
    return {"said": said, "seqs": [], "results": [], "code": code}


def _with_ids(
    function: str, ids: Sequence[str], listed: str | None, *arguments: Any, **options: Any
) -> str:
    if listed is None:
        return call(function, list(ids), *arguments, **options)
    all_of_them = Name("[memory.id for memory in memories]")
    return f"{listed}\n{call(function, all_of_them, *arguments, **options)}"


def _given(fields: Mapping[str, Any], *, keep: Sequence[str] = ()) -> dict[str, Any]:
    """Return the fields that say something, as code shows them."""
    shown = {key: _plain(key, value) for key, value in fields.items() if value is not None}
    if shown.get("type") == "semantic":
        del shown["type"]
    # An empty dict that takes the place of another is not the same as none.
    return {key: Name(repr(value)) if key in keep else value for key, value in shown.items()}


def _plain(key: str, value: Any) -> Any:
    """Return a value that needs no import in code."""
    if key in JSON_FIELDS:
        return checked_metadata(value, key)
    if key == "sources":
        return [one.model_dump(exclude_none=True) for one in checked_sources(value)]
    return value.isoformat() if isinstance(value, date) else value


def _done(
    memory: Verbs, change: Callable[[], list[AddResult]], code: str, *, verb: str | None = None
) -> Done:
    head = memory.engine.journal.head().seq
    found = change()
    return {
        "said": _said(found, verb),
        "seqs": _events_of(memory, found, head),
        "results": results(found),
        "code": code,
    }


def _events_of(memory: Verbs, found: Sequence[AddResult], head: int) -> list[int]:
    """Return the numbers of the events that a call made: those of one batch that fit it."""
    changed = Counter((one.id, one.event) for one in found if one.event != "NONE")
    if not changed:
        return []
    batches: dict[str, list[tuple[int, tuple[str, Any]]]] = {}
    events = memory.engine.journal.events(after=head, limit=_LOOKED_THROUGH + changed.total())
    for event in events:
        batches.setdefault(event.batch_id, []).append((event.seq, (event.memory_id, event.event)))
    for batch in batches.values():
        if Counter(what for _, what in batch) == changed:
            return [seq for seq, _ in batch]
    return []


def _said(found: Sequence[AddResult], verb: str | None) -> str:
    kinds = Counter(one.event for one in found)
    if not kinds:
        return "Nothing was accepted, so nothing was written."
    said = [
        f"{verb if verb and kind == 'UPDATE' else word} {counted(kinds[kind], 'memory')}"
        for kind, word in _WORDS.items()
        if kinds[kind]
    ]
    if not said:
        return NOTHING_CHANGED
    text = f"{', '.join([said[0], *(part[0].lower() + part[1:] for part in said[1:])])}."
    same = kinds["NONE"]
    if same:
        text += f" {counted(same, 'memory')} stayed as {'it was' if same == 1 else 'they were'}."
    return text
