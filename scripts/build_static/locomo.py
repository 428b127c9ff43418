"""Evidence retrieval on LoCoMo turns: evaluation only, never a source of training text."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]

STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being but by can
    could did do does doing for from had has have having he her here hers him his how i
    if in into is it its just me more most my no nor not of on once only or other our
    ours out over own s same she should so some such t than that the their theirs them
    then there these they this those through to too under until up very was we were what
    when where which while who whom why will with would you your yours""".split()
)
_STEMMER = snowballstemmer.stemmer("porter")


@dataclass(frozen=True)
class Conversation:
    """The turns of one conversation and the questions with their evidence's turn numbers."""

    turns: list[str]
    questions: list[tuple[str, frozenset[int]]]


def read(path: Path) -> list[Conversation]:
    """Return the conversations of a LoCoMo file; categories 1 to 4 only."""
    conversations = []
    for entry in json.loads(path.read_text(encoding="utf-8")):
        turns: list[str] = []
        number: dict[str, int] = {}
        for key, value in entry["conversation"].items():
            if key.startswith("session_") and isinstance(value, list):
                for turn in value:
                    number[turn["dia_id"]] = len(turns)
                    turns.append(f"{turn['speaker']}: {turn['text']}")
        questions = []
        for qa in entry["qa"]:
            evidence = frozenset(
                number[e]
                # Some entries name several turns in one string.
                for e in re.findall(r"D\d+:\d+", " ".join(qa.get("evidence", [])))
                if e in number
            )
            if qa["category"] in (1, 2, 3, 4) and evidence:
                questions.append((qa["question"], evidence))
        conversations.append(Conversation(turns, questions))
    return conversations


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def terms(text: str) -> list[str]:
    """Return the stems of a text's words, without stop words."""
    return [_stem(w) for w in re.findall(r"\w+", text.lower()) if w not in STOP_WORDS]


class BM25:
    """Okapi BM25, k1 0.9, b 0.4, with its share of the query's idf as a coverage."""

    def __init__(self, texts: Sequence[str], *, k1: float = 0.9, b: float = 0.4) -> None:
        documents = [Counter(terms(t)) for t in texts]
        lengths = np.array([sum(d.values()) for d in documents], dtype=np.float64)
        norm = k1 * (1 - b + b * lengths / max(float(lengths.mean()), 1.0))
        self._size = len(texts)
        self._postings: dict[str, tuple[list[int], list[float]]] = {}
        for i, document in enumerate(documents):
            for term, count in document.items():
                at, gain = self._postings.setdefault(term, ([], []))
                at.append(i)
                gain.append(count * (k1 + 1) / (count + float(norm[i])))

    def scores(self, query: str) -> tuple[NDArray[np.float64], float]:
        """Return the score of each text, and the sum of idf over the query's terms."""
        out = np.zeros(self._size)
        total = 0.0
        for term in set(terms(query)):
            at, gain = self._postings.get(term, ([], []))
            idf = math.log(1 + (self._size - len(at) + 0.5) / (len(at) + 0.5))
            total += idf
            if at:
                out[at] += idf * np.array(gain)
        return out, total


def coverage(bm25: BM25, query: str) -> NDArray[np.float64]:
    """Return BM25 as a share of the query's idf, at most 1.5."""
    scores, total = bm25.scores(query)
    return np.minimum(1.5, scores / total) if total > 0 else scores


@dataclass
class Prepared:
    """What does not depend on the embedder."""

    conversations: list[Conversation]
    coverages: list[NDArray[np.float64]]


def prepare(path: Path) -> Prepared:
    """Read the conversations and compute the BM25 coverage of each question."""
    conversations = read(path)
    coverages = []
    for conversation in conversations:
        bm25 = BM25(conversation.turns)
        coverages.append(np.array([coverage(bm25, q) for q, _ in conversation.questions]))
    return Prepared(conversations, coverages)


def metrics(scores: NDArray[np.float64], relevant: frozenset[int]) -> tuple[float, ...]:
    """Return recall at 5, 10 and 25, and the reciprocal rank within 10, of one question."""
    order = np.argsort(-scores, kind="stable")[:25].tolist()
    hits = [i in relevant for i in order]
    first = next((1 / (r + 1) for r, hit in enumerate(hits[:10]) if hit), 0.0)
    return (*(sum(hits[:k]) / len(relevant) for k in (5, 10, 25)), first)


def evaluate(
    prepared: Prepared,
    documents: Encode,
    queries: Sequence[Encode],
    text_weight: float | None,
) -> list[float]:
    """Return R@5, R@10, R@25 and MRR@10 in per cent.

    Args:
        prepared: From `prepare`.
        documents: The encoder of turns.
        queries: The encoder of questions for each conversation.
        text_weight: What BM25's coverage counts beside a cosine; None leaves BM25 out.
    """
    rows = []
    for conversation, cover, ask in zip(
        prepared.conversations, prepared.coverages, queries, strict=True
    ):
        vectors = documents(conversation.turns)
        asked = ask([q for q, _ in conversation.questions])
        similarity = (asked @ vectors.T).astype(np.float64)
        if text_weight is not None:
            similarity = similarity + text_weight * cover
        for scores, (_, relevant) in zip(similarity, conversation.questions, strict=True):
            rows.append(metrics(scores, relevant))
    return [round(100 * float(v), 1) for v in np.mean(rows, axis=0)]
