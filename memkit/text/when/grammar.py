"""Words of time with their relations: since, until, between, three days before, every."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from memkit.text.when import calendar
from memkit.text.when.calendar import Span
from memkit.text.when.compose import GLUE, composed
from memkit.text.when.context import Context
from memkit.text.when.counted import offset
from memkit.text.when.interpret import interpret
from memkit.text.when.lexicon import PLACED, Meaning
from memkit.text.when.model import Precision, Relation

Items = tuple[Meaning, ...]

_RELATIONS: dict[str, Relation] = {
    "since": "since", "until": "until", "before": "before", "after": "after",
}  # fmt: skip
_OPENING = frozenset({"between", "from", "since"})
_CLOSING = frozenset({"until", "between", "to"})
_SPLITTING = frozenset({"to", "dash", "and", "until", "from", "since"})
# Never at the beginning or the end of an expression.
EDGES = GLUE | {"dash", "and"}
_WHOLE: frozenset[calendar.Unit] = frozenset({"day", "week", "month", "year"})
_REPEATED = frozenset(
    "every unit units weekday weekdays weekend num ord couple part month season the of at and "
    "other day recurring clock holiday dash times".split()
)
# What ends when it comes, not when it is over: "until 5 pm".
_MOMENTS = frozenset({"minute", "hour", "instant"})
_OF_YEAR = frozenset({"month", "season", "quarter"})
_YEAR_SAID = frozenset({"year", "date", "year_month", "rel"})


@dataclass(frozen=True, slots=True)
class Found:
    """What an expression means: an interval, open where a side is None."""

    start: datetime | None
    end: datetime | None
    precision: Precision
    relation: Relation = "at"
    recurring: bool = False
    # The span that was named, from which "since" and "before" have taken a side.
    named: Span | None = None


def parse(items: Sequence[Meaning], now: Context, *, whole: bool = False) -> Found | None:
    """Return what the items mean together, or None if they make no sense.

    `whole` tells that nothing but words of time was said: "from Monday" is then since that day,
    and not where a letter is from.
    """
    items = stripped(items)
    kinds = {item.kind for item in items}
    if not items or kinds & {"block", "anaphor"}:
        return None
    if kinds & {"every", "recurring", "weekdays", "times"}:
        return _recurring(items)
    if "about" in kinds:
        inner = parse([item for item in items if item.kind != "about"], now, whole=whole)
        if inner is None or inner.relation not in ("at", "about"):
            return inner
        return replace(inner, relation="about")
    if whole and items[0].kind == "from" and (found := _simple(items[1:], now)):
        return _sided(found.named, "since") if found.named else None
    return (
        _vague(items, now) or _range(items, now) or _related(items, now) or _anchored(items, now)
        or _simple(items, now)
    )  # fmt: skip


def stripped(items: Sequence[Meaning]) -> Items:
    """Return the items without what only joins at either end."""
    first, last = 0, len(items)
    while first < last and items[first].kind in EDGES and not _is_hour(items, first):
        first += 1
    while first < last and items[last - 1].kind in EDGES:
        last -= 1
    return tuple(items[first:last])


def _is_hour(items: Sequence[Meaning], at: int) -> bool:
    return items[at].kind == "at" and len(items) > at + 1 and items[at + 1].kind == "num"


def _recurring(items: Items) -> Found | None:
    kinds = {item.kind for item in items}
    if "num" in kinds and not kinds & {"every", "times"}:
        return None
    if not kinds <= _REPEATED or kinds == {"every"} or items[-1].kind in ("num", "ord", "times"):
        return None
    units = [item.value for item in items if item.kind in ("unit", "units")]
    precision: Precision = "day" if kinds & {"weekday", "weekdays", "day"} else "vague"
    if units and units[0] in ("day", "week", "month", "year", "hour", "minute"):
        precision = units[0]
    return Found(None, None, precision, recurring=True)


def _vague(items: Items, now: Context) -> Found | None:
    """Read "recently" and "soon": of them it is known only on which side of now they lie."""
    if len(items) != 1:
        return None
    if items[0].kind == "past_vague":
        return Found(None, now.at, "vague", "before")
    if items[0].kind == "future_vague":
        return Found(now.at, None, "vague", "after")
    return None


def _simple(items: Sequence[Meaning], now: Context) -> Found | None:
    found = interpret(items, now)
    if found is None:
        return None
    span, about = found
    relation: Relation = "about" if about else "at"
    return Found(span.start, span.end, span.precision, relation, named=span)


def _range(items: Items, now: Context) -> Found | None:
    for at in range(1, len(items) - 1):
        kind = items[at].kind
        if kind not in _SPLITTING:
            continue
        left, right = items[:at], items[at + 1 :]
        if all(item.kind in ("edge", "the") for item in left):
            continue
        opened = left[0].kind in _OPENING
        closed = right[-1].kind in _CLOSING
        if kind == "and" and not (opened or right[-1].kind == "between"):
            continue
        if kind in ("from", "since") and not (closed or right[0].kind == "until"):
            continue
        left = tuple(item for item in left if item.kind not in _OPENING)
        right = tuple(item for item in right if item.kind not in _CLOSING)
        found = _both(stripped(left), stripped(right), now)
        if found:
            return found
    return None


def _both(left: Items, right: Items, now: Context) -> Found | None:
    """Return from the beginning of one to the end of the other."""
    if not left or not right:
        return None
    for _ in range(2):
        left, right = _shared(left, right)
    pair = _pair(left, right, now)
    if pair is None:
        return None
    first, last = pair
    end = last.start if last.precision in _MOMENTS else last.end
    if now.utc(first.start) >= now.utc(end):
        return None
    precision = first.precision if first.precision == last.precision else "vague"
    if "day" in (first.precision, last.precision) and precision == "vague":
        precision = "day"
    return Found(first.start, end, precision, "between")


def _pair(left: Items, right: Items, now: Context) -> tuple[Span, Span] | None:
    spans = _span(left, now), _span(right, now)
    first, last = spans
    if first and last and now.utc(first.start) < now.utc(last.end):
        return first, last
    # Of "from November to February" one side says where the other lies.
    if now.prefer == "past" or first is None:
        first = last and _span(left, _moved(now, last.start, "past"))
    else:
        last = _span(right, _moved(now, first.start, "future"))
    return (first, last) if first and last else None


def _moved(now: Context, moment: datetime, prefer: Literal["past", "future"]) -> Context:
    here = now.local(moment)
    return replace(now, at=here.replace(tzinfo=now.at.tzinfo), here=here, prefer=prefer)


def _shared(left: Items, right: Items) -> tuple[Items, Items]:
    """Lend the month or the year that only one side names: "March 3-5", "June to August 2023"."""
    kinds = [{item.kind for item in side} for side in (left, right)]
    if "month" in kinds[1] and kinds[0] <= {"num", "ord", "the", "dom"}:
        left = (*left, *(item for item in right if item.kind == "month"))
    elif "month" in kinds[0] and kinds[1] - {"year"} <= {"num", "ord", "the", "dom"}:
        right = (*(item for item in left if item.kind == "month"), *right)
    elif "year" in kinds[1] and not kinds[0] & _YEAR_SAID and kinds[0] != {"num"}:
        left = (*left, *(item for item in right if item.kind == "year"))
    elif "year" in kinds[0] and kinds[1] & _OF_YEAR and not kinds[1] & _YEAR_SAID:
        right = (*right, *(item for item in left if item.kind == "year"))
    return left, right


def _span(items: Items, now: Context) -> Span | None:
    found = interpret(items, now)
    return found[0] if found else None


def _related(items: Items, now: Context) -> Found | None:
    """Read since, until, before and after, in front of or behind what they relate to."""
    for item, rest, side in ((items[0], items[1:], "pre"), (items[-1], items[:-1], "post")):
        kind = item.kind
        if kind in PLACED and item.value != side:
            continue
        if kind in ("since", "for") and (since := _duration(rest, now, kind)):
            return since
        relation = _RELATIONS.get(kind)
        if relation is None or not rest:
            continue
        if kind == "since" and rest[0].kind == "from":
            rest = rest[1:]
        inner = _anchored(stripped(rest), now) or _simple(stripped(rest), now)
        if inner is None and relation in ("since", "until") and _vague(stripped(rest), now):
            return None
        if inner is not None and inner.named is not None:
            return _sided(inner.named, relation)
    return None


def _duration(items: Items, now: Context, kind: str) -> Found | None:
    """Read "for three years", "seit drei Jahren": since then, and still."""
    parts = composed(stripped(items))
    if len(parts) == 1 and parts[0].kind == "window":
        return _simple(parts, now)
    if len(parts) != 1 or parts[0].kind != "amount":
        return None
    if kind == "for" and now.prefer is not None:
        # "She lived there for a month" is over, or yet to come.
        return None
    number, unit = parts[0].value
    span = offset(now, number, unit, -1)
    return _sided(span, "since") if span else None


def _sided(span: Span, relation: Relation) -> Found:
    if relation == "since":
        return Found(span.start, None, span.precision, relation)
    if relation == "until":
        # A clock time is a moment; a day is over when it ends.
        end = span.start if span.precision in _MOMENTS else span.end
        return Found(None, end, span.precision, relation)
    if relation == "before":
        return Found(None, span.start, span.precision, relation)
    return Found(span.end, None, span.precision, relation)


def _anchored(items: Items, now: Context) -> Found | None:
    """Read "three days before Christmas" and "a week from Friday"."""
    for at, item in enumerate(items):
        if item.kind not in ("before", "after", "from") or not at:
            continue
        left, right = items[:at], items[at + 1 :]
        sign = -1 if item.kind == "before" else 1
        parts = composed(left)
        if item.value == "pre" and right and len(parts) == 1:
            if item.kind == "from" and parts[0].kind != "amount":
                continue
            if item.kind == "from" and now.prefer is None:
                now = replace(now, prefer="future")
            found = _from(parts[0], right, sign, now)
        elif item.value == "post" and not right and len(parts) > 1 and parts[-1].kind == "amount":
            # "クリスマスの3日前", where the amount stands last.
            found = _from(parts[-1], _without_amount(left), sign, now)
        else:
            found = None
        if found:
            return Found(found.start, found.end, found.precision, named=found)
    return None


def _from(amount: Meaning, anchor: Items, sign: int, now: Context) -> Span | None:
    if amount.kind in ("weekday", "weekend"):
        return _nearest(amount, _span(stripped(anchor), now), sign)
    if amount.kind == "unit":
        return _beside(amount.value, _span(stripped(anchor), now), sign)
    if amount.kind != "amount" or isinstance(amount.value[0], str):
        return None
    span = _span(stripped(anchor), now)
    if span is None:
        return None
    number, unit = amount.value
    start = now.local(span.start)
    if unit in ("second", "minute", "hour"):
        return None
    if span.precision == "day" and start >= calendar.floor("day", now.here) and unit == "week":
        unit, number = "day", number * 7
    moved = replace(now, at=start.replace(tzinfo=now.at.tzinfo), here=start)
    return offset(moved, number, unit, sign)


def _beside(unit: calendar.Unit, anchor: Span | None, sign: int) -> Span | None:
    """Return the unit that ends where a span begins, or begins where it ends: "the week before"."""
    if anchor is None or anchor.start.tzinfo is not None or unit not in _WHOLE:
        return None
    edge = anchor.start if sign < 0 else anchor.end
    start, end = sorted((edge, calendar.shifted(unit, edge, sign)))
    return Span(start, end, calendar.precision_of(unit))


def _nearest(of: Meaning, anchor: Span | None, sign: int) -> Span | None:
    """Return "the Friday before 15 July": the last one before a span, or the first one after it."""
    if anchor is None or anchor.start.tzinfo is not None:
        return None
    length = 2 if of.kind == "weekend" else 1
    weekday = 5 if of.kind == "weekend" else of.value
    if sign < 0:
        last = anchor.start - timedelta(days=length)
        start = last - timedelta(days=(last.weekday() - weekday) % 7)
    else:
        start = anchor.end + timedelta(days=(weekday - anchor.end.weekday()) % 7)
    return calendar.span("weekend" if length == 2 else "day", start)


def _without_amount(items: Items) -> Items:
    last = len(items)
    while last and items[last - 1].kind in ("num", "unit", "units", "half", "amount", "the", "of"):
        last -= 1
    return items[:last]
