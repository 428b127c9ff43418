"""The seam at which facts are drawn from what is added; the room `extraction` fills it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from memkit.concurrency.effects import Effects
from memkit.domain.facts import Extraction


class Inference(Protocol):
    """Reads messages after they are stored."""

    def refuse(self) -> None:
        """Refuse to read where nothing can.

        Raises:
            ValidationError: There is no model.
        """

    def added(self, ids: Sequence[str], *, infer: bool | None) -> Effects[Extraction | None]:
        """Read what was added: now, in the background, or never.

        Args:
            ids: The memories that are new.
            infer: As `Memory.add` takes it.

        Returns:
            What was found, if that was waited for.
        """
