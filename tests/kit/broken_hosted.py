"""Runs the suite of misbehaving APIs on each model; started by `test_hosted.py`."""

from __future__ import annotations

import inspect

import kit_fakes.hosted
from kit_fakes.hosted import GoodHosted

from memkit.plugins import EmbedderSpec
from memkit.testing import HostedConformance, Reply


class Hosted(HostedConformance):
    def answer(self, request):
        return Reply(json={"rows": [[0.6, 0.8]] * len(request.json["texts"])})

    def options(self, url):
        return {"base_url": url}


for _name, _class in inspect.getmembers(kit_fakes.hosted, inspect.isclass):
    if issubclass(_class, GoodHosted):
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
del Hosted
