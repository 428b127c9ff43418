"""Derivations: who draws facts from messages, what each has read, and what it set out to read.

A derivation is a model with its prompts and instructions. Its facts are memories like others, with
its name in `derived_by`. What it still has to read is computed: the messages of whose present text
it has no reading. So a message that was edited is unread again, one whose edit is undone is not,
and nothing has to be marked when messages come.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from memkit.contracts.store import Keys
from memkit.domain.records import MemoryRecord, Scope

# "skipped": there was nothing to be read, and nobody was asked.
Outcome = Literal["read", "failed", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivationRow:
    """A derivation as the journal records it.

    Attributes:
        name: What `derived_by` of its facts says.
        provider: Name of the LLM's provider; `config`: its settings without secrets.
        model: The model's name as the provider knows it.
        prompts: The version of the prompts.
        profile: What the model is asked to do, by its abilities.
        instructions: The user's own, as JSON: instructions, includes, excludes, categories,
            language.
        in_use: Whether its facts are those that are served.
        created_at: When it was made, microseconds since 1970.
        id: Given by the journal, never twice; 0 for a row that is not in it yet.
    """

    name: str
    provider: str
    config: Mapping[str, Any]
    model: str
    prompts: str
    profile: str
    instructions: Mapping[str, Any] = field(default_factory=dict)
    in_use: bool = False
    created_at: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading one text of a message.

    Attributes:
        derivation: Who read it.
        key: The message; `digest`: its text, as `memkit.domain.records.text_digest` tells it.
        outcome, reason: What came of it, and why, for people.
        batch_id: That of the changes it was written with; `at`: when, microseconds since 1970.
        attempts: How often this text was read.

    The journal gives the last three.
    """

    derivation: str
    key: int
    digest: str
    outcome: Outcome
    reason: str | None = None
    batch_id: str = ""
    at: int = 0
    attempts: int = 0


class Unread(NamedTuple):
    """A message that is still to be read; `failed` tells of the last attempt, if there was one."""

    key: int
    message: MemoryRecord
    failed: Reading | None


class WindowLine(NamedTuple):
    """A message in a window, and the digest of its text when the window was cut."""

    memory_id: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Messages that are read together, written down before anybody is asked about them.

    A process that dies meanwhile leaves it open. Whoever goes on asks the same of the same lines,
    whatever came since, and so finds the calls that were paid for.

    Attributes:
        derivation: Who reads it.
        lines: What is to be read; `context`: what is shown beside it, and was read before.
        id: Given by the journal; 0 for one that is not in it yet.
    """

    derivation: str
    lines: tuple[WindowLine, ...]
    context: tuple[WindowLine, ...] = ()
    id: int = 0


class Derivations(ABC):
    """Derivations by name, one of them in use, their readings and their open windows.

    Readings are written by `Changes.apply`, in the transaction of the facts, which closes the
    window, too.
    """

    @abstractmethod
    def derivations(self) -> list[DerivationRow]:
        """Return the derivations in the order in which they were added."""

    @abstractmethod
    def put_derivation(self, derivation: DerivationRow) -> None:
        """Add a derivation, or replace the row of this name, which keeps its readings.

        The first one is in use, whatever its row says; later `in_use` moves if the row says so.
        """

    @abstractmethod
    def use_derivation(self, name: str) -> None:
        """Make a derivation, and no other, the one in use.

        Raises:
            NotFoundError: There is no such derivation; the one in use stays.
        """

    @abstractmethod
    def drop_derivation(self, name: str) -> None:
        """Forget a derivation, its readings and its windows; its facts and its calls stay.

        Raises:
            NotFoundError: There is no such derivation.
            ValidationError: It is in use, and not the only one.
        """

    @abstractmethod
    def readings(self, derivation: str, keys: Keys) -> dict[int, Reading]:
        """Return the readings of the present texts of messages, by key; unread ones are absent."""

    @abstractmethod
    def unread(
        self,
        derivation: str,
        *,
        now: int,
        limit: int,
        after: int = 0,
        scope: Scope = Scope(),  # noqa: B008 - it is frozen
        failed: bool = False,
    ) -> list[Unread]:
        """Return the messages that a derivation has still to read, in the order they came in.

        Messages are memories that the user, the assistant or a tool said (`role`; a bare text is
        the user's), and that nobody derived. Those that were added to be passed over, as `infer`
        of `Changes.apply` says, are left out.

        Args:
            now: Which messages have expired, microseconds since 1970: they are left out.
            limit: How many at most, from above the key `after`.
            scope: Whose.
            failed: Whether those whose last attempt failed are among them.

        Raises:
            NotFoundError: There is no such derivation.
        """

    @abstractmethod
    def count_unread(
        self,
        derivation: str,
        *,
        now: int,
        scope: Scope = Scope(),  # noqa: B008 - it is frozen
        failed: bool = False,
    ) -> int:
        """Return how many messages `unread` has in all.

        Raises:
            NotFoundError: There is no such derivation.
        """

    @abstractmethod
    def put_window(self, window: Window) -> int:
        """Write down a window, durably, and return its id.

        Raises:
            NotFoundError: There is no such derivation.
        """

    @abstractmethod
    def open_windows(self, derivation: str) -> list[Window]:
        """Return the windows that were not closed, in the order in which they were written."""
