"""What happens when the API misbehaves."""

from __future__ import annotations

import wire
from memkit_cohere._plugin import EMBEDDER, LLM, RERANKER

from memkit.records import Message
from memkit.testing import HostedConformance

HELLO = [Message(role="user", content="Hello.")]


ERROR = {"id": "1", "message": "something is wrong"}


class Hosted(HostedConformance):
    error_body = ERROR

    def answer(self, request):
        return wire.answer(request)

    def options(self, url):
        return {"base_url": url}


class TestEmbedder(Hosted):
    spec = EMBEDDER

    def call(self, model):
        return model.embed_batch(["a text"], kind="document")

    def acall(self, model):
        return model.aembed_batch(["a text"], kind="document")


class TestLLM(Hosted):
    spec = LLM

    def call(self, model):
        return model.complete(HELLO)

    def acall(self, model):
        return model.acomplete(HELLO)


class TestStream(TestLLM):
    """The same failures, when the answer is asked for in pieces."""

    def call(self, model):
        return "".join(model.stream(HELLO))


class TestReranker(Hosted):
    spec = RERANKER

    def call(self, model):
        return model.rerank("tea", ["green tea", "rain"], k=2)

    def acall(self, model):
        return model.arerank("tea", ["green tea", "rain"], k=2)
