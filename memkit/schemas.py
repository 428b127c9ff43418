"""Ready schemas of structured memories, for `Memory.add(..., schema=)` and `Memory.profile`.

Any pydantic model does as well; see docs/structured.md.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["ActionItem", "Meeting", "MeetingEvent", "Person", "Preference", "Relation"]

# What is asked for or announced, rather than so: questions vouch for it, its days lie ahead.
_PLAN = ConfigDict(json_schema_extra={"kind": "plan"})
# What is disliked is named as what is liked is: in a denial.
_PREFERENCE = ConfigDict(json_schema_extra={"kind": "preference"})


class ActionItem(BaseModel):
    """Something that somebody is to do.

    Attributes:
        task: What; `owner`: who; `due`: until when.
    """

    model_config = _PLAN

    task: str = Field(description="what is to be done")
    owner: str | None = Field(default=None, description="who is to do it")
    due: date | None = Field(default=None, description="until when")


class MeetingEvent(BaseModel):
    """Something that was put on the calendar.

    Attributes:
        title: What.
        start: When it begins: a day where no time of day was said.
        duration: How long it takes.
    """

    model_config = _PLAN

    title: str = Field(description="what takes place")
    start: datetime | date | None = Field(default=None, description="when it begins")
    duration: timedelta | None = Field(default=None, description="how long it takes")


class Meeting(BaseModel):
    """What came of a meeting, or of a talk.

    Attributes:
        title, overview: What it was about, in a few words and in a sentence or two.
        emoji: One that suits it.
        category: What part of life it belongs to.
        participants: Who took part.
        action_items: What is to be done.
        events: What was put on the calendar.
    """

    title: str | None = Field(default=None, description="what it is about, in a few words")
    overview: str | None = Field(default=None, description="what was said, in a sentence or two")
    emoji: str | None = Field(default=None, max_length=8, description="one emoji that suits it")
    category: (
        Literal[
            "work", "personal", "family", "health", "finance", "education", "technology",
            "travel", "social", "other",
        ]
        | None
    ) = None  # fmt: skip
    participants: list[str] = Field(default=[], description="who takes part")
    action_items: list[ActionItem] = []
    events: list[MeetingEvent] = Field(default=[], description="what is put on the calendar")


class Relation(BaseModel):
    """Somebody whom a person knows.

    Attributes:
        name: Their name; `relation`: what they are to the person, such as "sister".
    """

    name: str
    relation: str | None = Field(default=None, description="such as sister or colleague")


class Person(BaseModel):
    """Who somebody is.

    Attributes:
        name: What they are called.
        born: Their day of birth.
        lives_in: The place; `occupation`, `employer`: what they do, and for whom.
        email, phone: How they are reached.
        languages, interests: What they speak, and what they like to do.
        relations: Whom they know.
    """

    name: str | None = None
    born: date | None = Field(
        default=None, description="day of birth", json_schema_extra={"kind": "event"}
    )
    lives_in: str | None = Field(default=None, description="place")
    occupation: str | None = None
    employer: str | None = None
    email: str | None = None
    phone: str | None = None
    languages: list[str] = []
    interests: list[str] = []
    relations: list[Relation] = Field(default=[], description="family, friends, colleagues")


class Preference(BaseModel):
    """What somebody likes, wants, or avoids.

    Attributes:
        topic: Of what.
        stance: What they think of it.
        detail: More of it: how, when, how much.
        reason: Why.
    """

    model_config = _PREFERENCE

    topic: str | None = Field(default=None, description="the thing")
    stance: Literal["likes", "dislikes", "prefers", "wants", "avoids"] | None = None
    detail: str | None = Field(default=None, description="how, when or how much")
    reason: str | None = Field(default=None, description="why")
