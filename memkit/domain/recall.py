"""How much of the exact answer a store finds, and what its settings make of that."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from memkit.domain.display import Displayable
from memkit.domain.public import public
from memkit.domain.wording import counted, milliseconds, rounded
from memkit.errors import Idiom, Wording, in_idiom

# Of the normal distribution: the interval holds the true recall in 95 of 100 cases.
_Z = 1.96


class Interval(NamedTuple):
    """Where the true recall lies, with a confidence of 95 %."""

    low: float
    high: float


def interval(shares: Sequence[float]) -> Interval:
    """Return where a mean of shares lies: Wilson's score interval, one draw a query.

    A share of neighbours varies less than a query that is right or wrong, so this errs on the
    side of caution. See Wilson (1927), doi:10.1080/01621459.1927.10502953.

    Args:
        shares: Of each query, from 0 to 1; at least one.
    """
    n, mean = len(shares), sum(shares) / len(shares)
    middle = mean + _Z**2 / (2 * n)
    half = _Z * math.sqrt(mean * (1 - mean) / n + _Z**2 / (4 * n * n))
    whole = 1 + _Z**2 / n
    return Interval(max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole))


@dataclass(frozen=True, slots=True)
class Trial:
    """What a store found with one setting.

    Attributes:
        breadth: The setting's value; None where the engine chooses.
        recall: The share of the exact answer that it found, 0 to 1.
        low, high: Where that of all texts lies, with a confidence of 95 %.
        ms: Milliseconds of a search, at the median.
    """

    breadth: int | None
    recall: float
    low: float
    high: float
    ms: float

    @property
    def cells(self) -> tuple[str, str, str]:
        """Recall, interval and time, as a table has them: below each other."""
        low, high = (f"{share:.3f}" for share in (self.low, self.high))
        return (
            f"{math.floor(self.recall * 1000 + 1e-9) / 1000:.3f}",
            f"{low} to {high}",
            f"{self.ms:,.2f}",
        )


@public
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RecallReport(Displayable):
    """How much of the exact nearest neighbours a store finds, measured on a sample.

    Attributes:
        store: The store's provider; `space`: the embedding space.
        k: How many neighbours of each text were asked for.
        recall: Recall@k: the share of the exact `k` nearest that the store found, 0 to 1.
        low, high: Where that of all texts lies, with a confidence of 95 %.
        queries: How many texts were searched for; `memories`: among how many.
        ms: Milliseconds of a search, at the median.
        measured_at: When, in UTC.
        option: The store's option that says how broadly it searches, e.g. "ef"; None if it has
            none that can be set.
        breadth: Its value; None where the engine chooses.
        exact: Whether the store compares all vectors here, so that it can't miss.
        tried: What other values of the option gave, in the order in which they were tried.
        advice: What else raises the recall, as sentences; "" for nothing.
    """

    store: str
    space: str
    k: int
    recall: float
    low: float
    high: float
    queries: int
    memories: int
    ms: float
    measured_at: datetime
    option: str | None = None
    breadth: int | None = None
    exact: bool = False
    tried: tuple[Trial, ...] = ()
    advice: str = ""

    def __repr__(self) -> str:
        return f"<RecallReport: {self}>"

    def __str__(self) -> str:
        better = f"; {self.better}" if self.better else ""
        return f"{self.headline}{better}."

    @property
    def headline(self) -> str:
        """The number, and what it was measured on."""
        exactly = ", which compares all vectors" if self.exact else ""
        at = f" with {self.setting}" if self.setting else ""
        return (
            f"recall@{self.k} of {self.store!r} {rounded(self.recall)} in {self.space!r}{at}"
            f"{exactly} (95 %: {rounded(self.low)} to {rounded(self.high)}; "
            f"{counted(self.queries, 'query')} among {counted(self.memories)}, "
            f"{milliseconds(self.ms)} each)"
        )

    @property
    def short(self) -> str:
        """The number alone, for a line that says more: "recall@10 0.967"."""
        return f"recall@{self.k} {rounded(self.recall)}"

    @property
    def last_time(self) -> str:
        """When it was measured, and on what, as a sentence."""
        return (
            f"Measured {self.measured_at:%Y-%m-%d %H:%M} UTC with {counted(self.queries, 'query')} "
            f"among {counted(self.memories)}: {self.store} found {rounded(self.recall)} of the "
            f"{self.k} nearest."
        )

    @property
    def setting(self) -> str:
        """The option as it stands, e.g. "ef=128"; "" if there is none."""
        return "" if self.option is None else said_of(self.option, self.breadth)

    @property
    def stands(self) -> Trial:
        """The setting as it stands, as one of those that were tried."""
        return Trial(self.breadth, self.recall, self.low, self.high, self.ms)

    @property
    def better(self) -> str:
        """Which of the values tried finds more, and what it costs; "" if none does."""
        best = max(self.tried, key=lambda one: one.recall, default=None)
        if best is None or self.option is None or best.recall <= self.recall:
            return ""
        times = best.ms / self.ms if self.ms else 1.0
        return (
            f"{said_of(self.option, best.breadth)} gives {rounded(best.recall)} at {times:.1f} "
            "times the time"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON holds it."""
        return {**asdict(self), "measured_at": self.measured_at.isoformat()}

    def to_pandas(self) -> Any:
        """Return the setting as it stands and those that were tried, one a row; needs pandas."""
        from memkit.domain.frames import recall_to_pandas

        return recall_to_pandas(self)


@public
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TuneReport(Displayable):
    """What `tune` tried, and what it set.

    Attributes:
        target: The recall that was asked for.
        before: As the store stood; its `tried` has all that was tried.
        after: As it stands now; the same as `before` if nothing was set.
        by_hand: Whether the option was given when the memory was opened, which goes before what is
            kept.
        idiom: Where it was asked for.
    """

    target: float
    before: RecallReport
    after: RecallReport
    by_hand: bool = False
    idiom: Idiom = field(default="python", repr=False, compare=False)

    @property
    def reached(self) -> bool:
        """Whether the store finds as much as was asked for."""
        return self.after.recall >= self.target

    @property
    def tried(self) -> tuple[Trial, ...]:
        """All that was tried, in this order."""
        return self.before.tried

    @property
    def store(self) -> dict[str, Any]:
        """What to give as `store=`, beside the options there are, to have this setting for good."""
        config = {} if self.after.option is None else {self.after.option: self.after.breadth}
        return {"provider": self.after.store, "config": config}

    def __repr__(self) -> str:
        return f"<TuneReport: {self}>"

    def __str__(self) -> str:
        return self.said("python")

    def said(self, idiom: Idiom) -> str:
        """Return what was found and set, in the words of one front end."""
        before, after = self.before, self.after
        if not self.reached:
            most = max((before.stands, *self.tried), key=lambda one: one.recall)
            at = said_of(after.option or "", most.breadth)
            return (
                f"No {after.option} reaches a recall@{after.k} of {self.target:g} in "
                f"{after.space!r}: {rounded(most.recall)} at most, with {at}. {after.setting} "
                f"stays, with {rounded(after.recall)}. {after.advice}".rstrip()
            )
        if before.breadth == after.breadth:
            stands = f" with {after.setting}, which stays" if after.setting else ""
            return f"recall@{after.k} of {after.store!r} is {rounded(after.recall)}{stands}."
        times = after.ms / before.ms if before.ms else 1.0
        return (
            f"{after.setting} now (it was {before.breadth or 'left to the engine'}): "
            f"recall@{after.k} of {after.store!r} {rounded(after.recall)} in place of "
            f"{rounded(before.recall)}, at {times:.1f} times the time. "
            f"{in_idiom(self.kept, idiom)}"
        )

    @property
    def kept(self) -> Wording:
        """How long that holds."""
        if self.by_hand:
            python = f"It holds until the memory is closed: open it with store={self.store!r}."
            short = f"{self.after.setting} in the store's options"
            return Wording(
                python,
                magic=f"It holds until the memory is closed: write {short}.",
                command=f"It holds for this call alone: write {short}.",
                widget=f"It holds until the memory is closed: write {short}.",
            )
        return Wording("It is kept with the memory.")

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON holds it."""
        return {
            "target": self.target,
            "reached": self.reached,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "store": self.store,
        }

    def to_pandas(self) -> Any:
        """Return the setting that was there and those tried, one a row; needs pandas."""
        return self.before.to_pandas()


def said_of(option: str, breadth: int | None) -> str:
    """Return an option with its value, as people write it."""
    return f"{option} left to the engine" if breadth is None else f"{option}={breadth}"
