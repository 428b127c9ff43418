"""How often words of time are resolved rightly, language by language, beside dateparser.

    python -m benchmarks.when [--held-out]

The words, and what each means, are the tables of `tests/unit/when`. Right means: the same interval,
precision and relation; none where there is none. dateparser (`pip install dateparser`; left out if
it isn't there) gives a point in time and a period: it is right if the period around its point is
the interval that is expected, and "in" counts a point that lies anywhere in the interval (and
none where none is expected). It is told the language, the time of the message and the tense.

The last lines are milliseconds a sentence, with and without an expression of time in it.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import Any

from memkit.text.when import find, resolve
from tests.unit.when.cases import AT, Case, cases, meant, sentences


def main() -> None:
    """Print a line a language."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--held-out", action="store_true", help="only the quarter held out")
    held = parser.parse_args().held_out
    names = ["cases_held_out.tsv"] if held else ["cases.tsv", "cases_held_out.tsv"]
    rows: defaultdict[str, list[Case]] = defaultdict(list)
    for case in (case for name in names for case in cases(name)):
        rows[(case.language or "not given")[:2] if case.language else "not given"].append(case)
    print(f"{'':10}{'words':>7}{'memkit':>9}{'dateparser':>12}{'in':>7}")
    shares = {language: _shares(of) for language, of in rows.items()}
    for language, (count, *right) in shares.items():
        print(_line(language, count, right))
    totals = [sum(column) for column in zip(*shares.values(), strict=True)]
    print(_line("all", totals[0], totals[1:]))
    _speed()


def _line(name: str, count: int, right: list[int]) -> str:
    shown = [f"{n / count:.0%}" if n >= 0 else "-" for n in right]
    return f"{name:10}{count:7}{shown[0]:>9}{shown[1]:>12}{shown[2]:>7}"


def _shares(of: list[Case]) -> tuple[int, int, int, int]:
    ours = sum(
        meant(resolve(case.words, at=case.at, language=case.language, prefer=case.prefer))
        == case.expected
        for case in of
    )
    if find_spec("dateparser") is None:
        return len(of), ours, -len(of), -len(of)
    exact = inside = 0
    for case in of:
        found = _dateparser(case)
        if found is None:
            right = case.expected in ("none", "every")
            exact, inside = exact + right, inside + right
        elif not isinstance(case.expected, str):
            start, end, _, _ = case.expected
            exact += found == (start, end)
            inside += (start is None or start <= found[0]) and (end is None or found[0] < end)
    return len(of), ours, exact, inside


def _dateparser(case: Case) -> tuple[datetime, datetime] | None:
    """Return the period around the point that dateparser finds."""
    from dateparser.date import DateDataParser

    settings: dict[str, Any] = {
        "RELATIVE_BASE": case.at.replace(tzinfo=None),
        "PREFER_DATES_FROM": case.prefer or "current_period",
        "RETURN_TIME_AS_PERIOD": True,
    }
    language = case.language and case.language[:2]
    data = DateDataParser(languages=[language] if language else None, settings=settings)
    found = data.get_date_data(case.words)
    if found is None or found.date_obj is None:
        return None
    point = found.date_obj
    if point.tzinfo is None:
        point = point.replace(tzinfo=case.at.tzinfo)
    start, end = _period(point, found.period)
    return start.astimezone(UTC), end.astimezone(UTC)


def _period(point: datetime, period: str) -> tuple[datetime, datetime]:
    if period == "time":
        start = point.replace(second=0, microsecond=0)
        return start, start + timedelta(minutes=1)
    day = point.replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "month":
        start = day.replace(day=1)
        return start, (start + timedelta(days=32)).replace(day=1)
    if period == "year":
        start = day.replace(month=1, day=1)
        return start, start.replace(year=start.year + 1)
    if period == "week":
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=7)
    return day, day + timedelta(days=1)


def _speed() -> None:
    texts = sentences()
    kinds = {
        "without": [one for one in texts if not one.expected],
        "with": [one for one in texts if one.expected],
    }
    for kind, of in kinds.items():
        for label, language in (("language given", True), ("not given", False)):
            times = [_milliseconds(_call(one, language)) for one in of]
            print(
                f"a sentence {kind} an expression, {label}: median "
                f"{statistics.median(times):.3f} ms, the slowest {max(times):.3f} ms"
            )


def _call(one: Any, language: bool) -> Callable[[], object]:
    return lambda: find(one.text, at=AT, language=one.language if language else None)


def _milliseconds(call: Callable[[], object], *, runs: int = 50) -> float:
    call()
    best = float("inf")
    for _ in range(runs):
        begin = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - begin)
    return best * 1000


if __name__ == "__main__":
    main()
