"""Changes in a cell: those that were made, and those that would be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from memkit.domain.records import AddResult, Event
from memkit.domain.results import ImportReport
from memkit.domain.wording import counted, counted_of
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, row_limit
from memkit.text.diff import words
from memkit.text.fields import changes
from memkit.web.markup import Html

_LETTERS = {"ADD": "A", "UPDATE": "U", "DELETE": "D", "PURGE": "P", "NONE": "N"}
_MOST_BAD_LINES = 20


def events_bundle(events: Sequence[Event], *, title: str = "") -> MimeBundle:
    """Return changes in the order in which they are given, with word-level differences."""
    if not events:
        return note_bundle("No changes yet.")
    shown = events[: row_limit()]
    one = len({event.memory_id for event in events}) == 1
    count = counted_of(len(shown), len(events), "change")
    columns = [
        Column("event", "number"),
        Column("", "fixed"),
        Column("memory", "wide"),
        Column("when (UTC)", "fixed"),
    ]
    columns += [] if one else [Column("id", "fixed")]
    rows = []
    for event in shown:
        row = [
            str(event.seq) if event.seq else "",
            html.change(event.event),
            html.joined([event_html(event), *map(html.aside, _changes(event))]),
            html.joined([plain.time_of(event.at, seconds=False), *_by(event)]),
        ]
        rows.append(row if one else [*row, html.identity(event.memory_id)])
    heading = title or (f"History of {plain.short_id(events[0].memory_id)}" if one else "Changes")
    return bundle(
        f"{heading} - {count}\n{events_text(shown, one=one)}",
        html.head(heading, count),
        html.table(columns, rows),
    )


def events_text(events: Sequence[Event], *, one: bool) -> str:
    """Return changes as a table of text; `one` leaves out the ids, which are all the same."""
    rows = []
    for event in events:
        when = plain.time_of(event.at, seconds=False) + (
            f" {plain.one_line(event.actor, 24)}" if event.actor else ""
        )
        extra = [] if one else [plain.short_id(event.memory_id)]
        changes = "".join(f"; {line}" for line in _plain_changes(event))
        said = plain.one_line(_difference_text(event), 800) + plain.one_line(changes, 400)
        rows.append([str(event.seq), event.event, said, when, *extra])
    header = ["event", "", "memory", "when (UTC)", *([] if one else ["id"])]
    return plain.table(header, rows, right=(0,), wrap=2)


def event_html(event: Event) -> Html:
    """Return the text of a memory with what an event changed of it."""
    said = html.difference(event.old_memory, event.new_memory)
    return Html('<div class="mk-gone">{}</div>').format(said) if event.event == "DELETE" else said


def _by(event: Event) -> list[Html]:
    return [html.aside(f"by {plain.one_line(event.actor, 24)}")] if event.actor else []


def _difference_text(event: Event) -> str:
    old, new = event.old_memory, event.new_memory
    if old is None or new is None or old == new:
        return new if new is not None else old or ""
    marks = {"removed": "[-{}-]", "added": "[+{}+]", "same": "{}"}
    return "".join(marks[kind].replace("{}", part) for kind, part in words(old, new))


def _changes(event: Event) -> list[str]:
    lines = [plain.one_line(line, 200) for line in _plain_changes(event)]
    if event.reason is not None:
        lines.append(f"because: {plain.one_line(event.reason, 200)}")
    return lines


def _plain_changes(event: Event) -> Iterable[str]:
    if event.before is None or event.after is None:
        return
    for name, old, new in changes(event.before, event.after):
        said = name.removeprefix("metadata.")
        yield f"{said}: {plain.value(old)} -> {plain.value(new)}"


def added_bundle(results: Sequence[AddResult]) -> MimeBundle:
    """Return what one call did to each memory."""
    if not results:
        return note_bundle("Nothing to store: no message of a user or an assistant says something.")
    text, parts = added_parts(results)
    return bundle(text, *parts)


def added_parts(results: Sequence[AddResult]) -> tuple[str, list[Html]]:
    """Return what one call did to each memory, as text and as parts of a page that shows more."""
    shown = results[: row_limit()]
    kinds = {name: sum(item.event == name for item in results) for name in _LETTERS}
    count = ", ".join(f"{number:,} {name}" for name, number in kinds.items() if number)
    more = counted_of(len(shown), len(results)) if len(shown) < len(results) else ""
    taken = sorted({kind for item in results for kind in item.redacted})
    feet = [f"Secrets were taken out: {', '.join(taken)}."] if taken else []
    feet += (
        ["NONE: the scope holds this text already; nothing was changed."] if kinds["NONE"] else []
    )
    foot = " ".join(feet)
    columns = [Column("", "fixed"), Column("memory", "wide"), Column("id", "fixed")]
    rows = [
        (html.change(item.event), html.text(item.memory), html.identity(item.id)) for item in shown
    ]
    lines = [(item.event, plain.one_line(item.memory), plain.short_id(item.id)) for item in shown]
    text = "\n".join(filter(None, [plain.table(("", "memory", "id"), lines, wrap=1), more, foot]))
    head = html.head(count, more) if len(results) > 1 else Html()
    return text, [head, html.table(columns, rows), html.foot(foot)]


def imported_bundle(report: ImportReport, *, source: str = "") -> MimeBundle:
    """Return what became of many additions, and the lines that could not be read."""
    parts = [f"{report.added:,} new"]
    parts += [f"{report.updated:,} expired and brought back"] if report.updated else []
    parts += [f"{report.unchanged:,} there already"] if report.unchanged else []
    parts += [f"{counted(len(report.errors), 'bad line')}"] if report.errors else []
    parts += [f"secrets taken out of {report.redacted:,}"] if report.redacted else []
    heading = f"Imported {source}".strip()
    if not report.errors:
        text = f"{heading}: {', '.join(parts)}."
        return bundle(text, html.head(heading, *parts))
    shown = report.errors[:_MOST_BAD_LINES]
    foot = "Mend them and import it again: what is there already is left as it is."
    left = len(report.errors) - len(shown)
    foot = (f"And {left:,} more. " if left else "") + foot
    columns = [Column("line", "number"), Column("what is wrong", "wide")]
    lines = [(f"{error.line:,}", plain.one_line(error.problem)) for error in shown]
    body = plain.table(("line", "what is wrong"), lines, right=(0,), wrap=1)
    return bundle(
        f"{heading}: {', '.join(parts)}.\n{body}\n{foot}",
        html.head(heading, *parts),
        html.table(columns, lines),
        html.foot(foot),
    )
