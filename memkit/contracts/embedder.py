"""The embedder contract: texts in, vectors out."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from memkit.domain.records import Price, Usage

EmbedKind = Literal["query", "document"]
Vectors = NDArray[np.float32]

# Given a word of the query, its inverse document frequency in the scope that is searched.
Idf = Callable[[str], float]


class Embedder(ABC):
    """Turns texts into vectors. `embed_batch` is all that a plug-in author writes.

    How alike the model finds texts that have nothing to do with each other need not be declared: a
    memory embeds a few dozen of its own to find out.

    Attributes:
        model: The model's name as its provider knows it; vectors of two models never mix.
        dim: Length of a vector.
        normalized: Whether vectors have length one (a text without content may give zeros).
        max_batch: The most texts that one call of `embed_batch` takes.
        text_weight: How much BM25 counts beside a cosine of one in hybrid search.
        price: What the provider asks for, if the config names it: for estimates.
    """

    model: str
    dim: int
    normalized: bool = True
    max_batch: int = 256
    text_weight: float = 1.0
    price: Price | None = None

    @abstractmethod
    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the vectors of up to `max_batch` texts, float32 of shape (len(texts), dim).

        Args:
            texts: Any texts, the empty one included. Must not be changed.
            kind: "document" for what is stored, "query" for what is searched with.

        Raises:
            ProviderError: The model can't be reached or refuses.
        """

    async def aembed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Do the same without blocking the event loop; override where the SDK is async."""
        return await asyncio.to_thread(self.embed_batch, texts, kind=kind)

    def embed_query(self, text: str, *, idf: Idf | None = None) -> Vectors:
        """Return one query's vector of shape (dim,).

        Args:
            text: The query.
            idf: For embedders with the capability "idf", which weight their tokens by it.
        """
        vector: Vectors = self.embed_batch([text], kind="query")[0]
        return vector

    def late_interaction(
        self, query: str, texts: Sequence[str], *, idf: Idf | None = None
    ) -> Vectors:
        """Return how well the words of each text match those of a query, of shape (len(texts),).

        From 0, where no word is near, to 1 for a text that has every word; float32. For embedders
        with the capability "late_interaction": a search asks it about its best candidates, and
        adds a share to their scores. It must be quick and make no call: it is asked in every search
        that words alone don't decide.

        Args:
            query: The query.
            texts: Any texts of any length.
            idf: As `embed_query` takes it, for embedders that have that capability, too.
        """
        raise NotImplementedError(f"{type(self).__name__} has no late interaction")

    def estimate(self, texts: Sequence[str]) -> Usage:
        """Return about what embedding the texts would consume, without a call.

        A token is taken for four bytes; override it where the tokenizer is at hand.
        """
        calls = -(-len(texts) // self.max_batch)
        tokens = sum(-(-len(text.encode(errors="replace")) // 4) for text in texts)
        cost = None if self.price is None else self.price.of(calls=calls, input_tokens=tokens)
        return Usage(calls=calls, input_tokens=tokens, cost=cost)

    @property
    def usage(self) -> Usage:
        """What the calls so far consumed."""
        return Usage()

    def close(self) -> None:  # noqa: B027 - most embedders hold nothing to close
        """Release connections."""


def with_blanks(
    texts: Sequence[str], encode: Callable[[list[str]], Vectors], *, dim: int, unit: bool = True
) -> Vectors:
    """Return the vectors of texts, float32 of shape (len(texts), dim).

    A text without content has zeros, which match nothing, and is not encoded.

    Args:
        texts: Any texts.
        encode: Returns the vectors of texts, of shape (n, dim). It gets those with content, if
            there are any.
        dim: Length of a vector.
        unit: Whether vectors are scaled to length one.
    """
    vectors = np.zeros((len(texts), dim), np.float32)
    filled = [place for place, text in enumerate(texts) if text.strip()]
    if filled:
        vectors[filled] = encode([texts[place] for place in filled])
    if unit:
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
    return vectors
