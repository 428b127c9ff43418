"""The search path: query, times, candidates, fusion, late interaction, age, reranking, hits.

What scores less than the threshold is left out in the end.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar, cast, get_args

import numpy as np

from memkit.concurrency.effects import Effects
from memkit.contracts.embedder import Embedder, Idf, Vectors
from memkit.contracts.journal import SpaceRow
from memkit.contracts.ranking import rounded
from memkit.contracts.reranker import Reranker
from memkit.contracts.store import Filter, Keys, Matches, Scores, Selection
from memkit.domain import fixes
from memkit.domain.passages import searched_text_of
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.results import Hit, Hits, notes_of
from memkit.domain.times import Moment, to_instant, to_seconds
from memkit.domain.validation import checked_text, flag, number, whole_number
from memkit.domain.values import shown
from memkit.engine.engine import Engine, warn
from memkit.engine.retrieval import advice, asked_time, closeness, roles
from memkit.engine.retrieval import candidates as find
from memkit.engine.retrieval.advice import Pages
from memkit.engine.retrieval.asked_event import (
    CANDIDATES,
    asked_event,
    is_told,
    within,
    without_times,
)
from memkit.engine.retrieval.asked_time import AskedTime, TimeUse
from memkit.engine.retrieval.candidates import Candidates, Mode
from memkit.engine.retrieval.indexes import Index, StoreFailed, Words
from memkit.engine.retrieval.late_interaction import LateInteraction
from memkit.engine.retrieval.once import said_once
from memkit.engine.retrieval.recency import decayed
from memkit.engine.retrieval.repeats import NAME as NAME_OF_REPEATS
from memkit.engine.retrieval.repeats import PassagesOnce
from memkit.engine.retrieval.reranking import reranked
from memkit.engine.retrieval.roles import DEFAULT as DEFAULT_WEIGHTS
from memkit.engine.retrieval.roles import RoleWeights
from memkit.engine.retrieval.served import MemoryKind, checked_kind, not_in_use, served
from memkit.engine.retrieval.several import together
from memkit.engine.retrieval.spoken import Speech, spoken
from memkit.engine.retrieval.validity import ValidAt, ever_valid
from memkit.engine.spaces.embedding import embed_query
from memkit.engine.spaces.waiting import filled
from memkit.errors import AuthenticationError, ProviderError, ValidationError
from memkit.text.event_clauses import event_clause
from memkit.text.terms import query_terms, terms

T = TypeVar("T")
HalfLife = timedelta | str | int | float | None

# In characters: some thirty pages.
LONGEST_QUERY = 100_000

# How many candidates a reranker or a decay gets to see for each hit that is wanted.
_POOL = 5
_LEAST_POOL = 50
# How many of each list to read at first. Under a filter every one of them costs a look at its
# metadata, so that reading further when it is needed is the cheaper way.
_DEPTH = 100
_FILTERED_DEPTH = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a search is asked for, checked.

    Attributes:
        scope, where, kind, valid_at: Which memories may be returned.
        k: How many hits at most.
        space: Key of the embedding space; None for the default.
        context: The share of a message's score that the reply to it has at least; None for the
            default, by which some messages lend to others.
        role_weights: The share that a role's messages count; None for the default.
        late_interaction: Whether words are matched one by one where the embedder can do that.
        half_life: Of a memory's score, in seconds; None for no decay.
        reranker: If the hits are to be reranked.
        threshold: The least score of a hit, if any.
        explain: Whether hits carry details.
        when: What becomes of times that a query names.
        asked_at: When it is asked, in microseconds since 1970; None for now.
    """

    scope: Scope
    where: Filter
    kind: MemoryKind
    valid_at: ValidAt
    k: int
    space: str | None
    context: float | None
    role_weights: RoleWeights | None
    late_interaction: bool
    half_life: float | None
    reranker: Reranker | None
    threshold: float | None
    explain: bool
    when: TimeUse
    asked_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One search for one text.

    Attributes:
        text: What is asked.
        request: What for.
        k: How many hits at most; of several texts each gives more.
        threshold: The least score of a hit, if any; none where there are several texts.
        selection: Which memories may be returned.
        times: The times that it names, if they count.
        space: Key of the embedding space.
        embedder: Its embedder; None for a search by text alone.
        unrelated: Vectors of texts that are about something else; None if there are none.
        capabilities: What the embedder can do beyond its contract's minimum.
        mode: "hybrid", "vector" or "text".
        spare: Whether the search can go on by words alone, should the store not answer.
    """

    text: str
    request: Request
    k: int
    threshold: float | None
    selection: Selection
    times: tuple[AskedTime, ...]
    space: str
    embedder: Embedder | None
    unrelated: Vectors | None
    capabilities: frozenset[str]
    mode: Mode
    spare: bool

    @property
    def late_interaction(self) -> bool:
        """Whether words are matched one by one."""
        can = "late_interaction" in self.capabilities
        return can and self.mode == "hybrid" and self.request.late_interaction


def search(
    engine: Engine,
    index: Index,
    query: str | Sequence[str],
    *,
    pages: Pages,
    scope: Scope,
    where: Filter,
    kind: MemoryKind,
    valid_at: ValidAt,
    k: int,
    mode: Mode,
    space: str | None,
    context: float | None,
    role_weights: RoleWeights | None,
    late_interaction: bool,
    recency: HalfLife,
    rerank: bool,
    threshold: float | None,
    explain: bool,
    when: TimeUse,
    asked_at: Moment | None,
) -> Effects[Hits]:
    """Return the hits of one query, or of several that are fused; see `ReadVerbs.search`.

    Args:
        engine: The memory.
        index: What of it is searched; `pages`: what lists the same memories.
    """
    texts = [_bounded(text) for text in queries(query)]
    k, context = _checked(k, mode, context)
    request = Request(
        scope=scope,
        where=where,
        kind=checked_kind(kind),
        valid_at=valid_at,
        k=k,
        space=space,
        context=context,
        role_weights=None if role_weights is None else roles.checked(role_weights),
        late_interaction=flag(late_interaction, "late_interaction"),
        half_life=None if recency is None else to_seconds(recency, name="recency"),
        reranker=_reranker(engine, flag(rerank, "rerank")),
        threshold=None if threshold is None else number(threshold, "threshold"),
        explain=flag(explain, "explain"),
        when=_checked_use(when),
        asked_at=None if asked_at is None else to_instant(asked_at, name="asked_at"),
    )
    found = functools.partial(_found, engine, texts=texts, pages=pages, request=request)
    alone = index.without_store
    if alone is not None and mode == "text" and not index.has_words:
        return (yield from found(alone, mode=mode, spare=False))
    try:
        return (yield from found(index, mode=mode, spare=alone is not None and mode != "vector"))
    except StoreFailed as failed:
        why = str(failed)
    assert alone is not None  # Else nobody was spared.
    hits = yield from found(alone, mode="text", spare=False)
    warn(f"The store {index.name!r} did not answer, so this was searched for by words alone: {why}")
    return hits


def _found(
    engine: Engine,
    index: Words,
    *,
    texts: Sequence[str],
    pages: Pages,
    request: Request,
    mode: Mode,
    spare: bool,
) -> Effects[Hits]:
    """Return the hits that an index has for queries.

    Raises:
        StoreFailed: Its store did not answer, and can be spared.
    """
    scope, k = request.scope, request.k

    def begun() -> SpaceRow:
        rows = _asked(lambda: index.begin(texts, scope), spare=spare)
        return engine.spaces.get(request.space, among=rows)

    row = begun()
    if mode != "text" and row.state != "ready":
        yield from filled(engine, row)
        row = begun()
    selection = Selection.of(scope, request.where, at=index.now())
    wanted = selection.where
    if wanted is not None:
        advice.say(advice.on_texts_like_times(wanted))
    restrictions = index.restrictions(scope)
    serving = functools.partial(
        served,
        selection,
        kind=request.kind,
        restrictions=restrictions,
        unused=not_in_use(engine.journal) if restrictions.derivations else (),
    )
    selection = serving(valid_at=request.valid_at)
    embedder: Embedder | None = None
    unrelated: Vectors | None = None
    if mode != "text":
        embedder = yield from engine.spaces.embedder(row)
        unrelated = yield from engine.unrelated.of(row, embedder)
    several = len(texts) > 1
    answers = []
    for text in texts:
        one = Query(
            text=text,
            request=request,
            k=k * 3 if several else k,
            threshold=None if several else request.threshold,
            selection=selection,
            times=(),
            space=row.key,
            embedder=embedder,
            unrelated=unrelated,
            capabilities=engine.spaces.capabilities(row) if embedder else frozenset(),
            mode=mode,
            spare=spare,
        )
        if request.when != "ignore":
            one = yield from _timed(index, one, whenever=lambda: serving(valid_at=None))
        answers.append((yield from _answer(index, one)))
    hits = together(answers, k=k, threshold=request.threshold) if several else answers[0]
    if not hits and (scope or wanted is not None):
        advice.say(advice.on_nothing(pages, scope, wanted))
    return hits


def _timed(index: Words, query: Query, *, whenever: Callable[[], Selection]) -> Effects[Query]:
    """Return a query with the times that its text names: by the calendar, or by an event.

    Args:
        whenever: Returns what may be found of the event: what may be returned, and what of that
            doesn't hold at the time of the search.
    """
    asked_at = query.request.asked_at
    now = query.selection.now if asked_at is None else asked_at
    times = asked_time.asked_times(query.text, now=now)
    clause = event_clause(query.text)
    if clause is not None and not is_told(query.text, clause, times):
        dated = within(clause, times)
        clause = without_times(clause, times)
        hits = yield from _answer(index, _of_event(query, clause.event, ever_valid(whenever())))
        event = asked_event(clause, hits, dated=dated)
        if event is not None:
            others = [time for time in times if time not in dated]
            both = [one for time in others if (one := event.during(time)) is not None]
            times = tuple(both or [event, *others])
    if query.request.when == "only" and times:
        query = replace(query, selection=asked_time.only(query.selection, times))
    return replace(query, times=times)


def _of_event(query: Query, event: str, selection: Selection) -> Query:
    """Return the query for what tells of an event: by its own words, and for its own sake."""
    request = replace(
        query.request, context=0.0, half_life=None, reranker=None, threshold=None, explain=False
    )
    return replace(
        query, text=event, request=request, k=CANDIDATES, threshold=None, selection=selection
    )


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
            f"The query is {shown(query)}.", fix="Ask something: a text, or a list of texts."
        )
    return [checked_text(text, "The query") for text in dict.fromkeys(texts)]


def _bounded(text: str) -> str:
    """Return the beginning of a query that is longer than anybody asks."""
    if len(text) <= LONGEST_QUERY:
        return text
    warn(
        f"The query has {len(text):,} characters; the first {LONGEST_QUERY:,} of them are "
        "searched for."
    )
    return text.strip()[:LONGEST_QUERY]


def _checked(k: int, mode: str, context: float | None) -> tuple[int, float | None]:
    k = whole_number(k, "k", least=1)
    if not isinstance(mode, str) or mode not in get_args(Mode):
        raise ValidationError(f"mode is {shown(mode)}.", fix=f"Use {', '.join(get_args(Mode))}.")
    if context is None:
        return k, None
    context = number(context, "context")
    if not 0 <= context <= 1:
        raise ValidationError(f"context is {context!r}.", fix="Give a share of 0 to 1, e.g. 0.85.")
    return k, context


def _checked_use(when: object) -> TimeUse:
    for known in get_args(TimeUse):
        if isinstance(when, str) and when == known:
            use: TimeUse = known
            return use
    raise ValidationError(
        f"when is {shown(when)}.", fix=f"Use one of {', '.join(get_args(TimeUse))}."
    )


def _reranker(engine: Engine, rerank: bool) -> Reranker | None:
    if rerank and engine.reranker is None:
        raise ValidationError(
            "rerank is given, and this memory has no reranker.",
            fix=fixes.NAME_RERANKER,
        )
    return engine.reranker if rerank else None


def _asked(ask: Callable[[], T], *, spare: bool) -> T:
    """Return what an index answers.

    Args:
        ask: The question.
        spare: Whether the search can go on without the store.

    Raises:
        StoreFailed: The store did not answer, and can be spared. One that refuses a key is told
            of as it is: that does not pass by itself.
    """
    try:
        return ask()
    except AuthenticationError:
        raise
    except ProviderError as error:
        if spare:
            raise StoreFailed(error.problem, fix=error.fix) from error
        raise


def _answer(index: Words, query: Query) -> Effects[Hits]:
    request = query.request
    records: dict[int, MemoryRecord] = {}
    look = yield from _looking(index, query, records)
    read = functools.partial(_read, index, records=records)
    plain = request.half_life is None and request.reranker is None and not query.times
    if plain and not request.context:
        found = look(query.k)
        best = found.best(query.k).keys
        _read(index, best, records)
        said = [records[key] for key in best.tolist() if key in records]
        if not any(_may_matter(record, request) for record in said) and not (
            any(record.sources for record in said)
            and NAME_OF_REPEATS in PassagesOnce(read).applied(found, k=query.k).signals
        ):
            return _hits(index, query, found, records)
    passages = PassagesOnce(read)
    speech = Speech.of(query.text, context=request.context, weights=request.role_weights)
    k = max(_LEAST_POOL, query.k * _POOL, asked_time.POOL if query.times else 0)
    wanted = query.k if request.reranker is None else k
    while True:
        found = look(k)
        # What is not among them scores no more than the last of the best `k`, and ageing, who said
        # it, or that it was said before, makes it no better. Of a time that is asked for, those
        # among them alone rise.
        rest = found.best(k).scores[-1:] if len(found.keys) >= k else found.scores[:0]
        found = spoken(index, found, k=k, selection=query.selection, speech=speech)
        if request.half_life is not None:
            _read(index, found.keys, records)
            found = decayed(found, records, half_life=request.half_life, now=query.selection.now)
        if query.times:
            _read(index, found.keys, records)
            found = asked_time.preferred(found, records, query.times)
        if request.kind == "all":
            found = _once(index, found, query, records)
        found = passages.applied(found, k=wanted)
        if not len(rest) or k >= find.DEEPEST or found.best(wanted).scores[-1] >= rest[0]:
            break
        k *= find.DEEPER
    if request.reranker is not None:
        found = found.best(wanted)
        _read(index, found.keys, records)
        found = yield from reranked(found, records, request.reranker, query.text)
    return _hits(index, query, found, records)


def _may_matter(record: MemoryRecord, request: Request) -> bool:
    """Tell whether it may matter to other hits, or to its own place, what a memory is."""
    if record.derived_by is not None and request.kind == "all":
        return True
    weights = DEFAULT_WEIGHTS if request.role_weights is None else request.role_weights
    lends = request.context is None and (record.name is not None or record.role == "assistant")
    return lends or (record.role or "user") in weights


def _once(
    index: Words, found: Candidates, query: Query, records: dict[int, MemoryRecord]
) -> Candidates:
    """Return candidates of which none has its whole score for what a better one says already."""
    best = found.best(query.k).keys
    _read(index, best, records)
    if all(records[key].derived_by is None for key in best.tolist() if key in records):
        return found
    _read(index, found.keys, records)
    return said_once(found, records)


def _read(index: Words, keys: Keys, records: dict[int, MemoryRecord]) -> Mapping[int, MemoryRecord]:
    """Add to records those of some keys that are not among them, and return all of them."""
    missing = np.setdiff1d(keys, np.fromiter(records, np.int64))
    if len(missing):
        records |= index.read(missing)
    return records


def _looking(
    index: Words, query: Query, records: dict[int, MemoryRecord]
) -> Effects[Callable[[int], Candidates]]:
    """Return what finds so many candidates; the query is embedded once.

    Args:
        records: Gets the memories that were read on the way.
    """
    embedder = query.embedder
    if embedder is None:
        return lambda k: _asked(functools.partial(_by_text, index, query, k), spare=query.spare)
    scoped = functools.partial(scope_idf, index, query.selection.scope, spare=query.spare)
    idf = scoped() if "idf" in query.capabilities else None
    vector = yield from embed_query(embedder, query.text, idf=idf)
    floor = closeness.floor(vector, query.unrelated)
    look = functools.partial(_by_vector, cast(Index, index), query, vector, embedder)

    def fused(k: int) -> Candidates:
        return closeness.judged(_asked(functools.partial(look, k), spare=query.spare), floor)

    if not query.late_interaction:
        return fused

    def read(keys: Keys) -> Mapping[int, MemoryRecord]:
        _read(index, keys, records)
        return {key: records[key] for key in keys.tolist() if key in records}

    late = LateInteraction(embedder, query.text, idf=idf, read=read)
    return lambda k: late.applied(fused, k)


def _by_text(index: Words, query: Query, k: int) -> Candidates:
    found = find.from_text(
        lambda depth: index.search_text(query.text, k=depth, selection=query.selection), k=k
    )
    return closeness.judged(found, None)


def _by_vector(
    index: Index, query: Query, vector: Vectors, embedder: Embedder, k: int
) -> Candidates:
    space, selection = query.space, query.selection

    def cosines(keys: Keys) -> Scores:
        return _cosines(index.vectors(space, keys), vector)

    if query.mode == "vector":
        return find.from_vectors(
            lambda depth: index.search(space, vector, k=depth, selection=selection),
            k=k,
            cosines=cosines,
        )

    def both(depth: int) -> tuple[Matches, Matches]:
        return index.search_both(space, vector, query.text, k=depth, selection=selection)

    return find.fused(
        both,
        k=k,
        depth=max(_DEPTH if selection.where is None else _FILTERED_DEPTH, 2 * k),
        weight=embedder.text_weight,
        cosines=cosines,
    )


def scope_idf(index: Words, scope: Scope, *, spare: bool = False) -> Idf:
    """Return the inverse document frequencies of words in a scope.

    Args:
        index: Where the memories are.
        scope: Whose they are.
        spare: As `_asked` takes it.
    """

    @functools.cache
    def idf(word: str) -> float:
        n, (df,) = _asked(lambda: index.frequencies([word], scope), spare=spare)
        return math.log1p((n + 1) / (df + 1))

    return idf


def _cosines(vectors: Vectors, query: Vectors) -> Scores:
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    lengths[lengths == 0] = 1
    return rounded(vectors @ query / lengths)  # As precise as those that stores tell.


def _hits(index: Words, query: Query, found: Candidates, known: Mapping[int, MemoryRecord]) -> Hits:
    """Return the best candidates; the journal has the last word on what may be shown.

    Args:
        index: What of them is read that is not `known`.
    """
    ordered = found.best(len(found.keys))
    scores = ordered.scores
    if query.threshold is not None:
        ordered = ordered.take(np.flatnonzero(scores >= query.threshold))
        scores = ordered.scores
    hits: list[Hit] = []
    start = 0
    while len(hits) < query.k and start < len(ordered.keys):
        places = range(start, min(start + query.k, len(ordered.keys)))
        keys = ordered.keys[places.start : places.stop]
        records = known if known.keys() >= set(keys.tolist()) else index.read(keys)
        for place in places:
            record = records.get(int(ordered.keys[place]))
            if record is not None and query.selection.has(record):
                hits.append(_hit(record, ordered, place, query))
        start = places.stop
    said = tuple(map(str, query.times))
    return Hits(hits[: query.k], query=query.text, space=query.space, times=said)


def _hit(record: MemoryRecord, found: Candidates, place: int, query: Query) -> Hit:
    reasons = {name: float(values[place]) for name, values in found.signals.items()}
    relevance = found.details.get("relevance")
    details: dict[str, Any] = {}
    if query.request.explain:
        details = {name: float(values[place]) for name, values in found.details.items()}
        details.pop("relevance", None)  # It is said of every hit.
        held = set(terms(searched_text_of(record)))
        if query.times:
            details["times"] = [str(time) for time in query.times if time.meets(record)]
        details["matched_terms"] = [
            term.name for term in query_terms(query.text) if not held.isdisjoint(term.forms)
        ]
    own = {
        "score": sum(reasons.values()),
        "reasons": reasons,
        "relevance": None if relevance is None else float(relevance[place]),
        "notes": notes_of(record, query.selection.now),
        "details": details,
    }
    return Hit.trusted({**record.__dict__, **own})
