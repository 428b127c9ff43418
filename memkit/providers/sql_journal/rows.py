"""Between the rows of a journal in SQL and memkit's records.

Tables and columns have the same names in every database. Metadata are compact JSON text, which
gives back exactly what was stored.

The two halves of an event tell what is neither text nor metadata as a JSON object of a version,
without the fields that have their defaults: `{"v":2,"created_at":...,"updated_at":...,"seq":7}`.
Fields that this version does not know are left alone. memkit 0.1.0 wrote JSON arrays, which are
read for good.
"""

from __future__ import annotations

import functools
import operator
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, ParamSpec, TypeVar, overload

import numpy as np
import pydantic_core

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import SpaceRow, SpaceState
from memkit.contracts.journal.memories import names_in
from memkit.contracts.store import Batch, Keys
from memkit.domain import fixes
from memkit.domain.attachments import Attachment
from memkit.domain.passages import place_in_document, shown_text
from memkit.domain.records import Event, MemoryRecord, Scope, Source
from memkit.domain.states import State
from memkit.domain.times import from_instant
from memkit.errors import JournalError, SpaceError
from memkit.filters import Field
from memkit.providers.sql_journal.tables import Past, Stored

# What a memory's record is made of, in this order.
MEMORY_COLUMNS = (
    "m.key, i.id, t.text, s.user_id, s.agent_id, s.app_id, s.run_id, m.type, m.role, m.name, "
    "m.metadata, m.created_at, m.updated_at, m.occurred_at, m.expires_at, m.seq, m.valid_from, "
    "m.valid_to, m.superseded_by, m.sources, m.derived_by, m.said_by, m.pinned, m.data, "
    "m.withheld, m.attachments"
)
MEMORY_TABLES = (
    "memories m JOIN ids i ON i.key = m.key JOIN texts t ON t.id = m.text_id "
    "JOIN scopes s ON s.id = m.scope_id"
)
EVENT_COLUMNS = (
    "e.seq, i.id, e.event, s.user_id, s.agent_id, s.app_id, s.run_id, o.text, e.old_metadata, "
    "e.old_state, n.text, e.new_metadata, e.new_state, e.actor, e.reason, e.batch_id, e.at, e.key"
)
EVENT_TABLES = (
    "events e JOIN ids i ON i.key = e.key JOIN scopes s ON s.id = e.scope_id "
    "LEFT JOIN texts o ON o.id = e.old_text_id LEFT JOIN texts n ON n.id = e.new_text_id"
)
# A memory as a transaction sees it; STORED_TABLES join the event that changed it last.
STORED_COLUMNS = (
    "m.key, m.scope_id, s.user_id, s.agent_id, s.app_id, s.run_id, m.text_id, t.text, m.metadata, "
    "m.created_at, e.new_state, m.follows"
)
STORED_TABLES = f"{MEMORY_TABLES} JOIN events e ON e.seq = m.seq"
# Keys of what was drawn from memories that a condition selects by `source_id`, at any depth.
DRAWN = (
    "RECURSIVE drawn (key) AS (SELECT key FROM source_links WHERE {} "
    "UNION SELECT l.key FROM drawn d JOIN ids i ON i.key = d.key "
    "JOIN source_links l ON l.source_id = i.id)"
)
# The state that an event left.
PAST_COLUMNS = (
    "e.key, e.scope_id, s.user_id, s.agent_id, s.app_id, s.run_id, n.text, e.new_metadata, "
    "e.new_state"
)
PAST_TABLES = (
    "events e JOIN ids i ON i.key = e.key JOIN scopes s ON s.id = e.scope_id "
    "JOIN texts n ON n.id = e.new_text_id"
)
# What a memory has beside names and text, and what the event says that changed it last.
FOLD_COLUMNS = (
    f"{MEMORY_COLUMNS[MEMORY_COLUMNS.index('m.type') :]}, m.speaker, m.follows, e.new_state"
)
MEMORIES = f"SELECT {MEMORY_COLUMNS} FROM {MEMORY_TABLES} WHERE "
SPACES = (
    "SELECT key, provider, config, model, dim, normalized, fingerprint, state, is_default, id "
    "FROM spaces ORDER BY id"
)
SPACE = "SELECT dim FROM spaces WHERE key = ?"

Row = tuple[Any, ...]
T = TypeVar("T")
P = ParamSpec("P")

# What reading a row raises that does not hold what was written.
_DAMAGE = (ValueError, TypeError, OverflowError, AttributeError, KeyError)

# The form in which events tell a state, and the order in which the first form told it.
_VERSION = 2
_FIRST_FORM = (
    "type", "role", "name", "created_at", "updated_at", "occurred_at", "expires_at", "seq",
    "speaker", "follows",
)  # fmt: skip
_ATTACHMENT = tuple(one.name for one in fields(Attachment))
# What a state has beside text and metadata, and what it has if nothing was said.
_DEFAULTS = {
    field.name: field.default if field.default_factory is MISSING else field.default_factory()
    for field in fields(State)
    if field.name not in {"text", "metadata", "contents"}
}

_VALUES = operator.attrgetter(*_DEFAULTS)


def readable(read: Callable[P, T]) -> Callable[P, T]:
    """Let what reads a row say that the row is damaged, whatever a flipped bit made of it."""

    @functools.wraps(read)
    def reading(*args: P.args, **options: P.kwargs) -> T:
        try:
            return read(*args, **options)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
            raise JournalError(
                f"What the journal holds of a memory or an event can't be read: {error}.",
                fix="Run `memkit doctor` to see what is damaged, and restore the file from a "
                "backup.",
            ) from error

    return reading


def unreadable(what: str, read: Callable[[Row], object], found: Iterable[Row]) -> Iterator[str]:
    """Yield how many rows can't be read, if there are any."""
    number = 0
    for row in found:
        try:
            read(row)
        except JournalError:
            number += 1
    if number:
        yield f"{number} {what} can't be read as they were written."


def to_json(value: Any) -> str:
    """Return compact JSON, readable in every script."""
    # In a fifth of the time that `json` takes.
    return pydantic_core.to_json(value).decode()


def event_checksum(row: Sequence[Any]) -> tuple[int, int]:
    """Return the number and the CRC-32 of a row of `tables.EventRow`, as it is written or read."""
    return row[0], zlib.crc32(to_json(list(row)).encode())


def vector_checksum(row: Sequence[Any]) -> tuple[int, int]:
    """Return the number and the CRC-32 of a row of `tables.VectorRow`, as it is written or read."""
    return row[0], zlib.crc32(row[3], (row[1] ^ row[2]) & 0xFFFFFFFF)


def speaker_of(state: State) -> str:
    """Return what exact duplicates share beside text and scope: who said or derived it.

    Of a passage, it is its document. A bare text counts as the user's. What comes with another
    attachment is another memory, whatever both say.
    """
    place = place_in_document(state.sources) if state.sources else None
    document = None if place is None else place.document
    return _speaker(state.role, state.name, state.derived_by, document, state.attachments)


def _speaker(
    role: str | None,
    name: str | None,
    derived_by: str | None,
    document: str | None,
    attachments: Sequence[Attachment],
) -> str:
    if attachments:
        named = [one.digest or one.uri for one in attachments]
        return to_json([role, name, derived_by, document, named])
    if document is not None:
        return to_json([role, name, derived_by, document])
    if derived_by is not None:
        return to_json([role, name, derived_by])
    if role in (None, "user") and name is None:
        return ""
    return to_json([role or "user", name])


def state_json(
    state: State,
    *,
    created_at: int,
    updated_at: int,
    seq: int,
    follows: int | None,
) -> str:
    """Return an event's copy of what is neither text nor metadata."""
    told: dict[str, Any] = {
        "v": _VERSION, "created_at": created_at, "updated_at": updated_at, "seq": seq
    }  # fmt: skip
    if follows is not None:
        told["follows"] = follows
    for (name, default), value in zip(_DEFAULTS.items(), _VALUES(state), strict=True):
        if value != default:
            told[name] = _TOLD[name](value) if name in _TOLD else value
    return to_json(told)


def read_state(state: str) -> dict[str, Any]:
    """Return what an event's copy says, in whatever form; what has its default may be absent.

    Raises:
        JournalError: It is of a form that only a newer memkit reads.
    """
    told = pydantic_core.from_json(state)
    if isinstance(told, list):
        return dict(zip(_FIRST_FORM, told, strict=True))
    if told["v"] > _VERSION:
        raise JournalError(
            f"An event is of form {told['v']}; this memkit reads forms up to {_VERSION}.",
            fix="Upgrade: pip install -U memkit-core",
        )
    return told  # type: ignore[no-any-return]


def sources_json(sources: Sequence[Source]) -> str | None:
    """Return sources as they stand in a row; None for none."""
    return to_json(_sources_told(sources)) if sources else None


def attachments_json(attachments: Sequence[Attachment]) -> str | None:
    """Return attachments as they stand in a row; None for none."""
    return to_json(_attachments_told(attachments)) if attachments else None


def data_json(data: Mapping[str, Any]) -> str | None:
    """Return structured fields as they stand in a row; None for none."""
    return to_json(data) if data else None


def _sources_told(sources: Sequence[Source]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in source.__dict__.items() if value is not None}
        for source in sources
    ]


def _attachments_told(attachments: Sequence[Attachment]) -> list[dict[str, Any]]:
    return [
        {name: value for name in _ATTACHMENT if (value := getattr(one, name)) is not None}
        for one in attachments
    ]


# How events and rows tell what is more than one value.
_TOLD: dict[str, Callable[[Any], Any]] = {
    "sources": _sources_told,
    "attachments": _attachments_told,
}


def attachments_of(told: Iterable[Mapping[str, Any]]) -> tuple[Attachment, ...]:
    """Return attachments that an event or a row tells of."""
    return tuple(
        Attachment(**{name: one[name] for name in _ATTACHMENT if name in one}) for one in told
    )


def _sources_of(told: Iterable[Mapping[str, Any]]) -> tuple[Source, ...]:
    return tuple(_source_of(source) for source in told)


def _source_of(told: Mapping[str, Any]) -> Source:
    fields = {name: told.get(name) for name in Source.model_fields}
    if fields["heading"] is not None:
        fields["heading"] = tuple(fields["heading"])
    return Source.trusted(fields)


@readable
def record_of(row: Row) -> MemoryRecord:
    """Return the record of a row of MEMORY_COLUMNS."""
    (_, id_, text, user, agent, app, run, type_, role, name, metadata, created, updated, occurred,
     expires, seq, valid_from, valid_to, superseded_by, sources, derived_by, said_by, pinned,
     data, withheld, attachments) = row  # fmt: skip
    try:
        drawn_from = () if sources is None else _sources_of(pydantic_core.from_json(sources))
        return MemoryRecord.trusted(
            {
                "id": id_,
                "memory": shown_text(text, drawn_from) if drawn_from else text,
                "user_id": user,
                "agent_id": agent,
                "app_id": app,
                "run_id": run,
                "type": type_,
                "role": role,
                "name": name,
                "metadata": _object(metadata),
                "created_at": from_instant(created),
                "updated_at": from_instant(updated),
                "occurred_at": None if occurred is None else from_instant(occurred),
                "expires_at": None if expires is None else from_instant(expires),
                "seq": seq,
                "valid_from": None if valid_from is None else from_instant(valid_from),
                "valid_to": None if valid_to is None else from_instant(valid_to),
                "superseded_by": superseded_by,
                "sources": drawn_from,
                "derived_by": derived_by,
                "said_by": said_by,
                "pinned": bool(pinned),
                "data": {} if data is None else _object(data),
                "withheld": withheld,
                "attachments": ()
                if attachments is None
                else attachments_of(pydantic_core.from_json(attachments)),
            }
        )
    except _DAMAGE as error:
        raise _damaged(id_, error) from error


def names_of(metadata: str, data: str | None) -> list[Field]:
    """Return the keys of a memory as filters name them; none of a row that is damaged."""
    try:
        return list(names_in(_object(metadata), None if data is None else _object(data)))
    except _DAMAGE:
        return []


def _object(text: str) -> dict[str, Any]:
    told = pydantic_core.from_json(text)
    if type(told) is not dict:
        raise ValueError(f"{text[:40]!r} is no object")
    return told


def _damaged(id_: str, error: Exception) -> JournalError:
    return JournalError(
        f"Memory {id_!r} can't be read, for its row is damaged ({error}).",
        fix="Run `memkit doctor`, and restore the file from a backup or an export.",
    )


@readable
def memory_row(key: int, id_: str, scope: Sequence[str | None], text: str, metadata: str,
               state: str) -> Row:  # fmt: skip
    """Return a row of MEMORY_COLUMNS from an event's half."""
    return (key, id_, text, *scope, *_state_row(read_state(state), metadata))


def _state_row(told: Mapping[str, Any], metadata: str) -> Row:
    """Return the columns of MEMORY_COLUMNS that are neither names nor text."""
    get = told.get
    sources, data, attachments = get("sources"), get("data"), get("attachments")
    return (
        get("type", "semantic"), get("role"), get("name"), metadata, told["created_at"],
        told["updated_at"], get("occurred_at"), get("expires_at"), told["seq"], get("valid_from"),
        get("valid_to"), get("superseded_by"), to_json(sources) if sources else None,
        get("derived_by"), get("said_by"), get("pinned", False), to_json(data) if data else None,
        get("withheld"), to_json(attachments) if attachments else None,
    )  # fmt: skip


@readable
def differs(row: Row) -> bool:
    """Tell whether a memory is not what its last event says, of a row of FOLD_COLUMNS."""
    *held, speaker, follows, state = row
    told = read_state(state)
    place = place_in_document(_sources_of(told.get("sources", ())))
    document = None if place is None else place.document
    attachments = attachments_of(told.get("attachments", ()))
    said_so = _speaker(
        told.get("role"), told.get("name"), told.get("derived_by"), document, attachments
    )
    return (tuple(held), speaker, follows) != (
        _state_row(told, row[3]), said_so, told.get("follows")
    )  # fmt: skip


@readable
def event_of(row: Row) -> Event:
    """Return the event of a row of EVENT_COLUMNS."""
    (seq, id_, event, user, agent, app, run, old_text, old_metadata, old_state,
     new_text, new_metadata, new_state, actor, reason, batch_id, at, key) = row  # fmt: skip
    scope = (user, agent, app, run)

    def half(text: str | None, metadata: str, state: str) -> MemoryRecord | None:
        if text is None:
            return None
        try:
            told = memory_row(key, id_, scope, text, metadata, state)
        except _DAMAGE as error:
            raise _damaged(id_, error) from error
        return record_of(told)

    return Event.trusted(
        {
            "seq": seq,
            "memory_id": id_,
            "event": event,
            "before": half(old_text, old_metadata, old_state),
            "after": half(new_text, new_metadata, new_state),
            "actor": actor,
            "reason": reason,
            "batch_id": batch_id,
            "at": from_instant(at),
        }
    )


@readable
def state_of(text: str, metadata: str, state: str) -> State:
    """Return the state that an event's half describes."""
    told = read_state(state)
    fields = {name: told[name] for name in _DEFAULTS if name in told}
    if "sources" in fields:
        fields["sources"] = _sources_of(fields["sources"])
        text = shown_text(text, fields["sources"])
    if "attachments" in fields:
        fields["attachments"] = attachments_of(fields["attachments"])
    return State(text=text, metadata=_object(metadata), **fields)


def scope_of(row: Sequence[str | None]) -> Scope:
    """Return the scope of four columns in the order user, agent, app, run."""
    return Scope.of(*row)


def past_of(row: Row) -> Past:
    """Return the state of a row of PAST_COLUMNS."""
    return Past(row[0], row[1], scope_of(row[2:6]), *row[6:])


def stored_of(id_: str, row: Row) -> Stored:
    """Return a memory as transactions see it, of a row of STORED_COLUMNS."""
    key, scope_id, user, agent, app, run, text_id, text, metadata, created_at, state, follows = row
    try:
        told = state_of(text, metadata, state)
    except _DAMAGE as error:
        raise _damaged(id_, error) from error
    return Stored(
        key, id_, scope_id, Scope.of(user, agent, app, run), text_id, told, metadata, state,
        created_at, follows,
    )  # fmt: skip


def record_of_stored(stored: Stored) -> MemoryRecord:
    """Return the record of a memory as a transaction sees it."""
    scope, text = stored.scope.key, stored.state.searched_text
    return record_of(
        memory_row(stored.key, stored.id, scope, text, stored.metadata, stored.state_json)
    )


class LazyRecords(Sequence[MemoryRecord]):
    """Records that are built when they are looked at: most stores need some columns only."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> MemoryRecord: ...
    @overload
    def __getitem__(self, index: slice) -> LazyRecords: ...
    def __getitem__(self, index: int | slice) -> MemoryRecord | LazyRecords:
        if isinstance(index, slice):
            return LazyRecords(self._rows[index])
        return record_of(self._rows[index])

    def __iter__(self) -> Iterator[MemoryRecord]:
        return map(record_of, self._rows)


def spaces_of(found: Sequence[Row]) -> list[SpaceRow]:
    """Return the spaces, of the rows of `SPACES`."""
    return [_space_of(*row) for row in found]


def length_of(found: Sequence[Row], key: str) -> int:
    """Return the length of a space's vectors, of the rows of `SPACE`.

    Raises:
        SpaceError: There is no such space.
    """
    if not found:
        raise SpaceError(f"There is no space {key!r}.", fix=fixes.add_space(key))
    return int(found[0][0])


# The rows are read with every change, and rarely differ.
@readable
@functools.lru_cache(maxsize=256)
def _space_of(
    key: str, provider: str, config: str, model: str, dim: int, normalized: bool,
    fingerprint: bytes, state: SpaceState, default: bool, id_: int,
) -> SpaceRow:  # fmt: skip
    return SpaceRow(
        key=key,
        provider=provider,
        config=pydantic_core.from_json(config),
        model=model,
        dim=dim,
        normalized=bool(normalized),
        fingerprint=fingerprint,
        state=state,
        default=bool(default),
        id=id_,
    )


def batch_of(rows: Sequence[Row], *, keys: Keys, vectors: Mapping[str, Vectors]) -> Batch:
    """Return what stores take of rows of MEMORY_COLUMNS."""
    scopes: dict[tuple[str | None, ...], Scope] = {}
    return Batch(
        keys=keys,
        records=LazyRecords(rows),
        texts=[row[2] for row in rows],
        scopes=[
            scopes.get(row[3:7]) or scopes.setdefault(row[3:7], scope_of(row[3:7])) for row in rows
        ],
        expires_at=[row[14] for row in rows],
        vectors=vectors,
    )


def aligned(found: Sequence[tuple[Any, bytes]], names: Sequence[Any], dim: int) -> Vectors:
    """Return the vectors in the order of `names`; zeros for a name without one."""
    size = 4 * dim
    if any(len(blob) != size for _, blob in found):
        raise JournalError(
            f"A vector in the journal is not {dim} numbers long.", fix="Run `memkit doctor`."
        )
    matrix = np.frombuffer(b"".join(blob for _, blob in found), "<f4").reshape(-1, dim)
    if [name for name, _ in found] == list(names):
        return matrix.astype(np.float32, copy=True)
    row_of = {name: row for row, (name, _) in enumerate(found)}
    aligned = np.zeros((len(names), dim), np.float32)
    there = [(at, row_of[name]) for at, name in enumerate(names) if name in row_of]
    if there:
        to, source = zip(*there, strict=True)
        aligned[list(to)] = matrix[list(source)]
    return aligned
