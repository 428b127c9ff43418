"""What an engine can select by itself, it does; the journal has the word on the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.ranking import merged, ranked
from memkit.contracts.store import Keys, Matches, Selection, StoreContext, no_matches
from memkit.filters import Bounds

N = TypeVar("N")
N_contra = TypeVar("N_contra", contravariant=True)


class Ask(Protocol[N_contra]):
    """A question to an engine."""

    def __call__(self, native: N_contra | bool, limit: int, exact: bool) -> Matches:
        """Return the best, best first.

        Args:
            native: Which rows: the engine's own filter; True for all.
            limit: How many at most.
            exact: Whether to compare all that the filter keeps.
        """


@dataclass(frozen=True, kw_only=True)
class Plan(Generic[N]):
    """How an engine is asked where it can't tell by itself what a search may return.

    Attributes:
        among: Makes the engine's filter for memories of these keys.
        keys_in_filter: How many keys one filter may hold.
        looks: So many of the best that may match are put to the journal, one look after the
            other, before it is asked for all that do. At least twice as many as are wanted.
        most: How many an answer may hold; None without a limit.
        without: Returns a filter without memories of some keys, so that what comes after the
            answer that the engine gives at most can be asked for; None if it can't.
        slow_filters: Whether a filter costs more than a look into the journal.
        compare_below: Where the journal names fewer memories, their vectors in it are compared.
        available: Tells how many rows there are, for an engine that may return fewer than it has;
            None for one that does not.
        kept: Returns the keys of the rows that a filter keeps, where the engine holds so few that
            their vectors in the journal are compared, and None where it holds more; for an engine
            that misses some of the nearest, None for any other.
    """

    among: Callable[[Keys], N]
    keys_in_filter: int
    looks: tuple[int, ...]
    most: int | None = None
    without: Callable[[N | bool, Keys], N] | None = None
    slow_filters: bool = False
    compare_below: int = 0
    available: Callable[[], int] | None = None
    kept: Callable[[N | bool], Keys | None] | None = None


def best(
    ask: Ask[N],
    bounds: Bounds[N],
    plan: Plan[N],
    *,
    k: int,
    selection: Selection,
    context: StoreContext,
    vectors: tuple[str, Vectors] | None = None,
) -> Matches:
    """Return the `k` best of a selection.

    Args:
        ask: The question.
        bounds: The selection as the engine's filters.
        plan: How the engine is asked.
        k: At least 1.
        selection: Applied before the cut.
        context: The journal.
        vectors: The space and the unit vector that is searched for, where it is one.
    """
    if bounds.upper is False:
        return no_matches()
    kept = None if vectors is None or plan.kept is None else plan.kept(bounds.upper)
    if vectors is not None and kept is not None:
        allowed = kept if bounds.exact else context.allowed_keys(selection, among=kept)
        return _compared(context, *vectors, allowed, k)
    if plan.most is not None and plan.without is not None:
        ask, plan = _in_rounds(ask, plan.most, plan.without), replace(plan, most=None)
    fits = plan.most is None or k <= plan.most
    if plan.slow_filters:
        found = _checked(ask, True, plan.looks[:1], plan, k, selection, context)
        if found is not None:
            return found
    if bounds.exact and fits:
        found = ask(bounds.upper, k, False)
        if len(found) >= k or plan.available is None:
            return found
        allowed = context.allowed_keys(selection)
        # Either there are no more, or the engine had no way to them.
        if len(found) >= min(k, len(allowed), plan.available()):
            return found
    else:
        found = _checked(ask, bounds.upper, plan.looks, plan, k, selection, context)
        if found is not None:
            return found
        allowed = context.allowed_keys(selection)
    if vectors is not None and len(allowed) < plan.compare_below:
        return _compared(context, *vectors, allowed, k)
    chunk = plan.keys_in_filter if fits else min(plan.keys_in_filter, plan.most or 1)
    parts = (allowed[start : start + chunk] for start in range(0, len(allowed), chunk))
    return merged([ask(plan.among(part), min(k, len(part)), True) for part in parts], k)


def _in_rounds(ask: Ask[N], most: int, without: Callable[[N | bool, Keys], N]) -> Ask[N]:
    """Return a question whose answer may be of any length, of one that gives so many at once."""

    def asked(native: N | bool, limit: int, exact: bool) -> Matches:
        found = ask(native, min(limit, most), exact)
        complete = len(found) < most
        while len(found) < limit and not complete:
            wanted = min(limit - len(found), most)
            after = ask(without(native, found.keys), wanted, exact)
            complete = len(after) < wanted
            found = merged([found, after], limit)
        return found

    return asked


def _checked(
    ask: Ask[N],
    native: N | bool,
    looks: tuple[int, ...],
    plan: Plan[N],
    k: int,
    selection: Selection,
    context: StoreContext,
) -> Matches | None:
    """Look for `k` that the journal allows among the best that may match; None in vain."""
    most = plan.most or max(*looks, 2 * k)
    for wanted in dict.fromkeys(min(max(look, 2 * k), most) for look in looks):
        if wanted < k:
            return None
        found = ask(native, wanted, False)
        allowed = context.allowed_keys(selection, among=np.sort(found.keys))
        passed = np.isin(found.keys, allowed)
        complete = len(found) < wanted
        if passed.sum() >= k or (complete and plan.available is None):
            return replace(found, keys=found.keys[passed][:k], scores=found.scores[passed][:k])
        if complete:
            return None  # There may be more, to which the engine had no way.
    return None


def _compared(context: StoreContext, space: str, unit: Vectors, allowed: Keys, k: int) -> Matches:
    held = context.vectors(space, allowed)
    lengths = np.linalg.norm(held, axis=1)
    there = lengths > 0
    return ranked(allowed[there], (held[there] @ unit) / lengths[there], k)
