"""JSON and JSON lines; what holds messages is read as a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from memkit.builtin.loaders.configs import JSONConfig
from memkit.builtin.loaders.conversations import Place, conversations_in, documents_of
from memkit.builtin.loaders.files import SourceFile, first_of, read_source
from memkit.builtin.loaders.outline import outline_of
from memkit.builtin.loaders.parsing import NotJSONError, parse, parsed
from memkit.builtin.loaders.slack import LISTINGS, is_slack_day, names_in, slack_day
from memkit.contracts.loader import Document, Loader
from memkit.errors import MemkitError

_LINES = (".jsonl", ".ndjson")


class JSONLoader(Loader):
    """Reads a file as one document, whose parts are the items of its list or its keys.

    A file that holds messages is read as what people said: a document for each conversation.

    Args:
        config: How files are read.
    """

    def __init__(self, config: JSONConfig) -> None:
        self._config = config
        self._names: tuple[tuple[Path, int, int], dict[str, str]] | None = None

    def load(self, source: str) -> Iterator[Document]:
        """Yield the file's document, or one for each conversation.

        Raises:
            NotFoundError: There is no such file.
            ProviderError: It can't be read, or is no JSON.
        """
        file = read_source(source, most_megabytes=self._config.most_megabytes, provider="json")
        value, lines, bad = _values(file)
        media_type = "application/x-ndjson" if lines else "application/json"
        place = Place(file.uri, media_type, file.digest)
        if self._config.chats:
            if _is_listing(file.path):
                return
            chats = conversations_in(value)
            if chats is not None:
                yield from documents_of(chats, place)
                return
            if is_slack_day(value):
                day = self._slack_day(value, file.path, place)
                yield from () if day is None else (day,)
                return
        yield _data(value, place, bad)

    def _slack_day(self, items: Any, path: Path, place: Place) -> Document | None:
        return slack_day(
            items, self._names_beside(path), place, channel=path.parent.name, date=path.stem
        )

    def _names_beside(self, path: Path) -> dict[str, str]:
        """Return the names of the export's users; those that can't be read stay ids."""
        for folder in (path.parent.parent, path.parent):
            listing = folder / "users.json"
            try:
                status = listing.stat()
                key = (listing, status.st_mtime_ns, status.st_size)
                kept = self._names
                if kept is not None and kept[0] == key:
                    return kept[1]
                most = self._config.most_megabytes
                users = read_source(str(listing), most_megabytes=most, provider="json")
                names = names_in(parsed(users.text(), users.error))
            except (OSError, MemkitError):
                continue
            self._names = (key, names)
            return names
        return {}


def _is_listing(path: Path) -> bool:
    """Tell whether a file of Slack's export holds no messages: who the users are, say."""
    return path.name in LISTINGS and all(
        (path.parent / name).is_file() for name in ("users.json", "channels.json")
    )


def _values(file: SourceFile) -> tuple[Any, bool, list[str]]:
    """Return what a file holds, whether that is a line each, and what is wrong with some."""
    text = file.text()
    if file.path.suffix.lower() in _LINES:
        return _lines(file, text)
    try:
        return parse(text), False, []
    except NotJSONError as error:
        # Many write lines of JSON under the name of JSON.
        if str(error).startswith("Extra data at line 2,") or _is_line(text):
            return _lines(file, text)
        return parsed(text, file.error), False, []


def _is_line(text: str) -> bool:
    first, _, rest = text.lstrip().partition("\n")
    if not first.startswith(("{", "[")) or not rest.strip():
        return False
    try:
        parse(first)
    except NotJSONError:
        return False
    return True


def _lines(file: SourceFile, text: str) -> tuple[list[Any], bool, list[str]]:
    values: list[Any] = []
    bad: list[str] = []
    # No other character ends a line of JSON: U+2028 may stand in a text.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values.append(parse(line))
        except NotJSONError as error:
            bad.append(f"line {number}: {error}".replace(" at line 1,", ","))
    if not values:
        said = f"holds no line of JSON; {bad[0]}" if bad else "is empty"
        raise file.error(f"{said}.", fix="Mend it, or give another file.")
    return values, True, bad


def _data(value: Any, place: Place, bad: list[str]) -> Document:
    made = outline_of(value)
    told = first_of(bad)
    title = value.get("title") if isinstance(value, dict) else None
    return Document(
        text=made.text,
        uri=place.uri,
        media_type=place.media_type,
        digest=place.digest,
        spans=tuple(made.spans),
        metadata={
            **({"title": title} if isinstance(title, str) and title.strip() else {}),
            **({"items": len(value)} if isinstance(value, list) else {}),
            **({"unread": told} if told else {}),
        },
    )
