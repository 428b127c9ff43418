"""Events that a question names its time by: how they are recognised, found, and used."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from benchmarks.event_times import cases, read
from memkit import AsyncMemory, Memory
from memkit.builtin.hash import HashEmbedder
from memkit.contracts.embedder import EmbedKind, Vectors
from memkit.domain.results import Hits
from memkit.text.event_clauses import event_clause, states

MOVED = "2024-05-03"


@pytest.mark.parametrize(
    ("question", "relation", "event"),
    [
        ("Where did we live before we moved to Lisbon?", "before", "moved to Lisbon"),
        ("Before she moved, where did Ana live?", "before", "moved"),
        ("Before she moved where did Ana live?", "before", "moved"),
        ("What did we eat after the wedding?", "after", "wedding"),
        ("What do I have to pack before the trip to Rome?", "before", "trip to Rome"),
        ("What did he learn since he started at Siemens?", "since", "he started at Siemens"),
        ("What has changed since my wedding?", "since", "wedding"),
        ("Where did she work while she lived in Berlin?", "while", "she lived in Berlin"),
        ("When we were in Lisbon, what did we eat?", "while", "we were in Lisbon"),
        ("What did we see during our trip to Rome?", "while", "trip to Rome"),
        ("What did we do after the party on April 10, 2023?", "after", "party on April 10, 2023"),
        ("Was aß ich, bevor ich nach Bonn gezogen bin?", "before", "ich nach Bonn gezogen bin"),
        ("Wohin sind wir nach der Hochzeit gefahren?", "after", "Hochzeit"),
        ("Wo hat sie gearbeitet, als sie in Bonn wohnte?", "while", "sie in Bonn wohnte"),
        ("Was ist neu, seit er bei Bosch angefangen hat?", "since", "er bei Bosch angefangen hat"),
        ("¿Dónde vivía Ana antes de casarse?", "before", "casarse"),
        ("¿Qué comimos después de la boda?", "after", "boda"),
        ("¿Qué hacía cuando vivía en Roma?", "while", "vivía en Roma"),
        ("Où habitions-nous avant de déménager ?", "before", "déménager"),
        ("Où avons-nous mangé après le mariage ?", "after", "mariage"),
        ("Que faisait-elle quand elle habitait à Nantes ?", "while", "elle habitait à Nantes"),
        ("Onde trabalhei antes do casamento?", "before", "casamento"),
        ("O que fiz enquanto morava em Lisboa?", "while", "morava em Lisboa"),
        ("搬家之前我们住在哪里？", "before", "搬家"),
        ("自从他在银行工作以来学会了什么？", "since", "他在银行工作"),
        ("住在柏林的时候他做什么工作？", "while", "住在柏林"),
        ("結婚する前はどこに住んでいましたか？", "before", "結婚する"),
        ("結婚式の後にどこへ行きましたか？", "after", "結婚式"),
        ("ベルリンにいた時に何を食べましたか？", "while", "ベルリンにいた"),
        ("入社してから何を学びましたか？", "since", "入社して"),
    ],
)  # fmt: skip
def test_a_clause_names_an_event(question: str, relation: str, event: str) -> None:
    clause = event_clause(question)
    assert clause is not None
    assert (clause.relation, clause.event) == (relation, event)
    assert clause.words in question


@pytest.mark.parametrize(
    "question",
    [
        # The clause is what is asked for.
        "When did she move?", "Do you know when she moved?", "Tell me when Ben started at Siemens",
        "before she moved", "And before she moved?", "Wann ist sie umgezogen?",
        "¿Sabes cuándo se mudó?", "¿Cuándo se mudó?", "Quand a-t-elle déménagé ?",
        "Tu sais quand elle a déménagé ?", "Quando é que ela se mudou?", "Quando ela se mudou?",
        "她是什么时候搬家的？", "いつ引っ越しましたか？",
        # Words with another meaning.
        "Before I forget, who is Tom?", "After all, who is Tom?", "What did I do the day before?",
        "While you're at it, who is Tom?", "Since when do I work here?", "Who looked after Tom?",
        "Since she is vegetarian, what did we cook?", "What is it named after?",
        "What did he love when he was a kid?", "Since my sister likes wine, what did I bring?",
        "Was mag ich vor allem?", "Wer wartete vor der Tür?", "Fuhr sie nach Hause?",
        "Ist er größer als Tom?", "Was mochte ich, als ich klein war?", "Was sagte er als Lehrer?",
        "Antes de nada, ¿quién es Tom?", "Después de todo, ¿quién es Tom?",
        "¿Quién viene desde Roma?",
        "Avant tout, qui est Tom ?", "Depuis quand est-il là ?", "Que dit-il quand même ?",
        "Antes de mais nada, quem é Tom?", "之前我们住在哪里？", "小的时候我喜欢什么？",
        "この前どこに行きましたか？", "家の前に何がありますか？", "名前は何ですか？",
        "Was it before or after the wedding?", "War das vor oder nach der Hochzeit?",
        # Every day.
        "What do I drink after lunch?", "What should I cook when it rains?",
        "What do I eat before work?",
        "What do I wear when I am cold?", "What do I do before running?",
        "¿Qué hago cuando llueve?",
        "Was trinke ich, bevor ich schlafe?", "Que bois-je quand il pleut ?",
        "寝る前に何を飲みますか？",
        # Two at once are none.
        "What did I do after the wedding, before we moved?",
    ],
)  # fmt: skip
def test_other_words_name_none(question: str) -> None:
    assert event_clause(question) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We moved to Lisbon.", True), ("Did we move to Lisbon?", False),
        ("We never moved to Lisbon.", False), ("We will move to Lisbon.", False),
        ("Wir sind umgezogen.", True), ("Wir sind nicht umgezogen.", False),
        ("Nous n'avons pas déménagé.", False), ("No nos mudamos.", False),
        ("我们没有搬家。", False), ("我们搬家了。", True), ("引っ越しませんでした。", False),
    ],
)  # fmt: skip
def test_a_question_a_denial_or_a_plan_states_nothing(sentence: str, expected: bool) -> None:
    assert states(sentence) == expected


@pytest.fixture
def life() -> Memory:
    memory = Memory(":memory:")
    memory.add("I adopted a cat.", user_id="ana", occurred_at="2023-11-20")
    memory.add("We moved to Lisbon.", user_id="ana", occurred_at=MOVED)
    memory.add("I adopted a dog.", user_id="ana", occurred_at="2024-08-01")
    return memory


def asked(memory: Memory, question: str, **options: object) -> Hits:
    return memory.search(question, **{"user_id": "ana", "when": "prefer", **options})


def range_in(hits: Hits) -> str:
    """Return what the one time of a search was taken for, without the memory it is from."""
    (said,) = hits.times
    return said.split(" is ", 1)[1].split(" by ")[0]


@pytest.mark.parametrize(
    ("question", "best", "meant"),
    [
        ("Which pet did I adopt before we moved to Lisbon?", "cat", f"before {MOVED}"),
        ("Which pet did I adopt after we moved to Lisbon?", "dog", f"since {MOVED}"),
    ],
)
def test_what_was_then_is_preferred(life: Memory, question: str, best: str, meant: str) -> None:
    hits = asked(life, question, explain=True)
    pets = [hit for hit in hits if "adopted" in hit.memory]
    assert best in pets[0].memory
    assert pets[0].reasons["time"] > 0 == pets[1].reasons["time"]
    assert len(hits) == 3
    (said,) = hits.times
    assert range_in(hits) == meant
    (source,) = (record for record in life.get_all() if "moved" in record.memory)
    assert f"“We moved to Lisbon.” ({source.id})" in said
    assert pets[0].details["times"] == [said]
    assert pets[1].details["times"] == []
    only = asked(life, question, when="only")
    assert [best in hit.memory for hit in only if "adopted" in hit.memory] == [True]
    assert len(only) < 3
    context = life.context(question, user_id="ana")
    assert context.times == hits.times
    of_time = {item.memory.id for item in context if item.of_time}
    assert pets[0].id in of_time
    assert pets[1].id not in of_time


def test_only_a_question_with_an_event_pays(life: Memory) -> None:
    queries: list[str] = []

    class Counting(HashEmbedder):
        def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
            queries.extend(texts if kind == "query" else [])
            return super().embed_batch(texts, kind=kind)

    memory = Memory(":memory:", embedder=Counting())
    memory.add("We moved to Lisbon.", user_id="ana", occurred_at=MOVED)
    event = "Which pet did I adopt before we moved to Lisbon?"
    for question, when, embedded in (
        (event, "ignore", [event]),
        ("Which pet did I adopt in 2024?", "prefer", ["Which pet did I adopt in 2024?"]),
        (event, "prefer", ["moved to Lisbon", event]),
    ):
        asked(memory, "harbour")  # What is embedded once is not of a search.
        queries.clear()
        asked(memory, question, when=when)
        assert queries == embedded


def test_without_a_memory_of_it_a_search_is_as_before(life: Memory) -> None:
    question = "Which pet did I adopt before the earthquake?"
    hits, plain = asked(life, question), asked(life, question, when="ignore")
    assert not hits.times
    assert [(hit.id, hit.score) for hit in hits] == [(hit.id, hit.score) for hit in plain]
    assert len(asked(life, question, when="only")) == 3
    assert not asked(Memory(":memory:"), question)


def test_of_two_that_may_be_meant_none_is_taken(life: Memory) -> None:
    life.add("We moved to Porto.", user_id="ana", occurred_at="2021-02-01")
    assert not asked(life, "Which pet did I adopt before we moved?").times
    assert range_in(asked(life, "Which pet did I adopt before we moved to Porto?")) == (
        "before 2021-02-01"
    )
    # What is said of one event within some days is one.
    life.add("The day when we moved to Porto was sunny.", user_id="ana", occurred_at="2021-02-03")
    assert range_in(asked(life, "Which pet did I adopt before we moved to Porto?")) == (
        "before 2021-02-01"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Did we move to Lisbon?", "We never moved to Lisbon.", "We will move to Lisbon.",
        "Before we moved to Lisbon, I had a bicycle.", "Ben moved to Lisbon?",
    ],
)  # fmt: skip
def test_what_only_speaks_of_it_tells_no_time(text: str) -> None:
    memory = Memory(":memory:")
    memory.add(text, user_id="ana", occurred_at="2020-01-01")
    question = "Which pet did I adopt before we moved to Lisbon?"
    assert not asked(memory, question).times
    memory.add("We moved to Lisbon.", user_id="ana", occurred_at=MOVED)
    assert range_in(asked(memory, question)) == f"before {MOVED}"


def test_the_names_of_the_clause_are_the_memory_s(life: Memory) -> None:
    question = "Which pet did I adopt before Ben moved to Lisbon?"
    assert not asked(life, question).times
    # Whose the memories are is a name of theirs.
    assert range_in(asked(life, question.replace("Ben", "Ana"))) == f"before {MOVED}"
    life.add("Bench and table moved to Lisbon.", user_id="ana", occurred_at="2021-02-02")
    assert not asked(life, question).times
    life.add("Ben's family moved to Lisbon.", user_id="ana", occurred_at="2022-02-02")
    assert range_in(asked(life, question)) == "before 2022-02-02"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("We moved to Lisbon last week.", "before 2024-04-22"),
        ("We moved to Lisbon in March 2022.", "before 2022-03-01"),
        ("The boat was loud. We moved to Lisbon yesterday. It rains.", "before 2024-05-02"),
    ],
)
def test_a_memory_s_own_words_of_time_count(text: str, meant: str) -> None:
    memory = Memory(":memory:")
    memory.add(text, user_id="ana", occurred_at=MOVED)
    assert range_in(asked(memory, "Which pet did I adopt before we moved to Lisbon?")) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Where did she work while she lived in Berlin?", "2018-01-01/2021-06-01"),
        ("Where did she work before she lived in Berlin?", "before 2018-01-01"),
        ("Where did she work after she lived in Berlin?", "since 2021-06-01"),
        ("Where did she work since she lived in Berlin?", "since 2018-01-01"),
    ],
)
def test_a_state_that_is_over_still_tells(question: str, meant: str) -> None:
    memory = Memory(":memory:")
    memory.add("Ana lives in Berlin.", user_id="ana", valid_from="2018-01-01",
               valid_to="2021-06-01")  # fmt: skip
    memory.add("Ana works at Siemens.", user_id="ana", valid_from="2016-01-01")
    for valid_at in ("now", None, "2022-01-01"):
        assert range_in(asked(memory, question, valid_at=valid_at)) == meant


def test_what_another_corrected_tells_nothing() -> None:
    memory = Memory(":memory:")
    (wrong,) = memory.add("We moved to Lisbon.", user_id="ana", occurred_at="2020-01-01")
    (right,) = memory.add("We moved to Lisbon by train.", user_id="ana", occurred_at=MOVED)
    memory.update(wrong.id, superseded_by=right.id)
    hits = asked(memory, "Which pet did I adopt before we moved to Lisbon?")
    assert range_in(hits) == f"before {MOVED}"


@pytest.mark.parametrize("withheld", ["proposed", "rejected", "stale"])
def test_what_is_not_served_tells_nothing(life: Memory, withheld: str) -> None:
    (moved,) = (record for record in life.get_all() if "moved" in record.memory)
    life.update(moved.id, withheld=withheld)
    assert not asked(life, "Which pet did I adopt before we moved to Lisbon?").times


def test_a_fact_is_asked_before_a_message_and_this_before_an_assistant() -> None:
    question = "Which pet did I adopt before we moved to Lisbon?"
    memory = Memory(":memory:")
    said = {"role": "assistant", "content": "You moved to Lisbon."}
    memory.add([said], user_id="ana", occurred_at="2026-01-01", infer=False)
    assert range_in(asked(memory, question)) == "before 2026-01-01"
    memory.add("We moved to Lisbon.", user_id="ana", occurred_at="2025-01-01")
    assert range_in(asked(memory, question)) == "before 2025-01-01"
    memory.add_many(
        [{"memory": "Ana moved to Lisbon.", "derived_by": "test", "occurred_at": MOVED}],
        user_id="ana", progress=False,
    )  # fmt: skip
    assert range_in(asked(memory, question)) == f"before {MOVED}"
    assert range_in(asked(memory, question, kind="messages")) == "before 2025-01-01"


def test_around_what_happened_there_is_a_week() -> None:
    memory = Memory(":memory:")
    memory.add("We were in Porto.", user_id="ana", occurred_at="2024-05-10")
    hits = asked(memory, "What did we eat when we were in Porto?")
    assert range_in(hits) == "2024-05-03/2024-05-17, 7 days around"


def test_the_calendar_comes_before_memories(life: Memory) -> None:
    life.add("The summer was hot, and so was 2024.", user_id="ana", occurred_at="2020-01-01")
    for question in ("Which pet did I adopt before 2024?", "Which pet during the summer of 2024?"):
        (said,) = asked(life, question).times
        assert " by " not in said
    # Words of time of the event's own clause are of the event.
    question = "Which pet did I adopt before we moved to Lisbon in May 2024?"
    assert range_in(asked(life, question)) == f"before {MOVED}"
    life.add("We moved to Lisbon.", user_id="ana", occurred_at="2019-01-01")
    assert range_in(asked(life, question)) == f"before {MOVED}"
    # They tell what no memory does.
    question = "Which pet did I adopt before the earthquake in May 2024?"
    assert range_in(asked(life, question)) == "before 2024-05 (month)"


def test_beside_a_time_of_the_calendar_both_have_to_fit(life: Memory) -> None:
    life.add("I adopted a parrot.", user_id="ana", occurred_at="2022-05-05")
    question = "Which pet did I adopt in 2023 before we moved to Lisbon?"
    hits = asked(life, question, when="only")
    assert [hit.memory for hit in hits] == ["I adopted a cat."]
    (said,) = hits.times
    assert said.startswith("“in 2023 … before we moved to Lisbon” is 2023 (year), before 2024")
    # Where both can't be, either will do.
    hits = asked(life, question.replace("2023", "2025"), when="only")
    assert len(hits.times) == 2


def test_an_event_is_looked_for_where_the_search_looks(life: Memory) -> None:
    question = "Which pet did I adopt before we moved to Lisbon?"
    life.add("I adopted a hamster.", user_id="bob", occurred_at="2023-01-01")
    life.add("The attic is dusty.", user_id="ana", metadata={"room": "attic"})
    assert not asked(life, question, user_id="bob").times
    life.add("We moved to Lisbon.", user_id="bob", occurred_at="2025-01-01")
    assert range_in(asked(life, question)) == f"before {MOVED}"
    assert range_in(asked(life, question, user_id="bob")) == "before 2025-01-01"
    assert range_in(life.scoped(user_id="bob").search(question, when="prefer")) == (
        "before 2025-01-01"
    )
    assert not asked(life, question, where={"room": "attic"}).times
    assert not asked(life, question, kind="facts").times


def test_among_many_memories_the_event_is_found() -> None:
    memory = Memory(":memory:", embedder="hash")
    memory.add_many(
        [{"memory": f"Note {i} of the harbour.", "occurred_at": "2024-02-01"} for i in range(700)],
        user_id="ana", progress=False,
    )  # fmt: skip
    memory.add("We moved to Lisbon.", user_id="ana", occurred_at=MOVED)
    memory.add("A note of the harbour.", user_id="ana", occurred_at="2024-09-01")
    question = "Which note of the harbour is from after we moved to Lisbon?"
    found = {hit.memory for hit in asked(memory, question, when="only")}
    assert found == {"We moved to Lisbon.", "A note of the harbour."}


def test_by_words_alone_and_for_several_questions(life: Memory) -> None:
    question = "Which pet did I adopt before we moved to Lisbon?"
    assert range_in(asked(life, question, mode="text")) == f"before {MOVED}"
    hits = life.search([question, "What animals?"], user_id="ana", when="prefer")
    assert range_in(hits) == f"before {MOVED}"


def test_in_a_past_state_only_what_was_known_then_counts(life: Memory) -> None:
    question = "Which pet did I adopt before we moved to Lisbon?"
    first = life.events()[0].seq
    assert not life.as_of(first).search(question, user_id="ana", when="prefer").times
    hits = life.as_of(first + 1).search(question, user_id="ana", when="prefer")
    assert range_in(hits) == f"before {MOVED}"


def test_the_same_without_blocking() -> None:
    async def found() -> Hits:
        async with AsyncMemory(":memory:") as memory:
            await memory.add("We moved to Lisbon.", user_id="ana", occurred_at=MOVED)
            return await memory.search(
                "Which pet did I adopt before we moved to Lisbon?", user_id="ana", when="prefer"
            )

    assert range_in(asyncio.run(found())) == f"before {MOVED}"


@pytest.mark.parametrize("name", ["tuned", "held_out"])
def test_questions_in_seven_languages_get_the_range_that_is_meant(name: str) -> None:
    found = list(cases(name, None))
    assert len(found) == 2 * sum(len(one["questions"]) for one in read(name))
    assert [case for case in found if case[3] == "wrong"] == []
    assert sum(case[3] == "right" for case in found) >= 0.95 * len(found)
    assert {case[0] for case in found} >= {"en", "de", "es", "fr", "pt", "zh", "ja"}


def test_of_other_words_no_range_is_wrong() -> None:
    assert [case for case in cases("other_words", None) if case[3] == "wrong"] == []


def test_the_two_halves_share_nothing() -> None:
    halves = [
        {text for one in read(name) for _, text in one["memories"]}
        for name in ("tuned", "held_out")
    ]
    assert not halves[0] & halves[1]
