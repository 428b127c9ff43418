"""The verbs that read: search and duplicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, get_args

import numpy as np

from memkit.analysis.duplicates import near_pairs
from memkit.concurrency.effects import Effects
from memkit.contracts.embedder import Embedder
from memkit.contracts.reranker import Reranker
from memkit.contracts.store import Selection
from memkit.domain.records import Scope
from memkit.domain.results import DuplicatePair, Duplicates, Hits
from memkit.domain.times import now, to_seconds
from memkit.domain.validation import checked_text, memory_id, number, whole_number
from memkit.engine.engine import Engine
from memkit.engine.retrieval.candidates import Mode
from memkit.engine.retrieval.pipeline import Index, Query, deeper, search, together
from memkit.engine.spaces.registry import Spaces
from memkit.errors import NotFoundError, SpaceError, ValidationError
from memkit.filters import Where, parse

Filter = Mapping[str, Any] | str | Where | None
HalfLife = timedelta | str | int | float | None


def selection(scope: Scope, where: Filter) -> Selection:
    """Return what a scope and a filter select now.

    Raises:
        FilterError: The filter can't be understood.
    """
    return Selection(scope=scope, where=parse(where), now=now())


def reranker_for(engine: Engine, rerank: bool) -> Reranker | None:
    """Return the reranker if it is wanted.

    Raises:
        ValidationError: It is wanted, but there is none.
    """
    if rerank and engine.reranker is None:
        raise ValidationError(
            "rerank=True, but this memory has no reranker.",
            fix="Open it with one: Memory(..., reranker='cohere').",
        )
    return engine.reranker if rerank else None


def recall_from(
    index: Index,
    spaces: Spaces,
    reranker: Reranker | None,
    query: str | Sequence[str],
    *,
    selection: Selection,
    k: int,
    mode: Mode,
    space: str | None,
    context: float,
    recency: HalfLife,
    threshold: float | None,
    explain: bool,
    version: object = None,
) -> Effects[Hits]:
    """Search an index with one query, or with several that are fused.

    Raises:
        ValidationError: An argument has the wrong shape.
        SpaceError: The space is unknown, or not filled yet.
    """
    texts = queries(query)
    _check(k, mode)
    if not 0 <= number(context, "context") <= 1:
        raise ValidationError(f"context is {context!r}.", fix="Give a share of 0 to 1, e.g. 0.85.")
    threshold = None if threshold is None else number(threshold, "threshold")
    row = spaces.get(space, version=version)
    embedder: Embedder | None = None
    if mode != "text":
        if row.state != "ready":
            raise SpaceError(
                f"Space {row.key!r} is not filled yet, so a search in it would miss memories.",
                fix=f"Wait for it: m.add_space({row.key!r}, wait=True).",
            )
        embedder = yield from spaces.embedder(row)
    answers = []
    for text in texts:
        one = Query(
            text=text,
            k=k,
            selection=selection,
            mode=mode,
            context=context,
            half_life=None if recency is None else to_seconds(recency, name="recency"),
            threshold=threshold,
            explain=explain,
        )
        answers.append(
            (
                yield from search(
                    index,
                    deeper(one, len(texts)),
                    space=row.key,
                    embedder=embedder,
                    uses_idf=embedder is not None and spaces.uses_idf(row),
                    reranker=reranker,
                )
            )
        )
    return answers[0] if len(answers) == 1 else together(answers, k=k, threshold=threshold)


def rate(engine: Engine, query: str, id: str, relevant: bool | None) -> None:
    """Record whether a memory answers a query."""
    (text,) = queries(query)
    if memory_id(id) not in engine.journal.get([id]):
        raise NotFoundError(f"There is no memory {id!r}.", fix="Give the id of a hit.")
    if relevant is not None and not isinstance(relevant, bool):
        raise ValidationError(
            f"relevant is {relevant!r}.", fix="Give True, False, or None to take it back."
        )
    engine.journal.rate(text, id, relevant, at=now(), actor=engine.settings.actor)


def queries(query: str | Sequence[str]) -> list[str]:
    """Return the different queries that are asked.

    Raises:
        ValidationError: There is none, or one is no text that can be stored.
    """
    texts = [query] if isinstance(query, str) else query
    if (
        not isinstance(texts, Sequence)
        or not texts
        or not all(isinstance(text, str) and text.strip() for text in texts)
    ):
        raise ValidationError(
            f"The query is {query!r}.", fix="Ask something: a text, or a list of texts."
        )
    return [checked_text(text, "The query") for text in dict.fromkeys(texts)]


def _check(k: int, mode: str) -> None:
    whole_number(k, "k", least=1)
    if mode not in get_args(Mode):
        raise ValidationError(f"mode is {mode!r}.", fix=f"Use {', '.join(get_args(Mode))}.")


def duplicates(
    engine: Engine, selection: Selection, *, threshold: float, space: str | None, limit: int
) -> Duplicates:
    """Return pairs of memories of a selection that say nearly the same."""
    whole_number(limit, "limit", least=1)
    if not 0 < number(threshold, "threshold") <= 1:
        raise ValidationError(
            f"threshold is {threshold!r}.", fix="Give a cosine above 0 and up to 1, e.g. 0.95."
        )
    row = engine.spaces.get(space)
    keys = engine.journal.allowed_keys(selection)
    vectors = engine.journal.vectors(row.key, keys)
    first, second, cosine = near_pairs(vectors, threshold=threshold, limit=limit)
    records = engine.journal.read(np.unique(np.concatenate([keys[first], keys[second]])))
    return Duplicates(
        [
            DuplicatePair(records[a], records[b], float(similarity))
            for a, b, similarity in zip(
                keys[first].tolist(), keys[second].tolist(), cosine, strict=True
            )
            if a in records and b in records
        ],
        threshold=threshold,
        space=row.key,
    )
