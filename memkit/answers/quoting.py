"""Answers without a model: the sentences of memories that are nearest to the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from memkit.concurrency.effects import Effects
from memkit.contracts.embedder import Vectors
from memkit.domain.prompt_context import Context, ContextItem
from memkit.domain.relevance import is_weak
from memkit.engine.engine import Engine
from memkit.engine.retrieval.closeness import by_meaning, floor
from memkit.engine.spaces.embedding import embed_documents, embed_query
from memkit.extraction.gate.evidence import asks
from memkit.text.sentences import Span, sentences
from memkit.text.terms import query_terms, terms

_MOST = 3
# So many sentences are looked at, those of the closest memories first.
_MOST_SENTENCES = 100
# A further sentence is quoted if it is at least so close as a share of the closest one.
_NEAR = 0.75


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a memory, and how close it is to the question, 0 to 1 as of a hit."""

    item: ContextItem
    span: Span
    relevance: float

    @property
    def text(self) -> str:
        """The sentence."""
        return self.item.memory.memory[self.span[0] : self.span[1]]


def passages(
    engine: Engine, query: str, context: Context, *, space: str | None
) -> Effects[list[Passage]]:
    """Return up to three sentences of different memories that answer a question, the closest first.

    How close each is tell its vector and its words, as of a hit; see
    `memkit.engine.retrieval.closeness`. Questions answer nothing. What does not hold any more
    is returned only where nothing that holds is close.
    """
    found = list(_sentences(context))
    row = engine.spaces.get(space)
    embedder = yield from engine.spaces.embedder(row)
    unrelated = yield from engine.unrelated.of(row, embedder)
    vector = yield from embed_query(embedder, query, idf=None)
    least = floor(vector, unrelated) or 0.0
    vectors = yield from embed_documents(embedder, [text for _, _, text in found])
    asked = [set(term.forms) for term in query_terms(query)]
    judged: list[Passage] = []
    for item, span, text in found:
        cosine = np.array([_cosine(vectors[text], vector)], np.float32)
        words = set(terms(text))
        covered = sum(bool(forms & words) for forms in asked) / max(len(asked), 1)
        relevance = 1 - (1 - float(by_meaning(cosine, least)[0])) * (1 - covered**2)
        judged.append(Passage(item, span, relevance))
    return _best(judged)


def _best(judged: Sequence[Passage]) -> list[Passage]:
    close = [one for one in judged if not is_weak(one.relevance)]
    valid = [one for one in close if not one.item.outdated] or close
    ranked = sorted(valid, key=lambda one: one.relevance, reverse=True)
    least = _NEAR * ranked[0].relevance if ranked else 0.0
    each: dict[str, Passage] = {}
    near = [one for one in ranked if one.relevance >= least]
    # Of those that are about as near, what is of a time that is asked for stands first.
    for one in sorted(near, key=lambda one: not one.item.of_time):
        each.setdefault(one.item.memory.id, one)
    return list(each.values())[:_MOST]


def _sentences(context: Context) -> Iterator[tuple[ContextItem, Span, str]]:
    nearest = sorted(context, key=lambda item: item.relevance or 0.0, reverse=True)
    left = _MOST_SENTENCES
    for item in nearest:
        text = item.memory.memory
        for start, end in sentences(text):
            said = text[start:end]
            if said.strip() and not asks(said) and left:
                left -= 1
                yield item, (start, end), said


def _cosine(one: Vectors, other: Vectors) -> float:
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / lengths if lengths else 0.0
