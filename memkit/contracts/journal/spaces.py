"""Embedding spaces, and the vectors of texts in them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys

SpaceState = Literal["filling", "ready"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceRow:
    """An embedding space as the journal records it.

    Attributes:
        key: Its name, e.g. "static-2" or "openai:text-embedding-3-small".
        provider: Name of the embedder's provider; `config`: its settings without secrets.
        model: The model's name as the provider knows it.
        dim: Length of a vector.
        normalized: Whether vectors have length one.
        fingerprint: The vectors of fixed texts, by which the engine knows the model again.
        state: "filling" until every memory has had its vector once.
        default: Whether searches use it when no space is named.
        id: Given by the journal, never twice; 0 for a row that is not in it yet.
    """

    key: str
    provider: str
    config: Mapping[str, Any]
    model: str
    dim: int
    normalized: bool
    fingerprint: bytes
    state: SpaceState = "ready"
    default: bool = False
    id: int = 0


class EmbeddingSpaces(ABC):
    """Spaces by key, and at most one vector a text and space."""

    @abstractmethod
    def spaces(self) -> list[SpaceRow]:
        """Return the spaces in the order in which they were added."""

    @abstractmethod
    def put_space(self, space: SpaceRow) -> None:
        """Add a space, or replace the row of this key; `default` moves to it if it says so."""

    @abstractmethod
    def complete_space(self, key: str) -> bool:
        """Mark a space as ready if every memory has its vector in it, and tell whether it is so."""

    @abstractmethod
    def default_space(self, key: str) -> None:
        """Make a space, and no other, the default.

        Raises:
            SpaceError: There is no such space; the default stays.
        """

    @abstractmethod
    def drop_space(self, key: str) -> None:
        """Forget a space and its vectors.

        Raises:
            SpaceError: It is the default.
        """

    @abstractmethod
    def known_texts(self, space: str, texts: Sequence[str]) -> set[str]:
        """Return those of the texts that have a vector in a space: the cache of embeddings."""

    def spaces_knowing(self, texts: Sequence[str]) -> list[tuple[SpaceRow, set[str]]]:
        """Return the spaces, each with those of the texts that have a vector in it.

        Override it where all of them can be asked at once.
        """
        return [(row, self.known_texts(row.key, texts)) for row in self.spaces()]

    @abstractmethod
    def put_vectors(self, space: str, vectors: Mapping[str, Vectors]) -> None:
        """Store vectors by text, for texts that the journal holds; others are left out."""

    @abstractmethod
    def vectors(self, space: str, keys: Keys) -> Vectors:
        """Return the vectors of memories, of shape (len(keys), dim); zeros where none is."""

    @abstractmethod
    def text_vectors(self, space: str, texts: Sequence[str]) -> Vectors:
        """Return vectors by text, of shape (len(texts), dim); zeros where there is none."""

    @abstractmethod
    def count_vectors(self, space: str) -> int:
        """Return how many memories have a vector in a space."""

    @abstractmethod
    def texts_without_vectors(self, space: str, *, limit: int) -> list[str]:
        """Return up to `limit` texts of memories that have no vector in a space."""
