"""Facts in a cell: what was drawn from messages, what waits, and who drew it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat

from memkit.domain.evidence import looked_up
from memkit.domain.facts import Extraction, Fact, FactChoice, PendingMessages, Unread
from memkit.domain.results import AddResults
from memkit.domain.wording import counted, counted_of
from memkit.errors import Idiom
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, note_bundle, row_limit, spent
from memkit.notebook.renderers.changes import added_bundle, added_parts
from memkit.notebook.renderers.evidence import marked
from memkit.notebook.renderers.structured import structured_parts
from memkit.web.markup import Html

_BADGES: dict[FactChoice, str] = {
    "new": "add",
    "same": "none",
    "adds": "add",
    "changes": "update",
    "corrects": "update",
    "unsupported": "warning",
}
# How the old fact is called that one does something to.
_OLD: dict[FactChoice, str] = {"changes": "was", "corrects": "was said", "adds": "adds to"}


def extraction_bundle(found: Extraction) -> MimeBundle:
    """Return the facts that reading messages gave, and what could not be read."""
    if not found and not found.failed:
        read = f"No facts in {counted(found.read, 'message')}." if found.read else ""
        return note_bundle(read or "Nothing was still to be read.")
    text, parts = _parts(found, idiom=found.idiom)
    return bundle(text, *parts)


def added_with_facts(results: AddResults) -> MimeBundle:
    """Return what an addition stored, and what was drawn from it: facts, fields of a schema."""
    if not results or (results.extraction is None and results.structured is None):
        return added_bundle(results)
    shown = [added_parts(results)]
    if results.extraction is not None:
        shown.append(_parts(results.extraction, idiom=results.idiom))
    if results.structured is not None:
        shown.append(structured_parts(results.structured))
    apart = Html('<div class="mk-apart"></div>')
    parts = [part for _, more in shown for part in (apart, *more)]
    return bundle("\n\n".join(text for text, _ in shown), *parts[1:])


def _parts(found: Extraction, *, idiom: Idiom) -> tuple[str, list[Html]]:
    """Return facts, and what could not be read, as text and as parts of a page."""
    shown = found[: row_limit(found)]
    kinds = Counter(fact.choice for fact in found)
    said = [
        f"{counted_of(len(shown), len(found), 'fact')} of {counted(found.read, 'message')}"
        if found.read
        else "",
        ", ".join(f"{kinds[choice]:,} {choice}" for choice in _BADGES if kinds[choice]),
        spent(found.usage),
        f"derivation {found.derivation}",
    ]
    said = [one for one in said if one]
    failed = ""
    if found.failed:
        problems = plain.one_line(" ".join(found.problems))
        failed = f"{counted(found.failed, 'message')} could not be read: {problems}"
    feet = list(_advice(found, magic=idiom == "magic"))
    lines = [" - ".join(["Facts", *said]), failed, _text(shown), *feet]
    parts = [html.head("Facts", *said)]
    parts += [html.note(failed, kind="warning")] if failed else []
    parts += [html.table(_COLUMNS, map(_row, shown))] if shown else []
    return "\n".join(filter(None, lines)), [*parts, *map(html.foot, feet)]


def facts_bundle(found: Sequence[Fact]) -> MimeBundle:
    """Return facts as a table: what each does, what it says, and where the message says so."""
    shown = found[: row_limit()]
    count = counted_of(len(shown), len(found), "fact")
    return bundle(
        f"Facts - {count}\n{_text(shown)}",
        html.head("Facts", count),
        html.table(_COLUMNS, map(_row, shown)),
    )


def pending_bundle(found: Sequence[Unread]) -> MimeBundle:
    """Return messages that are still to be read, with what failed at them."""
    if not found:
        return note_bundle("Nothing is still to be read.")
    shown = found[: row_limit()]
    name = getattr(found, "derivation", None)
    total = getattr(found, "total", len(found))
    facts = [counted_of(len(shown), total, "message"), f"derivation {name}" if name else ""]
    rows, lines = [], []
    for one in shown:
        record = one.message
        tried = f"tried {one.attempts} times: " if one.attempts > 1 else ""
        why = f"{tried}{plain.one_line(one.reason, 200)}" if one.reason else ""
        warned = html.aside(html.badge("failed", "warning"), " ", why) if why else Html()
        said = html.text(record.memory) + html.about(record, named=True) + warned
        rows.append((plain.date_of(record), said))
        what = plain.one_line(record.memory) + (f" ({why})" if why else "")
        lines.append((plain.date_of(record), what, plain.short_id(record.id)))
    magic = getattr(found, "idiom", "python") == "magic"
    foot = "Read them: %memkit extract" if magic else "Read them: m.extract()"
    foot = foot if isinstance(found, PendingMessages) else ""
    body = plain.table(("date", "message", "id"), lines, wrap=1)
    return bundle(
        "\n".join(filter(None, [" - ".join(["Pending", *filter(None, facts)]), body, foot])),
        html.head("Pending", *facts),
        html.table([Column("date", "fixed"), Column("message", "wide")], rows),
        html.foot(foot),
    )


_COLUMNS = [Column("", "fixed"), Column("fact", "wide")]


def _row(fact: Fact) -> tuple[str, str]:
    badge, parts = fact_parts(fact)
    return badge, html.joined([*parts, _about(fact)])


def fact_parts(fact: Fact) -> tuple[Html, list[Html]]:
    """Return what a fact does, and what it says with its evidence, as parts of a row."""
    parts = [html.text(fact.memory), *_old(fact), *_quoted(fact)]
    if fact.reason:
        parts.append(html.aside(f"because: {plain.one_line(fact.reason)}"))
    return html.badge(fact.choice, _BADGES[fact.choice]), parts


def _old(fact: Fact) -> Iterable[Html]:
    if fact.old is not None and fact.choice in _OLD:
        said = plain.one_line(fact.old.memory)
        gone = Html("<del>{}</del>").format(said) if fact.choice != "adds" else said
        yield html.aside(f"{_OLD[fact.choice]}: ", gone)


def _quoted(fact: Fact) -> Iterable[Html]:
    if fact.message is not None:
        one = looked_up(fact.evidence, fact.message)
        yield Html('<div class="mk-small mk-muted" dir="auto">{}</div>').format(marked(one))
    elif fact.evidence.quote:
        yield html.aside(f'"{plain.one_line(fact.evidence.quote)}"')


def _about(fact: Fact) -> Html:
    given = [("said by", fact.said_by), ("about", fact.about), ("kind", fact.kind)]
    given += [
        (name, plain.day(moment))
        for name, moment in (("valid from", fact.valid_from), ("valid to", fact.valid_to))
        if moment is not None
    ]
    status = Html()
    if fact.status is not None:
        status = html.badge(_note(fact), "warning")
    pairs = html.pairs((name, value) for name, value in given if value)
    return Html('<div class="mk-about">{}{}{}</div>').format(html.identity(fact.id), status, pairs)


def _note(fact: Fact) -> str:
    """Return why searches do not serve a fact, in a word or two."""
    if fact.status == fact.choice:
        return "not served"
    return "proposed" if fact.status == "proposed" else f"{fact.status}: not served"


def _advice(found: Extraction, *, magic: bool) -> Iterable[str]:
    if any(fact.status == "proposed" for fact in found):
        accept, reject = "m.accept(id)", "m.reject(id)"
        if magic:
            accept, reject = "%memkit accept ID", "%memkit reject ID"
        yield f"What is proposed waits for you: {accept}, or {reject}."
    if not found.failed:
        yield from (plain.one_line(problem) for problem in found.problems)
    else:
        yield f"What could not be read: {'%memkit pending' if magic else 'm.pending()'}"


def _text(facts: Sequence[Fact]) -> str:
    lines: list[tuple[str, str, str]] = []
    for fact in facts:
        ids = chain([plain.short_id(fact.id)], repeat(""))
        lines += [(*line, id_) for line, id_ in zip(fact_lines(fact), ids, strict=False)]
    return plain.table(("", "fact", "id"), lines, wrap=1) if lines else ""


def fact_lines(fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield what a fact does and says, its evidence and its reason, as lines of two cells."""
    yield fact.choice, plain.one_line(fact.memory)
    if fact.old is not None and fact.choice in _OLD:
        yield "", f"{_OLD[fact.choice]}: {plain.one_line(fact.old.memory)}"
    if fact.evidence.quote:
        yield "", f'"{plain.one_line(fact.evidence.quote)}"'
    if fact.reason:
        yield "", f"because: {plain.one_line(fact.reason)}"
    if fact.status is not None:
        yield "", _note(fact)
