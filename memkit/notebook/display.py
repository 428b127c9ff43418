"""What memkit's objects look like in a cell: a MIME bundle each, HTML with plain text beside it.

All of them are bounded (`%config MemKit.max_rows`), and escape what they show.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.plugins import KNOWN, ProviderRow
from memkit.proposals import Preview, Proposal
from memkit.records import AddResult, Event, MemoryRecord
from memkit.results import Duplicates, Events, Hit, Hits, ImportReport, Page, Report, Space
from memkit.wording.diff import words

if TYPE_CHECKING:
    from memkit.memory import Memory

Bundle = dict[str, str]

_LETTERS = {"ADD": "A", "UPDATE": "U", "DELETE": "D", "NONE": "N"}
# What a change of a memory is apart from its text: the rest follows from the event itself.
_COMPARED = ("type", "metadata", "occurred_at", "expires_at")
_MOST_ROWS = 50
_MOST_BAD_LINES = 20
_LAST_CHANGES = 5


def mimebundle(value: Any) -> Bundle | None:
    """Return what a cell shows of an object of memkit, or None for any other."""
    for kind, render in _BUNDLES.items():
        if isinstance(value, kind):
            return render(value)
    if isinstance(value, list) and value:
        kinds = {type(item) for item in value}
        for kind, render in _LISTS.items():
            if all(issubclass(item, kind) for item in kinds):
                return render(value)
    from memkit.memory import Memory

    return memory_bundle(value) if isinstance(value, Memory) else None


# -- a search ------------------------------------------------------------------------------------


def hits_bundle(hits: Sequence[Hit]) -> Bundle:
    """Return hits as a table: score, what it is made of, text."""
    query = getattr(hits, "query", "")
    space = getattr(hits, "space", None)
    if not hits:
        asked = f" for {query!r}" if query else ""
        return note_bundle(f"Nothing found{asked}. Try other words or fewer conditions.")
    shown = hits[: _most()]
    count = plain.showing(len(shown), len(hits), "hit")
    foot = "" if len(shown) == len(hits) else f"The rest: hits[{len(shown)}:]."
    most = max(sum(part for part in hit.reasons.values() if part > 0) for hit in shown)
    columns = [
        Column("", "number"),
        Column("memory", "wide"),
        Column("score", "number"),
        Column("made of", "score"),
    ]
    rows = [
        (
            f'<span class="mk-muted">{rank}</span>',
            html.text(hit.memory) + html.about(hit, named=True, dated=True) + _details(hit),
            f"<b>{hit.score:.2f}</b>",
            html.score(hit.reasons, most=most),
        )
        for rank, hit in enumerate(shown, start=1)
    ]
    heading = html.head(query or "Hits", count, f"space {space}" if space else "")
    return _bundle(
        _hits_text(shown, query, count, space, foot),
        heading,
        html.table(columns, rows),
        html.foot(foot),
    )


def hit_bundle(hit: Hit) -> Bundle:
    """Return one hit as a card."""
    most = sum(part for part in hit.reasons.values() if part > 0)
    bar = html.score(hit.reasons, most=most)
    score = f'<div class="mk-card">score <b>{hit.score:.3f}</b>{bar}</div>'
    reasons = _reasons(hit)
    return _record(hit, score + _details(hit), [("score", f"{hit.score:.3f} = {reasons}")])


def _details(hit: Hit) -> str:
    if not hit.details:
        return ""
    said = [
        (
            name.replace("_", " "),
            ", ".join(map(str, item)) if isinstance(item, list) else plain.value(_rounded(item)),
        )
        for name, item in hit.details.items()
    ]
    return f'<div class="mk-about">{html.pairs((n, v) for n, v in said if v)}</div>'


def _hits_text(hits: Sequence[Hit], query: str, count: str, space: str | None, foot: str) -> str:
    rows = []
    most = max(abs(hit.score) for hit in hits) or 1
    for rank, hit in enumerate(hits, start=1):
        rows.append(
            (str(rank), f"{hit.score:.2f}", plain.bar(hit.score / most), plain.one_line(hit.memory),
             _reasons(hit), plain.short_id(hit.id))
        )  # fmt: skip
    heading = f"{query or 'Hits'} - {count}" + (f" - space {space}" if space else "")
    header = ("", "score", "", "memory", "made of", "id")
    body = plain.table(header, rows, right=(0, 1), wrap=3)
    return "\n".join(filter(None, [plain.one_line(heading), body, foot]))


def _reasons(hit: Hit) -> str:
    return " ".join(
        f"{name} {html.signed(value)}" for name, value in html.telling(hit.reasons).items()
    )


# -- memories ------------------------------------------------------------------------------------


def record_bundle(record: MemoryRecord) -> Bundle:
    """Return one memory as a card."""
    return _record(record, "", [])


def _record(record: MemoryRecord, extra: str, lines: list[tuple[str, str]]) -> Bundle:
    times = [
        (name.removesuffix("_at"), plain.time_of(moment) + " UTC")
        for name in ("occurred_at", "created_at", "updated_at", "expires_at")
        if (moment := getattr(record, name)) is not None
        and not (name == "updated_at" and moment == record.created_at)
    ]
    pairs = [*plain.whose(record), *times]
    chips = html.about(record)
    said = [("id", record.id), *lines, *pairs]
    said += [("metadata", plain.value(record.metadata))] if record.metadata else []
    width = max(len(name) for name, _ in said)
    text = "\n".join(
        [plain.one_line(record.memory, 2000), ""]
        + [f"{name:{width}}  {plain.clean(value)}" for name, value in said]
    )
    shown = [("id", f'<code class="mk-id">{html.escape(record.id)}</code>')]
    shown += [(name, html.escape(value)) for name, value in times]
    return _bundle(text, html.text(record.memory), chips, html.facts(shown), extra)


def records_bundle(records: Sequence[MemoryRecord]) -> Bundle:
    """Return memories as a table."""
    if not records:
        return note_bundle("No memories. Add one: %remember I like tea --user alice")
    shown = records[: _most()]
    cursor = getattr(records, "cursor", None)
    count = plain.showing(len(shown), len(records))
    foot = f"There are more: get_all(..., cursor={cursor!r})." if cursor else ""
    columns = [
        Column("date", "fixed"),
        Column("memory", "wide"),
    ]
    rows = [
        (plain.date_of(item), html.text(item.memory) + html.about(item, named=True))
        for item in shown
    ]
    lines = [
        (plain.date_of(item), plain.one_line(item.memory),
         " ".join(f"{word}={given}" for word, given in plain.whose(item)), plain.short_id(item.id))
        for item in shown
    ]  # fmt: skip
    text = plain.table(("date", "memory", "whose", "id"), lines, wrap=1)
    return _bundle(
        "\n".join(filter(None, [count, text, foot])),
        html.head("Memories", count),
        html.table(columns, rows),
        html.foot(foot),
    )


# -- changes -------------------------------------------------------------------------------------


def events_bundle(events: Sequence[Event], *, title: str = "") -> Bundle:
    """Return changes in the order in which they are given, with word-level differences."""
    if not events:
        return note_bundle("No changes yet.")
    shown = events[: _most()]
    one = len({event.memory_id for event in events}) == 1
    count = plain.showing(len(shown), len(events), "change")
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
            _text(event)
            + "".join(f'<div class="mk-small mk-muted">{line}</div>' for line in _changes(event)),
            plain.time_of(event.at, seconds=False)
            + (f'<div class="mk-small mk-muted">by {html.escape(plain.one_line(event.actor, 24))}'
               "</div>" if event.actor else ""),
        ]  # fmt: skip
        rows.append(row if one else [*row, html.identity(event.memory_id)])
    heading = title or (f"History of {plain.short_id(events[0].memory_id)}" if one else "Changes")
    return _bundle(
        f"{heading} - {count}\n{_events_text(shown, one=one)}",
        html.head(heading, count),
        html.table(columns, rows),
    )


def _events_text(events: Sequence[Event], *, one: bool) -> str:
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


def _text(event: Event) -> str:
    said = html.difference(event.old_memory, event.new_memory)
    return f'<div class="mk-gone">{said}</div>' if event.event == "DELETE" else said


def _difference_text(event: Event) -> str:
    old, new = event.old_memory, event.new_memory
    if old is None or new is None or old == new:
        return new if new is not None else old or ""
    marks = {"removed": "[-{}-]", "added": "[+{}+]", "same": "{}"}
    return "".join(marks[kind].replace("{}", part) for kind, part in words(old, new))


def _changes(event: Event) -> list[str]:
    lines = [html.escape(plain.one_line(line, 200)) for line in _plain_changes(event)]
    if event.reason is not None:
        lines.append(f"because: {html.escape(plain.one_line(event.reason, 200))}")
    return lines


def _plain_changes(event: Event) -> Iterable[str]:
    if event.before is None or event.after is None:
        return
    for name in _COMPARED:
        old, new = getattr(event.before, name), getattr(event.after, name)
        if old == new:
            continue
        if name != "metadata":
            yield f"{name}: {plain.value(old)} -> {plain.value(new)}"
            continue
        for key in {**old, **new}:
            if old.get(key) != new.get(key) or (key in old) is not (key in new):
                yield f"{key}: {plain.value(old.get(key))} -> {plain.value(new.get(key))}"


def added_bundle(results: Sequence[AddResult]) -> Bundle:
    """Return what one call did to each memory."""
    if not results:
        return note_bundle("Nothing to store: no message of a user or an assistant says something.")
    shown = results[: _most()]
    kinds = {name: sum(item.event == name for item in results) for name in _LETTERS}
    count = ", ".join(f"{number:,} {name}" for name, number in kinds.items() if number)
    more = plain.showing(len(shown), len(results)) if len(shown) < len(results) else ""
    foot = "NONE: the scope holds this text already; nothing was changed." if kinds["NONE"] else ""
    columns = [Column("", "fixed"), Column("memory", "wide"), Column("id", "fixed")]
    rows = [
        (html.change(item.event), html.text(item.memory), html.identity(item.id)) for item in shown
    ]
    lines = [(item.event, plain.one_line(item.memory), plain.short_id(item.id)) for item in shown]
    return _bundle(
        "\n".join(filter(None, [plain.table(("", "memory", "id"), lines, wrap=1), more, foot])),
        html.head(count, more) if len(results) > 1 else "",
        html.table(columns, rows),
        html.foot(foot),
    )


def preview_bundle(proposals: Sequence[Proposal]) -> Bundle:
    """Return what an addition would do, with what is near beneath each memory."""
    if not proposals:
        return added_bundle([])
    shown = proposals[: _most()]
    count = plain.showing(len(shown), len(proposals), "proposal")
    foot = "Nothing is written yet: m.apply(preview) writes all of it, m.apply(preview[:1]) a part."
    columns = [Column("", "fixed"), Column("memory", "wide")]
    rows, lines = [], list[tuple[str, str]]()
    for item in shown:
        old = item.before.memory if item.before and item.event == "UPDATE" else item.memory
        near = "".join(
            f'<div class="mk-small mk-muted">near: {html.escape(plain.one_line(one.record.memory))}'
            f" <b>{one.similarity:.2f}</b></div>"
            for one in item.near
        )
        rows.append((html.change(item.event), html.difference(old, item.memory) + near))
        lines.append((item.event, plain.one_line(item.memory)))
        lines += [
            ("", f"near: {plain.one_line(one.record.memory)} {one.similarity:.2f}")
            for one in item.near
        ]
    return _bundle(
        "\n".join([f"Preview - {count}", plain.table(("", "memory"), lines, wrap=1), foot]),
        html.head("Preview", count),
        html.table(columns, rows),
        html.foot(foot),
    )


def imported_bundle(report: ImportReport, *, source: str = "") -> Bundle:
    """Return what became of many additions, and the lines that could not be read."""
    parts = [f"{report.added:,} new"]
    parts += [f"{report.updated:,} expired and brought back"] if report.updated else []
    parts += [f"{report.unchanged:,} there already"] if report.unchanged else []
    parts += [f"{plain.counted(len(report.errors), 'bad line')}"] if report.errors else []
    heading = f"Imported {source}".strip()
    if not report.errors:
        text = f"{heading}: {', '.join(parts)}."
        return _bundle(text, html.head(heading, *parts))
    shown = report.errors[:_MOST_BAD_LINES]
    foot = "Mend them and import it again: what is there already is left as it is."
    left = len(report.errors) - len(shown)
    foot = (f"And {left:,} more. " if left else "") + foot
    columns = [Column("line", "number"), Column("what is wrong", "wide")]
    lines = [(f"{error.line:,}", plain.one_line(error.problem)) for error in shown]
    rows = [(line, html.escape(problem)) for line, problem in lines]
    body = plain.table(("line", "what is wrong"), lines, right=(0,), wrap=1)
    return _bundle(
        f"{heading}: {', '.join(parts)}.\n{body}\n{foot}",
        html.head(heading, *parts),
        html.table(columns, rows),
        html.foot(foot),
    )


# -- duplicates, spaces, care --------------------------------------------------------------------


def duplicates_bundle(pairs: Duplicates) -> Bundle:
    """Return pairs of near duplicates, with what differs between them."""
    where = f"space {pairs.space}, cosine at least {pairs.threshold:g}"
    if not pairs:
        return note_bundle(f"No near duplicates ({where}).")
    shown = pairs[: _most()]
    count = plain.showing(len(shown), len(pairs), "pair")
    columns = [
        Column("cosine", "number"),
        Column("memory", "wide"),
    ]
    rows: list[Sequence[str]] = []
    for pair in shown:
        first, second = html.beside(pair.first.memory, pair.second.memory)
        both = (
            first + _aside(pair.first),
            f'<span class="mk-apart">{second}{_aside(pair.second)}</span>',
        )
        rows.append((f"<b>{pair.similarity:.3f}</b>", "".join(both)))
    lines: list[tuple[str, str, str]] = []
    for pair in shown:
        lines += [
            (f"{pair.similarity:.3f}", plain.one_line(pair.first.memory),
             plain.short_id(pair.first.id)),
            ("", plain.one_line(pair.second.memory), plain.short_id(pair.second.id)),
        ]  # fmt: skip
    body = plain.table(("cosine", "memory", "id"), lines, right=(0,), wrap=1)
    return _bundle(
        f"Near duplicates - {count}, {where}\n{body}",
        html.head("Near duplicates", count, where),
        html.table(columns, rows),
        html.foot("Delete one of a pair: %forget ID --yes. It can be undone."),
    )


def _aside(record: MemoryRecord) -> str:
    given = html.pairs(plain.whose(record))
    day = f'<span class="mk-first">{plain.date_of(record)}</span>'
    return f'<span class="mk-about">{html.identity(record.id)}{day}{given}</span>'


def spaces_bundle(spaces: Sequence[Space], *, total: int | None = None) -> Bundle:
    """Return embedding spaces.

    Args:
        spaces: The spaces.
        total: How many memories there are; the fullest space's count if it is not known.
    """
    if not spaces:
        return note_bundle("No embedding spaces yet. Open one: %memkit embed static")
    body, text = _spaces(spaces, total)
    return _bundle(
        f"Spaces - {len(spaces)}\n{text}",
        html.head("Spaces", plain.counted(len(spaces), "space")),
        body,
        html.foot(
            "Open another: %memkit embed EMBEDDER. Make one the default: %memkit spaces --use NAME."
        ),
    )


def _spaces(spaces: Sequence[Space], total: int | None) -> tuple[str, str]:
    whole = max([total or 0, *(space.count for space in spaces)])
    columns = [
        Column("space", "wide"),
        Column("model", "fixed", drop=True),
        Column("dim", "number"),
        Column("vectors", "number"),
        Column("", "filled", drop=True),
        Column("", "fixed"),
    ]
    rows, lines = [], []
    for space in spaces:
        state = "ready" if space.ready else "filling"
        share = space.count / whole if whole else 1.0
        kind = "none" if space.ready else "warning"
        rows.append(
            (
                f"<b>{html.escape(space.key)}</b>",
                html.escape(space.model),
                f"{space.dim:,}",
                f"{space.count:,}",
                html.fill(share, f"{space.count:,} of {whole:,}"),
                (html.badge("default", "update") + " " if space.default else "")
                + html.badge(state, kind),
            )
        )
        said = ("default, " if space.default else "") + state
        lines.append((space.key, space.model, f"{space.dim:,}", f"{space.count:,}", said))
    header = ("space", "model", "dim", "vectors", "state")
    return html.table(columns, rows), plain.table(header, lines, right=(2, 3))


def report_bundle(report: Report) -> Bundle:
    """Return what `doctor` found."""
    checked = f"Checked: {', '.join(report.checked)}."
    if report.ok:
        return _bundle(
            f"ok: no problems. {checked}",
            f'<p class="mk-note">{html.badge("ok", "add")} No problems.</p>',
            html.foot(checked),
        )
    columns = [Column("problem", "half"), Column("what mends it", "half")]
    rows = [(html.escape(item.what), html.escape(item.fix)) for item in report.problems]
    lines = [f"{n}. {item.what}\n   {item.fix}" for n, item in enumerate(report.problems, start=1)]
    count = plain.counted(len(report.problems), "problem")
    return _bundle(
        "\n".join([f"{count}:", *lines, checked]),
        html.head(count),
        html.table(columns, rows),
        html.foot(checked),
    )


def providers_bundle(rows: Sequence[ProviderRow], *, kind: str | None = None) -> Bundle:
    """Return the table of providers, the causes of failures, and what can be installed.

    Args:
        rows: What is installed.
        kind: The only kind that is listed, if not all are.
    """
    columns = [
        Column("kind", "fixed"),
        Column("name", "fixed"),
        Column("what it is", "wide"),
        Column("package", "fixed", drop=True),
        Column("version", "fixed", drop=True),
        Column("can", drop=True),
        Column("", "fixed"),
    ]
    states = {"ok": "add", "failed": "delete", "clash": "warning"}
    body = [
        (
            html.escape(row.kind or "?"),
            f"<b>{html.escape(row.name)}</b>",
            html.escape(row.failure or row.summary),
            html.escape(row.distribution),
            html.escape(row.version),
            html.escape(", ".join(row.capabilities)),
            html.badge(row.state, states[row.state]),
        )
        for row in rows
    ]
    lines = [
        (row.kind or "?", row.name, f"{row.distribution} {row.version}", row.state,
         ", ".join(row.capabilities) or "-")
        for row in rows
    ]  # fmt: skip
    header = ("kind", "name", "package", "state", "can")
    text = [plain.table(header, lines) if rows else f"No {kind or 'provider'} is installed."]
    text += [f"{row.state}: {row.name}: {row.failure}" for row in rows if row.failure]
    available = _available(rows, kind)
    parts = [html.head("Providers", plain.counted(len(rows), "provider"))]
    parts += [html.table(columns, body)] if rows else [html.note(text[0])]
    if available:
        pairs = [(f"pip install {name}", brings) for name, brings in available.items()]
        parts += [
            html.title("Can be installed"),
            html.table(
                [Column("to install", "fixed"), Column("brings", "wide")],
                [(f'<code class="mk-id">{html.escape(a)}</code>', html.escape(b))
                 for a, b in pairs],
            ),
        ]  # fmt: skip
        text += ["", plain.table(("to install", "brings"), pairs, wrap=1)]
    return _bundle("\n".join(text), *parts)


def _available(rows: Sequence[ProviderRow], kind: str | None) -> dict[str, str]:
    installed = {(row.kind, row.name) for row in rows}
    found: dict[str, dict[str, list[str]]] = {}
    for name, known in KNOWN.items():
        kinds = [item for item in known.kinds if kind in (None, item)]
        missing = ", ".join(item for item in kinds if (item, name) not in installed)
        if missing:
            found.setdefault(known.distribution, {}).setdefault(missing, []).append(name)
    return {
        distribution: "; ".join(f"{', '.join(names)} ({what})" for what, names in brought.items())
        for distribution, brought in sorted(found.items())
    }


def memory_bundle(memory: Memory, *, name: str = "", scope: str = "") -> Bundle:
    """Return where a memory is, how much is in it, its spaces, and its last changes.

    Args:
        memory: The memory.
        name: The variable that holds it.
        scope: The default scope of the magics, in words.
    """
    core = memory._core
    total = memory.count()
    spaces = memory.spaces
    head = core.journal.head().seq
    # Numbers may be missing: so from further back than as many as are shown.
    events = memory.events(since=max(0, head - 4 * _LAST_CHANGES))[-_LAST_CHANGES:]
    where = _where(memory)
    counts = [plain.counted(total), plain.counted(head, "change")]
    extra = [f"store {core.view.name}"]
    extra += [f"scope {scope}"] if scope else []
    extra += [f"in Python {name}"] if name else []
    spaces_html, spaces_text = _spaces(spaces, total)
    url = core.journal.url if core.journal.url != where else ""
    text = [" - ".join([where, *counts, *extra]), *([url] if url else []), "", spaces_text]
    parts = [html.head(where, *counts, *extra), spaces_html]
    if events:
        shown = list(reversed(events))
        rows = [
            (
                f"{event.seq}",
                html.change(event.event),
                _text(event),
                plain.time_of(event.at, seconds=False),
                html.identity(event.memory_id),
            )
            for event in shown
        ]
        columns = [
            Column("event", "number"),
            Column("", "fixed"),
            Column("memory", "wide"),
            Column("when (UTC)", "fixed"),
            Column("id", "fixed"),
        ]
        parts += [html.title("Last changes"), html.table(columns, rows)]
        text += ["", "Last changes", _events_text(shown, one=False)]
    else:
        hint = "No memories yet. Add one: %remember I like tea --user alice"
        parts.append(html.foot(hint))
        text += ["", hint]
    parts.append(html.foot(url))
    return _bundle("\n".join(text), *parts)


# -- sentences -----------------------------------------------------------------------------------


def note_bundle(text: str, *, kind: str = "note") -> Bundle:
    """Return a sentence, as a note or a warning."""
    label = "Note: " if kind == "warning" else ""
    return _bundle(label + plain.clean(text), html.note(text, kind=kind))


def opened_bundle(memory: Memory, *, name: str = "", scope: str = "") -> Bundle:
    """Return one line about a memory that was opened.

    Args:
        memory: The memory.
        name: The variable that holds it.
        scope: The default scope of the magics, in words.
    """
    default = next((space for space in memory.spaces if space.default), None)
    facts = [plain.counted(memory.count())]
    facts += [f"space {default.key} ({default.dim} d)"] if default else []
    facts += [f"scope {scope}"] if scope else []
    facts += [f"in Python {name}"] if name else []
    return _bundle(" - ".join([_where(memory), *facts]), html.head(_where(memory), *facts))


def _where(memory: Memory) -> str:
    journal = memory._core.journal
    return journal.path.name if journal.path else journal.url


def code_bundle(code: str) -> Bundle:
    """Return code."""
    return _bundle(code, f'<pre class="mk-code">{html.escape(code)}</pre>')


def _rounded(item: Any) -> Any:
    return round(item, 3) if isinstance(item, float) else item


def _most() -> int:
    return _settings()[0]


def _settings() -> tuple[int, str]:
    """Return how many rows are shown, and the theme; the defaults outside of IPython."""
    if "IPython" not in sys.modules:
        return _MOST_ROWS, "auto"
    from memkit.notebook import settings

    current = settings.current()
    return current.max_rows, current.theme


def _bundle(text: str, *parts: str) -> Bundle:
    page = html.page(*parts, theme=_settings()[1])
    return {"text/plain": plain.clean(text), "text/html": page}


# Subclasses stand before what they derive from.
_BUNDLES: Mapping[type, Callable[[Any], Bundle]] = {
    Hits: hits_bundle,
    Page: records_bundle,
    Preview: preview_bundle,
    Duplicates: duplicates_bundle,
    Events: events_bundle,
    Hit: hit_bundle,
    MemoryRecord: record_bundle,
    Event: lambda event: events_bundle([event]),
    AddResult: lambda result: added_bundle([result]),
    Space: lambda space: spaces_bundle([space]),
    Report: report_bundle,
    ImportReport: imported_bundle,
}
_LISTS: Mapping[type, Callable[[Any], Bundle]] = {
    Hit: hits_bundle,
    MemoryRecord: records_bundle,
    Event: events_bundle,
    AddResult: added_bundle,
    Proposal: preview_bundle,
    Space: spaces_bundle,
    ProviderRow: providers_bundle,
}
