"""A search with what just missed, and with what a second space would have found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from memkit.domain.relevance import NOTHING_CLOSE, full_bar
from memkit.domain.results import Hit
from memkit.domain.validation import number, whole_number
from memkit.engine.read_verbs import ReadVerbs
from memkit.engine.retrieval.pipeline import HalfLife
from memkit.engine.retrieval.roles import RoleWeights
from memkit.engine.retrieval.validity import ValidAt
from memkit.engine.spaces.waiting import standing
from memkit.explorer.schemas import Elsewhere, SearchHit, SearchResponse
from memkit.explorer.values import row
from memkit.explorer.view import View
from memkit.filters import to_text
from memkit.text.code import Name, call

if TYPE_CHECKING:
    from memkit.engine.verbs import Verbs

SIGNALS = (
    "semantic", "bm25", "late_interaction", "role", "context", "recency", "evidence", "repeat",
    "time", "rerank",
)  # fmt: skip
# Ranks in the other space are told so far down.
_DEPTH = 50
_EMPTY = 1e9


def search(
    memory: Verbs,
    view: View,
    query: str,
    *,
    k: int,
    threshold: float | None,
    space: str | None,
    other: str | None,
    rerank: bool,
    recency: HalfLife,
    context: float | None,
    role_weights: RoleWeights | None,
    below: int,
    valid_at: ValidAt,
) -> SearchResponse:
    """Search what a view shows."""
    k, below = whole_number(k, "k", least=1), whole_number(below, "below", least=0)
    least = None if threshold is None else number(threshold, "threshold")
    space = memory.engine.spaces.get(space).key
    if view.standing == "superseded" and valid_at == "now":
        # What another fact took the place of does not hold now.
        valid_at = None
    options: dict[str, Any] = {
        **view.scope_code, "where": view.searched, "kind": view.kind, "recency": recency,
        "rerank": rerank, "context": context, "role_weights": role_weights,
    }  # fmt: skip
    reader: ReadVerbs = view.past or memory
    deep = other is not None and not rerank
    depth = max(k + below, _DEPTH) if deep else k + below
    found: list[Hit] = []
    elsewhere: list[Hit] = []
    if query.strip():
        for key in filter(None, (space, other)):
            _check_filled(memory, key)
        found = reader.search(query, k=depth, space=space, valid_at=valid_at, **options)
        if other is not None:
            elsewhere = reader.search(query, k=depth, space=other, valid_at=valid_at, **options)
    if valid_at != "now":
        # None is what is meant, and must stand in the code.
        options["valid_at"] = Name(repr(valid_at))
    hits = [hit for hit in found if least is None or hit.score >= least][:k]
    ratings = memory.ratings.get(query, {})
    rows = [_row(hit, rank, ratings) for rank, hit in enumerate(found, start=1)]
    ranks = {hit.id: rank for rank, hit in enumerate(found, start=1)}
    ranks_there = {hit.id: rank for rank, hit in enumerate(elsewhere, start=1)}
    if other is not None:
        for rank, one in enumerate(rows, start=1):
            one["other"] = _elsewhere(rank, ranks_there.get(one["id"]))
    missed = rows[len(hits) : len(hits) + below]
    for one in missed:
        one["why"] = "k" if least is None or one["score"] >= least else "threshold"
    shown = {hit.id for hit in hits}
    only = []
    for rank, hit in enumerate(elsewhere[:k], start=1):
        if hit.id not in shown and (least is None or hit.score >= least):
            one = _row(hit, rank, ratings)
            one["other"] = _only_elsewhere(rank, ranks.get(hit.id))
            only.append(one)
    listed = [*found[: len(hits) + below], *elsewhere[:k]]
    return {
        "query": query,
        "space": space,
        "other_space": other,
        "k": k,
        "threshold": least,
        "hits": rows[: len(hits)],
        "below": missed,
        "other_only": only,
        "signals": [name for name in SIGNALS if any(hit.reasons.get(name) for hit in listed)],
        "best": max((_positive(hit) for hit in listed), default=0.0),
        "weak": bool(hits) and all(hit.weak for hit in hits),
        "said": _said(memory, view, query, found, hits, least, rerank),
        "code": _code(memory, view, query, k, depth, least, space, other, options),
    }


def _check_filled(memory: Verbs, space: str) -> None:
    # A search would wait for the space, and the panel with it.
    if memory.engine.spaces.get(space).state != "ready":
        found = standing(memory.engine, space)
        if found.by != "ready":
            raise found.error()


def _row(hit: Hit, rank: int, ratings: dict[str, bool]) -> SearchHit:
    return {
        **row(hit),
        "rank": rank,
        "score": hit.score,
        "reasons": dict(hit.reasons),
        "relevance": hit.relevance,
        "weak": hit.weak,
        # JSON knows no infinity; a bar of so much is empty as well.
        "full_bar": min(full_bar(hit.reasons, hit.relevance), _EMPTY),
        "notes": list(hit.notes),
        "why": None,
        "other": None,
        "rated": ratings.get(hit.id),
    }


def _elsewhere(here: int, there: int | None) -> Elsewhere:
    return {"rank": there, "shift": None if there is None else here - there}


def _only_elsewhere(there: int, here: int | None) -> Elsewhere:
    return {"rank": here, "shift": None if here is None else here - there}


def _positive(hit: Hit) -> float:
    return sum(part for part in hit.reasons.values() if part > 0)


def _said(
    memory: Verbs,
    view: View,
    query: str,
    found: Sequence[Hit],
    hits: Sequence[Hit],
    threshold: float | None,
    rerank: bool,
) -> str:
    if found and not rerank and not any("semantic" in hit.reasons for hit in found):
        name = memory.engine.index.name
        return f"The store {name!r} did not answer, so these were found by words alone."
    if hits and all(hit.weak for hit in hits):
        return NOTHING_CLOSE
    if hits or not query.strip():
        return ""
    if found and threshold is not None:
        return (
            f"Nothing scores {threshold:g} or more; the best is {found[0].score:.2f}. "
            "Lower the threshold."
        )
    if memory.engine.journal.count(view.selection) or view.past is not None:
        return "Nothing found. Try other words."
    where = " that match the filter" if view.whole is not None else ""
    return f"There are no memories{where} in {view.scope}. Add one, or widen what is shown."


def _code(
    memory: Verbs,
    view: View,
    query: str,
    k: int,
    depth: int,
    threshold: float | None,
    space: str,
    other: str | None,
    options: dict[str, Any],
) -> str:
    if not query.strip():
        return ""
    default = memory.engine.spaces.get().key
    # With a decay or a reranker the candidates depend on how many hits are asked for.
    exact = not (options["rerank"] or options["recency"])
    where = None if view.searched is None else to_text(view.searched)
    kind = None if view.kind == "all" else view.kind
    shown = {**options, "where": where, "kind": kind, "threshold": threshold}
    if isinstance(options["recency"], timedelta):
        shown["recency"] = f"{options['recency'].total_seconds():f}s"
    lines = []
    for into, key in (("hits", space), ("others", other)):
        if key is not None:
            line = call(
                f"{view.memory_code}.search",
                query,
                into=into,
                **{**shown, "space": None if key == default else key},
                k=k if exact else depth,
            )
            lines.append(line if exact else f"{line}[:{k}]")
    return "\n".join(lines)
