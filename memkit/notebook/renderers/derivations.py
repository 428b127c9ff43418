"""Derivations and models in a cell: who drew facts, where two differ, what a model can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from memkit.domain.records import MemoryRecord
from memkit.domain.wording import counted, counted_of
from memkit.extraction.derivations.derived import DerivationInfo, DerivationsCompared
from memkit.extraction.probe.report import LLMReport
from memkit.extraction.tasks.wishes import Wishes
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, row_limit
from memkit.web.markup import Html

_NOBODY = "No facts were drawn yet. Open a memory with an LLM: %memkit use FILE --llm ollama:qwen3"


def derivations_bundle(found: Sequence[DerivationInfo]) -> MimeBundle:
    """Return who drew facts, one a row."""
    if not found:
        return note_bundle(_NOBODY)
    columns = [
        Column("derivation", "wide"),
        Column("model", "fixed", drop=True),
        Column("profile", "fixed"),
        Column("facts", "number"),
        Column("pending", "number"),
        Column("", "fixed"),
    ]
    rows: list[tuple[str, ...]] = []
    lines: list[tuple[str, ...]] = []
    for one in found:
        wants = [(name, value) for name, value in one.instructions.items()]
        about = html.pairs([("prompts", one.prompts), *wants])
        said = html.bold(one.name) + Html('<div class="mk-about">{}</div>').format(about)
        numbers = (f"{one.facts:,}", f"{one.pending:,}")
        badge = html.badge("in use", "update") if one.in_use else Html()
        rows.append((said, one.model, one.profile, *numbers, badge))
        state = "in use" if one.in_use else ""
        lines.append(
            (one.name, plain.one_line(one.model, 40), one.profile, *numbers, state, one.prompts)
        )
    header = ("derivation", "model", "profile", "facts", "pending", "", "prompts")
    count = counted(len(found), "derivation")
    return bundle(
        f"Derivations - {count}\n{plain.table(header, lines, right=(3, 4))}",
        html.head("Derivations", count),
        html.table(columns, rows),
    )


def compared_bundle(found: DerivationsCompared) -> MimeBundle:
    """Return the facts of two derivations side by side, those that only one has first."""
    facts = [
        f"{len(found.both):,} in both",
        f"{len(found.only_first):,} only in {found.first}",
        f"{len(found.only_second):,} only in {found.second}",
    ]
    heading = f"{found.first} and {found.second}"
    pairs = list(_pairs(found))
    shown = pairs[: row_limit()]
    rows = [_beside(one, other) for one, other in shown]
    lines = [tuple("" if one is None else _line(one) for one in pair) for pair in shown]
    more = counted_of(len(shown), len(pairs), "row") if len(shown) < len(pairs) else ""
    columns = [Column(found.first, "half"), Column(found.second, "half")]
    body = plain.table((found.first, found.second), lines, wrap=1) if lines else ""
    table = html.table(columns, rows) if rows else html.note("Neither has facts.")
    return bundle(
        "\n".join(filter(None, [" - ".join([heading, *facts]), body, more])),
        html.head(heading, *facts),
        table,
        html.foot(more),
    )


def llm_bundle(found: LLMReport) -> MimeBundle:
    """Return what a model can do, and how to use it."""
    profile = "no profile" if found.recommended is None else f"profile {found.recommended}"
    facts = (
        profile,
        f"{found.tokens_per_second:,.0f} tokens a second",
        f"{counted(found.usage.calls, 'call')} in {found.seconds:,.0f} s",
    )
    rows, lines = [], []
    for one in found.abilities:
        done = f"{one.right:,} of {one.tried:,}" if one.tried else "not tried"
        rows.append((one.name, done, html.fill(one.share, done) if one.tried else Html(), one.note))
        lines.append((one.name, done, plain.one_line(one.note)))
    columns = [
        Column("tried", "fixed"),
        Column("right", "number"),
        Column("", "filled", drop=True),
        Column("", "wide"),
    ]
    text = plain.table(("tried", "right", ""), lines, right=(1,), wrap=2)
    return bundle(
        "\n".join([" - ".join([found.model, *facts]), text, found.reason]),
        html.head(found.model, *facts),
        html.table(columns, rows),
        html.foot(found.reason),
    )


def _pairs(
    found: DerivationsCompared,
) -> Iterator[tuple[MemoryRecord | None, MemoryRecord | None]]:
    for one in found.only_first:
        yield one, None
    for other in found.only_second:
        yield None, other
    yield from found.both


def _beside(one: MemoryRecord | None, other: MemoryRecord | None) -> tuple[Html, Html]:
    if one is None or other is None:
        left, right = (Html() if item is None else html.text(item.memory) for item in (one, other))
    else:
        left, right = html.beside(one.memory, other.memory)
    return left + _named(one), right + _named(other)


def _named(record: MemoryRecord | None) -> Html:
    if record is None:
        return Html()
    return Html('<div class="mk-about">{}</div>').format(html.identity(record.id))


def _line(record: MemoryRecord) -> str:
    return plain.one_line(record.memory, 44)


def wishes_bundle(wishes: Wishes) -> MimeBundle:
    """Return what is wanted of facts."""
    rows = [
        (name, plain.one_line(", ".join(value) if isinstance(value, tuple) else value) or "-")
        for name, value in asdict(wishes).items()
    ]
    return bundle(
        f"Wishes\n{plain.table(('what', 'wanted'), rows, wrap=1)}",
        html.head("Wishes"),
        html.table([Column("what", "fixed"), Column("wanted", "wide")], rows),
    )
