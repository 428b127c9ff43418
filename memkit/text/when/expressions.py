"""The expressions of time in a text: the longest runs of words that make sense together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from memkit.text.languages import stop_words
from memkit.text.when.compose import ANY
from memkit.text.when.context import Context
from memkit.text.when.grammar import Found, parse
from memkit.text.when.lexer import Run, Token, runs
from memkit.text.when.lexicon import MEANINGFUL, Lexicon, Meaning

# More than so many words make no expression; more ways to read it aren't tried.
_LONGEST = 12
_READINGS = 48
# Nobody says so many words of time in a row: what goes on is no sentence.
_TRIES = 150
_CONTENT = MEANINGFUL | frozenset(
    "date instant clock year quarter years year_month month_day dom ord ampm".split()
)
# What an expression never begins with, and never ends with.
_NEVER_FIRST = frozenset({"of", "and", "dash", "other", "to", "oclock"})
_NEVER_LAST = frozenset({"of", "and", "dash", "to", "the", "at"})
_PREPOSITIONS = frozenset(
    {"at", "since", "until", "before", "after", "between", "from", "to", "about", "every"}
)
_PICKING = frozenset(
    {"last", "rolling", "this", "next", "coming", "edge", "num", "ord", "year", "dom", "rel"}
)
_SAYS_WHICH = _PICKING | {"day", "date", "daypart", "ago", "hence", "amount", "year_month"}
_PASSED = frozenset({"the", "of", "dash"})
_WORD = re.compile(r"\w+")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")


# When words of a text were said, by where they begin and end.
Said = Callable[[int, int], Context]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression, where it stands, and what it means.

    `alone` tells whether no other word of time stands beside it that isn't a part of it.
    """

    start: int
    end: int
    found: Found
    alone: bool


def expressions(
    text: str, lexicon: Lexicon, said: Said, *, words_only: bool = False
) -> list[Expression]:
    """Return the expressions of a text in a language, in their order.

    Args:
        text: A sentence, or words of time.
        lexicon: The words of its language.
        said: Gives when it was said, and in which tense, of the words text[start:end].
        words_only: Whether a text that is an expression as a whole is one without any doubt:
            "May" is the month where the text is nothing else.
    """
    found: list[Expression] = []
    all_runs = runs(text, lexicon)
    if words_only and len(all_runs) > 1 and any(_relates(run) for run in all_runs):
        # "before she moved in March" is no time in March.
        return []
    for run in all_runs:
        if any(_means(token, "block") for token in run):
            continue
        sure = words_only and _covers(run, text)
        if any(_has_content(token) for token in run):
            now = said(run[0].start, run[-1].end)
            found += _of_run(run, text, lexicon, now, sure=sure)
    return found


def _of_run(
    run: Run, text: str, lexicon: Lexicon, now: Context, *, sure: bool
) -> Iterator[Expression]:
    content = [_has_content(token) for token in run]
    first = tried = 0
    while first < len(run) and tried < _TRIES:
        for last in range(min(len(run), first + _LONGEST), first, -1):
            whole = sure and first == 0 and last == len(run)
            if not any(content[first:last]):
                continue
            tried += 1
            if not whole and _only_joins(run[first], run[last - 1], lexicon):
                continue
            found = _reading(run, first, last, now, text, lexicon, sure=whole)
            if found is None:
                continue
            if (
                _is_any(run, first)
                or _is_cut(run, first)
                or _hangs_on_more(run, first, last, found)
                or _contradicted(run, first, last, found)
            ):
                return
            alone = not any(
                has or _means(token, "before") or _means(token, "after")
                for has, token in zip(content, run, strict=True)
                if not run[first].start <= token.start < run[last - 1].end
            )
            yield Expression(run[first].start, run[last - 1].end, found, alone)
            first = last - 1
            break
        first += 1


def _has_content(token: Token) -> bool:
    return not _CONTENT.isdisjoint(meaning.kind for meaning in token.meanings)


def _only_joins(first: Token, last: Token, lexicon: Lexicon) -> bool:
    # "de" is no end in Spanish whatever it means; in Korean "에" may be one.
    judge = all if lexicon.postpositional else any
    return all(meaning.kind in _NEVER_FIRST for meaning in first.meanings) or judge(
        meaning.kind in _NEVER_LAST for meaning in last.meanings
    )


def _reading(
    run: Run, first: int, last: int, now: Context, text: str, lexicon: Lexicon, *, sure: bool
) -> Found | None:
    """Return the first reading of some words of a run that makes sense."""
    # "2019 में" has its preposition behind it.
    behind = run[last].meanings[:1] if _is_heard(run, last, lexicon) else ()
    readings = itertools.product(*(token.meanings for token in run[first:last]))
    for items in itertools.islice(readings, _READINGS):
        if not sure and not _stands_beside((*items, *behind), text, run[last - 1].end, lexicon):
            continue
        try:
            found = parse(items, now, whole=sure)
        except (ValueError, OverflowError):
            # Before the year 1, after the year 9999, or a day that no calendar has.
            continue
        if found is not None:
            return found
    return None


def _is_heard(run: Run, at: int, lexicon: Lexicon) -> bool:
    """Tell whether the word behind an expression says something of it: "21. Jahrhundert"."""
    return at < len(run) and (lexicon.postpositional or _means(run[at], "unit"))


def _stands_beside(items: Sequence[Meaning], text: str, end: int, lexicon: Lexicon) -> bool:
    """Tell whether words that mean other things too stand beside others of time."""
    for at, item in enumerate(items):
        if item.flag not in ("?", "~"):
            continue
        before, after = (_neighbour(items, at, step) for step in (-1, 1))
        allowed = _PICKING if item.flag == "~" else _PICKING | _PREPOSITIONS
        if lexicon.postpositional or (item.kind == "month" and after in ("since", "until")):
            allowed_after = _PICKING | _PREPOSITIONS
        else:
            allowed_after = _PICKING
        if not (before in allowed or after in allowed_after or _of_days(item, before, after)):
            return False
        if item.kind == "year" and before in _PREPOSITIONS and text[end - 1] == "0":
            return not _counts(text, end, lexicon)
        if item.kind == "dom" and (_counts(text, end, lexicon) or after in ("unit", "units")):
            return False
    return True


def _neighbour(items: Sequence[Meaning], at: int, step: int) -> str:
    at += step
    while 0 <= at < len(items) and items[at].kind in _PASSED:
        at += step
    return items[at].kind if 0 <= at < len(items) else ""


_PARTED = frozenset({"month", "unit", "units", "rel", "season", "decade", "year_month", "quarter"})


def _of_days(item: Meaning, before: str, after: str) -> bool:
    """Tell whether it is a part of a named day, or a named part of a year."""
    if item.kind == "part":
        return bool(
            {before, after} & {"day", "day_either", "weekday", "date", "month_day", "clock"}
        )
    if item.kind == "edge":
        return before in _PARTED or before == "year"
    if item.kind == "year":
        return bool(
            {before, after}
            & {"month", "season", "holiday", "quarter", "half_year", "unit", "weekday", "edge"}
        )
    return item.kind == "month" and (before in ("unit", "weekday") or after == "unit")


def _counts(text: str, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a number that may be a year counts what stands after it: "in 2000 pieces"."""
    following = _NEXT_WORD.match(text, end)
    if following is None or following[1][0].isupper():
        return False
    word = following[1].lower()
    return word not in stop_words(lexicon.language)


def _is_any(run: Run, first: int) -> bool:
    """Tell whether an article in front says that it is any of its kind: "a January morning"."""
    return (
        first > 0
        and _means(run[first - 1], "one")
        and any(meaning.kind in ANY for meaning in run[first].meanings)
    )


def _is_cut(run: Run, first: int) -> bool:
    """Tell whether the day of a month stands in front of it, and makes no sense with it."""
    day, month = first - 1, first
    while day >= 0 and (_means(run[day], "of") or _means(run[day], "the")):
        day -= 1
    while month < len(run) and (_means(run[month], "of") or _means(run[month], "the")):
        month += 1
    is_month = month < len(run) and (
        _means(run[month], "month") or _means(run[month], "year_month")
    )
    return is_month and day >= 0 and any(_means(run[day], kind) for kind in ("num", "ord", "dom"))


def _hangs_on_more(run: Run, first: int, last: int, found: Found) -> bool:
    """Tell whether what follows says which Friday it is, and isn't known: "the Friday before"."""
    if found.recurring and last < len(run) and _means(run[last], "ago"):
        return True
    if last >= len(run) or not _surely_relates(run[last]):
        return False
    return not any(
        meaning.kind in _SAYS_WHICH for token in run[first:last] for meaning in token.meanings
    )


def _surely_relates(token: Token) -> bool:
    return any(
        meaning.kind in ("before", "after") and not meaning.flag for meaning in token.meanings
    )


def _contradicted(run: Run, first: int, last: int, found: Found) -> bool:
    """Tell whether a weekday beside a date is another one."""
    if found.precision != "day" or found.relation != "at":
        return False
    beside = run[first - 1 : first] + run[last : last + 1]
    return any(_means(token, "weekday") for token in beside)


def _relates(run: Run) -> bool:
    """Tell whether a run says before or after, and not of what."""
    return not any(_has_content(token) for token in run) and any(
        token.meanings[0].kind in ("before", "after", "since", "until") for token in run
    )


def _means(token: Token, kind: str) -> bool:
    return any(meaning.kind == kind for meaning in token.meanings)


def _covers(run: Run, text: str) -> bool:
    """Tell whether all words of a text are in a run."""
    return not _WORD.search(text[: run[0].start]) and not _WORD.search(text[run[-1].end :])
