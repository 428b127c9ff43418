"""What an assistant said counts less, and messages that belong together lend to each other."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import ValidationError
from memkit.text.addressed import asks_the_assistant, speaks_of_the_asker

USER = "The plum tree by the shed gave eleven kilos."
ANSWER = (
    "A plum tree that gives so much does well by a shed. How many kilos a plum tree gives depends "
    "on the tree, on the kilos of the year before, and on the shed that keeps the wind away."
)
QUERY = "how many kilos did the plum tree by my shed give"
OFF: dict[str, Any] = {"context": 0, "role_weights": {}}


@pytest.fixture
def chat(memory: Memory) -> Memory:
    memory.add(
        [{"role": "user", "content": USER}, {"role": "assistant", "content": ANSWER}], user_id="a"
    )
    return memory


def scores(memory: Memory, query: str = QUERY, **options: Any) -> dict[str, float]:
    return {hit.memory: hit.score for hit in memory.search(query, user_id="a", **options)}


@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
def test_an_assistants_message_counts_less_and_the_reasons_say_so(chat: Memory, mode: Any) -> None:
    plain = scores(chat, mode=mode, **OFF)
    hits = {hit.memory: hit for hit in chat.search(QUERY, user_id="a", mode=mode, context=0)}
    assert hits[ANSWER].score == pytest.approx(0.6 * plain[ANSWER], abs=1e-6)
    assert hits[ANSWER].reasons["role"] < 0
    assert hits[USER].score == pytest.approx(plain[USER], abs=1e-6)
    for hit in hits.values():
        assert sum(hit.reasons.values()) == pytest.approx(hit.score)


@pytest.mark.parametrize(
    ("query", "share"),
    [
        ("how many kilos did my plum tree give", 0.6),
        ("how many kilos does a plum tree give", 0.8),
        ("how many kilos did you say that a plum tree gives", 1.0),
    ],
)
def test_how_much_less_follows_from_whom_the_question_is_about(
    chat: Memory, query: str, share: float
) -> None:
    plain = scores(chat, query, **OFF)
    assert scores(chat, query, context=0)[ANSWER] == pytest.approx(share * plain[ANSWER], abs=1e-6)


def test_weights_that_are_given_hold_whatever_is_asked(chat: Memory) -> None:
    query = "what did you say about the plum tree"
    plain = scores(chat, query, **OFF)
    for weights, of_user, of_assistant in (
        ({"assistant": 0.5}, 1.0, 0.5),
        ({"user": 0.25}, 0.25, 1.0),
        ({"assistant": 0, "user": 1}, 1.0, 0.0),
        ({"tool": 0.1}, 1.0, 1.0),
    ):
        found = scores(chat, query, context=0, role_weights=weights)
        assert found[USER] == pytest.approx(of_user * plain[USER], abs=1e-6)
        assert found[ANSWER] == pytest.approx(of_assistant * plain[ANSWER], abs=1e-6)


def test_a_text_that_nobody_said_counts_as_the_users(memory: Memory) -> None:
    memory.add(USER, user_id="a")
    plain = scores(memory, **OFF)[USER]
    assert scores(memory)[USER] == plain
    weighted = scores(memory, role_weights={"user": 0.5})[USER]
    assert weighted == pytest.approx(0.5 * plain, abs=1e-6)


@pytest.mark.parametrize(
    "weights",
    [0.5, ["assistant"], {"robot": 0.5}, {"assistant": -0.1}, {"assistant": 1.5},
     {"assistant": "0.5"}, {"assistant": True}, {"assistant": float("nan")}, {1: 0.5}],
)  # fmt: skip
def test_weights_are_shares_by_role(chat: Memory, weights: Any) -> None:
    with pytest.raises(ValidationError):
        chat.search(QUERY, user_id="a", role_weights=weights)


def test_an_answer_lends_to_what_it_answers(chat: Memory) -> None:
    query = "what keeps the wind away from my tree"
    plain = scores(chat, query, **OFF)
    assert plain[ANSWER] > plain[USER]
    (first, second) = chat.search(query, user_id="a")
    assert [first.memory, second.memory] == [USER, ANSWER]
    half = (plain[USER] + plain[ANSWER]) / 2
    assert first.score == pytest.approx(half, abs=1e-6)
    assert first.reasons["context"] == pytest.approx(half - plain[USER], abs=1e-6)
    # To who asks for the answer, it is the answer that is meant.
    assert chat.search(f"did you say {query}", user_id="a")[0].memory == ANSWER


@pytest.mark.parametrize(
    ("names", "lends"), [(("ann", "bo"), True), (("ann", "ann"), False), ((None, None), False)]
)
def test_a_reply_is_found_by_what_another_person_said(
    memory: Memory, names: Sequence[str | None], lends: bool
) -> None:
    texts = ("Which boat did you buy in October?", "An old launch called Henrike.")
    memory.add(
        [
            {"role": "user", "content": text, **({"name": name} if name else {})}
            for text, name in zip(texts, names, strict=True)
        ],
        user_id="a",
    )
    query = "boat bought in October"
    plain = scores(memory, query, mode="text", **OFF)
    found = scores(memory, query, mode="text")
    assert list(plain) == [texts[0]]
    assert (texts[1] in found) == lends
    if lends:
        assert found[texts[1]] == pytest.approx(plain[texts[0]] / 2, abs=1e-6)


@pytest.mark.parametrize("gone", ["expired", "filtered", "deleted"])
def test_nothing_is_lent_to_what_may_not_be_found(memory: Memory, gone: str) -> None:
    question, _ = memory.add(
        [
            {"role": "user", "content": "It gave eleven kilos.", "name": "ann"},
            {"role": "assistant", "content": ANSWER},
        ],
        user_id="a",
    )
    assert question.memory in scores(memory, mode="text")
    where = None
    if gone == "expired":
        memory.update(question.id, expires_at="2001-01-01")
    elif gone == "deleted":
        memory.delete(question.id)
    else:
        where = "role = 'assistant'"
    assert list(scores(memory, mode="text", where=where, k=1)) == [ANSWER]


def test_memories_that_nobody_said_are_not_looked_up_as_messages(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.add_many([{"memory": f"tea {n}", "user_id": "a"} for n in range(50)], progress=False)
    monkeypatch.setattr(type(memory.engine.journal), "turns", None)
    assert len(memory.search("tea", user_id="a")) == 10


MANY = 3000
FACT = "green tea is what the neighbour who waters the plants drinks on a long evening"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """More answers of the assistant than any list of candidates holds, and one fact below them."""
    with Memory(tmp_path_factory.mktemp("roles") / "many.db") as memory:
        memory.add_many(
            [
                {"memory": f"green tea {n}", "user_id": "a", "role": "assistant"}
                for n in range(MANY)
            ],
            progress=False,
        )
        memory.add(FACT, user_id="a", metadata={"fact": True})
        yield memory


@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"where": "memory contains 'tea'"},
        {"recency": "30d"},
        {"context": 0.85},
        {"threshold": 0.0},
    ],
    ids=str,
)
def test_one_message_of_the_user_stands_before_thousands_of_the_assistant(
    many: Memory, mode: Any, options: Mapping[str, Any]
) -> None:
    weights: dict[Any, float] = {"assistant": 0.1}
    for k in (1, 100):
        hits = many.search(
            "green tea", user_id="a", mode=mode, role_weights=weights, k=k, **options
        )
        assert hits[0].memory == FACT
        assert len(hits) == k
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    (hit, *_) = many.search(
        ["green tea", "the neighbour's tea"], user_id="a", mode=mode, role_weights=weights
    )
    assert hit.memory == FACT


def test_the_reranker_gets_it_to_see_and_has_the_last_word(
    many: Memory, reranker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    rerank = reranker.rerank

    def seeing(query: str, texts: Sequence[str], *, k: int) -> Any:
        seen.extend(texts)
        return rerank(query, texts, k=k)

    monkeypatch.setattr(reranker, "rerank", seeing)
    monkeypatch.setattr(many.engine, "reranker", reranker)
    hits = many.search("green tea", user_id="a", rerank=True, role_weights={"assistant": 0.1})
    assert FACT in seen
    assert FACT not in {hit.memory for hit in hits}  # It is the longest.


def test_so_it_does_in_the_past(many: Memory) -> None:
    past = many.as_of(many.events()[-1].seq)
    (hit,) = past.search("green tea", user_id="a", k=1, role_weights={"assistant": 0.1})
    assert hit.memory == FACT


WORDS = ("tea", "boat", "shed", "plum", "kilo", "harbour", "crane", "winter", "bread", "violin")


def _said(seed: int) -> list[list[dict[str, str]]]:
    chance = random.Random(seed)
    sessions = []
    for number in range(12):
        people = chance.random() < 0.4
        messages = []
        for turn in range(chance.randint(2, 12)):
            long = not people and turn % 2
            text = " ".join(chance.choices(WORDS, k=chance.randint(8, 30) if long else 3))
            message = {
                "role": "assistant" if long else "user",
                "content": f"{text} {number} {turn}",
            }
            if people:
                message["name"] = chance.choice(("ann", "bo"))
            messages.append(message)
        sessions.append(messages)
    return sessions


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
def test_what_is_found_is_what_all_scores_together_give(
    open_memory: Callable[..., Memory], seed: int, mode: Any
) -> None:
    """The few best are those of a count over everything, whatever was read for them."""
    memory = open_memory()
    expected: dict[str, float] = {}
    sessions = _said(seed)
    ids = [
        [(result.id, message) for result, message in zip(added, messages, strict=True)]
        for messages in sessions
        for added in [memory.add(messages, user_id="a")]
    ]
    query = " ".join(random.Random(seed).sample(WORDS, 3))
    every = memory.search(query, user_id="a", mode=mode, k=1000, **OFF)
    own = {hit.id: hit.score for hit in every}
    for session in ids:
        for place, (id_, message) in enumerate(session):
            mine = own.get(id_, 0.0)
            lenders = []
            if place and message.get("name"):
                before = session[place - 1]
                lenders += [before[0]] if before[1].get("name") != message["name"] else []
            if message["role"] == "user" and place + 1 < len(session):
                after = session[place + 1]
                lenders += [after[0]] if after[1]["role"] == "assistant" else []
            best = max((own.get(lender, 0.0) for lender in lenders), default=mine)
            weight = 0.8 if message["role"] == "assistant" else 1.0
            expected[id_] = weight * mine if mine > 0 else mine
            expected[id_] += max(0.0, best - mine) / 2
    ordered = sorted((score for score in expected.values()), reverse=True)
    for k in (1, 4, 10, 40):
        hits = memory.search(query, user_id="a", mode=mode, k=k)
        assert [hit.score for hit in hits] == pytest.approx(ordered[: len(hits)], abs=1e-5)
        assert len(hits) == k
        for hit in hits:
            assert hit.score == pytest.approx(expected[hit.id], abs=1e-5)


@pytest.mark.parametrize(
    "question",
    [
        "What was the name of the place that you told me about?",
        "Which of the dishes did you recommend for a camping stove?",
        "What was the 7th job in your list?",
        "I think we discussed jobs for seniors earlier. What was the first?",
        "In our previous conversation about dinosaurs, what colour was it?",
        "Can you remind me what the ratio was?",
        "Which one have you already suggested?",
        "Welches Buch hast du mir empfohlen?",
        "¿Qué libro me recomendaste?",
        "Quel livre m'as-tu conseillé ?",
        "Che libro mi hai consigliato?",
        "Какую книгу ты мне посоветовал?",
        "你之前推荐的书叫什么？",
        "前に教えてくれた店の名前は？",
    ],
)
def test_a_question_for_what_the_assistant_said(question: str) -> None:
    assert asks_the_assistant(question)


@pytest.mark.parametrize(
    "question",
    [
        "Can you recommend a book?",
        "Could you list the order in which I brought up my plans throughout our conversations?",
        "What did I tell you about my train?",
        "Can you remind me when my train leaves?",
        "Do you know what Ann said?",
        "What would you suggest for dinner?",
        "Was hast du gestern gemacht?",
        "你推荐一本书吧",
    ],
)
def test_a_question_for_anything_else(question: str) -> None:
    assert not asks_the_assistant(question)


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("When is my train?", True),
        ("Have I been to Oslo?", True),
        ("Wann fährt mein Zug?", True),
        ("¿Cuándo sale mi tren?", True),
        ("Quand part mon train ?", True),
        ("Когда мой поезд?", True),
        ("我的火车几点开？", True),
        ("私の電車は何時ですか", True),
        ("Tell me when the train leaves.", False),
        ("告诉他火车几点开", False),
        ("What is the US budget?", False),
        ("Heb je de trein?", False),
        ("Where does Mira live?", False),
    ],
)
def test_a_question_that_speaks_of_who_asks(question: str, own: bool) -> None:
    assert speaks_of_the_asker(question) == own
