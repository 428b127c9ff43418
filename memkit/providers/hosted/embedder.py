"""What is the same for all embedders behind an API."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from memkit.concurrency.clients import Clients
from memkit.concurrency.effects import Effects, arun, run
from memkit.contracts.embedder import Embedder, EmbedKind, Vectors
from memkit.errors import MemkitError
from memkit.providers.hosted.batches import batches
from memkit.providers.hosted.config import HostedEmbedderConfig
from memkit.providers.hosted.failures import TooLong
from memkit.providers.hosted.model import HostedModel
from memkit.providers.hosted.texts import cut, encodable
from memkit.providers.hosted.vectors import as_vectors

_PROBE = "How long is a vector?"
# A provider that refuses this many characters means something else than the length.
_FEWEST_CHARACTERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A provider's answer to one request.

    Attributes:
        rows: A list of numbers, or an array of them, for each text, in the order of the texts.
        input_tokens: What the provider counted; None if it does not tell.
    """

    rows: Sequence[Any]
    input_tokens: int | None = None


class HostedEmbedder(HostedModel, Embedder):
    """An embedder behind an API. `send` and `embedded_in` are all that a plug-in author writes.

    Texts are sent in batches within the provider's limits, behind the prefix of their kind. An
    empty one is not sent, for many providers refuse it, and gets zeros. One that is too long is
    cut: by an estimate to `text_tokens`, and if the provider refuses it still, by halves until it
    is taken. Every answer is checked, and scaled to vectors of length one unless the plug-in says
    `normalized = False`.

    Args:
        config: The options.
        provider: The provider's name, as users type it, for errors.
        clients: The SDK's.
        translate: Returns memkit's error for one of the SDK's, or None for what is not its own.
        model: The model's name, if it is not the config's.
        dim: Length of a vector if it is known; else the first answer tells it.

    Attributes:
        request_tokens: The most tokens of a request, all texts together; None for no limit.
        text_tokens: The most tokens of a text; None if the provider cuts by itself, or if that
            depends on the model.
    """

    request_tokens: int | None = None
    text_tokens: int | None = None

    config: HostedEmbedderConfig

    def __init__(
        self,
        config: HostedEmbedderConfig,
        *,
        provider: str,
        clients: Clients,
        translate: Callable[[Exception], MemkitError | None],
        model: str | None = None,
        dim: int | None = None,
    ) -> None:
        super().__init__(
            config, provider=provider, clients=clients, translate=translate, model=model
        )
        self.text_weight = config.text_weight
        self._dim = config.dimensions or dim
        self._prefixes: dict[EmbedKind, str] = {
            "query": config.query_prefix,
            "document": config.document_prefix,
        }

    @abstractmethod
    def send(self, client: Any, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        """Ask the provider once, and return what the client returns, be it an awaitable or not.

        Args:
            client: The SDK's client for threads, or the async one.
            texts: At least one, within the limits; none is empty.
            kind: "document" for what is stored, "query" for what is searched with.
        """

    @abstractmethod
    def embedded_in(self, answer: Any) -> Embedded:
        """Return the vectors of an answer.

        Raises:
            ProviderError: It holds none. What the SDK raises is translated.
        """

    # The contract has an attribute here, which most embedders know from the start.
    @property
    def dim(self) -> int:  # type: ignore[override]  # see above
        """Length of a vector. Asking for that of an unknown model calls it."""
        if self._dim is None:
            run(self._asked([_PROBE], "document"))
        assert self._dim is not None
        return self._dim

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the vectors of the texts, float32 of shape (len(texts), dim).

        Raises:
            ProviderError: The provider can't be reached, refuses, or answers nonsense.
        """
        return run(self._embedded(texts, kind))

    async def aembed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Do the same with the SDK's async client."""
        return await arun(self._embedded(texts, kind))

    def _embedded(self, texts: Sequence[str], kind: EmbedKind) -> Effects[Vectors]:
        places = [place for place, text in enumerate(texts) if text.strip()]
        sent = [self._sendable(texts[place], kind) for place in places]
        parts = []
        for part in batches(sent, most_texts=self.max_batch, most_tokens=self.request_tokens):
            parts.append((yield from self._asked(part, kind)))
        if self._dim is None:
            yield from self._asked([_PROBE], kind)
        vectors = np.zeros((len(texts), self.dim), np.float32)
        if parts:
            vectors[places] = np.concatenate(parts)
        return vectors

    def _sendable(self, text: str, kind: EmbedKind) -> str:
        sent = f"{self._prefixes[kind]}{encodable(text)}"
        return sent if self.text_tokens is None else cut(sent, tokens=self.text_tokens)

    def _asked(self, texts: Sequence[str], kind: EmbedKind) -> Effects[Vectors]:
        """Return the vectors of texts; smaller requests and shorter texts if it must be."""
        try:
            vectors: Vectors = yield self._call(
                lambda client: self.send(client, texts, kind=kind),
                lambda answer: self._understood(self.embedded_in(answer), n=len(texts)),
            )
        except TooLong:
            half = len(texts) // 2
            if not half and len(texts[0]) < _FEWEST_CHARACTERS:
                raise
            parts = [texts[:half], texts[half:]] if half else [[texts[0][: len(texts[0]) // 2]]]
            found = []
            for part in parts:
                found.append((yield from self._asked(part, kind)))
            return np.concatenate(found)
        return vectors

    def _understood(self, answer: Embedded, *, n: int) -> Vectors:
        vectors = as_vectors(
            answer.rows,
            n=n,
            dim=self._dim,
            provider=self._provider,
            model=self.model,
            unit=self.normalized,
        )
        self._dim = vectors.shape[1]
        self._calls.count(input_tokens=answer.input_tokens)
        return vectors
