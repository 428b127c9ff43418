"""What the timeline's widget is told, as JSON can hold it. Times are milliseconds since 1970."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from memkit.domain.records import Event
from memkit.domain.times import from_instant, instant_of
from memkit.explorer.detail import history
from memkit.explorer.schemas import Part
from memkit.text.clean import clean, cut
from memkit.text.code import call
from memkit.timeline.figure import picture_notes
from memkit.timeline.keys import lane_keys
from memkit.timeline.kinds import KINDS
from memkit.timeline.marks import Mark

if TYPE_CHECKING:
    from memkit.timeline import Timeline
    from memkit.timeline.picture import Picture

Json = dict[str, Any]

_LANES = {
    "user_id": "user", "agent_id": "agent", "app_id": "app", "run_id": "run", "type": "type",
    "role": "role", "event": "kind of change",
}  # fmt: skip
_TIMES = {
    "at": "when recorded", "created_at": "when created", "occurred_at": "when it was true",
}  # fmt: skip
_MOST_LISTED = 50
# A whole book in one memory would make the browser slow.
_MOST_CHARACTERS = 5000


def about(timeline: Timeline) -> Json:
    """Return what stands around the plot."""
    options = timeline.options
    keys = lane_keys(timeline._journal, options.scope)
    names = dict(_LANES) | {key: cut(key, 40) for key in keys} | ({} if options.by in _LANES else {
        options.by: cut(options.by, 40)
    })  # fmt: skip
    counts = timeline.counts().values()
    return {
        "total": len(timeline),
        "memories": len({mark.id for mark in timeline.marks}),
        "kinds": [
            {"event": kind.event, "letter": kind.letter,
             "count": sum(row[kind.event] for row in counts)}
            for kind in KINDS
        ],
        "links": len(timeline._placed.links),
        "by": options.by,
        "lanes": [{"value": name, "text": said} for name, said in names.items()],
        "time": options.time,
        "times": [{"value": name, "text": said} for name, said in _TIMES.items()],
        "notes": list(timeline.notes),
        "empty": _empty(timeline),
        "linked": timeline.linked,
        "code": timeline.code(),
    }  # fmt: skip


def _empty(timeline: Timeline) -> str:
    options = timeline.options
    if len(timeline):
        return ""
    if timeline.notes:
        return "Nothing can be shown over this time. Choose “when recorded” above."
    if options.since is not None or options.until is not None or options.where is not None:
        return "No changes fit the filter or the time that was asked for. Leave one out."
    whose = f" for {cut(options.scope, 80)}" if options.scope else ""
    return f'No changes{whose} yet. Add a memory: m.add("I like tea", user_id="alice")'


def picture(drawn: Picture, span: tuple[int, int]) -> Json:
    """Return the picture of a part of the time."""
    return {
        "spec": drawn.spec,
        "span": [instant / 1000 for instant in span],
        "bars": " ".join(picture_notes(drawn)),
    }


def brushed(timeline: Timeline) -> Json:
    """Return what is selected."""
    if timeline.selected is None:
        return {}
    marks = timeline.selected_marks
    low, high = timeline.selected
    made = call(
        "timeline.select", *(moment.isoformat(timespec="milliseconds") for moment in (low, high))
    )
    return {
        "low": instant_of(low) / 1000,
        "high": instant_of(high) / 1000,
        "changes": len(marks),
        "memories": len(timeline.selection),
        "code": f"timeline = {timeline.code()}\n{made}",
        **listed(timeline, marks),
    }


def listed(timeline: Timeline, marks: Sequence[Mark]) -> Json:
    """Return changes as a list, the latest first, and how many are left out."""
    shown = list(reversed(marks[-_MOST_LISTED:]))
    by = {link.changed: timeline.marks[link.new].text for link in timeline._placed.links}
    taken = {timeline.marks[row].seq: text for row, text in by.items()}
    return {
        "items": [
            {"seq": mark.seq, "event": mark.event, "text": mark.text,
             "happened": mark.happened, "by": taken.get(mark.seq, ""),
             "at": f"{from_instant(mark.time):%Y-%m-%d %H:%M}"}
            for mark in shown
        ],
        "more": len(marks) - len(shown),
    }  # fmt: skip


def opened(timeline: Timeline, event: Event) -> Json:
    """Return one change: what it did, word by word, and whether it can be undone."""
    record = event.after or event.before
    assert record is not None  # a change has at least one side
    versions = history(timeline.memory.history(event.memory_id))
    place = next(place for place, version in enumerate(versions) if version["seq"] == event.seq)
    version = versions[place]
    return {
        "seq": event.seq,
        "event": event.event,
        "happened": version["happened"],
        "links": _links(timeline, event.memory_id),
        "id": event.memory_id,
        "at": f"{event.at:%Y-%m-%d %H:%M:%S} UTC",
        "occurred": f"{record.occurred_at:%Y-%m-%d %H:%M} UTC" if record.occurred_at else "",
        "whose": [
            [name.removesuffix("_id"), cut(value, 60)]
            for name, value in record.scope.model_dump(exclude_none=True).items()
        ],
        "actor": cut(event.actor or "", 80),
        "reason": cut(event.reason or "", 280),
        "parts": _bounded(version["text"] or [("same", clean(record.memory))]),
        "fields": version["fields"],
        "undoable": version["undoable"],
        # Newest first.
        "later": place,
        "code": call("m.history", event.memory_id),
        "undo_code": call("m.undo", event.seq),
    }


def _links(timeline: Timeline, id_: str) -> list[Json]:
    """Return the facts whose place one took, and the one that took its own."""
    marks = timeline.marks
    found = []
    for link in timeline._placed.links:
        old, new = marks[link.old], marks[link.new]
        if id_ == old.id:
            found.append({"word": "superseded by", "text": new.text, "seq": new.seq})
        elif id_ == new.id:
            found.append({"word": "took the place of", "text": old.text, "seq": old.seq})
    return found


def _bounded(parts: Sequence[Part]) -> list[Part]:
    room = _MOST_CHARACTERS
    made: list[Part] = []
    for kind, text in parts:
        made.append((kind, text[:room] + ("…" if len(text) > room else "")))
        room -= len(text)
        if room <= 0:
            break
    return made
