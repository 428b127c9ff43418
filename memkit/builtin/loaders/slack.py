"""A day of a channel of Slack's export, https://slack.com/help/articles/220556107.

The folder has a folder for each channel, in it a file for each day, and beside these the list of
users, in which the names are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from memkit.builtin.loaders.conversations import Place
from memkit.contracts.loader import Document
from memkit.domain.records import Message
from memkit.domain.times import from_instant, to_instant
from memkit.errors import MemkitError

LISTINGS = frozenset(
    f"{name}.json"
    for name in (
        "users", "channels", "groups", "dms", "mpims", "integration_logs", "canvases", "lists",
        "file_conversations", "huddle_transcripts", "org_users",
    )
)  # fmt: skip
"""Files of an export that hold no messages."""

_STAMP = re.compile(r"\d{9,11}\.\d{1,9}\Z")
# Of all the kinds of messages there are, what people and apps say. The others tell who joined.
_SAID = frozenset({None, "", "thread_broadcast", "me_message", "bot_message", "file_share"})
_LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_USER_NAMES = ("display_name", "real_name", "name")


def is_slack_day(value: Any) -> bool:
    """Tell whether a value of JSON is a day of a channel."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(one, Mapping)
            and one.get("type") == "message"
            and isinstance(one.get("ts"), str)
            and _STAMP.match(one["ts"]) is not None
            for one in value
        )
    )


def names_in(users: Any) -> dict[str, str]:
    """Return the names of users by their ids, of what `users.json` holds."""
    found = {}
    for user in users if isinstance(users, list) else []:
        if isinstance(user, Mapping) and isinstance(user.get("id"), str):
            name = _name_of(user)
            if name:
                found[user["id"]] = name
    return found


def slack_day(
    items: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    place: Place,
    *,
    channel: str,
    date: str,
) -> Document | None:
    """Return what was said in a channel on a day; None if nobody said anything.

    Replies stand below what they reply to, if that is of the same day.

    Args:
        items: The messages as Slack writes them.
        names: Those of users, by their ids.
        place: Where the document is.
        channel: Its name, for the metadata.
        date: As the file is named, "2024-05-01".
    """
    known = {**names, **_profiles(items)}
    messages = [
        message for item in _in_threads(items) if (message := _message(item, known)) is not None
    ]
    if not messages:
        return None
    return Document(
        text="",
        uri=place.uri,
        media_type=place.media_type,
        digest=place.digest,
        messages=tuple(messages),
        metadata={"export": "slack", "title": f"#{channel}, {date}", "channel": channel},
        occurred_at=messages[0].created_at,
    )


def _in_threads(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    begun = {item["ts"]: float(item["ts"]) for item in items}

    def order(item: Mapping[str, Any]) -> tuple[float, float]:
        own = float(item["ts"])
        thread = item.get("thread_ts")
        return begun.get(thread, own) if isinstance(thread, str) else own, own

    return sorted(items, key=order)


def _message(item: Mapping[str, Any], names: Mapping[str, str]) -> Message | None:
    if item.get("subtype") not in _SAID or item.get("hidden") is True:
        return None
    text = _readable(_text(item), names)
    if not text:
        return None
    automatic = item.get("subtype") == "bot_message" or "bot_id" in item
    try:
        said = from_instant(to_instant(float(item["ts"]), name="ts"))
    except MemkitError:
        said = None
    return Message(
        role="assistant" if automatic else "user",
        content=text,
        name=_speaker(item, names),
        created_at=said,
    )


def _text(item: Mapping[str, Any]) -> str:
    text = item.get("text")
    if isinstance(text, str) and text.strip():
        return text
    attached = item.get("attachments")
    held = [
        one.get("text") or one.get("fallback")
        for one in (attached if isinstance(attached, list) else [])
        if isinstance(one, Mapping)
    ]
    return "\n".join(one for one in held if isinstance(one, str))


def _speaker(item: Mapping[str, Any], names: Mapping[str, str]) -> str | None:
    user, bot = item.get("user"), item.get("bot_profile")
    called = bot.get("name") if isinstance(bot, Mapping) else None
    told = names.get(user) if isinstance(user, str) else None
    found = (told, item.get("username"), called, user, item.get("bot_id"))
    return next((one for one in found if isinstance(one, str) and one.strip()), None)


def _profiles(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names that messages themselves bring."""
    return {
        item["user"]: name
        for item in items
        if isinstance(item.get("user"), str)
        and isinstance(item.get("user_profile"), Mapping)
        and (name := _name_of(item["user_profile"]))
    }


def _name_of(user: Mapping[str, Any]) -> str:
    profile = user.get("profile")
    for fields in (profile if isinstance(profile, Mapping) else {}, user):
        for key in _USER_NAMES:
            value = fields.get(key)
            if isinstance(value, str) and value.strip():
                return value.strip()
    return ""


def _readable(text: str, names: Mapping[str, str]) -> str:
    """Return what Slack shows of a text: https://api.slack.com/reference/surfaces/formatting."""
    return html.unescape(_LINK.sub(lambda found: _link(found, names), text)).strip()


def _link(found: re.Match[str], names: Mapping[str, str]) -> str:
    target, label = found[1], found[2] or ""
    if target.startswith("@"):
        return f"@{names.get(target[1:]) or label or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    shown = target.removeprefix("mailto:").removeprefix("tel:")
    return shown if label in ("", shown) else f"{label} ({shown})"
