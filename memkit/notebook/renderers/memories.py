"""Hits and memories in a cell."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain.records import MemoryRecord
from memkit.domain.relevance import NOTHING_CLOSE, full_bar
from memkit.domain.results import Hit
from memkit.domain.rewritten import taken_for
from memkit.domain.wording import counted_of
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, rounded, row_limit
from memkit.text.fields import told
from memkit.web.markup import Html


def hits_bundle(hits: Sequence[Hit]) -> MimeBundle:
    """Return hits as a table: score, what it is made of, text."""
    query = getattr(hits, "query", "")
    space = getattr(hits, "space", None)
    asked = taken_for(getattr(hits, "rewritten", None), getattr(hits, "times", ()))
    if not hits:
        of = f" for {query!r}" if query else ""
        said = [f"Nothing found{of}. Try other words or fewer conditions.", *asked]
        return note_bundle(" ".join(said))
    shown = hits[: row_limit(hits)]
    count = counted_of(len(shown), len(hits), "hit")
    foot = _more_hits(hits, len(shown))
    columns = [
        Column("", "number"),
        Column("memory", "wide"),
        Column("score", "number"),
        Column("relevance", "score"),
    ]
    rows = [
        (
            Html('<span class="mk-muted">{}</span>').format(rank),
            _faint_if_weak(hit, html.text(hit.memory))
            + html.about(hit, named=True, dated=True)
            + _notes(hit)
            + _details(hit),
            _faint_if_weak(hit, html.bold(f"{hit.score:.2f}")),
            _bar(hit),
        )
        for rank, hit in enumerate(shown, start=1)
    ]
    heading = html.head(query or "Hits", count, f"space {space}" if space else "")
    warning = html.note(NOTHING_CLOSE, kind="warning") if all(hit.weak for hit in hits) else Html()
    return bundle(
        _hits_text(shown, query, count, space, foot, asked, nothing_close=bool(warning)),
        heading,
        *map(html.note, asked),
        warning,
        html.table(columns, rows),
        html.foot(foot),
    )


def _more_hits(hits: Sequence[Hit], shown: int) -> str:
    """Return how to see more, as who asked can write it."""
    asked = getattr(hits, "rows", None)
    if getattr(hits, "idiom", "python") == "magic":
        return f"More: --k {2 * asked}" if asked and len(hits) >= asked else ""
    return "" if shown == len(hits) else f"The rest: hits[{shown}:]."


def hit_bundle(hit: Hit) -> MimeBundle:
    """Return one hit as a card."""
    score = Html('<div class="mk-card">score <b>{:.3f}</b>{}</div>').format(hit.score, _bar(hit))
    reasons = _reasons(hit)
    lines = [("score", f"{hit.score:.3f} = {reasons}")]
    if hit.relevance is not None:
        lines.append(("relevance", f"{hit.relevance:.2f}{' (not close)' if hit.weak else ''}"))
    lines += [("note", "; ".join(hit.notes))] if hit.notes else []
    return _record(hit, _notes(hit) + score + _details(hit), lines)


def _bar(hit: Hit) -> Html:
    return _faint_if_weak(hit, html.score(hit.reasons, hit.relevance))


def _faint_if_weak(hit: Hit, part: Html) -> Html:
    return Html('<div class="mk-weak">{}</div>').format(part) if hit.weak else part


def _notes(hit: Hit) -> Html:
    return html.aside("; ".join(hit.notes)) if hit.notes else Html()


def _details(hit: Hit) -> Html:
    if not hit.details:
        return Html()
    said = [
        (
            name.replace("_", " "),
            ", ".join(map(str, item)) if isinstance(item, list) else plain.value(rounded(item)),
        )
        for name, item in hit.details.items()
    ]
    pairs = html.pairs((name, value) for name, value in said if value)
    return Html('<div class="mk-about">{}</div>').format(pairs)


def _hits_text(
    hits: Sequence[Hit],
    query: str,
    count: str,
    space: str | None,
    foot: str,
    asked: Sequence[str],
    *,
    nothing_close: bool,
) -> str:
    rows = []
    for rank, hit in enumerate(hits, start=1):
        rows.append(
            (str(rank), f"{hit.score:.2f}", _plain_bar(hit), plain.one_line(hit.memory),
             "; ".join([_reasons(hit), *hit.notes]), plain.short_id(hit.id))
        )  # fmt: skip
    heading = f"{query or 'Hits'} - {count}" + (f" - space {space}" if space else "")
    header = ("", "score", "relevance", "memory", "made of", "id")
    body = plain.table(header, rows, right=(0, 1), wrap=3)
    said = NOTHING_CLOSE if nothing_close else ""
    lines = map(plain.one_line, [heading, *asked])
    return "\n".join(filter(None, [*lines, said, body, foot]))


def _plain_bar(hit: Hit) -> str:
    bar = plain.bar(sum(hit.reasons.values()) / full_bar(hit.reasons, hit.relevance))
    return bar if hit.relevance is None else f"{html.signed(hit.relevance)} {bar}"


def _reasons(hit: Hit) -> str:
    return " ".join(
        f"{name} {html.signed(value)}" for name, value in html.telling(hit.reasons).items()
    )


def record_bundle(record: MemoryRecord) -> MimeBundle:
    """Return one memory as a card."""
    return _record(record, Html(), [])


def _record(record: MemoryRecord, extra: Html, lines: list[tuple[str, str]]) -> MimeBundle:
    times = [
        (name.removesuffix("_at"), plain.time_of(moment) + " UTC")
        for name in ("occurred_at", "created_at", "updated_at", "expires_at")
        if (moment := getattr(record, name)) is not None
        and not (name == "updated_at" and moment == record.created_at)
    ]
    pairs = [*plain.whose(record), *times]
    chips = html.about(record)
    said = [("id", record.id), *lines, *pairs]
    said += [(name, plain.value(value)) for name, value in told(record)]
    said += [("metadata", plain.value(record.metadata))] if record.metadata else []
    width = max(len(name) for name, _ in said)
    text = "\n".join(
        [plain.one_line(record.memory, 2000), ""]
        + [f"{name:{width}}  {plain.clean(value)}" for name, value in said]
    )
    facts = html.facts([("id", html.mono(record.id)), *times])
    return bundle(text, html.text(record.memory), chips, facts, extra)


def _more_records(records: Sequence[MemoryRecord], shown: int, total: int) -> str:
    """Return how to see more, as who asked can write it."""
    cursor = getattr(records, "cursor", None)
    if getattr(records, "idiom", "python") == "magic":
        return f"More: --limit {min(2 * shown, total)}" if cursor else ""
    if cursor:
        return f"The next page: get_all(..., cursor={cursor!r})."
    return "" if shown == len(records) else f"The rest: [{shown}:]."


def records_bundle(records: Sequence[MemoryRecord]) -> MimeBundle:
    """Return memories as a table."""
    if not records:
        return note_bundle("No memories. Add one: %remember I like tea --user alice")
    shown = records[: row_limit(records)]
    total = getattr(records, "total", None) or len(records)
    count = counted_of(len(shown), total)
    foot = _more_records(records, len(shown), total)
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
    return bundle(
        "\n".join(filter(None, [count, text, foot])),
        html.head("Memories", count),
        html.table(columns, rows),
        html.foot(foot),
    )
