"""Runs the kit on each of the models in `kit_fakes.models`; started by `test_models.py`."""

from __future__ import annotations

import inspect

import kit_fakes.models
import pytest
from kit_fakes.configs import ModelConfig
from kit_fakes.models import Babbling, Changed, GoodEmbedder, GoodLLM, GoodLoader, GoodReranker

from memkit.contracts.llm import LLM
from memkit.plugins import EmbedderSpec, LLMSpec, LoaderSpec, RerankerSpec
from memkit.testing import (
    EmbedderConformance,
    LLMConformance,
    LoaderConformance,
    RerankerConformance,
)


class LLMs(LLMConformance):
    @pytest.fixture
    def babbling(self):
        return Babbling(ModelConfig())


class Loaders(LoaderConformance):
    @pytest.fixture
    def source(self, tmp_path):
        (tmp_path / "notes.txt").write_text("one\ntwo\nthree\n")
        return str(tmp_path / "notes.txt")

    @pytest.fixture
    def changed_source(self, tmp_path):
        (tmp_path / "changed.txt").write_text("one\ntwo\nfour\n")
        return str(tmp_path / "changed.txt")


KINDS = {
    GoodEmbedder: (EmbedderConformance, EmbedderSpec, {"idf"}),
    GoodLLM: (LLMs, LLMSpec, {"schema", "stream"}),
    GoodReranker: (RerankerConformance, RerankerSpec, set()),
    GoodLoader: (Loaders, LoaderSpec, set()),
}
TEXT = {"suffixes": (".txt",), "media_types": ("text/plain",)}

for _good, (_kit, _spec, _capabilities) in KINDS.items():
    for _name, _class in inspect.getmembers(kit_fakes.models, inspect.isclass):
        if not issubclass(_class, _good) or _class is Changed:
            continue
        _more = {"async"} if issubclass(_class, LLM) and "acomplete" in vars(_class) else set()
        _more |= {"chat"} if issubclass(_class, kit_fakes.models.GoodChat) else set()
        _more |= {"async"} if "chat" in _more else set()
        _more |= {"late_interaction"}.intersection(vars(_class))
        _fake = _spec(
            name="fake",
            impl=f"kit_fakes.models:{_name}",
            config="kit_fakes.configs:ModelConfig",
            summary="A fake.",
            capabilities=frozenset(_capabilities | _more),
            secrets={"api_key": ()},
            **(TEXT if _good is GoodLoader else {}),
        )
        globals()[f"Test{_name}"] = type(
            f"Test{_name}", (_kit,), {"spec": _fake, "__module__": __name__}
        )


class TestSemantic(EmbedderConformance):
    spec = EmbedderSpec(
        name="fake",
        impl="kit_fakes.models:GoodEmbedder",
        config="kit_fakes.configs:ModelConfig",
        summary="A fake.",
        capabilities=frozenset({"idf", "semantic"}),
        secrets={"api_key": ()},
    )


class TestClaimsOtherFiles(Loaders):
    spec = LoaderSpec(
        name="fake",
        impl="kit_fakes.models:GoodLoader",
        config="kit_fakes.configs:ModelConfig",
        summary="A fake.",
        secrets={"api_key": ()},
        suffixes=(".pdf",),
    )
