"""Made-up memories and questions for the speed benchmarks: seeded, so that every run has the same.

A text has about twelve words. Function and content words follow one Zipf law over the words of
the static embedder's vocabulary, which stand in the order of their frequency in English. Half of
the content words come from one of 300 topics, so that vectors form clusters and a question has
more than one good answer; two texts in three name a person. Users follow a Zipf law too: of 1,000,
the largest has about 5 % of the rows. Each memory has a date and the metadata `priority` (1 to 5)
and `category`.

A question asks about two or three content words of one memory of the user it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

USERS = 1000
SMALL_SHARE = 0.0005
CATEGORIES = ("family", "food", "health", "hobby", "home", "money", "travel", "work")
PRIORITIES = (0.3, 0.3, 0.2, 0.12, 0.08)  # Shares of 1, 2, 3, 4 and 5.

# Named in cache files: what is generated has changed whenever this has.
VERSION = 1

_SEED = 20261120
_BLOCK = 10_000
_WORDS = 20_000
_TOPICS = 300
_TOPIC_WORDS = 40
_FUNCTION_WORDS = 150
_START = datetime(2024, 1, 1, tzinfo=UTC)
_DAYS = 700
_NAMES = (
    "Maya Ivan Chiara Tomas Wei Haruka Jordan Amina Björn Lucia Farid Greta Noor Pavel Sofia Kofi "
    "Elena Mateo Yuki Rania Oskar Priya Dario Leila"
).split()
_OPENINGS = (
    "{} told me that", "I promised {} to", "{} and I", "Yesterday {} said", "{} wants", "For {}:",
    "{} asked about", "Remember that {}",
)  # fmt: skip
_ASKING = (
    "What did {} say about {}?", "When was it that {} and I had {}?", "Does {} like {}?",
    "Which {} did {} mention?", "Why did I tell {} about {}?", "{}: anything about {}?",
)  # fmt: skip

Asker = Literal["largest", "small", "drawn"]


@dataclass(frozen=True)
class Question:
    """A search: its text, and the user it is asked for."""

    text: str
    user_id: str


@dataclass(frozen=True)
class _Block:
    texts: list[str]
    about: list[tuple[str, list[str]]]  # The person and the content words of each text.


class Workload:
    """The memories of one size.

    Args:
        n: How many.
    """

    def __init__(self, n: int) -> None:
        self.n = n

    @cached_property
    def owners(self) -> NDArray[np.int16]:
        """The number of each memory's user, shape (n,); smaller numbers own more."""
        weights = 1 / (np.arange(1, USERS + 1) + 2.4)
        chance = np.random.default_rng([_SEED, 1])
        return chance.choice(USERS, self.n, p=weights / weights.sum()).astype(np.int16)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many memories each user has."""
        return np.bincount(self.owners, minlength=USERS)

    @property
    def largest(self) -> int:
        """The user with the most memories."""
        return int(self.counts.argmax())

    @property
    def small(self) -> int:
        """A user with about 0.05 % of the memories."""
        return int(np.abs(self.counts - SMALL_SHARE * self.n).argmin())

    @cached_property
    def priorities(self) -> NDArray[np.int64]:
        """The priority of each memory, shape (n,)."""
        chance = np.random.default_rng([_SEED, 2])
        return chance.choice(np.arange(1, 6), self.n, p=PRIORITIES)

    def memories(self) -> Iterator[dict[str, Any]]:
        """Yield the memories as `Memory.add_many` takes them."""
        categories = np.random.default_rng([_SEED, 3]).integers(0, len(CATEGORIES), self.n)
        step = timedelta(days=_DAYS) / max(1, self.n)
        for i, text in enumerate(self.texts()):
            yield {
                "memory": text,
                "user_id": user_id(int(self.owners[i])),
                "occurred_at": _START + i * step,
                "metadata": {
                    "priority": int(self.priorities[i]),
                    "category": CATEGORIES[categories[i]],
                },
            }

    def texts(self) -> Iterator[str]:
        """Yield the texts of the memories, in order."""
        for start in range(0, self.n, _BLOCK):
            yield from _block(start // _BLOCK).texts[: self.n - start]

    def questions(self, count: int, *, asker: Asker) -> list[Question]:
        """Return different questions.

        Args:
            count: How many.
            asker: Asked for the largest user, for a small one, or for users drawn in proportion
                to their memories.
        """
        chance = np.random.default_rng([_SEED, 4, ("largest", "small", "drawn").index(asker)])
        if asker == "drawn":
            # Users of random memories; the first ones will do, and save making the rest.
            rows = np.arange(min(self.n, 10 * _BLOCK))
        else:
            owner = self.largest if asker == "largest" else self.small
            rows = np.flatnonzero(self.owners == owner)[:2000]
        found: dict[str, Question] = {}
        blocks: dict[int, _Block] = {}
        while len(found) < count:
            row = int(chance.choice(rows))
            number = row // _BLOCK
            if number not in blocks:
                blocks[number] = _block(number)
            text = _question(chance, *blocks[number].about[row % _BLOCK])
            found.setdefault(text, Question(text, user_id(int(self.owners[row]))))
        return list(found.values())


def user_id(number: int) -> str:
    """Return the id of a user."""
    return f"user-{number:04}"


def _vocabulary() -> list[str]:
    text = (files("memkit.builtin.static") / "data" / "vocabulary.txt").read_text("utf-8")
    pieces = text.split("\n")
    words = [piece for piece in pieces[pieces.index("the") :] if len(piece) > 1]
    return [word for word in words if word.isascii() and word.isalpha()][:_WORDS]


@dataclass(frozen=True)
class _Language:
    words: Sequence[str]
    cumulative: NDArray[np.float64]
    topics: NDArray[np.int64]
    topic_cumulative: NDArray[np.float64]


def _cumulative(ranks: int) -> NDArray[np.float64]:
    weights = 1 / (np.arange(ranks) + 2.7)
    total: NDArray[np.float64] = np.cumsum(weights / weights.sum())
    return total


def _made_language() -> _Language:
    words = _vocabulary()
    chance = np.random.default_rng([_SEED, 5])
    topics = np.array(
        [
            chance.choice(np.arange(_FUNCTION_WORDS, 8000), _TOPIC_WORDS, replace=False)
            for _ in range(_TOPICS)
        ]
    )
    return _Language(words, _cumulative(len(words)), topics, _cumulative(_TOPIC_WORDS))


_language: _Language | None = None


def _block(number: int) -> _Block:
    """Return one block of texts; each block has random numbers of its own."""
    global _language
    if _language is None:
        _language = _made_language()
    language = _language
    chance = np.random.default_rng([_SEED, 6, number])
    lengths = chance.integers(7, 15, _BLOCK)
    total = int(lengths.sum())
    drawn = np.searchsorted(language.cumulative, chance.random(total)).clip(max=_WORDS - 1)
    topic = np.repeat(chance.integers(0, _TOPICS, _BLOCK), lengths)
    place = np.searchsorted(language.topic_cumulative, chance.random(total))
    on_topic = (drawn >= _FUNCTION_WORDS) & (chance.random(total) < 0.5)
    drawn[on_topic] = language.topics[topic, place.clip(max=_TOPIC_WORDS - 1)][on_topic]
    names = chance.integers(0, len(_NAMES), _BLOCK)
    openings = chance.integers(0, len(_OPENINGS) * 3 // 2, _BLOCK)
    texts, about = [], []
    stops = np.cumsum(lengths)
    numbers = drawn.tolist()
    for i, stop in enumerate(stops.tolist()):
        mine = numbers[stop - int(lengths[i]) : stop]
        body = " ".join([language.words[word] for word in mine])
        name = _NAMES[names[i]]
        opening = int(openings[i])
        if opening < len(_OPENINGS):
            texts.append(f"{_OPENINGS[opening].format(name)} {body}.")
        else:
            texts.append(f"{body.capitalize()}.")
        content = [language.words[word] for word in mine if word >= _FUNCTION_WORDS]
        about.append((name, content))
    return _Block(texts, about)


def _question(chance: np.random.Generator, name: str, content: Sequence[str]) -> str:
    size = min(len(content), int(chance.integers(2, 4)))
    words = [content[i] for i in sorted(chance.permutation(len(content))[:size])]
    asking = _ASKING[int(chance.integers(len(_ASKING)))]
    about = " and ".join(words) or "that"
    return asking.format(about, name) if asking.startswith("Which") else asking.format(name, about)
