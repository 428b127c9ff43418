"""A memory whose model fills in what a test says."""

from __future__ import annotations

import pytest

from memkit import Memory
from tests.extraction.scripted import ScriptedLLM


@pytest.fixture
def opened(tmp_path):
    """Return a function that opens the memory of this test with a model that answers so."""
    memories = []

    def opened(*answers, llm=None, **options):
        llm = llm or ScriptedLLM(*answers)
        memories.append(Memory(tmp_path / "memory.db", llm=llm, embedder="hash", **options))
        return memories[-1]

    yield opened
    for memory in memories:
        memory.close()
