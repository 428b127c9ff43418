"""A memory in two spaces: one that sees words, one that is another model."""

from __future__ import annotations

import pytest

TOPICS = {
    "boat": ("sail", "mast", "anchor", "harbour", "keel"),
    "food": ("soup", "bread", "salt", "kitchen", "oven"),
    "music": ("choir", "song", "piano", "tenor", "concert"),
}


def _texts():
    found = []
    for category, words in TOPICS.items():
        for number in range(20):
            chosen = [words[(number + step) % 5] for step in range(1 + number % 3)]
            found.append((f"{category} {' '.join(chosen)} note {number}", category))
    return found


@pytest.fixture
def two_spaces(open_memory, make_embedder):
    """60 memories of two users in the spaces "first" and "second"."""
    memory = open_memory(embedder=make_embedder("first", 24))
    memory.add_space(make_embedder("second", 12), key="second", wait=True, progress=False)
    memory.add_many(
        [
            {"memory": text, "user_id": ("alice", "bob")[row % 2], "metadata": {"category": name}}
            for row, (text, name) in enumerate(_texts())
        ],
        progress=False,
    )
    return memory
