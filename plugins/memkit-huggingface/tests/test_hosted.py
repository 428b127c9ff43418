"""What happens when a server misbehaves."""

from __future__ import annotations

import wire
from memkit_huggingface._plugin import EMBEDDER, LLM

from memkit.testing import HostedConformance

ERROR = {"error": "something is wrong", "error_type": "Backend"}


class Hosted(HostedConformance):
    error_body = ERROR

    def answer(self, request):
        return wire.answer(request)

    def options(self, url):
        return {"model": "a/model", "base_url": url}


class TestEmbedder(Hosted):
    spec = EMBEDDER


class TestLLM(Hosted):
    spec = LLM


class TestStream(TestLLM):
    """The same failures, when the answer is asked for in pieces."""

    streamed = True
