"""The kits on the real services, where a key is set. Costs some hundredths of a cent."""

from __future__ import annotations

import os

import pytest
from memkit_openai._plugin import EMBEDDERS, LLMS

from memkit.testing import EmbedderConformance, LLMConformance

# Those of the other services bear names that only their users know; see `_variables`.
MODELS = {
    ("embedder", "openai"): "text-embedding-3-small",
    ("embedder", "openrouter"): "openai/text-embedding-3-small",
    ("embedder", "together"): "intfloat/multilingual-e5-large-instruct",
    ("llm", "openai"): "gpt-5.4-mini",
    ("llm", "deepseek"): "deepseek-chat",
    ("llm", "groq"): "openai/gpt-oss-20b",
    ("llm", "openrouter"): "openai/gpt-5.4-mini",
    ("llm", "together"): "openai/gpt-oss-20b",
}
LOCAL = ("lmstudio", "vllm")


def _variables(spec):
    """Return the variables that must be set, and the one that names the model."""
    named = f"MEMKIT_TEST_{spec.name}_{spec.kind}".upper()
    keys = [] if spec.name in LOCAL else list(spec.secrets["api_key"])
    return [*keys, *([] if (spec.kind, spec.name) in MODELS else [named])], named


def _skipped(missing):
    def test():
        pytest.skip(f"not set: {', '.join(missing)}")

    return test


def _live(spec, model):
    # For a local server at another address.
    url = os.environ.get(f"MEMKIT_TEST_{spec.name}_URL".upper())

    class Live(EmbedderConformance if spec.kind == "embedder" else LLMConformance):
        tolerance = 0.01
        deterministic = False

        @pytest.fixture
        def config(self):
            return {"model": model, "base_url": url}

    Live.spec = spec
    return Live


for _spec in [*EMBEDDERS, *LLMS]:
    _needed, _named = _variables(_spec)
    _missing = [name for name in _needed if not os.environ.get(name)]
    if _missing:
        globals()[f"test_{_spec.kind}_{_spec.name}"] = _skipped(_missing)
    else:
        _model = os.environ.get(_named) or MODELS[_spec.kind, _spec.name]
        globals()[f"Test_{_spec.kind}_{_spec.name}"] = _live(_spec, _model)
