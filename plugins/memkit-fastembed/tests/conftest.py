from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

# Before anything imports huggingface_hub, which reads it once.
os.environ["HF_HUB_OFFLINE"] = "1"

# For `import onnx_models`: with --import-mode=importlib a test's folder is not on the path.
sys.path.insert(0, str(Path(__file__).parent))

import onnx_models
from memkit_fastembed.config import EmbedderConfig
from memkit_fastembed.presets import filled_in

from memkit.plugins.configs import build_config
from memkit.testing.base import load_object
from memkit.testing.rerankers import QUERY, TEXTS

WORDS = onnx_models.words_of(QUERY, *TEXTS, "green tea with honey quarterly budget zoning law")


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch, tmp_path):
    """What a test allows is not kept for the user."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch, tmp_path):
    """Models that the user downloaded are not seen."""
    monkeypatch.setenv("FASTEMBED_CACHE_PATH", str(tmp_path / "fastembed-cache"))


@pytest.fixture(scope="session")
def embedding_folder(tmp_path_factory):
    """A small embedding model."""
    return onnx_models.words_model(tmp_path_factory.mktemp("words"), words=WORDS)


@pytest.fixture(scope="session")
def reranking_folder(tmp_path_factory):
    """A small cross-encoder."""
    return onnx_models.overlap_model(tmp_path_factory.mktemp("overlap"), words=WORDS)


@pytest.fixture(scope="session")
def minilm_folder(tmp_path_factory):
    """all-MiniLM-L6-v2 in a folder, laid out as on the hub."""
    files = filled_in(EmbedderConfig(model="minilm"))
    folder = tmp_path_factory.mktemp("minilm")
    shutil.copytree(files.path, folder, dirs_exist_ok=True)
    (folder / "onnx").mkdir()
    shutil.copy(files.model_file, folder / "onnx" / "model.onnx")
    return folder


@pytest.fixture
def make():
    """Make a model of a spec; closed after the test."""
    made = []

    def make(spec, **options):
        config = build_config(spec, load_object(spec.config), options, environ={})
        made.append(load_object(spec.impl)(config))
        return made[-1]

    yield make
    for model in made:
        model.close()
