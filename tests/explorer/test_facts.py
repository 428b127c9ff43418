"""Facts in the explorer: what is shown, what vouches for them, why they are there, reviews."""

from __future__ import annotations

import json

import pytest

from memkit import Memory
from memkit.domain.standing import STANDINGS
from memkit.errors import ValidationError
from memkit.explorer import answer
from tests.extraction.test_facts import Reader, fact

SAID = {
    "live in Berlin": [fact(0, "I live in Berlin", "Ana lives in Berlin.")],
    "to Lisbon": [fact(0, "moved from Berlin to Lisbon in March", "Ana lives in Lisbon.")],
    "green tea": [fact(0, "like green tea", "Ana likes green tea.", kind="preference")],
    "two cats": [fact(0, "have two cats", "Ana has seventeen horses.")],
    "cello": [fact(0, "play the cello", "Ana plays the cello.", kind="event")],
    "a flat": [fact(0, "rent a flat", "Ana rents a flat.")],
    "a boat": [fact(0, "own a boat", "Ana owns a boat.")],
}


def say(m, text, at="2025-01-10"):
    said = [{"role": "user", "name": "Ana", "content": text, "created_at": at}]
    return m.add(said, user_id="ana", infer=True)


@pytest.fixture
def m():
    """A fact of every standing; two are proposed, and one took the place of another."""
    llm = Reader(SAID, {"Lisbon": ("changes", "Berlin")})
    with Memory(":memory:", embedder="hash", llm=llm) as memory:
        say(memory, "I live in Berlin, near the canal.")
        say(memory, "I have two cats.")
        cello = say(memory, "On Sundays I play the cello.")
        memory.update(cello[0].id, "On Sundays I sleep.")
        memory.reject(say(memory, "I like green tea.").facts[0].id)
        say(memory, "Look: I moved from Berlin to Lisbon in March. It rained.", "2025-05-02")
        memory.set_wishes(review="all")
        say(memory, "I rent a flat.")
        say(memory, "I own a boat.")
        yield memory


@pytest.fixture
def explorer(m):
    return m.explore(user_id="ana")


def id_of(m, text):
    return next(one.id for one in m.get_all(limit=100) if one.memory == text)


def texts(explorer):
    return sorted(row["text"] for row in explorer.rows()["rows"])


ONE_EACH = {
    "served": ["Ana lives in Lisbon."],
    "proposed": ["Ana owns a boat.", "Ana rents a flat."],
    "unsupported": ["Ana has seventeen horses."],
    "stale": ["Ana plays the cello."],
    "rejected": ["Ana likes green tea."],
    "superseded": ["Ana lives in Berlin."],
}


@pytest.mark.parametrize("standing", STANDINGS)
def test_facts_are_shown_by_what_they_are(m, explorer, standing, run_code) -> None:
    status = explorer.set_kind("facts", standing)
    assert (status["kind"], status["standing"], status["facts"]) == ("facts", standing, True)
    assert texts(explorer) == ONE_EACH[standing]
    assert {row["standing"] for row in explorer.rows()["rows"]} == {standing}
    assert status["shown"] == len(ONE_EACH[standing])
    assert sorted(explorer.shown_ids()) == sorted(id_of(m, text) for text in ONE_EACH[standing])
    # The code does the same, of the rows, the view and a search.
    named = run_code(explorer.rows()["code"], m)["memories"]
    assert sorted(one.memory for one in named) == ONE_EACH[standing]
    again = run_code(status["code"], m)["explorer"]
    assert (again.kind, again.standing) == ("facts", standing)
    found = explorer.search("Ana", k=9)
    assert sorted(hit["text"] for hit in found["hits"]) == ONE_EACH[standing]
    assert [hit.id for hit in run_code(found["code"], m)["hits"]] == [
        hit["id"] for hit in found["hits"]
    ]


def test_messages_facts_and_both(explorer) -> None:
    assert explorer.status()["shown"] == 14
    assert explorer.set_kind("messages")["shown"] == 7
    assert all(row["standing"] is None for row in explorer.rows()["rows"])
    assert explorer.set_kind("facts")["shown"] == 7
    explorer.where = "data.kind = 'preference'"
    assert texts(explorer) == ["Ana likes green tea."]
    assert explorer.where == "data.kind = 'preference'"
    assert explorer.set_kind()["shown"] == 1


def test_the_past_is_shown_by_what_facts_were(m, explorer) -> None:
    moved = id_of(m, "Ana lives in Lisbon.")
    explorer.set_at(m.history(moved)[0].seq - 1)
    explorer.set_kind("facts", "superseded")
    assert texts(explorer) == []
    explorer.set_kind("facts", "served")
    assert texts(explorer) == ["Ana lives in Berlin."]
    [source] = explorer.detail(id_of(m, "Ana plays the cello."))["fact"]["evidence"]
    assert (source["stands"], source["quote"]) == (False, "play the cello")


@pytest.mark.parametrize(
    ("kind", "standing"), [("other", None), ("all", "stale"), ("facts", "true"), (["facts"], None)]
)
def test_other_words_are_refused(explorer, kind, standing) -> None:
    with pytest.raises(ValidationError, match=r"Use one of|use one of"):
        explorer.set_kind(kind, standing)
    assert "trouble" in answer(explorer, "set_kind", {"kind": kind, "standing": standing})
    assert explorer.kind == "all"


def test_facts_of_a_derivation_that_is_not_in_use_are_not_served(m, explorer) -> None:
    m.derive("second", llm=Reader({"live in Berlin": SAID["live in Berlin"]}))
    assert explorer.status()["unused"] == ["second"]
    explorer.set_kind("facts", "served")
    assert texts(explorer) == ["Ana lives in Lisbon."]
    m.use_derivation("second")
    explorer.set_kind("facts", "served")
    assert texts(explorer) == ["Ana lives in Berlin."]


def test_a_fact_tells_its_evidence_what_it_did_and_why_it_is_there(m, explorer) -> None:
    old, new = id_of(m, "Ana lives in Berlin."), id_of(m, "Ana lives in Lisbon.")
    told = explorer.detail(new)["fact"]
    [source] = told["evidence"]
    assert (source["before"], source["quote"], source["after"]) == (
        "Look: I ", "moved from Berlin to Lisbon in March", ". It rained.",
    )  # fmt: skip
    assert (source["who"], source["at"][:10], source["stands"]) == ("Ana", "2025-05-02", True)
    assert told["choice"] == "changes"
    assert told["superseded"] == [{"id": old, "text": "Ana lives in Berlin."}]
    origin = told["origin"]
    assert (origin["derivation"], origin["model"], origin["in_use"]) == ("default", "reader", True)
    assert "extract" in origin["prompts"]
    decision = origin["decision"]
    assert (decision["choice"], decision["why"], decision["old"]) == ("changes", "told", old)
    assert [one["text"] for one in decision["candidates"]] == ["Ana lives in Berlin."]
    other = explorer.detail(old)
    assert other["fact"]["superseded_by"] == {"id": new, "text": "Ana lives in Lisbon."}
    assert other["fact"]["origin"]["decision"] is None
    assert [one["happened"] for one in other["history"]] == ["superseded", "fact"]
    json.dumps([told, other])


def test_a_correction_says_so(m, explorer) -> None:
    say(m, "I live in Berlin.")
    m.set_wishes(review="none")
    m.engine.inference.derivation().llm.facts |= {
        "no, in Porto": [fact(0, "in Porto", "Ana lives in Porto.")]
    }
    m.engine.inference.derivation().llm.decisions |= {"Porto": ("corrects", "Lisbon")}
    say(m, "I live, no, in Porto, as I always did.", "2025-06-01")
    wrong = explorer.detail(id_of(m, "Ana lives in Lisbon."))
    assert wrong["fact"]["superseded_by"]["text"] == "Ana lives in Porto."
    assert wrong["history"][0]["happened"] == "corrected"


def test_a_message_tells_the_facts_that_were_drawn_from_it(m, explorer) -> None:
    message = id_of(m, "I rent a flat.")
    shown = explorer.detail(message)
    assert shown["fact"] is None
    assert [(one["text"], one["standing"]) for one in shown["drawn"]] == [
        ("Ana rents a flat.", "proposed")
    ]
    assert shown["drawn_total"] == 1
    message = id_of(m, "Look: I moved from Berlin to Lisbon in March. It rained.")
    m.delete(message)
    [drawn] = explorer.detail(message)["drawn"]
    assert (drawn["text"], drawn["standing"]) == ("Ana lives in Lisbon.", "stale")
    [source] = explorer.detail(drawn["id"])["fact"]["evidence"]
    assert (source["id"], source["stands"]) == (None, False)
    assert source["quote"] == "moved from Berlin to Lisbon in March"


def test_a_fact_without_a_derivation_or_a_source_has_details(m, explorer) -> None:
    id_ = m.add("Somebody derived this", user_id="ana", derived_by="hand")[0].id
    told = explorer.detail(id_)["fact"]
    assert (told["evidence"], told["standing"], told["origin"]["model"]) == ([], "served", "")
    deleted = m.delete(id_)
    assert explorer.detail(deleted.id)["fact"]["evidence"] == []


def test_proposals_are_counted_accepted_edited_and_rejected(m, explorer, run_code) -> None:
    flat, boat = id_of(m, "Ana rents a flat."), id_of(m, "Ana owns a boat.")
    assert explorer.status()["waiting"] == 2
    done = explorer.accept([flat], text="Ana rents a small flat.")
    assert done["said"] == "Accepted 1 fact."
    assert (m.get(flat).memory, m.get(flat).withheld) == ("Ana rents a small flat.", None)
    assert explorer.detail(flat)["history"][0]["happened"] == "accepted"
    explorer.undo(done["seqs"])
    assert (m.get(flat).memory, m.get(flat).withheld) == ("Ana rents a flat.", "proposed")
    done = explorer.reject([boat])
    assert done["said"] == "Rejected 1 fact."
    assert (m.get(boat).withheld, explorer.status()["waiting"]) == ("rejected", 1)
    explorer.undo(done["seqs"])
    run_code(done["code"], m)
    assert m.get(boat).withheld == "rejected"


def test_many_are_reviewed_at_once_and_taken_back_as_one(m, explorer) -> None:
    every = explorer.shown_ids()
    done = explorer.accept(every)
    assert done["said"] == "Accepted 2 facts. 12 memories stayed as they were."
    assert (explorer.status()["waiting"], len(done["seqs"])) == (0, 2)
    with pytest.raises(ValidationError, match="None of 14 memories is proposed"):
        explorer.accept(every)
    explorer.undo(done["seqs"])
    assert explorer.status()["waiting"] == 2
    done = explorer.reject(every)
    assert done["said"] == "Rejected 6 facts. 8 memories stayed as they were."
    explorer.undo(done["seqs"])
    assert explorer.status()["waiting"] == 2


def test_what_can_not_be_reviewed_is_said(m, explorer) -> None:
    message, served = id_of(m, "I rent a flat."), id_of(m, "Ana lives in Lisbon.")
    with pytest.raises(ValidationError, match="is not proposed"):
        explorer.accept([served])
    with pytest.raises(ValidationError, match="is no fact"):
        explorer.reject([message])
    with pytest.raises(ValidationError, match="One text is given for 2 facts"):
        explorer.accept([message, served], text="x")
    explorer.set_at(3)
    with pytest.raises(ValidationError, match="can't be changed"):
        explorer.reject([served])


def test_a_decision_is_found_among_many_calls(m, explorer) -> None:
    new = id_of(m, "Ana lives in Lisbon.")
    for number in range(300):
        m.engine.inference.derivation().llm.facts[f"thing {number}"] = [
            fact(0, f"thing {number}", f"Ana has thing {number}.")
        ]
    with_calls = len(m.engine.journal.calls())
    said = [
        {"role": "user", "content": f"I have thing {number}.", "created_at": "2025-07-01"}
        for number in range(300)
    ]
    m.add(said, user_id="ana", infer=True)
    assert len(m.engine.journal.calls()) > with_calls
    assert explorer.detail(new)["fact"]["origin"]["decision"]["choice"] == "changes"
