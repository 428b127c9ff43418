"""Finding the least breadth of search that finds enough, and keeping it."""

from __future__ import annotations

import functools
from dataclasses import asdict, replace

from memkit.concurrency.effects import Effects
from memkit.contracts.store import Selection
from memkit.domain.recall import RecallReport, Trial, TuneReport
from memkit.domain.records import Scope
from memkit.domain.validation import flag, number
from memkit.domain.wording import rounded
from memkit.engine.engine import Engine
from memkit.engine.kept_recall import keep_breadth, keep_report
from memkit.engine.recall import FIRST, Measuring, in_thread, prepared
from memkit.errors import Interrupted, ProviderError, ValidationError

# A breadth is found to this share of itself: measurements are no finer.
_FINE = 0.1


def tune(
    engine: Engine,
    *,
    space: str | None,
    recall: float,
    k: int,
    sample: int,
    seed: int,
    progress: bool,
) -> Effects[TuneReport]:
    """Find, set and keep the least breadth that finds enough; see `Memory.tune`."""
    target, progress = _checked_target(recall), flag(progress, "progress")
    row, measuring = yield from prepared(
        engine, Selection.of(Scope(), None), space=space, k=k, sample=sample, seed=seed
    )
    index = engine.index
    with measuring.shown(f"tuning {index.name} in {row.key}", progress):
        before: RecallReport = yield in_thread(measuring.report)
        if before.option is None:
            return _untunable(before, target)
        tried: list[Trial] = []
        try:
            with measuring.putting_back(before.breadth):
                yield from _least_breadth(measuring, before, target, tried)
        except KeyboardInterrupt:
            raise Interrupted(
                f"{before.setting} stays: nothing was set.", fix="Run it again."
            ) from None
    before = replace(before, tried=tuple(tried))
    after = _best(before, target)
    if after.breadth is not None and after.breadth != before.breadth:
        index.set_breadth(row.key, after.breadth)
        keep_breadth(engine.journal, index.identity, row, after.breadth)
    keep_report(engine.journal, index.identity, row, after)
    return TuneReport(target=target, before=before, after=after, by_hand=index.breadth_by_hand)


def _least_breadth(
    measuring: Measuring, before: RecallReport, target: float, tried: list[Trial]
) -> Effects[None]:
    """Try breadths: halved or doubled until the target lies between two, then halfway between.

    Args:
        measuring: Searches with each of them.
        before: As the store stands.
        target: The recall to be reached.
        tried: Where each goes that was tried.
    """

    def reaches(breadth: int) -> Effects[bool]:
        trial: Trial = yield in_thread(functools.partial(measuring.trial, breadth))
        tried.append(trial)
        return trial.recall >= target

    # Less than what is asked for is never looked at.
    least, most = max(measuring.least, before.k + 1), measuring.most
    bad, good = least - 1, None
    if before.recall >= target:
        if before.breadth is None:
            return  # What the engine chooses is enough.
        good = before.breadth
        while good > least:
            lower = max(least, good // 2)
            if not (yield from reaches(lower)):
                bad = lower
                break
            good = lower
    else:
        bad = max(bad, before.breadth or FIRST // 2)
        while good is None and bad < most:
            higher = min(2 * bad, most)
            if (yield from reaches(higher)):
                good = higher
            else:
                bad = higher
    while good is not None and good - bad > max(1, _FINE * good):
        middle = (good + bad) // 2
        if (yield from reaches(middle)):
            good = middle
        else:
            bad = middle


def _best(before: RecallReport, target: float) -> RecallReport:
    """Return the store as it stands with the least breadth that reaches the target, if one does."""
    if before.breadth is None and before.recall >= target:
        return before
    enough = [
        one
        for one in (before.stands, *before.tried)
        if one.recall >= target and one.breadth is not None
    ]
    least = min(enough, key=lambda one: one.breadth or 0, default=before.stands)
    return replace(before, tried=(), **asdict(least))


def _untunable(before: RecallReport, target: float) -> TuneReport:
    if before.recall >= target:
        return TuneReport(target=target, before=before, after=before)
    raise ProviderError(
        f"Store {before.store!r} finds {rounded(before.recall)} of the exact {before.k} nearest in "
        f"space {before.space!r}, and has no breadth of search that can be set.",
        fix=before.advice or "Move to a store that compares all vectors, such as 'local'.",
        provider=before.store,
    )


def _checked_target(recall: object) -> float:
    target = number(recall, "recall")
    if not 0 < target <= 1:
        raise ValidationError(
            f"recall is {target:g}.", fix="Give a share of the exact answer, such as 0.99."
        )
    return target
