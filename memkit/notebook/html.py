"""HTML that can't be broken by what it shows: every text goes through `escape`."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.domain.records import MemoryRecord
from memkit.notebook import plain
from memkit.notebook.style import css
from memkit.text.diff import words
from memkit.text.fields import told

_SHORTENED = 280
_MOST_SHOWN = 5000
_MOST_PAIRS = 8
_SIGNALS = ("semantic", "bm25", "recency", "rerank")
_NAMES = {"bm25": "BM25"}


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
    def attributes(self) -> str:
        """The attributes of its cells."""
        names = [f"mk-{self.kind}"] if self.kind else []
        names += ["mk-drop"] if self.drop else []
        return f' class="{" ".join(names)}"' if names else ""


def escape(text: object) -> str:
    """Return a text as HTML shows it, with nothing in it that acts."""
    return html.escape(plain.clean(str(text)), quote=True)


def page(*parts: str, theme: str = "auto") -> str:
    """Return parts as one output, with its style sheet."""
    chosen = "memkit" if theme == "auto" else f"memkit mk-{theme}"
    return f'<div class="{chosen}"><style>{css(theme)}</style>{"".join(parts)}</div>'


def head(title: str, *facts: str) -> str:
    """Return the line above: what it is, and facts about it. Both are text."""
    said = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    return f'<div class="mk-head"><b dir="auto">{escape(title)}</b>{said}</div>'


def foot(text: str) -> str:
    """Return the line below."""
    return f'<div class="mk-foot">{escape(text)}</div>' if text else ""


def title(text: str) -> str:
    """Return a heading inside an output."""
    return f'<div class="mk-title">{escape(text)}</div>'


def note(text: str, *, kind: str = "note") -> str:
    """Return a sentence."""
    extra = f" mk-{kind}" if kind != "note" else ""
    return f'<p class="mk-note{extra}" dir="auto">{escape(text)}</p>'


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, narrow: bool = False) -> str:
    """Return a table; its cells are HTML."""
    names = "".join(
        f'<th scope="col"{column.attributes}>{escape(column.name)}</th>' for column in columns
    )
    said = "".join(
        "<tr>"
        + "".join(
            f"<td{column.attributes}>{cell}</td>" for column, cell in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    extra = " mk-narrow" if narrow else ""
    top = f"<thead><tr>{names}</tr></thead>"
    return f'<table class="mk-table{extra}">{top}<tbody>{said}</tbody></table>'


def facts(given: Iterable[tuple[str, str]]) -> str:
    """Return names and what they stand for; the latter is HTML."""
    said = "".join(f"<dt>{escape(name)}</dt><dd>{shown}</dd>" for name, shown in given)
    return f'<dl class="mk-facts">{said}</dl>'


def text(memory: str) -> str:
    """Return a text; a long one is shortened until someone wants all of it."""
    if len(memory) <= _SHORTENED:
        return f'<span class="mk-text" dir="auto">{escape(memory)}</span>'
    cut = memory[:_SHORTENED].rstrip()
    rest = len(memory) - _MOST_SHOWN
    more = f" ... and {rest:,} characters more" if rest > 0 else ""
    return (
        f'<details><summary><span class="mk-text mk-cut" dir="auto">{escape(cut)} ...</span>'
        f'</summary><span class="mk-text" dir="auto">{escape(memory[:_MOST_SHOWN] + more)}</span>'
        "</details>"
    )


def identity(id: str) -> str:
    """Return the end of an id, the whole of it on hover."""
    return f'<code class="mk-id" title="{escape(id)}">{escape(plain.short_id(id))}</code>'


def badge(word: str, kind: str) -> str:
    """Return a word on a colour: "add", "update", "delete", "none" or "warning"."""
    return f'<span class="mk-badge mk-badge-{kind}">{escape(word)}</span>'


def change(event: str) -> str:
    """Return what happened, always as a word and a colour."""
    return (
        f'<span class="mk-badge mk-change mk-badge-{escape(event.lower())}">{escape(event)}</span>'
    )


def pairs(given: Iterable[tuple[str, Any]]) -> str:
    """Return names and values side by side."""
    every = list(given)
    said = [
        f'<span class="mk-pair" dir="auto"><b>{escape(plain.one_line(name, 40))}</b> '
        f"{escape(plain.one_line(_listed(item), 60))}</span>"
        for name, item in every[:_MOST_PAIRS]
    ]
    if len(every) > _MOST_PAIRS:
        said.append(f'<span class="mk-pair">{len(every) - _MOST_PAIRS:,} more</span>')
    return "".join(said)


def _listed(item: Any) -> str:
    if isinstance(item, list) and all(isinstance(part, str) for part in item):
        return ", ".join(item)
    return plain.value(item)


def about(record: MemoryRecord, *, named: bool = False, dated: bool = False) -> str:
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
    day = f'<span class="mk-first">{escape(plain.date_of(record))}</span>' if dated else ""
    inner = (identity(record.id) if named else "") + day + pairs(given)
    return f'<div class="mk-about">{inner}</div>' if inner else ""


def difference(old: str | None, new: str | None) -> str:
    """Return what changed from one text to the other, word by word."""
    if old is None or new is None or old == new:
        return text(new if new is not None else old or "")
    marks = {"removed": "del", "added": "ins"}
    said = []
    budget = _MOST_SHOWN
    for kind, part in words(old, new):
        shown = escape(part[:budget] + (" ..." if len(part) > budget else ""))
        budget = max(budget - len(part), 0)
        tag = marks.get(kind)
        said.append(f"<{tag}>{shown}</{tag}>" if tag else shown)
        if not budget:
            break
    return f'<span class="mk-text" dir="auto">{"".join(said)}</span>'


def beside(first: str, second: str) -> tuple[str, str]:
    """Return two texts with the words marked in which they differ."""
    if len(first) + len(second) > _MOST_SHOWN:
        return text(first), text(second)
    sides: dict[str, list[str]] = {"removed": [], "added": []}
    for kind, part in words(first, second, always=True):
        shown = escape(part)
        for side, said in sides.items():
            if kind in ("same", side):
                said.append(
                    shown if kind == "same" or not part.strip() else f"<mark>{shown}</mark>"
                )
    left, right = (
        f'<span class="mk-text" dir="auto">{"".join(said)}</span>' for said in sides.values()
    )
    return left, right


def score(reasons: Mapping[str, float], *, most: float) -> str:
    """Return a bar with a part a signal, and their values; what a signal took away is pale.

    Args:
        reasons: What each signal adds to the score.
        most: The sum of the parts that fills the bar.
    """
    left = sum(reasons.values())
    parts: list[str] = []
    for name, value in reasons.items():
        if value > 0:
            kept = min(value, max(left, 0.0))
            parts += [_part(name, kept, most), _part(name, value - kept, most, lost=True)]
            left -= kept
    legend = "".join(
        f'<span><span class="mk-key mk-{_signal(name) if value > 0 else "taken"}"></span>'
        f"{escape(_NAMES.get(name, name))} {signed(value)}</span>"
        for name, value in telling(reasons).items()
    )
    label = ", ".join(f"{name} {value:.2f}" for name, value in reasons.items())
    return (
        f'<div class="mk-bar" role="img" aria-label="{escape(label)}">{"".join(parts)}</div>'
        f'<div class="mk-legend">{legend}</div>'
    )


def telling(reasons: Mapping[str, float]) -> dict[str, float]:
    """Return the signals that made a difference, to two decimals."""
    return {name: value for name, value in reasons.items() if abs(value) >= 0.005}


def fill(share: float, label: str) -> str:
    """Return a bar that is filled to a share between 0 and 1."""
    width = max(0.0, min(1.0, share)) * 100
    return (
        f'<div class="mk-bar" role="img" aria-label="{escape(label)}">'
        f'<span class="mk-fill" style="width:{width:.1f}%"></span></div>'
    )


def signed(value: float) -> str:
    """Return a part of a score, short: .61, -.08, 1.20."""
    said = f"{value:.2f}"
    return said.replace("0.", ".", 1) if abs(value) < 0.995 else said


def _part(name: str, value: float, most: float, *, lost: bool = False) -> str:
    if value <= 0 or most <= 0:
        return ""
    pale = " mk-lost" if lost else ""
    width = min(value / most, 1.0) * 100
    return f'<span class="mk-{_signal(name)}{pale}" style="width:{width:.1f}%"></span>'


def _signal(name: str) -> str:
    return name if name in _SIGNALS else "other"
