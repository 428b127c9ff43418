"""A query in every space: what is found, how ranks shift, and which space answers better."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from memkit.analysis import evaluation
from memkit.analysis.evaluation import Interval
from memkit.analysis.placing import place
from memkit.analysis.vectors import RowIndices, unit_rows
from memkit.comparison.corpus import Corpus
from memkit.comparison.query_log import QueryLog
from memkit.contracts.embedder import Vectors
from memkit.domain.relevance import is_weak
from memkit.engine.retrieval import closeness
from memkit.errors import ValidationError, Wording

# How deep reciprocal ranks look: a relevant memory below adds less than a thousandth.
_DEPTH = 1000


@dataclass(frozen=True, slots=True)
class QueryHit:
    """A memory that a query found.

    Attributes:
        id, memory: Which one.
        rank: From 1 for the best.
        cosine: Its cosine with the query.
        relevance: How close that is, as `Hit.relevance` says it, by meaning alone; None if it is
            unknown.
    """

    id: str
    memory: str
    rank: int
    cosine: float
    relevance: float | None = None

    @property
    def weak(self) -> bool:
        """Whether it is hardly closer to the query than unrelated texts are."""
        return is_weak(self.relevance)


@dataclass(frozen=True, slots=True)
class Shift:
    """How differently spaces rank a memory for a query.

    Attributes:
        id, memory: Which one.
        ranks: Space -> its rank there, from 1.
    """

    id: str
    memory: str
    ranks: Mapping[str, int]

    @property
    def by(self) -> int:
        """By how many ranks it falls from the first space to the last; negative if it rises."""
        ranks = list(self.ranks.values())
        return ranks[-1] - ranks[0]


@dataclass(frozen=True, slots=True)
class QueryDrift:
    """What a query finds in each space.

    Attributes:
        query: What was asked; `k`: how many memories were asked for.
        found: Space -> the best memories, best first.
        shifts: The memories found in any space, those that move most first.
        stars: Space -> where the query lies in the picture, of shape (dims,).
    """

    query: str
    k: int
    found: Mapping[str, tuple[QueryHit, ...]]
    shifts: tuple[Shift, ...]
    stars: Mapping[str, NDArray[np.float32]]

    @property
    def weak(self) -> tuple[str, ...]:
        """The spaces that found nothing close."""
        return tuple(space for space, found in self.found.items() if all(one.weak for one in found))

    def __str__(self) -> str:
        lines = [f"{self.query!r}"]
        for space, found in self.found.items():
            lines.append(f"{space}:" + (" nothing close" if space in self.weak else ""))
            lines += [f"  {one.rank:2}  {one.cosine:.2f}  {one.memory}" for one in found]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class SpaceScores:
    """How well a space answers labelled queries.

    Attributes:
        recall, mrr, ndcg: Means over the queries with 95 % bootstrap intervals.
        difference: Measure -> by how much the space is better than the first one, query by query;
            an interval without 0 means that the two differ. Empty for the first space.
    """

    space: str
    recall: Interval
    mrr: Interval
    ndcg: Interval
    difference: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An A/B test of embedders.

    Attributes:
        k: The cut of recall and nDCG.
        queries: How many queries there were.
        spaces: Space -> its scores.
    """

    k: int
    queries: int
    spaces: Mapping[str, SpaceScores]

    def __str__(self) -> str:
        return "\n".join(
            f"{space}: recall@{self.k} {one.recall}, MRR {one.mrr}, nDCG@{self.k} {one.ndcg}"
            for space, one in self.spaces.items()
        )


def ask(
    corpus: Corpus,
    spaces: Sequence[str],
    text: str,
    *,
    k: int,
    shown: RowIndices,
    positions: Mapping[str, NDArray[np.float32]],
    log: QueryLog,
) -> QueryDrift:
    """Embed a query in every space and rank all memories by cosine."""
    _check_query(text)
    cosines, stars, close = {}, {}, {}
    for space in spaces:
        vector = corpus.embed_query(space, text)
        vectors = corpus.vectors(space)
        cosines[space] = _cosines(vectors, vector)
        floor = closeness.floor(vector, corpus.unrelated(space))
        close[space] = None if floor is None else closeness.by_meaning(cosines[space], floor)
        stars[space] = place(vector[None], vectors[shown], positions[space])[0]
    orders = {space: _best_first(values) for space, values in cosines.items()}
    top = {space: order[:k] for space, order in orders.items()}
    involved = np.unique(np.concatenate(list(top.values())))
    log.add(text, involved)
    records = dict(zip(involved.tolist(), corpus.records(involved), strict=True))
    ranks = {space: _ranks(order) for space, order in orders.items()}
    found = {
        space: tuple(
            QueryHit(
                records[row].id,
                records[row].memory,
                rank,
                float(cosines[space][row]),
                _at(close[space], row),
            )
            for rank, row in enumerate(rows.tolist(), start=1)
        )
        for space, rows in top.items()
    }
    shifts = [
        Shift(
            records[row].id,
            records[row].memory,
            {space: int(ranks[space][row]) for space in spaces},
        )
        for row in involved.tolist()
    ]
    shifts.sort(key=lambda shift: (-_movement(shift), min(shift.ranks.values()), shift.id))
    return QueryDrift(text, k, found, tuple(shifts), stars)


def evaluate(
    corpus: Corpus,
    spaces: Sequence[str],
    labelled: Mapping[str, Collection[str]],
    *,
    k: int,
    seed: int,
    log: QueryLog,
) -> Evaluation:
    """Judge the rankings of labelled queries.

    Raises:
        ValidationError: There is no query, or one without relevant ids.
        NotFoundError: A relevant id is not among the memories.
    """
    if not labelled:
        raise ValidationError(
            "There are no labelled queries.", fix="Give {'where does she live?': [id, ...]}."
        )
    relevant: dict[str, set[str]] = {}
    for query, ids in labelled.items():
        _check_query(query)
        if isinstance(ids, str) or not ids:
            raise ValidationError(
                f"Query {query!r} has {ids!r} as its relevant memories.",
                fix="Give the ids of one or more memories, as a list.",
            )
        relevant[query] = {str(row) for row in corpus.rows_of(list(ids))}
    measured = {}
    top: dict[str, list[RowIndices]] = {query: [] for query in relevant}
    for space in spaces:
        vectors = corpus.vectors(space)
        ranked = {}
        for query in relevant:
            order = _best_first(_cosines(vectors, corpus.embed_query(space, query)))
            ranked[query] = [str(row) for row in order[: max(k, _DEPTH)].tolist()]
            top[query].append(order[:k])
        measured[space] = evaluation.per_query(ranked, relevant, k=k)
    for query, orders in top.items():
        log.add(query, np.unique(np.concatenate(orders)))
    first = measured[spaces[0]]
    scores = {}
    for space, values in measured.items():
        means = {name: evaluation.bootstrap(value, seed=seed) for name, value in values.items()}
        difference = {
            name: evaluation.bootstrap(value - first[name], seed=seed)
            for name, value in values.items()
            if space != spaces[0]
        }
        scores[space] = SpaceScores(space=space, **means, difference=difference)
    return Evaluation(k, len(relevant), scores)


def rated(ratings: Mapping[str, Mapping[str, bool]], corpus: Corpus) -> dict[str, list[str]]:
    """Return the questions with relevant memories, those that were compared.

    Raises:
        ValidationError: Nothing was rated as relevant.
    """
    labelled: dict[str, list[str]] = {}
    for query, judgements in ratings.items():
        found = [id_ for id_, relevant in judgements.items() if relevant and corpus.has(id_)]
        if found:
            labelled[query] = found
    if not labelled:
        raise ValidationError(
            "No question has a memory that was rated as relevant.",
            fix=Wording(
                "Rate hits with m.rate(query, hit.id), or give {'who lives here?': [id, ...]}.",
                widget="Rate hits first: a thumb beside each of them.",
            ),
        )
    return labelled


def _at(values: NDArray[np.float32] | None, row: int) -> float | None:
    return None if values is None else float(values[row])


def _check_query(text: object) -> None:
    if not isinstance(text, str) or not text.strip():
        raise ValidationError(f"The query is {text!r}.", fix="Ask something, as a text.")


def _cosines(vectors: Vectors, query: Vectors) -> NDArray[np.float32]:
    cosines: NDArray[np.float32] = unit_rows(vectors) @ unit_rows(query[None])[0]
    return cosines


def _best_first(cosines: NDArray[np.float32]) -> RowIndices:
    return np.argsort(-np.round(cosines, 6), kind="stable")


def _ranks(order: RowIndices) -> RowIndices:
    ranks = np.empty(len(order), np.intp)
    ranks[order] = np.arange(1, len(order) + 1)
    return ranks


def _movement(shift: Shift) -> int:
    return max((abs(a - b) for a, b in pairwise(shift.ranks.values())), default=0)
