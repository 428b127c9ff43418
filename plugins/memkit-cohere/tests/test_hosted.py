"""What happens when the API misbehaves."""

from __future__ import annotations

import wire
from memkit_cohere._plugin import EMBEDDER, LLM, RERANKER

from memkit.testing import HostedConformance

ERROR = {"id": "1", "message": "something is wrong"}


class Hosted(HostedConformance):
    error_body = ERROR

    def answer(self, request):
        return wire.answer(request)

    def options(self, url):
        return {"base_url": url}


class TestEmbedder(Hosted):
    spec = EMBEDDER


class TestLLM(Hosted):
    spec = LLM


class TestStream(TestLLM):
    """The same failures, when the answer is asked for in pieces."""

    streamed = True


class TestReranker(Hosted):
    spec = RERANKER
