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
from memkit.contracts.loader import Document, Loader, Span, digest_of
from memkit.contracts.reranker import Ranked, Reranker
from memkit.domain.records import Message, Usage
from memkit.errors import NotFoundError, ProviderError, ValidationError


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


class ComparesWords(GoodEmbedder):
    def late_interaction(self, query, texts, *, idf=None):
        asked = set(words(query[:5000]))
        shares = [len(asked.intersection(words(text))) / max(1, len(asked)) for text in texts]
        return np.array(shares, np.float32)


class ComparesWithoutBounds(GoodEmbedder):
    def late_interaction(self, query, texts, *, idf=None):
        return np.array([len(text) for text in texts], np.float32)


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
    """Has the capabilities "schema" and "stream". A word is a token."""

    def __init__(self, config):
        self.config = config
        self.model = config.model
        self.used = Usage()
        self.lock = threading.Lock()

    def say(self, messages, schema):
        if schema is None:
            return f"You said: {messages[-1].content}", None
        data = {"city": "Athens", "year": 1896}
        return json.dumps(data), data

    def kept(self, text, data, most):
        found = list(re.finditer(r"\S+", text))
        if most is None or len(found) <= most:
            return Completion(text=text, data=data, usage=consumed(len(found)))
        return Completion(text=text[: found[most - 1].end()], stop="length", usage=consumed(most))

    def answer(self, messages, schema, max_tokens):
        return self.kept(*self.say(messages, schema), self.bound(max_tokens))

    def count(self, answer):
        with self.lock:
            self.used += answer.usage

    def complete(self, messages, *, schema=None, max_tokens="default"):
        answer = self.answer(messages, schema, max_tokens)
        self.count(answer)
        return answer

    def stream(self, messages, *, max_tokens="default", ended=None):
        answer = self.answer(messages, None, max_tokens)
        yield from re.findall(r"\S+\s*", answer.text)
        self.count(answer)
        if ended is not None:
            ended(answer)

    @property
    def usage(self):
        return self.used


class GoodChat(GoodLLM):
    """Has the capability "chat" as well, and "async", as plug-ins of APIs do."""

    known = frozenset({"messages", "max_tokens", "tools", "tool_choice", "stream_options"})

    def said(self, request):
        for name in request:
            if name not in self.known:
                raise ValidationError(f"There is no parameter {name!r}.", fix="Leave it out.")
        self.count(Completion(text="", usage=consumed(1)))
        if "tools" in request:
            name = request["tools"][0]["function"]["name"]
            call = {"id": "1", "type": "function", "function": {"name": name, "arguments": "{}"}}
            return {"content": None, "tool_calls": [call]}
        return {"content": f"You said: {request['messages'][-1]['content']}"}

    def chat(self, request):
        message = {"role": "assistant", **self.said(request)}
        return {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}

    def stream_chat(self, request):
        delta = self.said(request)
        yield {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
        yield {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}

    async def acomplete(self, messages, **options):
        return self.complete(messages, **options)

    async def astream(self, messages, **options):
        for piece in self.stream(messages, **options):
            yield piece

    async def achat(self, request):
        return self.chat(request)

    async def astream_chat(self, request):
        for piece in self.stream_chat(request):
            yield piece


class DropsTools(GoodChat):
    def said(self, request):
        return super().said({name: request[name] for name in request if name != "tools"})


class DropsWhatItDoesNotKnow(GoodChat):
    def said(self, request):
        return super().said({name: request[name] for name in request if name in self.known})


class NeverSaysThatAChatEnded(GoodChat):
    def stream_chat(self, request):
        yield from list(super().stream_chat(request))[:-1]


class CountsNoChat(GoodChat):
    def said(self, request):
        used = self.used
        said = super().said(request)
        self.used = used
        return said


class ChangesTheRequest(GoodChat):
    def said(self, request):
        request["messages"].append({"role": "user", "content": "More."})
        return super().said(request)


def consumed(tokens):
    return Usage(calls=1, output_tokens=tokens)


class Babbling(GoodLLM):
    def say(self, messages, schema):
        if schema is None:
            return super().say(messages, schema)
        return "I would rather talk about the weather.", None


class RaisesOnNonsense(GoodLLM):
    def say(self, messages, schema):
        if schema is not None:
            raise ValueError("no JSON")
        return super().say(messages, schema)


class GivesAnyObject(GoodLLM):
    def say(self, messages, schema):
        text, data = super().say(messages, schema)
        return text, data and {"town": "Athens"}


class DropsTheLastPiece(GoodLLM):
    def stream(self, messages, **options):
        yield from list(super().stream(messages, **options))[:-1]


class StreamsAtOnce(GoodLLM):
    def stream(self, messages, **options):
        yield "".join(super().stream(messages, **options))


class AddsAMessage(GoodLLM):
    def complete(self, messages, **options):
        answer = super().complete(messages, **options)
        if isinstance(messages, list):
            messages.append(messages[0])
        return answer


class IgnoresMaxTokens(GoodLLM):
    def kept(self, text, data, most):
        return super().kept(text, data, None)


class IgnoresItsOwnBound(GoodLLM):
    def bound(self, max_tokens):
        return None if max_tokens == "default" else super().bound(max_tokens)


class TakesAnyBound(GoodLLM):
    def bound(self, max_tokens):
        return max(max_tokens, 1) if isinstance(max_tokens, int) else super().bound(max_tokens)


class TakesNoneForABound(GoodLLM):
    def bound(self, max_tokens):
        return 1 if max_tokens is None else super().bound(max_tokens)


class SaysEndWhenCut(GoodLLM):
    def kept(self, text, data, most):
        return super().kept(text, data, most).model_copy(update={"stop": "end"})


class TakesWhatWasCutForWhole(GoodLLM):
    def answer(self, messages, schema, max_tokens):
        answer = super().answer(messages, schema, max_tokens)
        return answer.model_copy(update={"data": schema and {"city": "Athens", "year": 1}})


class CountsNoStream(GoodLLM):
    def stream(self, messages, **options):
        before = self.used
        yield from super().stream(messages, **options)
        self.used = before


class NeverSaysThatAStreamEnded(GoodLLM):
    def stream(self, messages, *, max_tokens="default", ended=None):
        yield from super().stream(messages, max_tokens=max_tokens)


class StreamsOtherwiseAsync(GoodLLM):
    """Declares "async" too."""

    async def acomplete(self, messages, **options):
        return self.complete(messages, **options)

    async def astream(self, messages, *, max_tokens="default", ended=None):
        for piece in super().stream(messages, max_tokens=max_tokens, ended=ended):
            yield piece.upper()


class StreamsInAThread(GoodLLM):
    """Declares "async" too, and leaves `astream` to the contract."""

    async def acomplete(self, messages, **options):
        return self.complete(messages, **options)


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
    """Reads a document a line."""

    def __init__(self, config):
        self.config = config

    def load(self, source):
        path = Path(source.removeprefix("file://"))
        if not path.exists():
            raise NotFoundError(f"{source!r} is not there.", fix="Name a file.")
        if not path.is_file():
            raise ProviderError(f"{source!r} is no file.", fix="Name a file.")
        content = path.read_bytes()
        for number, line in enumerate(content.decode(errors="replace").splitlines()):
            if not line:
                continue
            yield Document(
                text=line,
                uri=f"{path.absolute().as_uri()}#{number}",
                media_type="text/plain",
                digest=digest_of(content),
                spans=(Span(start=0, end=len(line)),),
                metadata={"line": number},
            )


class Changed(GoodLoader):
    """Changes something of what a good one gives."""

    def load(self, source):
        for document in super().load(source):
            yield document.model_copy(update=self.changed(document, source))


class EagerLoader(GoodLoader):
    def load(self, source):
        return list(super().load(source))


class SilentLoader(GoodLoader):
    def load(self, source):
        if Path(source.removeprefix("file://")).exists():
            yield from super().load(source)


class OnceLoader(GoodLoader):
    def __init__(self, config):
        super().__init__(config)
        self.seen = set()

    def load(self, source):
        if source not in self.seen:
            yield from super().load(source)
            self.seen.add(source)


class PathLoader(Changed):
    def changed(self, document, source):
        return {"metadata": {"path": Path(source)}}


class ConstantDigest(Changed):
    def changed(self, document, source):
        return {"digest": "sha256:0"}


class DigestOfTheMoment(Changed):
    def changed(self, document, source):
        return {"digest": digest_of(str(time.perf_counter_ns()).encode())}


class OneUriForAll(Changed):
    def changed(self, document, source):
        return {"uri": "file:///notes.txt"}


class UnknownMediaType(Changed):
    def changed(self, document, source):
        return {"media_type": "application/pdf"}


class SpansOfAnotherText(Changed):
    def changed(self, document, source):
        return {"text": document.text[:1]}


class SilentMessages(Changed):
    def changed(self, document, source):
        said = Message(role="system", content=document.text)
        return {"text": "", "spans": (), "messages": (said,)}


class CrashesOnFolders(GoodLoader):
    def load(self, source):
        path = Path(source.removeprefix("file://"))
        if path.is_dir():
            path.read_bytes()
        yield from super().load(source)


class KnowsNoUris(GoodLoader):
    def load(self, source):
        if source.startswith("file:"):
            raise NotFoundError(f"{source!r} is not there.", fix="Name a file.")
        yield from super().load(source)
