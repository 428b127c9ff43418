"""An answer in a cell: its sentences, where memories say so, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable

from memkit.domain.answers import Answer, Citation
from memkit.domain.evidence import looked_up
from memkit.domain.records import Source
from memkit.domain.rewritten import taken_for
from memkit.domain.wording import counted
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle
from memkit.notebook.renderers.evidence import marked
from memkit.web.markup import Html


def answer_bundle(found: Answer) -> MimeBundle:
    """Return an answer, the words that it rests on, and the sentences that rest on none."""
    facts = [counted(len(found.citations), "citation"), found.model or "quoted, without an LLM"]
    if found.usage.calls:
        tokens = found.usage.input_tokens + found.usage.output_tokens
        facts.append(f"{counted(found.usage.calls, 'call')}, {counted(tokens, 'token')}")
    rows = [
        (
            str(one.number),
            plain.one_line(f"{one.quote} ({in_words(one)})" if one.place else one.quote),
            plain.short_id(one.memory.id),
        )
        for one in found.citations
    ]
    left = [f"Left out: {one.text} ({one.reason})" for one in found.unsupported]
    asked = taken_for(found.rewritten, found.context.times)
    text = [
        " - ".join([found.query, *facts]), *map(plain.one_line, asked), found.answer,
        plain.table(("", "source", "id"), rows, wrap=1) if rows else "", *left,
    ]  # fmt: skip
    return bundle(
        "\n".join(filter(None, text)),
        html.head(found.query, *facts),
        *map(html.note, asked),
        html.note(found.answer, kind="note" if found.known else "warning"),
        html.table(_COLUMNS, map(_row, found.citations)) if found.citations else Html(),
        *_left_out(found),
    )


def in_words(one: Citation) -> str:
    """Return where a passage stands, in words: its document, page and headings."""
    told = one.where
    page = f"p. {told['page']}" if "page" in told else ""
    below = [name for name in told.get("heading", ()) if name != told.get("title")]
    return ", ".join(filter(None, (told.get("title"), page, " > ".join(below))))


_COLUMNS = [Column("", "number"), Column("source", "wide")]


def _row(one: Citation) -> tuple[str, str]:
    source = Source(memory_id=one.memory.id, start=one.start, end=one.end, quote=one.quote)
    said = Html('<div dir="auto">{}</div>').format(marked(looked_up(source, one.memory)))
    return f"[{one.number}]", said + _place(one) + html.about(one.memory, named=True, dated=True)


def _place(one: Citation) -> Html:
    if one.place is None:
        return Html()
    return Html('<div class="mk-about" dir="auto">{}</div>').format(in_words(one))


def _left_out(found: Answer) -> Iterable[Html]:
    if not found.unsupported:
        return
    rows = [(one.text, one.reason) for one in found.unsupported]
    table = html.table([Column("left out", "wide"), Column("why", "wide")], rows)
    count = counted(len(rows), "sentence")
    yield Html("<details><summary>Without evidence: {}</summary>{}</details>").format(count, table)
