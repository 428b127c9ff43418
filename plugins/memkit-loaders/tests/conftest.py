from __future__ import annotations

import sys
from pathlib import Path

import pytest

# For `import making`: with --import-mode=importlib a test's folder is not on the path.
sys.path.insert(0, str(Path(__file__).parent))

from memkit_loaders import _plugin
from memkit_loaders.config import DocumentConfig

SPECS = {spec.name: spec for spec in _plugin.memkit_loaders()}


@pytest.fixture
def load():
    """Return the one document of a file, by the loader that its suffix leads to."""
    made = []

    def load(path, name=None, **options):
        import memkit_loaders.loaders as loaders

        name = name or path.suffix.removeprefix(".")
        made.append(getattr(loaders, f"{name.upper()}Loader")(DocumentConfig(**options)))
        [document] = made[-1].load(str(path))
        return document

    yield load
    for loader in made:
        loader.close()
