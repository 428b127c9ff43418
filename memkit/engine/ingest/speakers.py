"""Group chats: what a speaker says goes to that speaker's scope, by the name beside the message."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from memkit.domain import fixes
from memkit.domain.digests import text_digest
from memkit.domain.records import SCOPE_KEYS, MemoryRecord, Scope
from memkit.domain.states import State
from memkit.domain.times import new_id
from memkit.domain.validation import scope_from
from memkit.domain.values import shown
from memkit.engine.ingest.states import Messages, states_of
from memkit.errors import ScopeError, ValidationError

Speakers = Mapping[str, str | Mapping[str, str]]

GROUP_CHAT = "group_chat"
"""The key of `data` that the messages of one group chat share, in whosever scopes they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What becomes a memory, and where it is written."""

    state: State
    scope: Scope


def said_in(
    messages: Messages,
    fields: Mapping[str, Any],
    *,
    scope: Scope,
    speakers: Speakers,
) -> list[Said]:
    """Return the states that the messages of a group chat become, each with its scope.

    A speaker's scope is that of the call, with the ids that are the speaker's own in place of its.
    Whoever is not named stays in the scope of the call.

    Args:
        messages, fields: As of `states_of`; a text is read as a transcript.
        scope: That of the call; it may be empty if every message is of a speaker.
        speakers: Name -> the scope of whoever has it, or just a user's id. Case does not count.

    Raises:
        ValidationError: Something has the wrong shape.
        ScopeError: A message belongs nowhere.
    """
    scopes = _scopes_of(speakers, scope)
    states = states_of(_as_messages(messages, speakers), fields)
    chat = text_digest(repr(scope.key)) if scope else new_id()
    return [
        Said(
            state=replace(state, data={**state.data, GROUP_CHAT: chat}),
            scope=_place_of(state, scopes, scope),
        )
        for state in states
    ]


def chat_of(message: MemoryRecord) -> Scope | str:
    """Return what messages of one conversation share: the group chat, or else the scope."""
    chat = message.data.get(GROUP_CHAT)
    return chat if isinstance(chat, str) else message.scope


def _scopes_of(speakers: Speakers, scope: Scope) -> dict[str, Scope]:
    if not isinstance(speakers, Mapping) or not speakers:
        raise ValidationError(f"speakers is {shown(speakers)}.", fix=fixes.NAME_SPEAKERS)
    found: dict[str, Scope] = {}
    for name, given in speakers.items():
        if not isinstance(name, str) or not name.strip():
            raise ValidationError(
                f"The speaker {shown(name)} has no name.", fix=fixes.NAME_SPEAKERS
            )
        if _folded(name) in found:
            raise ValidationError(
                f"The speaker {name!r} is there twice: case does not tell names apart.",
                fix="Name each speaker once.",
            )
        found[_folded(name)] = _scope_of(name, given, scope)
    return found


def _scope_of(name: str, given: object, scope: Scope) -> Scope:
    ids = {"user_id": given} if isinstance(given, str) else given
    if isinstance(ids, Scope):
        ids = {key: id_ for key, id_ in zip(SCOPE_KEYS, ids.key, strict=True) if id_ is not None}
    if not isinstance(ids, Mapping) or not ids or not set(ids) <= set(SCOPE_KEYS):
        raise ValidationError(
            f"The scope of speaker {name!r} is {shown(given)}.", fix=fixes.NAME_SPEAKERS
        )
    own: dict[str, Any] = {**dict.fromkeys(SCOPE_KEYS), **ids}
    return scope_from(**own, needed=True, default=scope or None)


def _place_of(state: State, scopes: Mapping[str, Scope], scope: Scope) -> Scope:
    own = None if state.name is None else scopes.get(_folded(state.name))
    if own is None and not scope:
        who = "nobody that is named" if state.name is None else repr(state.name)
        raise ScopeError(
            f"A message is said by {who}, who is not among the speakers, and the call has no "
            "scope for it.",
            fix=fixes.GIVE_CHAT_SCOPE,
        )
    return own or scope


def _as_messages(messages: Messages, speakers: Speakers) -> Messages:
    if not isinstance(messages, str):
        return messages
    # Few calls need it.
    from memkit.text.transcripts import read_transcript

    transcript = read_transcript(messages, people=speakers)
    if transcript is None:
        raise ValidationError(
            "The text is not a conversation: no lines say who speaks.",
            fix=fixes.WRITE_A_TALK,
        )
    return transcript.messages


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()
