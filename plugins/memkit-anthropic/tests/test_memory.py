"""A memory whose LLM is Claude."""

from __future__ import annotations

import pytest

from memkit import Memory
from memkit.domain.records import Message
from memkit.errors import AuthenticationError
from memkit.testing import SecretsConformance

HELLO = [Message(role="user", content="Hello.")]


def test_what_it_consumes_is_told_by_the_memory(make, tmp_path):
    llm = make()
    with Memory(tmp_path / "m.db", llm=llm) as memory:
        llm.complete(HELLO)
        assert memory.usage.total.calls == 1


def test_its_name_and_the_variable_are_enough(monkeypatch, tmp_path):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "a-key")
    with Memory(tmp_path / "m.db", llm="anthropic:claude-opus-5") as memory:
        assert "claude-opus-5" in repr(memory.usage)


def test_without_a_key_the_variable_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(AuthenticationError, match="ANTHROPIC_API_KEY"):
        Memory(tmp_path / "m.db", llm="anthropic")


class TestSecrets(SecretsConformance):
    @pytest.fixture
    def memory(self, tmp_path, make):
        llm = make()
        llm.complete(HELLO)
        with Memory(tmp_path / "m.db", llm=llm) as memory:
            yield memory
