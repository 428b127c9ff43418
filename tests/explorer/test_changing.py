"""Changes: what they say, which events undo them, and that the past can't be changed."""

from __future__ import annotations

import json

import pytest

from memkit.errors import NotFoundError, ScopeError, ValidationError


@pytest.fixture
def ids(alice):
    """The ids of alice's memories by their first words."""
    return {row["text"]: row["id"] for row in alice.rows()["rows"]}


def test_a_preview_writes_nothing_and_shows_what_is_near(m, alice, texts) -> None:
    head = m.events()[-1].seq
    shown = alice.preview("I moved to Lisbon in April", metadata={"category": "home"})
    (proposal,) = shown["proposals"]
    assert (proposal["index"], proposal["event"], proposal["id"]) == (0, "ADD", None)
    assert proposal["parts"] == [("added", "I moved to Lisbon in April")]
    assert proposal["near"][0]["text"] == "I moved to Lisbon in March"
    assert proposal["near"][0]["similarity"] > 0.8
    assert shown["said"] == "1 change to accept."
    assert m.events()[-1].seq == head
    known = alice.preview("I like green tea")
    assert known["said"] == "Nothing would change. 1 memory is there already."
    assert known["proposals"][0]["event"] == "NONE"
    assert known["proposals"][0]["before"] == "I like green tea"


def test_accepted_proposals_are_written_as_they_were_decided(m, alice, ids) -> None:
    alice.preview("I moved to Lisbon in April")
    with pytest.raises(ValidationError, match="no proposal 7"):
        alice.apply([{"index": 7, "action": "accept"}])
    lisbon = ids["I moved to Lisbon in March"]
    done = alice.apply(
        [{"index": 0, "action": "accept", "updating": lisbon, "text": "I moved to Lisbon in May"}]
    )
    assert done["said"] == "Changed 1 memory."
    assert m.get(lisbon).memory == "I moved to Lisbon in May"
    with pytest.raises(ValidationError, match="carried out already"):
        alice.apply([{"index": 0, "action": "accept"}])
    alice.preview("I sing in a choir")
    assert alice.apply([{"index": 0, "action": "reject"}])["said"] == (
        "Nothing was accepted, so nothing was written."
    )
    assert m.count(user_id="alice") == 4


def test_adding_needs_someone_to_whom_it_belongs(m) -> None:
    explorer = m.explore()
    for add in (explorer.preview, explorer.add):
        with pytest.raises(ScopeError, match="must belong to someone"):
            add("I like tea")


def test_each_change_says_what_it_did_and_can_be_undone(m, alice, ids, tmp_path) -> None:
    tea, meat = ids["I like green tea"], ids["I stopped eating meat"]
    states = [m.get_all(user_id="alice")]
    steps = [
        (lambda: alice.add("I sing in a choir"), "Added 1 memory."),
        (lambda: alice.update(tea, "I like black tea"), "Changed 1 memory."),
        (lambda: alice.tag([tea, meat], {"seen": 1}, remove=["priority"]), "Tagged 2 memories."),
        (lambda: alice.merge(tea, [meat], text="Tea, no meat"), "Merged 2 memories into one."),
        (lambda: alice.delete([tea]), "Deleted 1 memory."),
    ]
    done = []
    for step, said in steps:
        done.append(step())
        assert done[-1]["said"] == said
        states.append(m.get_all(user_id="alice"))
    for change in reversed(done):
        states.pop()
        undone = alice.undo(change["seqs"])
        assert undone["said"].startswith("Undid ")
        assert {r.id: (r.memory, r.metadata) for r in m.get_all(user_id="alice")} == {
            r.id: (r.memory, r.metadata) for r in states[-1]
        }


def test_what_changes_nothing_says_so(alice, ids) -> None:
    tea = ids["I like green tea"]
    assert alice.add("I like green tea")["said"] == "Nothing changed: it is like that already."
    assert alice.add("I like green tea")["seqs"] == []
    done = alice.tag([tea, ids["I stopped eating meat"]], {"priority": 1})
    assert done["said"] == "Tagged 1 memory. 1 memory stayed as it was."
    assert len(done["seqs"]) == 1


def test_the_events_of_a_change_are_not_those_of_somebody_else(m, alice, ids) -> None:
    tea = ids["I like green tea"]
    mine = alice.tag([tea], {"a": 1})["seqs"]
    m.tag([tea], {"b": 2})
    assert mine == [m.history(tea)[-2].seq]


def test_a_deletion_of_what_is_gone_changes_nothing(m, alice, ids) -> None:
    head = m.events()[-1].seq
    with pytest.raises(NotFoundError):
        alice.delete([ids["I like green tea"], "no such id"])
    assert m.events()[-1].seq == head


def test_exports_hold_what_is_shown_or_what_was_chosen(alice, ids, tmp_path) -> None:
    path = tmp_path / "out.jsonl"
    assert alice.export(path)["said"] == f"Wrote 4 memories to {path}."
    alice.where = "category = 'food'"
    alice.export(path)
    assert len(path.read_text("utf-8").splitlines()) == 2
    alice.export(path, ids=[ids["I like green tea"], ids["My sister lives in Porto"]])
    (line,) = path.read_text("utf-8").splitlines()
    assert json.loads(line)["memory"] == "I like green tea"


def test_the_past_refuses_changes_and_says_how_to_go_back(m, alice, ids, tmp_path) -> None:
    tea = ids["I like green tea"]
    alice.preview("I sing in a choir")
    alice.set_at(1)
    head = m.events()[-1].seq
    refused = [
        lambda: alice.preview("x"),
        lambda: alice.apply([{"index": 0, "action": "accept"}]),
        lambda: alice.add("x"),
        lambda: alice.update(tea, "x"),
        lambda: alice.delete([tea]),
        lambda: alice.tag([tea], {"a": 1}),
        lambda: alice.merge(tea, [ids["I stopped eating meat"]]),
        lambda: alice.undo(1),
        lambda: alice.rate("tea", tea, True),
        lambda: alice.export(tmp_path / "out.jsonl"),
    ]
    for change in refused:
        with pytest.raises(ValidationError, match="Go back to now"):
            change()
    assert m.events()[-1].seq == head
    alice.set_at(None)
    assert alice.delete([tea])["said"] == "Deleted 1 memory."
