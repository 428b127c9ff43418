"""The seam at which facts are drawn from what is added; the room `extraction` fills it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Applied
from memkit.domain.facts import Extraction
from memkit.domain.records import Scope
from memkit.domain.structured import Structured

Fill = Callable[[Sequence[str], Scope], Effects[Structured]]
"""Fills in a schema from messages of a scope, by their ids."""


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
        self, applied: Sequence[Applied], *, scope: Scope, infer: bool | None
    ) -> Effects[Extraction | None]:
        """Read what was added: now, or in the background; if never, the journal knows already.

        Args:
            applied: What became of the additions.
            scope: Where they are.
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

    def close(self) -> None:
        """Release what was opened for it."""
