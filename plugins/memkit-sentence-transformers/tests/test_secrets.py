"""A memory on a local model shows the hub's token nowhere."""

import pytest

from memkit import Memory
from memkit.testing import CANARY, SecretsConformance


@pytest.mark.weights
class TestSecrets(SecretsConformance):
    @pytest.fixture
    def memory(self, tmp_path, folder):
        """A memory whose embedder got a token, which a folder does not need."""
        config = {"model": str(folder), "token": CANARY}
        return Memory(
            tmp_path / "memory.db",
            embedder={"provider": "sentence-transformers", "config": config},
        )
