"""Runs the suite of misbehaving APIs on each model; started by `test_hosted.py`."""

from __future__ import annotations

import inspect
import json

import kit_fakes.hosted
from kit_fakes.hosted import GoodHosted, GoodHostedLLM

from memkit.plugins import EmbedderSpec, LLMSpec
from memkit.testing import HostedConformance, HostedLLMConformance, Reply


class Hosted(HostedConformance):
    def answer(self, request):
        return Reply(json={"rows": [[0.6, 0.8]] * len(request.json["texts"])})

    def options(self, url):
        return {"model": "hosted", "base_url": url}


class HostedLLMs(HostedLLMConformance):
    def answer(self, request):
        return self.said("one two", "end", streamed=request.json["stream"])

    def options(self, url):
        return {"model": "hosted", "base_url": url}

    def ended(self, text, stop, *, streamed):
        return self.said(text, stop, streamed=streamed)

    def said(self, text, stop, *, streamed):
        pieces = [{"text": text}, {"stop": stop, "in": 7, "out": 2}]
        if streamed:
            return Reply(events=[json.dumps(piece).encode() + b"\n" for piece in pieces])
        return Reply(json=pieces[0] | pieces[1])


class HostedStreams(HostedLLMs):
    streamed = True


for _name, _class in inspect.getmembers(kit_fakes.hosted, inspect.isclass):
    if issubclass(_class, GoodHostedLLM):
        _fake = LLMSpec(
            name="fake",
            impl=f"kit_fakes.hosted:{_name}",
            config="memkit.providers.hosted:HostedLLMConfig",
            summary="A fake.",
            secrets={"api_key": ()},
        )
        _kit = HostedStreams if "Stream" in _name else HostedLLMs
        globals()[f"Test{_name}"] = type(
            f"Test{_name}", (_kit,), {"spec": _fake, "__module__": __name__}
        )
    elif issubclass(_class, GoodHosted):
        _fake = EmbedderSpec(
            name="fake",
            impl=f"kit_fakes.hosted:{_name}",
            config="memkit.providers.hosted:HostedConfig",
            summary="A fake.",
            secrets={"api_key": ()},
        )
        globals()[f"Test{_name}"] = type(
            f"Test{_name}", (Hosted,), {"spec": _fake, "__module__": __name__}
        )
del Hosted, HostedLLMs, HostedStreams
