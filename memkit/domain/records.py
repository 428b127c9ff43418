"""The values memkit takes and returns: scopes, messages, memories, events."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from memkit.domain.attachments import Attachment
from memkit.domain.display import Displayable
from memkit.domain.public import public

Role = Literal["system", "user", "assistant", "tool"]
MemoryType = Literal["semantic", "episodic", "procedural"]
# Why searches do not serve a memory: its evidence fails, a source changed, it awaits a person,
# or a person turned it down.
Status = Literal["unsupported", "stale", "proposed", "rejected"]
# What `AddResult.event` and this version's own events say; a newer memkit may write further kinds.
Change = Literal["ADD", "UPDATE", "DELETE", "PURGE", "NONE"]
Metadata = Mapping[str, Any]

ROLES: tuple[Role, ...] = get_args(Role)
MEMORY_TYPES: tuple[MemoryType, ...] = get_args(MemoryType)
STATUSES: tuple[Status, ...] = get_args(Status)
SCOPE_KEYS = ("user_id", "agent_id", "app_id", "run_id")


@functools.cache
def _fields_of(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


class Frozen(BaseModel):
    """Base of all records: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def trusted(cls, fields: dict[str, Any]) -> Self:
        """Return a record of values that are known to fit, all of the fields among them.

        Does what `model_construct` does, in a tenth of the time: no defaults, no aliases.
        """
        record = cls.__new__(cls)
        set_ = object.__setattr__
        set_(record, "__dict__", fields)
        # One set for all of a class: nothing changes it, and it would outweigh the record.
        set_(record, "__pydantic_fields_set__", _fields_of(cls))
        set_(record, "__pydantic_extra__", None)
        set_(record, "__pydantic_private__", None)
        return record


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value


ScopeId = Annotated[str, AfterValidator(_not_blank)]


@public
class Scope(Frozen):
    """Whose memories: any of a user, an agent, an app and a run.

    As a place to write to, all four count. As a place to search, a key that is None is open.
    """

    user_id: ScopeId | None = None
    agent_id: ScopeId | None = None
    app_id: ScopeId | None = None
    run_id: ScopeId | None = None

    @classmethod
    def of(
        cls, user_id: str | None, agent_id: str | None, app_id: str | None, run_id: str | None
    ) -> Scope:
        """Return a scope of ids that are known to fit."""
        return cls.trusted(
            {"user_id": user_id, "agent_id": agent_id, "app_id": app_id, "run_id": run_id}
        )

    @property
    def key(self) -> tuple[str | None, str | None, str | None, str | None]:
        """The four ids in the order user, agent, app, run."""
        return self.user_id, self.agent_id, self.app_id, self.run_id

    def __bool__(self) -> bool:
        return any(part is not None for part in self.key)

    def covers(self, other: Scope | MemoryRecord) -> bool:
        """Tell whether a memory, or what was written to another scope, is visible in this one."""
        return (
            (self.user_id is None or self.user_id == other.user_id)
            and (self.agent_id is None or self.agent_id == other.agent_id)
            and (self.app_id is None or self.app_id == other.app_id)
            and (self.run_id is None or self.run_id == other.run_id)
        )

    def __str__(self) -> str:
        parts = [
            f"{name}={value!r}" for name, value in zip(SCOPE_KEYS, self.key, strict=True) if value
        ]
        return ", ".join(parts) or "every scope"


@public
class Message(Frozen):
    """One message of a conversation.

    Attributes:
        attachments: The images and files that it brings along.
        contents: The bytes of those that are not elsewhere, by digest; no dump holds them.
    """

    role: Role
    content: str
    name: str | None = None
    created_at: datetime | None = Field(
        default=None, description="When it was said; becomes the memory's `occurred_at`."
    )
    attachments: tuple[Attachment, ...] = Field(default=(), exclude_if=lambda held: not held)
    contents: dict[str, bytes] = Field(default_factory=dict, exclude=True, repr=False)


@public
class Source(Frozen):
    """Where a memory comes from: another memory, or a document, and the place in it.

    Attributes:
        memory_id: The memory; or `document`: a URI, a path or a name. At least one of the two.
        start, end: The span in its text, in characters: `text[start:end]`.
        page: The document's page, from 1 on, if it has pages.
        heading: The headings that the span stands under, the outermost first; empty for none, and
            None if the memory is no passage of a document.
        quote: What stands there, word for word.
        digest: Of the text of the memory as it was read; see
            `memkit.domain.digests.text_digest`. Of a passage, that of its document.
    """

    memory_id: str | None = None
    document: str | None = None
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    page: int | None = Field(default=None, ge=1)
    heading: tuple[str, ...] | None = None
    quote: str | None = None
    digest: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.memory_id is None and self.document is None:
            raise ValueError("must name a memory_id or a document")
        if self.end is not None and (self.start is None or self.end < self.start):
            raise ValueError("must not end before it starts")
        return self

    def __str__(self) -> str:
        place = (
            "" if self.start is None else f" {self.start}-{'' if self.end is None else self.end}"
        )
        quote = "" if self.quote is None else f": {self.quote!r}"
        return f"{self.document or self.memory_id}{place}{quote}"


@public
class MemoryRecord(Displayable, Frozen):
    """One memory as it stands in the journal.

    Attributes:
        id: A UUID (version 7, so ids sort by time of creation).
        memory: The text.
        role, name: Who said it, when it came from a message.
        created_at: When it was stored; `updated_at`: when it last changed.
        occurred_at: When it was true or said, if known.
        expires_at: From this instant on it is no longer found, if set.
        seq: Sequence number of the event that last changed it.
        valid_from, valid_to: It holds from the one instant until before the other; None for open.
        superseded_by: Id of the memory that took its place, if one did.
        sources: What it was drawn from.
        derived_by: What drew it from there, e.g. a model and a prompt.
        said_by: Who vouches for it: "user", "assistant", "tool", "document", or another word.
        pinned: Whether people marked it to be kept.
        data: Structured fields, as JSON holds them.
        withheld: Why searches do not serve it: "unsupported", "stale", "proposed" or "rejected";
            None if they do.
        attachments: The images and files that came with it.
    """

    id: str
    memory: str
    user_id: str | None = None
    agent_id: str | None = None
    app_id: str | None = None
    run_id: str | None = None
    type: MemoryType = "semantic"
    role: Role | None = None
    name: str | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)
    created_at: datetime
    updated_at: datetime
    occurred_at: datetime | None = None
    expires_at: datetime | None = None
    seq: int = 0
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    superseded_by: str | None = None
    sources: tuple[Source, ...] = ()
    derived_by: str | None = None
    said_by: str | None = None
    pinned: bool = False
    data: dict[str, Any] = Field(default_factory=dict)
    withheld: Status | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def scope(self) -> Scope:
        """The scope it was written to."""
        return Scope.of(self.user_id, self.agent_id, self.app_id, self.run_id)


@public
class Event(Displayable, Frozen):
    """One change in the journal.

    Attributes:
        seq: Sequence number, rising in the order of commits.
        event: What happened: "ADD", "UPDATE" or "DELETE", or what a newer memkit calls it. Whatever
            the kind, `after` is the memory from then on. "PURGE": the memory was erased from the
            history, now or later, and this event tells no state of it any more.
        before, after: The memory on either side of the change; None where there was none, and where
            it was purged.
        actor: Who changed it, if known; `reason`: why, if given.
        batch_id: Shared by all changes of one call.
        at: When it was committed.
    """

    seq: int
    memory_id: str
    event: str
    before: MemoryRecord | None = None
    after: MemoryRecord | None = None
    actor: str | None = None
    reason: str | None = None
    batch_id: str
    at: datetime

    @property
    def effect(self) -> Change:
        """What it did to the memory, whatever it is called: "ADD", "UPDATE" or "DELETE".

        "PURGE" where the memory was purged.
        """
        if self.after is None:
            return "PURGE" if self.before is None else "DELETE"
        return "ADD" if self.before is None else "UPDATE"

    @property
    def old_memory(self) -> str | None:
        """The text before the change."""
        return self.before.memory if self.before else None

    @property
    def new_memory(self) -> str | None:
        """The text after the change."""
        return self.after.memory if self.after else None

    @property
    def old_metadata(self) -> dict[str, Any] | None:
        """The metadata before the change."""
        return self.before.metadata if self.before else None

    @property
    def new_metadata(self) -> dict[str, Any] | None:
        """The metadata after the change."""
        return self.after.metadata if self.after else None


@public
class AddResult(Displayable, Frozen):
    """What one call did to one memory: `event` is "NONE" when it was already there.

    `redacted` tells the kinds of secrets that were taken out of it before it was kept, as "api
    key", where the memory does that; never the secrets.
    """

    id: str
    memory: str
    event: Change
    redacted: tuple[str, ...] = ()


class Usage(Frozen):
    """What calls to a provider consumed."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = Field(default=None, description="In US dollars, when prices are known.")

    def __add__(self, other: Usage) -> Usage:
        costs = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Usage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost=sum(costs) if costs else None,
        )


class Price(Frozen):
    """What a provider asks for, in US dollars.

    Attributes:
        input, output: Per million tokens.
        call: Per thousand calls.
    """

    input: float = Field(default=0.0, ge=0)
    output: float = Field(default=0.0, ge=0)
    call: float = Field(default=0.0, ge=0)

    def of(self, *, calls: int = 0, input_tokens: int = 0, output_tokens: int = 0) -> float:
        """Return what so much costs."""
        tokens = self.input * input_tokens + self.output * output_tokens
        return tokens / 1_000_000 + self.call * calls / 1_000
