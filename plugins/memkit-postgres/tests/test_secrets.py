"""A memory in PostgreSQL shows its password nowhere."""

import pytest
from conftest import providers_at

from memkit import Memory
from memkit.testing import CANARY, SecretsConformance


class TestSecrets(SecretsConformance):
    @pytest.fixture
    def memory(self, url, schema):
        """A memory whose journal and store got a password, which this server does not ask for."""
        user = url.partition("//")[2].partition("@")[0]
        with_password = url.replace(f"//{user}@", f"//{user}:{CANARY}@", 1)
        settings = providers_at(with_password, schema)
        settings["store"]["config"] |= {"url": url, "password": CANARY}
        return Memory(**settings)
