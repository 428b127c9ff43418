"""One memory: its history as differences, what can be undone, what is near it."""

from __future__ import annotations

import numpy as np
import pytest

from memkit.errors import NotFoundError


@pytest.fixture
def moved(m):
    """The id of a memory that was changed twice."""
    (id_,) = [record.id for record in m.get_all() if "Lisbon" in record.memory]
    m.update(id_, "I moved to Porto in March", reason="she said so")
    m.update(id_, metadata={"category": "home", "priority": True}, expires_at="2100-01-01")
    return id_


def test_the_history_is_told_newest_first(alice, moved) -> None:
    history = alice.detail(moved)["history"]
    assert [(one["version"], one["event"]) for one in history] == [
        (3, "UPDATE"),
        (2, "UPDATE"),
        (1, "ADD"),
    ]
    assert history[0]["text"] == []
    assert history[0]["fields"] == [
        {"name": "expires_at", "old": "", "new": "2100-01-01T00:00:00+00:00"},
        {"name": "metadata.priority", "old": "3", "new": "true"},
    ]
    assert history[1]["text"] == [
        ("same", "I moved to "),
        ("removed", "Lisbon"),
        ("added", "Porto"),
        ("same", " in March"),
    ]
    assert history[1]["reason"] == "she said so"
    assert history[2]["text"] == [("added", "I moved to Lisbon in March")]
    assert [one["undoable"] for one in history] == [True, True, True]


def test_what_is_as_it_was_can_not_be_undone_again(m, alice, moved) -> None:
    last = m.history(moved)[-1].seq
    alice.undo(last)
    history = alice.detail(moved)["history"]
    assert {one["seq"]: one["undoable"] for one in history}[last] is False
    alice.undo(history[-1]["seq"])
    gone = alice.detail(moved)
    assert gone["there"] is False
    assert gone["text"] == "I moved to Porto in March"
    assert gone["nearest"] == []
    assert gone["history"][-1]["undoable"] is False
    assert gone["history"][0]["undoable"] is True


def test_the_nearest_in_each_space_are_those_of_a_look_at_all(m, moved, make_embedder) -> None:
    m.add_space(make_embedder("other", 24), key="other", wait=True, progress=False)
    explorer = m.explore(user_id="alice")
    nearest = explorer.detail(moved, k=2)["nearest"]
    assert [one["space"] for one in nearest] == ["static-2", "other"]
    records = m.get_all(user_id="alice")
    texts = [record.memory for record in records]
    own = [record.id for record in records].index(moved)
    for one in nearest:
        vectors = m.engine.journal.text_vectors(one["space"], texts)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        cosines = vectors @ vectors[own]
        order = [row for row in np.argsort(-cosines) if row != own][:2]
        assert [near["id"] for near in one["neighbours"]] == [records[row].id for row in order]
        assert [near["cosine"] for near in one["neighbours"]] == pytest.approx(
            [float(cosines[row]) for row in order], abs=1e-5
        )


def test_neighbours_stay_in_the_scope(m, moved) -> None:
    near = m.explore(user_id="alice").detail(moved, k=50)["nearest"][0]["neighbours"]
    assert len(near) == 3
    assert {row["user_id"] for row in near} == {"alice"}
    assert len(m.explore().detail(moved, k=50)["nearest"][0]["neighbours"]) == 5


def test_the_past_of_a_memory(alice, moved) -> None:
    seqs = [one["seq"] for one in alice.detail(moved)["history"]]
    alice.set_at(seqs[1])
    then = alice.detail(moved)
    assert then["text"] == "I moved to Porto in March"
    assert then["record"]["expires_at"] is None
    assert len(then["history"]) == 2
    assert len(then["nearest"][0]["neighbours"]) == 3
    alice.set_at(seqs[2] - 1)
    with pytest.raises(NotFoundError, match="Go back to now"):
        alice.detail(moved)


def test_an_unknown_memory_is_an_error(alice) -> None:
    with pytest.raises(NotFoundError):
        alice.detail("no such id")
