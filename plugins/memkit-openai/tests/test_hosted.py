"""What happens when the API misbehaves."""

from __future__ import annotations

import wire
from memkit_openai._plugin import EMBEDDERS, LLMS

from memkit.records import Message
from memkit.testing import HostedConformance

EMBEDDER = {spec.name: spec for spec in EMBEDDERS}
LLM = {spec.name: spec for spec in LLMS}
HELLO = [Message(role="user", content="Hello.")]


class Embedding(HostedConformance):
    def answer(self, request):
        return wire.answer(request)

    def options(self, url):
        return {"model": "text-embedding-3-small", "base_url": url}

    def call(self, model):
        return model.embed_batch(["a text"], kind="document")

    def acall(self, model):
        return model.aembed_batch(["a text"], kind="document")


class TestOpenAIEmbedder(Embedding):
    spec = EMBEDDER["openai"]


class TestAzureEmbedder(Embedding):
    spec = EMBEDDER["azure"]


class TestOpenRouterEmbedder(Embedding):
    spec = EMBEDDER["openrouter"]


class Chatting(HostedConformance):
    def answer(self, request):
        return wire.answer(request)

    def options(self, url):
        return {"model": "a-model", "base_url": url}

    def call(self, model):
        return model.complete(HELLO)

    def acall(self, model):
        return model.acomplete(HELLO)


class TestOpenAILLM(Chatting):
    spec = LLM["openai"]


class TestAzureLLM(Chatting):
    spec = LLM["azure"]


class TestDeepSeekLLM(Chatting):
    spec = LLM["deepseek"]


class TestOpenAIStream(Chatting):
    """The same failures, when the answer is asked for in pieces."""

    spec = LLM["openai"]

    def call(self, model):
        return "".join(model.stream(HELLO))
