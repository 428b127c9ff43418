"""What a memory answers, whatever its store: the same as with the built-in one."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from memkit.testing.overriding import Guarded

Open = Callable[..., Any]

FUNICULAR = "budget of the funicular"

_USERS = ("ann", "bo", "cy", "dee")
_FILTERS = (None, "priority >= 4", "category in ('rare', 'odd') and memory contains 'a'")
_MEMORIES = 3000
_SESSIONS = 8
# In ten, each user is asked for few and for many.
_QUESTIONS = 10
_NOTES = 2000
# Cosines of two engines differ in their last bits, so that what scores alike may change places.
_ALIKE = 3e-5
_SYLLABLES = ("ba", "co", "de", "fi", "go", "hu", "ka", "lo", "mi", "na", "pe", "ro", "su", "ta")


@dataclass(frozen=True)
class Question:
    """A search whose answer must not depend on the store; `options` are those of the verb."""

    query: str | list[str]
    options: dict[str, Any]


@dataclass(frozen=True)
class Prepared:
    """A journal, and what the built-in store answered: ids and scores, best first."""

    journal: Path
    answers: list[tuple[Question, list[tuple[str, float]]]]


class Answers(Guarded):
    """Compares a memory's answers with those of the built-in store."""

    @pytest.fixture
    def min_share(self) -> float:
        """The least share of the built-in store's hits that are found.

        1.0, unless the engine's index is approximate; 0.99 is asked of these.
        """
        return 1.0

    @pytest.fixture
    def open_memory(self) -> Open:
        """`memkit.Memory`."""
        raise NotImplementedError

    @pytest.fixture
    def choice(self) -> Any:
        """The `store=` of a memory, a string or a dict for JSON; parametrize it to test several."""
        raise NotImplementedError

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        """The journal."""
        return tmp_path / "memory.db"

    def filled(self, open_memory: Open, journal: Path, path: Path, choice: Any) -> Any:
        """Return an open memory of what a journal holds.

        Override it for memories whose journal is no file.

        Args:
            open_memory, path, choice: The fixtures of these names.
            journal: A file that `memkit.Memory` opens.
        """
        shutil.copy(journal, path)
        return open_memory(path, store=choice)

    @pytest.fixture
    def kit_prepared(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> Callable[[str, Callable[[Path], Prepared]], Prepared]:
        """Prepares what several tests begin with, once in a run."""
        folder = tmp_path_factory.getbasetemp() / "kit-answers"

        def prepared(name: str, make: Callable[[Path], Prepared]) -> Prepared:
            if name not in _prepared(folder):
                (folder / name).mkdir(parents=True)
                _prepared(folder)[name] = make(folder / name / "memory.db")
            return _prepared(folder)[name]

        return prepared

    def test_answers_are_those_of_the_built_in_store(
        self, open_memory: Open, path: Path, choice: Any, kit_prepared: Any, min_share: float
    ) -> None:
        """By words, by vectors and by both, in any scope and under any filter."""
        prepared = kit_prepared("many", lambda file: _many(open_memory, file))
        found = wanted = 0
        with self.filled(open_memory, prepared.journal, path, choice) as memory:
            for question, expected in prepared.answers:
                answer = _asked(memory, question)
                known = [one for one in expected if _stands_in(one, answer, expected)]
                found, wanted = found + len(known), wanted + len(expected)
                if min_share == 1.0:
                    assert len(known) == len(expected) == len(answer), question
                    apart = max(
                        (abs(a[1] - b[1]) for a, b in zip(answer, expected, strict=True)), default=0
                    )
                    assert apart <= _ALIKE, question
            memory.engine.store.clear()
        assert found >= min_share * wanted

    def test_the_best_of_many_is_found_though_it_came_last(
        self, open_memory: Open, path: Path, choice: Any, kit_prepared: Any, min_share: float
    ) -> None:
        """By words, by both, and in the past: of more matches than any list of candidates holds.

        By vectors, too, unless the index is approximate.
        """
        prepared = kit_prepared("notes", lambda file: _notes(open_memory, file))
        with self.filled(open_memory, prepared.journal, path, choice) as memory:
            before = memory.as_of(memory.events()[-1].seq)
            memory.add("said later", user_id="ann")
            for mode in ("text", "hybrid"):
                for where in (None, "memory contains 'budget'", "last = true"):
                    question = {"mode": mode, "where": where, "user_id": "ann"}
                    for k in (1, 10):
                        hits = memory.search("budget funicular", k=k, **question)
                        assert hits[0].memory == FUNICULAR, question
                    (hit,) = before.search("budget funicular", k=1, **question)
                    assert hit.memory == FUNICULAR, question
            for where in (None, "last = true") if min_share == 1.0 else ():
                (hit,) = memory.search(FUNICULAR, k=1, mode="vector", where=where)
                assert hit.memory == FUNICULAR, where
            memory.engine.store.clear()


@cache
def _prepared(folder: Path) -> dict[str, Prepared]:
    """Return what was prepared in a run."""
    return {}


def _many(open_memory: Open, file: Path) -> Prepared:
    with open_memory(file, store="local") as memory:
        memory.add_many(_memories(), progress=False)
        for messages in _chats():
            memory.add(messages, user_id=_USERS[-1])
        answers = [(question, _asked(memory, question)) for question in _questions()]
    return Prepared(file, answers)


def _notes(open_memory: Open, file: Path) -> Prepared:
    notes = [{"memory": f"budget note {n}", "user_id": "ann"} for n in range(_NOTES)]
    last = {"memory": FUNICULAR, "user_id": "ann", "metadata": {"last": True}}
    with open_memory(file, store="local") as memory:
        memory.add_many([*notes, last], progress=False)
    return Prepared(file, [])


def _words() -> tuple[list[str], list[float]]:
    """Return made-up words, and how often each is said (Zipf's law)."""
    words = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in ("", "n", "ra")]
    random.Random(1).shuffle(words)
    return words, [1 / (rank + 2) for rank in range(len(words))]


def _memories() -> Iterator[dict[str, Any]]:
    chance = random.Random(2)
    words, weights = _words()
    said: list[str] = []
    for n in range(_MEMORIES):
        text = " ".join(chance.choices(words, weights, k=chance.randint(3, 18)))
        if n % 50 == 49:
            # Somebody else says it, too.
            text = chance.choice(said)
        said.append(text)
        yield {
            "memory": text,
            "user_id": _USERS[n % 4],
            "metadata": {
                "priority": chance.randint(1, 5),
                "category": "rare" if n % 40 == 0 else chance.choice(("food", "home", "work")),
            },
        }


def _chats() -> Iterator[list[dict[str, str]]]:
    """Yield sessions of a user with an assistant whose answers are long, and one of two people."""
    chance = random.Random(4)
    words, weights = _words()
    for session in range(_SESSIONS):
        messages = []
        for turn in range(20):
            long = turn % 2 and session
            text = " ".join(chance.choices(words, weights, k=60 if long else chance.randint(3, 12)))
            role = "assistant" if long else "user"
            name = {} if session else {"name": _USERS[turn % 2]}
            messages.append({"role": role, "content": text, **name})
        yield messages


def _questions() -> Iterator[Question]:
    chance = random.Random(3)
    words, weights = _words()
    queries = [
        " ".join(chance.choices(words, weights, k=chance.randint(1, 5))) for _ in range(_QUESTIONS)
    ]
    for n, query in enumerate(queries):
        user = (None, *_USERS)[n % 5]
        for where in _FILTERS:
            asked = {"user_id": user, "where": where}
            yield Question(query, asked)
            yield Question(query, {**asked, "mode": "text"})
            yield Question(query, {**asked, "k": (1, 100)[n % 2]})
        yield Question(query, {"user_id": user, "mode": "vector", "k": (100, 1)[n % 2]})
        if n % 4 == 0:
            yield Question(query, {"user_id": user, "context": 0.85})
            yield Question(query, {"user_id": _USERS[-1], "role_weights": {"assistant": 0.3}})
            yield Question(queries[n : n + 3], {"user_id": user, "where": _FILTERS[n % 3]})


def _asked(memory: Any, question: Question) -> list[tuple[str, float]]:
    hits = memory.search(question.query, **question.options)
    return [(hit.id, hit.score) for hit in hits]


def _stands_in(
    one: tuple[str, float], answer: list[tuple[str, float]], expected: list[tuple[str, float]]
) -> bool:
    """Tell whether a hit was found, or one that scores as the last does took its place."""
    score = dict(answer).get(one[0])
    if score is not None:
        return abs(score - one[1]) <= _ALIKE
    return (
        one[1] - expected[-1][1] <= _ALIKE
        and bool(answer)
        and (abs(answer[-1][1] - one[1]) <= _ALIKE)
    )
