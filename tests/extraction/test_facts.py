"""Messages become facts through `Memory`: what is stored, served, superseded, undone, pending."""

from __future__ import annotations

import json

import pytest

from memkit import Memory
from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Usage
from memkit.errors import ConnectionError, ProviderError, ValidationError

BERLIN = "I live in Berlin."
LISBON = "I moved from Berlin to Lisbon in March."


def fact(line, quote, text, *, kind="state", when="", about="Ana"):
    """Return a fact as a model writes it."""
    return {
        "line": line, "quote": quote, "when": when, "about": about, "text": text, "kind": kind,
        "entities": [], "categories": [],
    }  # fmt: skip


class Reader(LLM):
    """Finds in a window what it was told to find, and decides as it was told.

    Attributes:
        facts: Words of a line -> facts of it (their line is filled in).
        decisions: Words of a new fact -> choice and words of the old one.
        fails: Errors that are raised first.
        asked: The texts that it was asked.
    """

    model = "reader"

    def __init__(self, facts=None, decisions=None, fails=()):
        self.facts, self.decisions = facts or {}, decisions or {}
        self.fails, self.asked = list(fails), []

    def complete(self, messages, *, schema=None, max_tokens="default"):
        said = messages[-1].content
        self.asked.append(said)
        if self.fails:
            raise self.fails.pop(0)
        if "new fact" in said.splitlines()[0]:
            answer = {"decisions": self._decide(said)}
        else:
            answer = {"facts": self._extract(said)}
        usage = Usage(calls=1, input_tokens=100, output_tokens=10)
        return Completion(text=json.dumps(answer), usage=usage)

    def _extract(self, said):
        found = []
        for row in said.splitlines():
            number = row.split("|")[0].strip()
            if number.isdigit():
                for words, facts in self.facts.items():
                    if words in row:
                        found += [{**one, "line": int(number)} for one in facts]
        return found

    def _decide(self, said):
        made, new, text = [], None, ""
        for row in said.splitlines():
            head, _, text = row.partition(": ")
            if head.startswith("new fact"):
                new = (int(head.split()[-1]), text)
            elif new is not None:
                for words, (choice, old) in self.decisions.items():
                    if words in new[1] and old in text:
                        made.append(
                            {"fact": new[0], "why": "told", "choice": choice,
                             "old": int(head.split()[-1]), "text": ""}
                        )  # fmt: skip
        return made


@pytest.fixture
def reader():
    return Reader(
        facts={
            "live in Berlin": [fact(0, BERLIN, "Ana lives in Berlin.")],
            "to Lisbon": [
                fact(0, "moved from Berlin to Lisbon in March", "Ana lives in Lisbon.",
                     when="in March"),
            ],
        },
        decisions={"Lisbon": ("changes", "Berlin")},
    )  # fmt: skip


@pytest.fixture
def memory(tmp_path, reader):
    with Memory(tmp_path / "memory.db", llm=reader) as memory:
        yield memory


def said(memory, text, at, **options):
    """Add a message of Ana's."""
    return memory.add(
        [{"role": "user", "name": "Ana", "content": text, "created_at": at}],
        user_id="ana", **{"infer": True, **options},
    )  # fmt: skip


def found(memory, *, valid_at="now", kind="facts"):
    hits = memory.search("where does Ana live?", user_id="ana", kind=kind, valid_at=valid_at)
    return [hit.memory for hit in hits]


def test_a_message_becomes_a_fact_with_its_evidence(memory):
    result = said(memory, BERLIN, "2025-01-10")
    (one,) = result.facts
    assert (one.memory, one.choice, one.said_by) == ("Ana lives in Berlin.", "new", "user")
    message, stored = memory.get(result[0].id), memory.get(one.id)
    assert message.memory == BERLIN
    (evidence,) = memory.evidence(one.id)
    assert (evidence.record, evidence.quote) == (message, "I live in Berlin")
    assert evidence.stands
    assert [record.id for record in memory.derived_from(message.id)] == [one.id]
    assert (stored.derived_by, stored.withheld, stored.role) == ("default", None, None)
    assert stored.data["kind"] == "state"
    assert found(memory) == ["Ana lives in Berlin."]
    assert found(memory, kind="messages") == [BERLIN]
    assert memory.pending() == []
    assert memory.doctor().ok


def test_what_changes_is_superseded_and_undone(memory):
    said(memory, BERLIN, "2025-01-10")
    before = memory.events()[-1].seq
    (moved,) = said(memory, LISBON, "2025-05-02").facts
    assert (moved.choice, moved.old.memory) == ("changes", "Ana lives in Berlin.")
    assert found(memory, valid_at="2025-02-15") == ["Ana lives in Berlin."]
    assert found(memory, valid_at="2025-04-15") == ["Ana lives in Lisbon."]
    old = memory.get(moved.old.id)
    assert old.superseded_by == moved.id
    assert [event.event for event in memory.history(old.id)] == ["ADD", "UPDATE"]
    then = memory.as_of(before).search("where does Ana live?", user_id="ana", kind="facts")
    assert [hit.memory for hit in then] == ["Ana lives in Berlin."]
    batch = memory.history(old.id)[-1].batch_id
    memory.undo(batch=batch)
    assert found(memory) == ["Ana lives in Berlin."]
    assert memory.doctor().ok


def test_what_held_once_holds_again(memory, reader):
    reader.facts["back to Berlin"] = [
        fact(0, "back to Berlin in June", "Ana lives in Berlin.", when="in June")
    ]
    reader.decisions["Berlin"] = ("changes", "Lisbon")
    said(memory, BERLIN, "2025-01-10")
    said(memory, LISBON, "2025-05-02")
    said(memory, "I moved back to Berlin in June.", "2025-07-01")
    assert found(memory, valid_at="2025-08-01") == ["Ana lives in Berlin."]
    assert memory.count(user_id="ana", where={"derived_by": "default"}) == 2


def test_what_has_no_evidence_is_kept_and_not_served(memory, reader):
    reader.facts["live in Berlin"] = [fact(0, "I live in Paris", "Ana lives in Paris.")]
    (one,) = said(memory, BERLIN, "2025-01-10").facts
    assert (one.choice, one.status) == ("unsupported", "unsupported")
    assert "quote" in one.reason
    assert found(memory) == []
    assert [record.memory for record in memory.facts(where="withheld = 'unsupported'")] == [
        "Ana lives in Paris."
    ]


def test_a_message_that_is_edited_is_read_again(memory, reader):
    result = said(memory, BERLIN, "2025-01-10")
    (one,) = result.facts
    memory.update(result[0].id, "I live in Porto.")
    assert memory.get(one.id).withheld == "stale"
    assert found(memory) == []
    assert [pending.message.id for pending in memory.pending()] == [result[0].id]
    reader.facts["Porto"] = [fact(0, "I live in Porto.", "Ana lives in Porto.")]
    assert [one.memory for one in memory.extract()] == ["Ana lives in Porto."]
    assert found(memory) == ["Ana lives in Porto."]
    assert [stale.id for stale in memory.stale()] == [one.id]


def test_the_same_fact_has_one_source_more(memory, reader):
    (first,) = said(memory, BERLIN, "2025-01-10").facts
    reader.facts["Still"] = [fact(0, "Still in Berlin", "Ana lives in Berlin.")]
    (again,) = said(memory, "Still in Berlin, as ever.", "2025-02-10").facts
    assert (again.choice, again.id) == ("same", first.id)
    assert len(memory.evidence(first.id)) == 2


def test_nothing_waits_for_a_model_unless_asked(memory, reader):
    memory.add(BERLIN, user_id="ana", infer=False)
    assert memory.pending() == []
    assert reader.asked == []
    memory.add([{"role": "user", "content": LISBON}], user_id="ana")
    assert [one.memory for one in memory.extract()] in ([], ["Ana lives in Lisbon."])
    assert memory.count(user_id="ana", where={"derived_by": "default"}) == 1


def test_a_model_that_is_away_loses_nothing(memory, reader):
    reader.fails = [ProviderError("It broke.", fix="Mend it.", provider="x")] * 9
    with pytest.raises(ProviderError, match="messages are stored") as raised:
        said(memory, BERLIN, "2025-01-10")
    assert "m.extract()" in str(raised.value)
    (pending,) = memory.pending()
    assert pending.message.memory == BERLIN
    assert "It broke." in pending.reason
    reader.fails = []
    assert [one.memory for one in memory.extract()] == ["Ana lives in Berlin."]
    assert memory.pending() == []


def test_without_a_model_all_is_as_before(tmp_path):
    with Memory(tmp_path / "plain.db") as memory:
        memory.add(BERLIN, user_id="ana")
        assert memory.pending() == []
        assert list(memory.derivations) == []
        with pytest.raises(ValidationError, match="has none"):
            memory.add(LISBON, user_id="ana", infer=True)
        assert memory.count() == 1
        with pytest.raises(ValidationError, match="llm="):
            memory.extract()


def test_a_second_derivation_stands_beside_the_first(memory):
    said(memory, BERLIN, "2025-01-10")
    other = Reader(
        facts={
            "Berlin": [
                fact(0, BERLIN, "Ana lives in Berlin."),
                fact(0, "live in Berlin", "Ana's home is Berlin.", kind="other"),
            ]
        }
    )
    other.model = "another"
    made = memory.derive("second", llm=other)
    assert (len(made), made.read, made.failed) == (2, 1, 0)
    assert [(one.name, one.in_use, one.facts) for one in memory.derivations] == [
        ("default", True, 1), ("second", False, 2),
    ]  # fmt: skip
    assert found(memory) == ["Ana lives in Berlin."]
    compared = memory.compare_derivations("default", "second")
    assert len(compared.both) == 1
    assert compared.only_first == ()
    assert len(compared.only_second) == 1
    memory.use_derivation("second")
    assert len(found(memory)) == 2
    memory.use_derivation("default")
    memory.drop_derivation("second")
    assert memory.count() == 2


def test_what_waits_for_a_person_is_accepted_or_rejected(memory):
    memory.set_wishes(review="changes")
    said(memory, BERLIN, "2025-01-10")
    (moved,) = said(memory, LISBON, "2025-05-02").facts
    assert moved.status == "proposed"
    assert found(memory) == ["Ana lives in Berlin."]
    memory.accept(moved.id)
    assert found(memory) == ["Ana lives in Lisbon."]
    memory.reject(moved.id)
    assert memory.get(moved.id).withheld == "rejected"
    with pytest.raises(ValidationError, match="not proposed"):
        memory.accept(moved.id)


def test_what_was_rejected_does_not_come_back(memory):
    (one,) = said(memory, BERLIN, "2025-01-10").facts
    memory.reject(one.id)
    said(memory, "Well, I live in Berlin. As I said.", "2025-02-10")
    assert found(memory) == []
    assert memory.get(one.id).withheld == "rejected"


def test_many_messages_are_read_in_windows(memory, reader):
    texts = [f"I own boat number {number}." for number in range(210)]
    for number, text in enumerate(texts):
        reader.facts[f"number {number}."] = [fact(0, text, f"Ana owns boat number {number}.")]
    memory.add(
        [{"role": "user", "name": "Ana", "content": text} for text in texts],
        user_id="ana", infer=True,
    )  # fmt: skip
    assert memory.pending() == []
    assert memory.count(where={"derived_by": "default", "withheld": None}) == 210
    shown = [row for text in reader.asked for row in text.splitlines() if "boat" in row]
    assert len([row for row in shown if not row.startswith(("*", " ")) and "|" in row]) >= 210


@pytest.mark.parametrize("error", [ConnectionError("away", fix="Wait.", provider="x")])
def test_in_the_background_failures_are_told_and_stay_pending(memory, reader, error, unslept):
    reader.fails = [error] * 50
    memory.add([{"role": "user", "content": BERLIN}], user_id="ana")
    for job in list(memory.jobs):
        job.join()
    assert [one.message.memory for one in memory.pending()] == [BERLIN]
    assert memory.count() == 1


def test_a_bare_text_is_read_as_the_users(memory, reader):
    reader.facts = {"Berlin": [fact(0, BERLIN, "The user lives in Berlin.", about="user")]}
    (one,) = memory.add(BERLIN, user_id="ana", infer=True).facts
    assert (one.memory, one.said_by) == ("The user lives in Berlin.", "user")


@pytest.mark.parametrize("text", ["I moved to Lisbon in March.", "In March I moved to Lisbon."])
def test_the_words_of_time_are_read_by_code(memory, reader, text):
    reader.facts = {"Lisbon": [fact(0, text, "Ana lives in Lisbon.")]}
    (one,) = said(memory, text, "2025-05-02").facts
    assert str(one.valid_from) == "2025-03-01 00:00:00+00:00"
