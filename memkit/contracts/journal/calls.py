"""Calls to models as they are recorded: what was sent, what came back, and what it cost."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.contracts.llm import Stop
from memkit.domain.records import Usage
from memkit.domain.spending import Budget, TaskUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call to a model that came back.

    Attributes:
        key: A digest of everything that was sent: who asks the same again finds this answer.
        task: What for: "extract", "decide", "answer", or another word.
        derivation: For which derivation, if for one.
        model: The model's name; `prompt`: the version of the prompt, if it has one.
        request: What was sent, as JSON holds it: the messages.
        answer: The text that came back; `stop`: why it ended, see `Completion`.
        input_tokens, output_tokens, cost: What it consumed; the cost in US dollars, if known.
        seconds: How long it took; `at`: when it came back, microseconds since 1970.
        lines: Ids of the memories whose texts it shows, and digests of texts that were not stored
            yet: `purge` erases it by either.
        id: Given by the journal, rising; 0 for a call that is not in it yet.
    """

    key: str
    task: str
    model: str
    request: Sequence[Mapping[str, Any]]
    answer: str
    derivation: str | None = None
    prompt: str | None = None
    stop: Stop = "end"
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    seconds: float = 0.0
    at: int = 0
    lines: tuple[str, ...] = ()
    id: int = 0


class Calls(ABC):
    """Recorded calls by key, so that none is paid for twice, and in order, to be replayed."""

    @abstractmethod
    def put_call(self, call: Call) -> tuple[str, ...]:
        """Record a call, durably, in a transaction of its own; one of this key that is there stays.

        Whatever a model answered can be kept, half characters and zero bytes among it. Of a call
        that shows a memory which was purged meanwhile nothing is kept but what it cost.

        Returns:
            Ids of the memories in `lines` that were purged: nothing may be made of the answer.
        """

    @abstractmethod
    def call(self, key: str) -> Call | None:
        """Return the recorded call of a key."""

    @abstractmethod
    def calls(
        self, derivation: str | None = None, *, after: int = 0, limit: int | None = None
    ) -> list[Call]:
        """Return calls in the order in which they were recorded, from above the id `after`.

        Args:
            derivation: Only those of this one; None for all.
            after, limit: Where to begin, and how many at most.
        """

    @abstractmethod
    def spending(self) -> list[TaskUsage]:
        """Return what all calls consumed, by task, model and derivation, in the order in which each
        was first recorded; also those that were purged since.
        """

    def usage(self) -> dict[tuple[str, str], Usage]:
        """Return what all calls consumed, by task and model."""
        found: dict[tuple[str, str], Usage] = {}
        for one in self.spending():
            kind = one.task, one.model
            found[kind] = found.get(kind, Usage()) + one.usage
        return found

    @abstractmethod
    def budget(self) -> Budget:
        """Return how much may be consumed, and what was since that was said.

        Without bounds, it counts all calls.
        """

    @abstractmethod
    def set_budget(self, *, tokens: int | None, usd: float | None, at: int) -> None:
        """Say how much may be consumed by calls that are recorded from now on.

        Args:
            tokens: The most tokens; usd: the most US dollars. None for no bound; without any, there
                is no budget.
            at: When, microseconds since 1970.
        """
