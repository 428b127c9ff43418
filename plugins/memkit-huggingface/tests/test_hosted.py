"""What happens when a server misbehaves."""

from __future__ import annotations

import wire
from memkit_huggingface._plugin import EMBEDDER, LLM

from memkit.testing import HostedConformance, HostedLLMConformance, Reply

ERROR = {"error": "something is wrong", "error_type": "Backend"}


class Hosted(HostedConformance):
    error_body = ERROR

    def answer(self, request):
        return wire.answer(request)

    def options(self, url):
        return {"model": "a/model", "base_url": url}


class TestEmbedder(Hosted):
    spec = EMBEDDER


class TestLLM(Hosted, HostedLLMConformance):
    spec = LLM

    def ended(self, text, stop, *, streamed):
        reason = {"end": "eos_token", "length": "length", "refused": "content_filter"}[stop]
        if streamed:
            return Reply(events=wire.stream(text, None, reason=reason))
        return Reply(json=wire.completion(text, finish_reason=reason))


class TestStream(TestLLM):
    """The same failures, when the answer is asked for in pieces."""

    streamed = True
