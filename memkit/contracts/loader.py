"""The loader contract: a source in, documents out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import Field

from memkit.domain.records import Frozen


class Document(Frozen):
    """A text that a loader found, with what is known of it."""

    text: str
    metadata: dict[str, Any] = Field(default_factory=dict)
    occurred_at: datetime | None = None


class Loader(ABC):
    """Reads documents from files, sites or services. `load` is all that an author writes."""

    @abstractmethod
    def load(self, source: str) -> Iterator[Document]:
        """Yield the documents of a source, lazily.

        Raises:
            NotFoundError: There is no such source.
            ProviderError: The source can't be read.
        """
