"""Exports of chats as they are downloaded: the archives of ChatGPT, Claude, WhatsApp and Slack."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from memkit.builtin.loaders.archives import Archive, opened_archive
from memkit.builtin.loaders.configs import ChatExportConfig, JSONConfig
from memkit.builtin.loaders.conversations import Place, conversations_in, documents_of
from memkit.builtin.loaders.files import decoded, place_of
from memkit.builtin.loaders.json_files import JSONLoader
from memkit.builtin.loaders.parsing import parsed
from memkit.builtin.loaders.slack import is_slack_day, names_in, slack_day
from memkit.builtin.loaders.whatsapp import is_named_as_chat, whatsapp_chat
from memkit.contracts.loader import Document, Loader
from memkit.errors import ProviderError

_PROVIDER = "chat-export"
_MEDIA_TYPE = "application/zip"
# A large export of ChatGPT comes in several files: conversations-000.json.
_CONVERSATIONS = re.compile(r"conversations(?:-\d+)?\.json\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json\Z")


class ChatExportLoader(Loader):
    """Reads an archive as the conversations in it, each a document of messages.

    The folder of an export of Slack that was unpacked is read as well.

    Args:
        config: How large an archive may be.
    """

    def __init__(self, config: ChatExportConfig) -> None:
        self._config = config

    def load(self, source: str) -> Iterator[Document]:
        """Yield a document for each conversation, of Slack for each day of a channel.

        Raises:
            NotFoundError: There is no such file.
            ProviderError: It can't be read, or is no export of chats.
        """
        path = place_of(source)
        # Of a name that no file can have, pathlib's own raises.
        if os.path.isdir(path):
            yield from self._folder(path)
            return
        with opened_archive(
            path,
            most_megabytes=self._config.most_megabytes,
            most_unpacked_megabytes=self._config.most_unpacked_megabytes,
            provider=_PROVIDER,
        ) as archive:
            yield from _documents(archive)

    def _folder(self, path: Path) -> Iterator[Document]:
        days = sorted(day for day in path.glob("*/*.json") if _DAY.match(day.name))
        if not days or not (path / "users.json").is_file():
            raise ProviderError(
                f"{str(path)!r} can't be read: it is a folder, and no export of Slack's with its "
                "users.json.",
                fix="Name a file in it, or the folder that has the channels.",
                provider=_PROVIDER,
            )
        loader = JSONLoader(JSONConfig(most_megabytes=self._config.most_megabytes))
        for day in days:
            yield from loader.load(str(day))


def _documents(archive: Archive) -> Iterator[Document]:
    members = {name: PurePosixPath(name) for name in archive.names}
    talks = [name for name, path in members.items() if _CONVERSATIONS.match(path.name)]
    chats = [name for name, path in members.items() if is_named_as_chat(path.name)]
    days = sorted(name for name, path in members.items() if _DAY.match(path.name))
    users = next((name for name, path in members.items() if path.name == "users.json"), None)
    if talks:
        yield from _conversations(archive, sorted(talks))
    elif chats:
        for name in chats:
            yield _whatsapp(archive, name, alone=len(chats) == 1)
    elif days and users is not None:
        yield from _slack(archive, days, users)
    else:
        raise archive.error(
            "is no export of chats: it holds no conversations.json (ChatGPT, Claude), no _chat.txt "
            "(WhatsApp), and no users.json with a file a day (Slack).",
            fix="Unpack it, and name the folder.",
        )


def _text(archive: Archive, name: str) -> str:
    return decoded(archive.read(name), "utf-8", name=f"{archive.path}/{name}", provider=_PROVIDER)


def _place(archive: Archive, name: str = "") -> Place:
    fragment = f"#{quote(name)}" if name else ""
    return Place(f"{archive.path.as_uri()}{fragment}", _MEDIA_TYPE, archive.digest)


def _conversations(archive: Archive, names: list[str]) -> Iterator[Document]:
    several: list[object] = []
    for name in names:
        value = parsed(_text(archive, name), archive.error)
        found = [] if value == [] else conversations_in(value)
        if found is None:
            raise archive.error(
                f"holds {name!r}, which is no list of conversations.",
                fix="Unpack it, and name the file that has them.",
            )
        several += found
    yield from documents_of(several, _place(archive))


def _whatsapp(archive: Archive, name: str, *, alone: bool) -> Document:
    place = _place(archive, "" if alone else name)
    inner = PurePosixPath(name).stem
    chat = whatsapp_chat(
        _text(archive, name),
        name=archive.path.stem if inner == "_chat" else inner,
        sure=True,
        uri=place.uri,
        media_type=place.media_type,
        digest=place.digest,
    )
    if chat is None:
        raise archive.error(
            f"holds {name!r}, in which no message of WhatsApp's begins.",
            fix="Unpack it, and name the file, to read it as text.",
        )
    return chat


def _slack(archive: Archive, days: list[str], users: str) -> Iterator[Document]:
    names = names_in(parsed(_text(archive, users), archive.error))
    for name in days:
        path = PurePosixPath(name)
        items = parsed(_text(archive, name), archive.error)
        if not is_slack_day(items):
            continue
        day = slack_day(
            items, names, _place(archive, name), channel=path.parent.name, date=path.stem
        )
        if day is not None:
            yield day
