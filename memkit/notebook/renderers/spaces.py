"""Spaces, near duplicates and the state of an index in a cell."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain import defaults
from memkit.domain.records import MemoryRecord
from memkit.domain.results import Duplicates, Report, Space
from memkit.domain.wording import counted, counted_of
from memkit.engine.spaces.listing import successor_note
from memkit.errors import in_idiom
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, row_limit
from memkit.web.markup import Html


def duplicates_bundle(pairs: Duplicates) -> MimeBundle:
    """Return pairs of near duplicates, with what differs between them."""
    where = f"space {pairs.space}, cosine at least {pairs.threshold:g}"
    if not pairs:
        return note_bundle(f"No near duplicates ({where}).")
    shown = pairs[: row_limit()]
    count = counted_of(len(shown), len(pairs), "pair")
    columns = [
        Column("cosine", "number"),
        Column("memory", "wide"),
    ]
    rows: list[Sequence[str]] = []
    for pair in shown:
        first, second = html.beside(pair.first.memory, pair.second.memory)
        other = Html('<span class="mk-apart">{}{}</span>').format(second, _aside(pair.second))
        both = first + _aside(pair.first) + other
        rows.append((html.bold(f"{pair.similarity:.3f}"), both))
    lines: list[tuple[str, str, str]] = []
    for pair in shown:
        lines += [
            (f"{pair.similarity:.3f}", plain.one_line(pair.first.memory),
             plain.short_id(pair.first.id)),
            ("", plain.one_line(pair.second.memory), plain.short_id(pair.second.id)),
        ]  # fmt: skip
    body = plain.table(("cosine", "memory", "id"), lines, right=(0,), wrap=1)
    return bundle(
        f"Near duplicates - {count}, {where}\n{body}",
        html.head("Near duplicates", count, where),
        html.table(columns, rows),
        html.foot("Delete one of a pair: %forget ID --yes. It can be undone."),
    )


def _aside(record: MemoryRecord) -> Html:
    day = html.first(plain.date_of(record))
    return Html('<span class="mk-about">{}{}{}</span>').format(
        html.identity(record.id), day, html.pairs(plain.whose(record))
    )


def spaces_bundle(spaces: Sequence[Space], *, total: int | None = None) -> MimeBundle:
    """Return embedding spaces.

    Args:
        spaces: The spaces.
        total: How many memories there are; the fullest space's count if it is not known.
    """
    if not spaces:
        return note_bundle(f"No embedding spaces yet. Open one: %memkit embed {defaults.EMBEDDER}")
    body, text = spaces_part(spaces, total)
    notes = notes_on(spaces)
    return bundle(
        "\n".join([f"Spaces - {len(spaces)}", text, *notes]),
        html.head("Spaces", counted(len(spaces), "space")),
        body,
        *map(html.foot, notes),
        html.foot(
            "Open another: %memkit embed EMBEDDER. Make one the default: %memkit spaces --use NAME."
        ),
    )


def notes_on(spaces: Sequence[Space]) -> list[str]:
    """Return what is worth knowing of spaces, in the words of magics."""
    note = successor_note(spaces)
    return [] if note is None else [in_idiom(note, "magic")]


def spaces_part(spaces: Sequence[Space], total: int | None) -> tuple[Html, str]:
    """Return spaces as a table of HTML and one of text, for a page that shows more."""
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
                html.bold(space.key),
                space.model,
                f"{space.dim:,}",
                f"{space.count:,}",
                html.fill(share, f"{space.count:,} of {whole:,}"),
                (html.badge("default", "update") + " " if space.default else Html())
                + html.badge(state, kind),
            )
        )
        said = ("default, " if space.default else "") + state
        lines.append((space.key, space.model, f"{space.dim:,}", f"{space.count:,}", said))
    header = ("space", "model", "dim", "vectors", "state")
    return html.table(columns, rows), plain.table(header, lines, right=(2, 3))


def report_bundle(report: Report) -> MimeBundle:
    """Return what `doctor` found."""
    checked = f"Checked: {', '.join(report.checked)}."
    measured = [f"{one.headline}." for one in report.recall]
    measured += [in_idiom(note, report.idiom) for note in report.notes]
    if report.ok:
        return bundle(
            "\n".join([f"ok: no problems. {checked}", *measured]),
            Html('<p class="mk-note">{} No problems.</p>').format(html.badge("ok", "add")),
            *map(html.foot, [*measured, checked]),
        )
    columns = [Column("problem", "half"), Column("what mends it", "half")]
    rows = [(item.what, in_idiom(item.fix, report.idiom)) for item in report.problems]
    lines = [f"{n}. {what}\n   {fix}" for n, (what, fix) in enumerate(rows, start=1)]
    count = counted(len(report.problems), "problem")
    return bundle(
        "\n".join([f"{count}:", *lines, *measured, checked]),
        html.head(count),
        html.table(columns, rows),
        *map(html.foot, [*measured, checked]),
    )
