"""The parts that cells are made of. Texts are escaped by their type: see memkit.web.markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.domain.records import MemoryRecord
from memkit.domain.relevance import full_bar
from memkit.notebook import plain
from memkit.text.diff import words
from memkit.text.fields import told
from memkit.web.assets import Theme, cells
from memkit.web.markup import Html

_SHORTENED = 280
_MOST_SHOWN = 5000
_MOST_PAIRS = 8
_SIGNALS = ("semantic", "bm25", "context", "recency", "rerank")
_KINDS = frozenset({"add", "update", "delete", "none"})
_NAMES = {"bm25": "BM25"}
_NOTHING = Html()
_TEXT = Html('<span class="mk-text" dir="auto">{}</span>')
_MARKS = {"removed": Html("<del>{}</del>"), "added": Html("<ins>{}</ins>"), "same": Html("{}")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: What stands above it.
        kind: "" for text; "number" aligns to the right; "fixed" never wraps; "wide" takes the room.
        drop: Whether a narrow cell does without it.
    """

    name: str
    kind: str = ""
    drop: bool = False

    @property
    def attributes(self) -> Html:
        """The attributes of its cells."""
        names = [f"mk-{self.kind}"] if self.kind else []
        names += ["mk-drop"] if self.drop else []
        return Html(' class="{}"').format(" ".join(names)) if names else _NOTHING


def page(*parts: Html, theme: Theme = "auto") -> Html:
    """Return parts as one output, with its style sheet."""
    chosen = "memkit" if theme == "auto" else f"memkit mk-{theme}"
    # A style sheet of our own.
    style = Html(cells(theme))
    return Html('<div class="{}"><style>{}</style>{}</div>').format(chosen, style, joined(parts))


def joined(parts: Iterable[str]) -> Html:
    """Return parts one after the other; texts among them are escaped."""
    return _NOTHING.join(parts)


def each(template: Html, items: Iterable[str]) -> Html:
    """Return a template filled with each of some texts or parts, one after the other."""
    return joined(template.format(item) for item in items)


def head(title: str, *facts: str) -> Html:
    """Return the line above: what it is, and facts about it."""
    # The spaces are for readers that take the style sheet away.
    said = each(Html(" <span>{}</span>"), filter(None, facts))
    return Html('<div class="mk-head"><b dir="auto">{}</b>{}</div>').format(title, said)


def foot(text: str) -> Html:
    """Return the line below."""
    return Html('<div class="mk-foot">{}</div>').format(text) if text else _NOTHING


def title(text: str) -> Html:
    """Return a heading inside an output."""
    return Html('<div class="mk-title">{}</div>').format(text)


def note(text: str, *, kind: str = "note") -> Html:
    """Return a sentence."""
    extra = f" mk-{kind}" if kind != "note" else ""
    return Html('<p class="mk-note{}" dir="auto">{}</p>').format(extra, text)


def code(text: str) -> Html:
    """Return code."""
    return Html('<pre class="mk-code">{}</pre>').format(text)


def bold(text: str) -> Html:
    """Return a text that stands out."""
    return Html("<b>{}</b>").format(text)


def aside(*parts: str) -> Html:
    """Return what a cell says in passing, as a line of its own."""
    return Html('<div class="mk-small mk-muted">{}</div>').format(joined(parts))


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, narrow: bool = False
) -> Html:
    """Return a table; its cells are texts or HTML."""
    names = joined(
        Html('<th scope="col"{}>{}</th>').format(column.attributes, column.name)
        for column in columns
    )
    said = each(
        Html("<tr>{}</tr>"),
        (
            joined(
                Html("<td{}>{}</td>").format(column.attributes, cell)
                for column, cell in zip(columns, row, strict=True)
            )
            for row in rows
        ),
    )
    return Html(
        '<table class="mk-table{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(" mk-narrow" if narrow else "", names, said)


def facts(given: Iterable[tuple[str, str]]) -> Html:
    """Return names and what they stand for, texts or HTML."""
    said = joined(Html("<dt>{}</dt><dd>{}</dd>").format(name, shown) for name, shown in given)
    return Html('<dl class="mk-facts">{}</dl>').format(said)


def text(memory: str) -> Html:
    """Return a text; a long one is shortened until someone wants all of it."""
    if len(memory) <= _SHORTENED:
        return _TEXT.format(memory)
    rest = len(memory) - _MOST_SHOWN
    more = f" ... and {rest:,} characters more" if rest > 0 else ""
    return Html(
        '<details><summary><span class="mk-text mk-cut" dir="auto">{} ...</span></summary>'
        "{}</details>"
    ).format(memory[:_SHORTENED].rstrip(), _TEXT.format(memory[:_MOST_SHOWN] + more))


def identity(id: str) -> Html:
    """Return the end of an id, the whole of it on hover."""
    return Html('<code class="mk-id" title="{}">{}</code>').format(id, plain.short_id(id))


def mono(text: str) -> Html:
    """Return an id or a command, whole."""
    return Html('<code class="mk-id">{}</code>').format(text)


def badge(word: str, kind: str) -> Html:
    """Return a word on a colour: "add", "update", "delete", "none" or "warning"."""
    return Html('<span class="mk-badge mk-badge-{}">{}</span>').format(kind, word)


def change(event: str) -> Html:
    """Return what happened, always as a word and a colour."""
    # A file may have any word for it; a class is one of ours.
    kind = event.lower() if event.lower() in _KINDS else "none"
    return Html('<span class="mk-badge mk-change mk-badge-{}">{}</span>').format(kind, event)


def pairs(given: Iterable[tuple[str, Any]]) -> Html:
    """Return names and values side by side."""
    every = list(given)
    said = [
        Html('<span class="mk-pair" dir="auto"><b>{}</b> {}</span> ').format(
            plain.one_line(name, 40), plain.one_line(_listed(item), 60)
        )
        for name, item in every[:_MOST_PAIRS]
    ]
    if len(every) > _MOST_PAIRS:
        more = f"{len(every) - _MOST_PAIRS:,} more"
        said.append(Html('<span class="mk-pair">{}</span>').format(more))
    return joined(said)


def _listed(item: Any) -> str:
    if isinstance(item, list) and all(isinstance(part, str) for part in item):
        return ", ".join(item)
    return plain.value(item)


def about(record: MemoryRecord, *, named: bool = False, dated: bool = False) -> Html:
    """Return the line below a memory: whose it is, what kind, and its metadata.

    Args:
        record: The memory.
        named: Whether its id comes first.
        dated: Whether its date does.
    """
    given: list[tuple[str, Any]] = [*plain.whose(record)]
    if record.type != "semantic":
        given.append(("type", record.type))
    if record.role is not None:
        given.append(("said by", f"{record.name} ({record.role})" if record.name else record.role))
    if record.expires_at is not None:
        given.append(("expires", plain.day(record.expires_at)))
    given += told(record)
    given += record.metadata.items()
    inner = joined(
        [
            identity(record.id) if named else _NOTHING,
            first(plain.date_of(record)) if dated else _NOTHING,
            pairs(given),
        ]
    )
    return Html('<div class="mk-about">{}</div>').format(inner) if inner else _NOTHING


def first(day: str) -> Html:
    """Return a day, before other facts."""
    return Html('<span class="mk-first">{}</span>').format(day)


def difference(old: str | None, new: str | None) -> Html:
    """Return what changed from one text to the other, word by word."""
    if old is None or new is None or old == new:
        return text(new if new is not None else old or "")
    said = []
    budget = _MOST_SHOWN
    for kind, part in words(old, new):
        shown = part[:budget] + (" ..." if len(part) > budget else "")
        budget = max(budget - len(part), 0)
        said.append(_MARKS[kind].format(shown))
        if not budget:
            break
    return _TEXT.format(joined(said))


def beside(first: str, second: str) -> tuple[Html, Html]:
    """Return two texts with the words marked in which they differ."""
    if len(first) + len(second) > _MOST_SHOWN:
        return text(first), text(second)
    sides: dict[str, list[str]] = {"removed": [], "added": []}
    for kind, part in words(first, second, always=True):
        plainly = kind == "same" or not part.strip()
        for side, said in sides.items():
            if kind in ("same", side):
                said.append(part if plainly else Html("<mark>{}</mark>").format(part))
    left, right = (_TEXT.format(joined(said)) for said in sides.values())
    return left, right


def score(reasons: Mapping[str, float], relevance: float | None) -> Html:
    """Return a bar with a part a signal, and their values; what a signal took away is pale.

    Args:
        reasons: What each signal adds to the score.
        relevance: How close the hit is, 0 to 1: the length of the bar.
    """
    most = full_bar(reasons, relevance)
    left = sum(reasons.values())
    parts: list[Html] = []
    for name, value in reasons.items():
        if value > 0:
            kept = min(value, max(left, 0.0))
            parts += [_part(name, kept, most), _part(name, value - kept, most, lost=True)]
            left -= kept
    legend = joined(
        Html('<span><span class="mk-key mk-{}"></span>{} {}</span>').format(
            _signal(name) if value > 0 else "taken", _NAMES.get(name, name), signed(value)
        )
        for name, value in telling(reasons).items()
    )
    how_close = "" if relevance is None else f"relevance {relevance:.2f}; "
    label = how_close + ", ".join(f"{name} {value:.2f}" for name, value in reasons.items())
    legend = _said_relevance(relevance) + legend
    return _bar(label, joined(parts)) + Html('<div class="mk-legend">{}</div>').format(legend)


def telling(reasons: Mapping[str, float]) -> dict[str, float]:
    """Return the signals that made a difference, to two decimals."""
    return {name: value for name, value in reasons.items() if abs(value) >= 0.005}


def fill(share: float, label: str) -> Html:
    """Return a bar that is filled to a share between 0 and 1."""
    width = max(0.0, min(1.0, share)) * 100
    return _bar(label, Html('<span class="mk-fill" style="width:{:.1f}%"></span>').format(width))


def _bar(label: str, parts: Html) -> Html:
    return Html('<div class="mk-bar" role="img" aria-label="{}">{}</div>').format(label, parts)


def signed(value: float) -> str:
    """Return a part of a score, short: .61, -.08, 1.20."""
    said = f"{value:.2f}"
    return said.replace("0.", ".", 1) if abs(value) < 0.995 else said


def _said_relevance(relevance: float | None) -> Html:
    if relevance is None:
        return _NOTHING
    return Html("<span>relevance <b>{}</b></span>").format(signed(relevance))


def _part(name: str, value: float, most: float, *, lost: bool = False) -> Html:
    if value <= 0 or most <= 0:
        return _NOTHING
    width = min(value / most, 1.0) * 100
    return Html('<span class="mk-{}{}" style="width:{:.1f}%"></span>').format(
        _signal(name), " mk-lost" if lost else "", width
    )


def _signal(name: str) -> str:
    return name if name in _SIGNALS else "other"
