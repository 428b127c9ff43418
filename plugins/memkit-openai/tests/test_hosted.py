"""What happens when the API misbehaves."""

from __future__ import annotations

import wire
from memkit_openai._plugin import EMBEDDERS, LLMS

from memkit.testing import HostedConformance

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


class TestOpenAILLM(Hosted):
    spec = LLM["openai"]


class TestAzureLLM(Hosted):
    spec = LLM["azure"]


class TestDeepSeekLLM(Hosted):
    spec = LLM["deepseek"]


class TestOpenAIStream(Hosted):
    """The same failures, when the answer is asked for in pieces."""

    spec = LLM["openai"]
    streamed = True
