"""What the comparison's widget lists beside its picture: agreement, findings, answers, scores."""

from __future__ import annotations

from dataclasses import asdict
from itertools import combinations
from typing import TYPE_CHECKING

from memkit.comparison.content import Json, number
from memkit.text.clean import cut

if TYPE_CHECKING:
    from memkit.comparison import Comparison
    from memkit.comparison.findings import Disagreement, OneSided
    from memkit.comparison.queries import Evaluation, QueryDrift, SpaceScores

_MOST_DISAGREEMENTS = 12
_MOST_PAIRS = 50
_THRESHOLD = 0.95


def agreements(
    comparison: Comparison, *, geometry: bool = True, grouping: bool = True
) -> list[Json]:
    """Return how far each pair of spaces agrees, in the original dimensions.

    Args:
        comparison: The comparison.
        geometry, grouping: Whether to measure the vectors' geometry, and the clusters; without,
            these numbers are missing.
    """
    made = []
    for first, second in combinations(comparison.spaces, 2):
        computed = comparison._computed
        said: Json = {
            "first": first,
            "second": second,
            "k": comparison.neighbours(first).k,
            "memories": len(comparison),
            "overlap": number(computed.shared(first, second)),
        }
        if geometry:
            cka, rank = computed.geometry(first, second)
            said |= {"cka": number(cka), "rank": number(rank)}
        if grouping:
            ari, _ = computed.grouping(first, second)
            said |= {"ari": number(ari), "clustered": computed.clustered}
        made.append(said)
    return made


def findings(comparison: Comparison) -> list[Json]:
    """Return the memories on which the spaces disagree most, with both lists of neighbours."""
    rows = {id_: row for row, id_ in enumerate(comparison.ids)}
    return [_finding(one, rows) for one in comparison.disagreements(_MOST_DISAGREEMENTS)]


def _finding(one: Disagreement, rows: dict[str, int]) -> Json:
    return {
        "row": rows[one.id],
        "overlap": number(one.overlap),
        "neighbours": [
            [[rows[near.id], round(near.cosine, 3), near.shared] for near in found]
            for found in one.neighbours.values()
        ],
    }


def one_sided(comparison: Comparison) -> list[OneSided]:
    """Return the pairs that only one space takes for duplicates."""
    return comparison.duplicates(threshold=_THRESHOLD)


def duplicates(comparison: Comparison, found: list[OneSided]) -> Json:
    """Return pairs to look at and to merge."""
    rows = {id_: row for row, id_ in enumerate(comparison.ids)}
    pairs = [
        {
            "number": place,
            "rows": [rows[pair.first.id], rows[pair.second.id]],
            "space": pair.space,
            "cosines": {
                space: number(pair.elsewhere.get(space, pair.cosine)) for space in comparison.spaces
            },
            "mergeable": comparison.memory is not None and pair.first.scope == pair.second.scope,
            "merged": False,
        }
        for place, pair in enumerate(found[:_MOST_PAIRS])
    ]
    return {"threshold": _THRESHOLD, "total": len(found), "pairs": pairs}


def answer(comparison: Comparison, drift: QueryDrift) -> Json:
    """Return what a query found; a memory that is not drawn has row -1."""
    drawn = [*comparison.ids, *(record.id for record in comparison.placed)]
    rows = {id_: row for row, id_ in enumerate(drawn)}
    memory = comparison.memory
    rated = {} if memory is None else memory.ratings.get(drift.query, {})
    close = {one.id for found in drift.found.values() for one in found if not one.weak}
    return {
        "query": drift.query,
        "k": drift.k,
        "rateable": memory is not None,
        "weak": list(drift.weak),
        "found": [
            [[rows.get(one.id, -1), round(one.cosine, 4)] for one in found]
            for found in drift.found.values()
        ],
        "shifts": [
            {
                "row": rows.get(shift.id, -1),
                "id": shift.id,
                "rated": rated.get(shift.id),
                "text": cut(shift.memory),
                "ranks": [shift.ranks[space] for space in comparison.spaces],
                "weak": shift.id not in close,
            }
            for shift in drift.shifts
        ],
    }


def evaluation(made: Evaluation | None) -> Json:
    """Return how well each space answers labelled queries."""
    if made is None:
        return {}
    return {
        "k": made.k,
        "queries": made.queries,
        "spaces": [_scores(one) for one in made.spaces.values()],
    }


def _scores(one: SpaceScores) -> Json:
    differences = {name: asdict(value) for name, value in one.difference.items()}
    return {
        "space": one.space,
        "recall": asdict(one.recall),
        "mrr": asdict(one.mrr),
        "ndcg": asdict(one.ndcg),
        "difference": differences or None,
    }
