"""What happens when the API misbehaves."""

from __future__ import annotations

import wire
from memkit_openai._plugin import EMBEDDERS, LLMS

from memkit.testing import HostedConformance, HostedLLMConformance, Reply

EMBEDDER = {spec.name: spec for spec in EMBEDDERS}
LLM = {spec.name: spec for spec in LLMS}


class Hosted(HostedConformance):
    def answer(self, request):
        return wire.answer(request)

    def options(self, url):
        return {"model": "text-embedding-3-small", "base_url": url}


class TestOpenAIEmbedder(Hosted):
    spec = EMBEDDER["openai"]


class TestAzureEmbedder(Hosted):
    spec = EMBEDDER["azure"]


class TestOpenRouterEmbedder(Hosted):
    spec = EMBEDDER["openrouter"]


class HostedLLM(Hosted, HostedLLMConformance):
    def ended(self, text, stop, *, streamed):
        reason = {"end": "stop", "length": "length", "refused": "content_filter"}[stop]
        if streamed:
            return Reply(events=list(wire.pieces_of({"model": "m"}, text, {}, reason=reason)))
        return wire.completion(text, reason=reason)


class TestOpenAILLM(HostedLLM):
    spec = LLM["openai"]


class TestAzureLLM(HostedLLM):
    spec = LLM["azure"]


class TestDeepSeekLLM(HostedLLM):
    spec = LLM["deepseek"]


class TestOpenAIStream(HostedLLM):
    """The same failures, when the answer is asked for in pieces."""

    spec = LLM["openai"]
    streamed = True
