"""What happens when the API misbehaves."""

from __future__ import annotations

import wire
from memkit_cohere._plugin import EMBEDDER, LLM, RERANKER

from memkit.testing import HostedConformance, HostedLLMConformance, Reply

ERROR = {"id": "1", "message": "something is wrong"}


class Hosted(HostedConformance):
    error_body = ERROR

    def answer(self, request):
        return wire.answer(request)

    def options(self, url):
        return {"base_url": url}


class TestEmbedder(Hosted):
    spec = EMBEDDER


class TestLLM(Hosted, HostedLLMConformance):
    spec = LLM
    stops = ("end", "length")

    def ended(self, text, stop, *, streamed):
        reason = {"end": "COMPLETE", "length": "MAX_TOKENS"}[stop]
        if streamed:
            return Reply(events=wire.stream(text, {}, finish_reason=reason))
        return wire.reply(text, finish_reason=reason)


class TestStream(TestLLM):
    """The same failures, when the answer is asked for in pieces."""

    streamed = True


class TestReranker(Hosted):
    spec = RERANKER
