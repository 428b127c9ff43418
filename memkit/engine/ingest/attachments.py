"""Images and files of what is added: whether the journal keeps them, and how exports tell them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from memkit.domain.attachment_checks import checked_attachment, checked_digest
from memkit.domain.attachments import Attachment
from memkit.domain.states import State
from memkit.engine.engine import Engine
from memkit.errors import NotFoundError, ValidationError

CONTENT = "content"
"""The key under which an export tells the bytes of an attachment, in base64."""

_FIELDS = tuple(field.name for field in fields(Attachment))


def refuse_unkept(engine: Engine, states: Iterable[State]) -> None:
    """Make sure that the journal keeps the attachments of what is written.

    Raises:
        ValidationError: There are some, and it does not.
    """
    if engine.keeps_attachments:
        return
    for state in states:
        if state.attachments:
            raise ValidationError(
                f"The journal {engine.journal.url!r} keeps no images and files, and there is "
                f"{state.attachments[0]}; nothing was written.",
                fix="Leave them out of the messages, or use a journal that keeps them: a SQLite "
                "file, or PostgreSQL.",
            )


def content_of(engine: Engine, digest: object) -> bytes:
    """Return the bytes of an attachment.

    Raises:
        NotFoundError: There are none of this digest.
        ValidationError: It is no digest.
    """
    whole = checked_digest(digest)
    found = engine.journal.contents([whole]) if engine.keeps_attachments else {}
    if whole not in found:
        raise NotFoundError(
            f"There is no attachment {whole!r}.",
            fix="Take the digest of one that a memory has among its attachments.",
        )
    return found[whole]


def told_attachments(engine: Engine, record_fields: dict[str, Any], told: set[str]) -> None:
    """Add bytes to the attachments of an exported memory that were not told before.

    Args:
        engine: The memory.
        record_fields: The fields of the record; they are changed.
        told: The digests that were told; it grows.
    """
    for one in record_fields.get("attachments", ()):
        digest = one.get("digest")
        if digest is not None and digest not in told:
            told.add(digest)
            one[CONTENT] = base64.b64encode(content_of(engine, digest)).decode()


def are_attachments(value: object) -> bool:
    """Tell whether a value is what exports or records say of attachments."""
    return (
        isinstance(value, (list, tuple))
        and bool(value)
        and all(isinstance(one, Attachment) or _is_told(one) for one in value)
    )


def read_attachments(value: Iterable[Attachment | Mapping[str, Any]]) -> dict[str, Any]:
    """Return the attachments of a state, and those bytes of them that are told.

    Raises:
        ValidationError: One can't be kept.
    """
    attachments: list[Attachment] = []
    contents: dict[str, bytes] = {}
    for number, one in enumerate(value):
        if isinstance(one, Attachment):
            attachments.append(one)
            continue
        told = {name: one[name] for name in _FIELDS if one.get(name) is not None}
        found, content = checked_attachment(told, one.get(CONTENT), f"attachments[{number}]")
        attachments.append(found)
        if content is not None and found.digest is not None:
            contents[found.digest] = content
    return {"attachments": tuple(dict.fromkeys(attachments)), "contents": contents}


def _is_told(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("media_type"), str)
        and isinstance(value.get("digest") or value.get("uri"), str)
    )
