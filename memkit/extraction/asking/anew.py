"""Asking again what was answered badly before."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from memkit.concurrency.effects import Effects
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import Task, climb
from memkit.extraction.asking.outcome import Outcome

W = TypeVar("W")
T = TypeVar("T")


def asked_anew(
    task: Task[W, T], what: W, *, asker: Asker, structured: bool, attempts: int
) -> Effects[Outcome[W, T]]:
    """Ask, and ask anew where all that there is are answers of before that were no use.

    Args:
        task, what, structured: As of `climb`.
        asker: Who is asked, for the first time.
        attempts: How often it may have been asked before, in vain.
    """
    for attempt in range(attempts + 1):
        outcome = yield from climb(
            task, what, asker=replace(asker, attempt=attempt), structured=structured
        )
        useless = any(one.error is None or one.code == "limit" for one in outcome.pending)
        if outcome.usage.calls or not useless:
            break
    return outcome
