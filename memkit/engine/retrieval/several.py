"""Several queries fused into one answer."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain.relevance import closest
from memkit.domain.results import Hit, Hits


def together(answers: Sequence[Hits], *, k: int, threshold: float | None) -> Hits:
    """Fuse the hits of several queries: a score is the mean over the queries, absence is zero.

    Every signal is the mean too, so that the reasons still add up (CombSUM of Fox and Shaw,
    "Combination of multiple searches", 1994, divided by the number of queries). A hit is as
    close as it is to that of the queries which it is closest to.
    """
    merged: dict[str, Hit] = {}
    share = 1 / len(answers)
    for answer in answers:
        for hit in answer:
            old = merged.get(hit.id)
            reasons = {name: value * share for name, value in hit.reasons.items()}
            details, relevance = hit.details, hit.relevance
            if old is not None:
                relevance = closest(relevance, old.relevance)
                reasons = {
                    name: reasons.get(name, 0.0) + old.reasons.get(name, 0.0)
                    for name in {**old.reasons, **reasons}
                }
                details = old.details
            merged[hit.id] = hit.model_copy(
                update={
                    "score": sum(reasons.values()),
                    "reasons": reasons,
                    "relevance": relevance,
                    "details": details,
                }
            )
    ordered = sorted(merged.values(), key=lambda hit: (-hit.score, hit.id))
    kept = [hit for hit in ordered if threshold is None or hit.score >= threshold]
    return Hits(
        kept[:k],
        query=" | ".join(answer.query for answer in answers),
        space=answers[0].space,
        times=tuple(dict.fromkeys(said for answer in answers for said in answer.times)),
    )
