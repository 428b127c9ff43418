"""EPUB: a book's parts in their reading order, a span for each section."""

from __future__ import annotations

import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote

from memkit_loaders import archive
from memkit_loaders.html import decoded, tree_of
from memkit_loaders.html_walk import Walk
from memkit_loaders.limits import Limits, Refusal
from memkit_loaders.passages import Passages, on_one_line
from memkit_loaders.xml import local, parsed

_TEXTS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_KEYS = ("title", "creator", "language", "publisher", "description", "date")


def read(content: bytes, limits: Limits) -> dict[str, Any]:
    """Return the text of an EPUB book (https://www.w3.org/TR/epub-33/).

    Raises:
        Refusal: It is no book, is damaged, protected, or asks for too much.
    """
    with archive.opened(content, limits, kind="EPUB book") as book:
        package_path = _package_path(book)
        package = parsed(_needed(book, package_path))
        protected = _protected(book)
        passages = Passages(limits)
        walk = Walk(passages)
        for path in _reading_order(package, posixpath.dirname(package_path)):
            if path in protected:
                raise Refusal("it is protected (DRM)", "Get a copy without protection.")
            page = archive.part(book, path)
            root = None if page is None else tree_of(decoded(page))
            if root is not None:
                walk.over(root)
    return passages.result(_metadata(package))


def _needed(book: zipfile.ZipFile, path: str) -> bytes:
    content = archive.part(book, path)
    if content is None:
        raise Refusal(f"it has no {path!r}, and so is no EPUB book", "Get it once more.")
    return content


def _package_path(book: zipfile.ZipFile) -> str:
    container = parsed(_needed(book, "META-INF/container.xml"))
    for element in container.iter("{*}rootfile"):
        return str(element.get("full-path") or "")
    raise Refusal("it does not say where its contents are", "Get it once more.")


def _reading_order(package: Any, folder: str) -> list[str]:
    """Return the paths of the parts that are read one after the other, each once."""
    paths = {
        item.get("id"): posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        for item in package.iter("{*}item")
        if item.get("media-type") in _TEXTS and "nav" not in (item.get("properties") or "").split()
    }
    order = (paths.get(item.get("idref")) for item in package.iter("{*}itemref"))
    return list(dict.fromkeys(path for path in order if path is not None))


def _protected(book: zipfile.ZipFile) -> set[str]:
    """Return the parts that are encrypted; fonts often are, and no text."""
    content = archive.part(book, "META-INF/encryption.xml")
    if content is None:
        return set()
    return {unquote(e.get("URI") or "") for e in parsed(content).iter("{*}CipherReference")}


def _metadata(package: Any) -> dict[str, Any]:
    told: dict[str, str] = {}
    for metadata in package.iter("{*}metadata"):
        for element in metadata.iter():
            if local(element) in _KEYS:
                told.setdefault(local(element), on_one_line(element.text))
    named = {"creator": "author", "date": "created"}
    return {named.get(key, key): value for key, value in told.items()}
