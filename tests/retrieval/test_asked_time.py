"""Times that a question names: what they are taken for, and what they change of a search."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from memkit import AsyncMemory, Memory
from memkit.domain.times import instant_of, to_instant
from memkit.engine.retrieval.asked_time import asked_times
from memkit.errors import ValidationError

ASKED = "2025-06-11T10:00:00"

SUMMER_2024 = ("2024-06-01", "2024-09-01")
YESTERDAY = ("2025-06-10", "2025-06-11")
MARCH_2024 = ("2024-03-01", "2024-04-01")


def span(question: str) -> list[tuple[int | None, int | None]]:
    return [(one.start, one.end) for one in asked_times(question, now=to_instant(ASKED))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where were we last summer?", SUMMER_2024),
        ("Wo waren wir letzten Sommer?", SUMMER_2024),
        ("Où étions-nous l'été dernier ?", SUMMER_2024),
        ("¿Dónde estuvimos el verano pasado?", SUMMER_2024),
        ("Dove siamo stati l'estate scorsa?", SUMMER_2024),
        ("去年夏天我们去了哪里？", SUMMER_2024),
        ("去年の夏はどこに行きましたか？", SUMMER_2024),
        ("Кто звонил вчера?", YESTERDAY),
        ("Wer hat gestern angerufen?", YESTERDAY),
        ("Kto dzwonił wczoraj?", YESTERDAY),
        ("Dün kim aradı?", YESTERDAY),
        ("어제 누가 전화했나요?", YESTERDAY),
        ("Which trip did we take in March 2024?", MARCH_2024),
        ("Qu'ai-je acheté en mars 2024 ?", MARCH_2024),
        ("¿Qué compré en marzo de 2024?", MARCH_2024),
        ("In March, what did I buy?", ("2025-03-01", "2025-04-01")),
    ],
)
def test_words_of_time_are_an_interval(question: str, expected: tuple[str, str]) -> None:
    assert span(question) == [(to_instant(expected[0]), to_instant(expected[1]))]


@pytest.mark.parametrize(
    "question",
    [
        "May I use the car?", "Who finished second?", "march on with the plan",
        "Is the shop open 24/7?", "What is April's surname?", "Who will fall for it?",
        "Where do I live now?", "Python 3.11 settings", "Wo wohnt Herr Sommer?",
        "¿Quién es el segundo?", "Qui est le second ?", "Chi è il secondo?",
        "二番目は誰ですか？", "第二名是谁？", "Кто второй?", "What do I do every Monday?",
    ],
)  # fmt: skip
def test_other_words_are_none(question: str) -> None:
    assert span(question) == []


@pytest.fixture
def trips() -> Memory:
    memory = Memory(":memory:")
    memory.add("We went to Lisbon by train.", user_id="ana", occurred_at="2024-04-10")
    memory.add("We went to Lisbon by plane.", user_id="ana", occurred_at="2023-10-10")
    memory.add("We went to Lisbon by bus.", user_id="ana", occurred_at="2025-04-10")
    return memory


@pytest.mark.parametrize(
    ("question", "asked_at", "best"),
    [
        ("How did we go to Lisbon last spring?", "2025-02-11", "train"),
        ("How did we go to Lisbon last spring?", "2025-08-11", "bus"),
        ("How did we go to Lisbon in October 2023?", None, "plane"),
        ("How did we go to Lisbon before 2024?", None, "plane"),
        ("How did we go to Lisbon since 2025?", None, "bus"),
    ],
)
def test_a_memory_of_the_time_is_preferred(
    trips: Memory, question: str, asked_at: str | None, best: str
) -> None:
    hits = trips.search(question, user_id="ana", when="prefer", asked_at=asked_at)
    assert best in hits[0].memory
    assert len(hits) == 3
    assert [hit.reasons["time"] > 0 for hit in hits] == [True, False, False]
    assert hits[0].score == pytest.approx(sum(hits[0].reasons.values()))
    assert len(hits.times) == 1
    (only,) = trips.search(question, user_id="ana", when="only", asked_at=asked_at)
    assert only.id == hits[0].id
    context = trips.context(question, user_id="ana", asked_at=asked_at)
    assert [item.memory.id for item in context if item.of_time] == [only.id]
    assert context.times == hits.times


def test_a_search_ignores_times_unless_told(trips: Memory) -> None:
    hits = trips.search("How did we go to Lisbon in October 2023?", user_id="ana")
    assert not hits.times
    assert all("time" not in hit.reasons for hit in hits)


def test_quotes_of_the_time_come_first(trips: Memory) -> None:
    for when, how in (("in October 2023", "plane"), ("in April 2025", "bus")):
        answer = trips.ask(f"How did we go to Lisbon {when}?", user_id="ana")
        assert how in answer.citations[0].quote


def test_a_fact_is_of_the_time_in_which_it_holds() -> None:
    memory = Memory(":memory:")
    memory.add("Ana lives in Berlin.", user_id="ana", valid_from="2018-01-01",
               valid_to="2021-06-01")  # fmt: skip
    memory.add("Ana lives in Lisbon.", user_id="ana", valid_from="2021-06-01")
    question = "Where did Ana live in 2019?"
    (old,) = memory.search(question, user_id="ana", valid_at=None, when="only")
    assert "Berlin" in old.memory
    context = memory.context(question, user_id="ana")
    assert [(item.outdated, item.of_time) for item in context] == [(False, True), (False, False)]


@pytest.mark.parametrize("limits", [{}, {"valid_from": "2023-05-01"}, {"valid_to": "2023-05-01"}])
@pytest.mark.parametrize("occurred_at", [None, "2020-02-02", "2024-03-05"])
@pytest.mark.parametrize("time", ["in March 2024", "before 2021", "since 2023", "in 2023"])
def test_the_filter_means_what_the_preference_does(
    limits: dict[str, str], occurred_at: str | None, time: str
) -> None:
    memory = Memory(":memory:", embedder="hash")
    memory.add("the harbour", user_id="ana", occurred_at=occurred_at, **limits)
    asked: dict[str, object] = {"user_id": "ana", "valid_at": None, "asked_at": ASKED}
    (hit,) = memory.search(f"the harbour {time}", when="prefer", **asked)
    only = memory.search(f"the harbour {time}", when="only", **asked)
    assert bool(only) == (hit.reasons.get("time", 0) > 0)


def test_in_a_past_state_it_is_asked_then(trips: Memory) -> None:
    past = trips.as_of(trips.events()[-1].seq)
    hits = past.search("What did we do yesterday?", user_id="ana", when="prefer")
    day = instant_of(datetime.fromisoformat(hits.times[0].split(" is ")[1].split(" ")[0]))
    assert 0 < instant_of(trips.events()[-1].at) - day < 2 * 86_400_000_000


def test_other_ways_are_refused(trips: Memory) -> None:
    with pytest.raises(ValidationError, match="prefer, only, ignore"):
        trips.search("last spring", user_id="ana", when="sometimes")  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        trips.search("last spring", user_id="ana", when="prefer", asked_at="soon")


def test_the_same_without_blocking() -> None:
    async def found() -> tuple[str, ...]:
        async with AsyncMemory(":memory:") as memory:
            await memory.add("We went to Lisbon.", user_id="ana", occurred_at="2023-10-10")
            hits = await memory.search("Lisbon in October 2023?", user_id="ana", when="prefer")
            return hits.times

    assert asyncio.run(found()) == ("“in October 2023” is 2023-10 (month)",)
