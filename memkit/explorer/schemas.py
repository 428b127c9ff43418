"""What the explorer answers: values that JSON holds, so that a widget or a server can send them.

Times are ISO 8601 with an offset. Texts in lists are cut and cleaned (`MemorySummary.text`);
`Detail.text` is whole. Every answer that shows or does something carries `code`, the Python that
does the same to the memory `m`.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from memkit.domain.records import Change
from memkit.domain.standing import Standing
from memkit.engine.retrieval.served import MemoryKind

Kind = Literal["text", "number", "true or false", "list or object", "mixed"]
Json = dict[str, Any]


class SpaceSummary(TypedDict):
    """An embedding space; `count` is how many memories have a vector in it."""

    key: str
    dim: int
    default: bool
    ready: bool
    count: int


class Choice(TypedDict):
    """A value to pick, and how many memories have it."""

    value: str
    count: int


class MetadataKey(TypedDict):
    """A key of the metadata, what its values are, and how many memories have it."""

    key: str
    kind: Kind
    count: int


class RecallSummary(TypedDict):
    """How much of the exact `k` nearest the store finds.

    `short` says it in a line that says more, "recall@10 0.967", and `said` as a sentence.
    """

    k: int
    recall: float
    measured_at: str
    short: str
    said: str


class DocumentName(TypedDict):
    """A document: `uri` and the four ids name it, `title` and `where` are for people."""

    uri: str
    user_id: str | None
    agent_id: str | None
    app_id: str | None
    run_id: str | None
    title: str
    where: str


class ChosenDocument(DocumentName):
    """The document whose passages are shown.

    Attributes:
        link: Where a browser finds it, None if it is none of the web.
        deletes: How many memories `forget_source` would delete.
    """

    link: str | None
    deletes: int


class DocumentSummary(DocumentName):
    """A document in a list.

    Attributes:
        type: What it is, in a word; "" if nobody knows.
        passages: How many memories were made of it.
        characters: How long its text is as far as its passages tell; None if they do not.
        added_at, updated_at: When the first of them was stored, and when the last one changed.
        problem: What is wrong with it, as sentences; "" if nothing is.
    """

    type: str
    passages: int
    characters: int | None
    added_at: str
    updated_at: str
    problem: str


class DocumentWindow(TypedDict):
    """A window of the documents: `rows` stand at `first`, `first` + 1, ... of `total`."""

    total: int
    first: int
    rows: list[DocumentSummary]
    sort: str
    descending: bool
    find: str
    code: str


class PassagePlace(TypedDict):
    """From where a memory was read: "Handbook" and "page 3, Methods › Data"."""

    title: str
    place: str


class Status(TypedDict):
    """Where the explorer stands.

    Attributes:
        url: Where the memory is: a path, ":memory:" or a server.
        total: How many memories there are; `shown`: how many the scope and filter leave.
        spaces: In the order in which they were added; `space` is the one that is searched.
        recall: What was measured last of the store in this space; None if nothing was.
        head: The number of the last event, 0 for none; `first_at` and `last_at` are the times of
            the first and the last event, None for none.
        scope: The four ids, None where open; `scope_text` says it in words.
        scopes: "user_id", ... -> ids to pick from, the most frequent first, at most 200 each.
        metadata: Keys of the memories shown, the most frequent first, at most 50.
        where: The filter as text, "" for none; `trouble`: why it can't be read, "" if it can.
        kind: "messages", "facts" or "all" that is shown; `standing`: which facts, None for all.
        documents: Whether there are documents in the scope; `document`: the one whose passages are
            shown, None for all memories.
        facts: Whether there are facts, or someone who draws them; `unused`: names of those whose
            facts are not in use; `waiting`: how many facts of the scope wait for a decision.
        at: The event whose state is shown, None for now; `at_time`: when that was.
        reranker: Whether searches can be reranked.
        code: Python that opens this view.
    """

    url: str
    total: int
    shown: int
    space: str
    spaces: list[SpaceSummary]
    recall: RecallSummary | None
    head: int
    first_at: str | None
    last_at: str | None
    scope: dict[str, str | None]
    scope_text: str
    scopes: dict[str, list[Choice]]
    metadata: list[MetadataKey]
    where: str
    kind: MemoryKind
    standing: Standing | None
    documents: bool
    document: ChosenDocument | None
    facts: bool
    unused: list[str]
    waiting: int
    trouble: str
    at: int | None
    at_time: str | None
    reranker: bool
    selected: int
    query: str
    code: str


class MemorySummary(TypedDict):
    """A memory in a list. Long texts, also in the metadata, are cut at 280 characters.

    `standing` says what a fact is; None for a memory that was not drawn from anything. `document`
    says from where it was read; None for a memory that was not.
    """

    id: str
    text: str
    user_id: str | None
    agent_id: str | None
    app_id: str | None
    run_id: str | None
    type: str
    role: str | None
    metadata: Json
    created_at: str
    updated_at: str
    occurred_at: str | None
    expires_at: str | None
    valid_from: str | None
    valid_to: str | None
    superseded_by: str | None
    sources: list[str]
    derived_by: str | None
    said_by: str | None
    pinned: bool
    data: Json
    withheld: str | None
    standing: Standing | None
    document: PassagePlace | None
    seq: int


class TableWindow(TypedDict):
    """A window of the table: `rows` stand at `first`, `first` + 1, ... of `total`.

    A row that another process deleted this instant is missing at its place: None.
    """

    total: int
    first: int
    rows: list[MemorySummary | None]
    sort: str
    descending: bool
    find: str
    code: str


class Elsewhere(TypedDict):
    """Where a hit stands in the other space: its rank from 1, None if it is not near the top.

    `shift` is how many places higher (above zero) or lower (below zero) the other space puts it.
    Of a hit that only the other space finds, `rank` is that in the space that was searched.
    """

    rank: int | None
    shift: int | None


class SearchHit(MemorySummary):
    """A hit.

    Attributes:
        rank: From 1; of hits that only the other space finds, the rank there.
            score: The sum of `reasons`; `reasons`: "semantic", "bm25", "late_interaction", "role",
            "context", "recency", "evidence", "repeat", "rerank" -> what each adds.
        relevance: How close it is to the query, 0 to 1; None if it is unknown.
        weak: Whether that is hardly closer than unrelated texts are.
        full_bar: The sum of positive reasons that would fill its bar, which is as long as the hit
            is close.
        notes: Why it does not hold now, if it does not.
        why: Of hits in `below`: "threshold" if the score is below it, "k" if it came after the
            last one wanted; None for others.
        other: Where it stands in the other space; None if none was given.
        rated: What was said about it for this query: True, False or None.
    """

    rank: int
    score: float
    reasons: dict[str, float]
    relevance: float | None
    weak: bool
    full_bar: float
    notes: list[str]
    why: Literal["threshold", "k"] | None
    other: Elsewhere | None
    rated: bool | None


class SearchResponse(TypedDict):
    """The answer of a search.

    Attributes:
        hits: Best first.
        below: The best of those that just missed.
        other_only: The hits of the other space that are not among `hits`, with their rank there.
        signals: The names of the reasons that occur, in the order to draw them.
        best: The highest sum of positive reasons, the end of a scale of scores; 0 for no hits.
        weak: Whether there are hits, and none is close.
        said: A sentence when there is nothing to show, nothing close, or the store did not answer;
            else "".
    """

    query: str
    space: str
    other_space: str | None
    k: int
    threshold: float | None
    hits: list[SearchHit]
    below: list[SearchHit]
    other_only: list[SearchHit]
    signals: list[str]
    best: float
    weak: bool
    said: str
    code: str


Part = tuple[Literal["same", "removed", "added"], str]


class FieldChange(TypedDict):
    """A change of something else than the text; `old` or `new` is "" where there was none."""

    name: str
    old: str
    new: str


class Version(TypedDict):
    """An event of a memory.

    Attributes:
        version: 1 for the first event of the memory.
        text: What changed in the text, as parts in order; empty if the text stayed.
        fields: What else changed: "metadata.category", "type", "occurred_at", "valid_to", ...
        happened: What it was to a fact, such as "superseded"; "" if it was nothing special.
        actor, reason: Who and why, None if unknown.
        undoable: Whether `undo(seq)` would change anything.
    """

    seq: int
    version: int
    event: str
    happened: str
    at: str
    actor: str | None
    reason: str | None
    text: list[Part]
    fields: list[FieldChange]
    undoable: bool


class Neighbour(MemorySummary):
    """A memory that is near another one; `cosine` is their similarity."""

    cosine: float


class Nearest(TypedDict):
    """The nearest memories in one space, nearest first."""

    space: str
    neighbours: list[Neighbour]


class LinkedMemory(TypedDict):
    """Another memory, to be opened."""

    id: str
    text: str


class EvidenceSummary(TypedDict):
    """A source of a fact: the words that say so, with what stands `before` and `after` them.

    Attributes:
        id: The message; None if it is gone, or a document. `source` is what the fact says of it.
        stands: Whether the words still stand there; None for a document. `said` says it.
        who, at: Who said it, and when.
    """

    id: str | None
    source: str
    stands: bool | None
    said: str
    before: str
    quote: str
    after: str
    who: str
    at: str | None


class DecisionSummary(TypedDict):
    """What a model decided, and between which old facts; `old` is the id of the one it chose."""

    choice: str
    why: str
    old: str | None
    candidates: list[LinkedMemory]
    model: str
    prompt: str


class Origin(TypedDict):
    """Why a fact is there: who drew it, with which prompts and wishes, when, and by which event.

    `decision` is None where no model was asked, or nothing is recorded of it any more.
    """

    derivation: str
    in_use: bool
    model: str
    provider: str
    prompts: str
    profile: str
    wishes: list[str]
    drawn_at: str
    seq: int
    decision: DecisionSummary | None


class FactDetail(TypedDict):
    """What is known of a fact.

    Attributes:
        standing: What it is; `meaning`: that in a few words.
        kind, about, when: What was noted of it: "state", "Ana", "in March".
        choice: What it did to what was known, or would do: "new", "adds", "changes", "corrects".
        old: The old fact that it would change, or adds to; `superseded`: those whose place it took;
            `superseded_by`: the one that took its place.
        problems: What speaks against it, as sentences.
    """

    standing: Standing
    meaning: str
    kind: str
    about: str
    when: str
    choice: str
    old: LinkedMemory | None
    superseded: list[LinkedMemory]
    superseded_by: LinkedMemory | None
    problems: list[str]
    evidence: list[EvidenceSummary]
    origin: Origin


class DrawnFact(LinkedMemory):
    """A fact that was drawn from a memory."""

    standing: Standing | None
    derived_by: str | None


class PassageDetail(DocumentName):
    """The place of a memory in the document that it was read from.

    Attributes:
        place: Page and headings, such as "page 3, Methods › Data"; "" if nothing is known.
        start, end: Where it stands in the document's text, in characters; None if unknown.
        link: Where a browser finds it, None if it is none of the web.
        number: Which of the document's `passages` it is, from 1; None if it is not among those of
            the scope and time that are shown.
        previous, next: The passages before and after it; None at either end.
    """

    place: str
    start: int | None
    end: int | None
    link: str | None
    number: int | None
    passages: int
    previous: LinkedMemory | None
    next: LinkedMemory | None


class Detail(TypedDict):
    """All about one memory.

    Attributes:
        text: The whole text as it is stored, to be edited; show `record["text"]`.
        metadata_text: The metadata as JSON, to be edited: what reads JSON may round numbers.
        there: Whether it is there at the time that is shown; if not, `record` is what it was
            last, and there are no neighbours.
        record: As in a list, but with the whole text, cleaned, and the whole metadata.
        history: Newest first.
        nearest: For each space that is ready, the default one first; within the scope.
        fact: What is known of it as a fact; None for a message.
        passage: Where it stands in a document; None if it was not read from one.
        drawn: The first facts that were drawn from it, of `drawn_total`.
    """

    id: str
    text: str
    there: bool
    metadata_text: str
    record: MemorySummary
    history: list[Version]
    nearest: list[Nearest]
    fact: FactDetail | None
    passage: PassageDetail | None
    drawn: list[DrawnFact]
    drawn_total: int
    code: str


class SimilarMemory(MemorySummary):
    """A memory that says something similar to what is to be added."""

    similarity: float


class ProposalSummary(TypedDict):
    """One change that was proposed; `index` names it in `apply`.

    Attributes:
        text: What would be written, whole, to be edited; show `parts`.
        id: The memory that would change, or that is there already; None for an addition.
        before: The text as it is now, "" for an addition; `parts`: what would change in it.
        near: Memories that are similar, most similar first; the choice "updating" takes one.
    """

    index: int
    event: Change
    text: str
    id: str | None
    before: str
    parts: list[Part]
    near: list[SimilarMemory]


class Previewed(TypedDict):
    """What an addition would do; `said` is a sentence about the whole."""

    proposals: list[ProposalSummary]
    said: str
    code: str


class Accepted(TypedDict):
    """A decision about a proposal; proposals that no choice names are rejected.

    Attributes:
        index: Which one.
        action: "accept" or "reject".
        text: Another text for it.
        updating: The id of a near memory to change instead of adding one.
    """

    index: int
    action: Literal["accept", "reject"]
    text: NotRequired[str | None]
    updating: NotRequired[str | None]


class ResultSummary(TypedDict):
    """What became of one memory; `event` is "NONE" if nothing changed. The text is cut."""

    id: str
    event: str
    text: str


class Done(TypedDict):
    """What a change did.

    Attributes:
        said: A sentence such as "Deleted 3 memories."
        seqs: The numbers of its events, oldest first; `undo(seqs)` takes them back.
        results: One a memory, at most 50.
    """

    said: str
    seqs: list[int]
    results: list[ResultSummary]
    code: str


class EventSummary(TypedDict):
    """An event in a list; `text` is the new text, of a deletion the old one, cut."""

    seq: int
    event: str
    id: str
    at: str
    actor: str | None
    text: str


class Changes(TypedDict):
    """What happened after an event.

    Attributes:
        changed: Whether anything happened.
        head: The number of the last event; give it to the next call.
        count: How many events there were in the scope.
        events: The last 50 of them at most, oldest first.
        reset: Whether the memory was reset, so that nothing known of it holds; told once.
        said: A sentence such as "2 added, 1 changed.", "" for nothing.
    """

    changed: bool
    head: int
    count: int
    events: list[EventSummary]
    reset: bool
    said: str


class Bucket(TypedDict):
    """A piece of the journal: the events `first` to `last` and what they were in the scope.

    `at` is the time of `last`.
    """

    first: int
    last: int
    at: str
    ADD: int
    UPDATE: int
    DELETE: int


class Histogram(TypedDict):
    """The journal in pieces of equally many events, oldest first: what a slider is drawn from.

    `head` is the last event.
    """

    head: int
    first_at: str | None
    last_at: str | None
    buckets: list[Bucket]
