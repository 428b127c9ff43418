"""The seam at which facts are drawn from what is added; the room `extraction` fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Applied, Instruction, Reading
from memkit.domain.facts import Extraction
from memkit.domain.proposals import FactProposal, Preview, Proposal
from memkit.domain.records import Scope
from memkit.domain.structured import Structured
from memkit.errors import MemkitError

Fill = Callable[[Sequence[str], Scope], Effects[Structured]]
"""Fills in a schema from messages of a scope, by their ids."""


class Moved(MemkitError):
    """What was decided about has changed meanwhile, so that it is to be decided anew."""


class Inference(Protocol):
    """Reads messages after they are stored.

    Attributes:
        has_models: Whether it was given models beside that of the memory.
        follows: Whether what is added is read in the background of this process; otherwise it stays
            pending, as for a process that ends at once.
    """

    has_models: bool
    follows: bool

    def refuse(self) -> None:
        """Refuse to read where nothing can.

        Raises:
            ValidationError: There is no model.
        """

    def added(
        self, applied: Sequence[Applied], *, scopes: Sequence[Scope], infer: bool | None
    ) -> Effects[Extraction | None]:
        """Read what was added: now, or in the background; if never, the journal knows already.

        Args:
            applied: What became of the additions.
            scopes: Where they are.
            infer: As `Memory.add` takes it.

        Returns:
            What was found, if that was waited for.

        Raises:
            ProviderError: It was waited for, and the model could not be had.
        """

    def filling(self, schema: Any) -> Fill:
        """Return what fills in a schema from messages.

        Raises:
            ValidationError: There is no model, or the schema can't be asked for.
            NotFoundError: There is no schema of this name.
        """

    def previewed(self, messages: Preview) -> Effects[Preview]:
        """Return what an addition would do, with the facts that would be drawn from it.

        Nothing is written but the calls to the model.

        Raises:
            ValidationError: There is no model.
            ProviderError: The model could not be had.
        """

    def accepted(self, fact: FactProposal) -> list[Instruction]:
        """Return what writes a fact as it was proposed.

        Carried out, it raises `Moved` or `NotFoundError` if what it is about was changed since.
        """

    def read(self, messages: Mapping[str, Proposal]) -> list[Reading]:
        """Return what says that facts were drawn from messages, which are stored by now.

        Args:
            messages: Id -> what was proposed.
        """

    def close(self) -> None:
        """Release what was opened for it."""
