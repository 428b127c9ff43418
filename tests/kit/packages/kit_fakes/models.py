"""Embedders, LLMs, rerankers and loaders: a good one of each, and some that are not."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from pathlib import Path

import numpy as np

from memkit.contracts.embedder import Embedder
from memkit.contracts.llm import LLM, Completion
from memkit.contracts.loader import Document, Loader
from memkit.contracts.reranker import Ranked, Reranker
from memkit.domain.records import Usage
from memkit.errors import NotFoundError


def words(text):
    return re.findall(r"\w+", text.casefold())


class GoodEmbedder(Embedder):
    """Hashes words. Has the capability "idf"."""

    dim = 64

    def __init__(self, config):
        self.config = config
        self.model = config.model
        self.calls = 0

    def direction(self, word):
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
        return np.random.default_rng(seed).normal(size=self.dim)

    def vector(self, text, idf=None):
        total = np.zeros(self.dim)
        for word in words(text[:5000]):
            total += self.direction(word) * (idf(word) if idf else 1)
        return total / (np.linalg.norm(total) or 1)

    def embed_batch(self, texts, *, kind):
        self.calls += 1
        vectors = [self.vector(text) for text in texts]
        return np.array(vectors, np.float32).reshape(-1, self.dim)

    def embed_query(self, text, *, idf=None):
        return self.vector(text, idf).astype(np.float32)

    @property
    def usage(self):
        return Usage(calls=self.calls)


class Doubles(GoodEmbedder):
    def embed_batch(self, texts, *, kind):
        return super().embed_batch(texts, kind=kind).astype(np.float64)


class TooShort(GoodEmbedder):
    def embed_batch(self, texts, *, kind):
        return super().embed_batch(texts, kind=kind)[:, :-1]


class NotNormalized(GoodEmbedder):
    def vector(self, text, idf=None):
        return super().vector(text, idf) * 3


class SortsItsTexts(GoodEmbedder):
    def embed_batch(self, texts, *, kind):
        return super().embed_batch(sorted(texts), kind=kind)


class StripsItsTexts(GoodEmbedder):
    def embed_batch(self, texts, *, kind):
        if isinstance(texts, list):
            texts[:] = [text[:10] for text in texts]
        return super().embed_batch(texts, kind=kind)


class Random(GoodEmbedder):
    def embed_batch(self, texts, *, kind):
        vectors = super().embed_batch(texts, kind=kind)
        vectors[:, 0] += np.random.default_rng().normal()
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class Empty(GoodEmbedder):
    def embed_batch(self, texts, *, kind):
        if not all(text.strip() for text in texts):
            raise ValueError("an empty text")
        return super().embed_batch(texts, kind=kind)


class TakesTen(GoodEmbedder):
    def embed_batch(self, texts, *, kind):
        if len(texts) > 12:
            raise ValueError("too many texts")
        return super().embed_batch(texts, kind=kind)


class Constant(GoodEmbedder):
    def vector(self, text, idf=None):
        return np.full(self.dim, self.dim**-0.5)


class IgnoresIdf(GoodEmbedder):
    def embed_query(self, text, *, idf=None):
        return super().embed_query(text)


class OtherAsync(GoodEmbedder):
    async def aembed_batch(self, texts, *, kind):
        return self.embed_batch([text.upper() + "!x" for text in texts], kind=kind)


class SharesABuffer(GoodEmbedder):
    buffer = None

    def embed_batch(self, texts, *, kind):
        vectors = super().embed_batch(texts, kind=kind)
        if self.buffer is None or self.buffer.shape != vectors.shape:
            self.buffer = vectors
        time.sleep(0.002)
        return self.buffer


class GoodLLM(LLM):
    """Has the capabilities "schema" and "stream"."""

    def __init__(self, config):
        self.config = config
        self.model = config.model
        self.lock = threading.Lock()

    def complete(self, messages, *, schema=None):
        if schema is None:
            return Completion(text=f"You said: {messages[-1].content}")
        data = {"city": "Athens", "year": 1896}
        return Completion(text=json.dumps(data), data=data)

    def stream(self, messages):
        yield from re.findall(r"\S+\s*", self.complete(messages).text)


class Babbling(GoodLLM):
    def complete(self, messages, *, schema=None):
        if schema is None:
            return super().complete(messages)
        return Completion(text="I would rather talk about the weather.")


class RaisesOnNonsense(GoodLLM):
    def complete(self, messages, *, schema=None):
        if schema is not None:
            raise ValueError("no JSON")
        return super().complete(messages)


class GivesAnyObject(GoodLLM):
    def complete(self, messages, *, schema=None):
        data = None if schema is None else {"town": "Athens"}
        return Completion(text="x", data=data) if schema else super().complete(messages)


class DropsTheLastPiece(GoodLLM):
    def stream(self, messages):
        yield from list(super().stream(messages))[:-1]


class StreamsAtOnce(GoodLLM):
    def stream(self, messages):
        yield self.complete(messages).text


class AddsAMessage(GoodLLM):
    def complete(self, messages, *, schema=None):
        answer = super().complete(messages, schema=schema)
        if isinstance(messages, list):
            messages.append(messages[0])
        return answer


class GoodReranker(Reranker):
    def __init__(self, config):
        self.config = config
        self.model = config.model

    def rerank(self, query, texts, *, k):
        wanted = set(words(query))
        scores = [len(wanted & set(words(text))) for text in texts]
        order = sorted(range(len(texts)), key=lambda index: -scores[index])
        return [Ranked(index, float(scores[index])) for index in order[:k]]


class WorstFirstReranker(GoodReranker):
    def rerank(self, query, texts, *, k):
        return super().rerank(query, texts, k=len(texts))[::-1][:k]


class KeepsAll(GoodReranker):
    def rerank(self, query, texts, *, k):
        return super().rerank(query, texts, k=len(texts))


class NumbersFromOne(GoodReranker):
    def rerank(self, query, texts, *, k):
        found = super().rerank(query, texts, k=k)
        return [Ranked(item.index + 1, item.score) for item in found]


class DropsEqualTexts(GoodReranker):
    def rerank(self, query, texts, *, k):
        found = super().rerank(query, texts, k=k)
        return [item for item in found if texts[item.index] not in texts[: item.index]]


class GoodLoader(Loader):
    def __init__(self, config):
        self.config = config

    def load(self, source):
        path = Path(source)
        if not path.exists():
            raise NotFoundError(f"{source!r} is not there.", fix="Name a file.")
        for number, line in enumerate(path.read_text().splitlines()):
            yield Document(text=line, metadata={"line": number})


class EagerLoader(GoodLoader):
    def load(self, source):
        return list(super().load(source))


class SilentLoader(GoodLoader):
    def load(self, source):
        if Path(source).exists():
            yield from super().load(source)


class OnceLoader(GoodLoader):
    def __init__(self, config):
        super().__init__(config)
        self.seen = set()

    def load(self, source):
        if source not in self.seen:
            yield from super().load(source)
            self.seen.add(source)


class PathLoader(GoodLoader):
    def load(self, source):
        for document in super().load(source):
            yield document.model_copy(update={"metadata": {"path": Path(source)}})
