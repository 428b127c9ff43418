"""HTML: what a reader sees, a span for each section."""

from __future__ import annotations

import codecs
import re
from datetime import datetime
from typing import Any

from memkit_loaders.html_walk import Walk
from memkit_loaders.limits import Limits, Refusal
from memkit_loaders.passages import Passages, on_one_line

_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]{1,40})", re.IGNORECASE)
_SAID = {
    "author": ("author", "dc.creator", "article:author"),
    "description": ("description", "og:description", "dc.description"),
    "keywords": ("keywords",),
    "published": ("article:published_time", "dc.date", "date"),
    "modified": ("article:modified_time",),
}


def read(content: bytes, limits: Limits, charset: str | None = None) -> dict[str, Any]:
    """Return the text of an HTML file.

    Args:
        content: The file's bytes.
        limits: What it may ask for.
        charset: How its characters are written, if somebody told; else it is looked for.

    Raises:
        Refusal: It asks for too much.
    """
    passages = Passages(limits)
    root = tree_of(decoded(content, charset))
    if root is None:
        return passages.result({})
    Walk(passages).over(root)
    told = _metadata(root)
    return passages.result(told, _with_offset(told.get("published")))


def decoded(content: bytes, charset: str | None = None) -> str:
    """Return HTML as text: by its mark, as it was told, as it says itself, or as is likely."""
    marked = next((name for mark, name in _BOMS.items() if content.startswith(mark)), None)
    found = _META.search(content[:4096]) or _XML.match(content)
    said = found[1].decode("ascii") if found else None
    for name in (marked, charset, said, "utf-8"):
        try:
            if name is not None:
                return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    # What browsers take for Latin-1 (https://encoding.spec.whatwg.org/#names-and-labels).
    return content.decode("cp1252", "replace")


def tree_of(text: str) -> Any:
    """Return the root of HTML's tree; None for a text without any element or word.

    Raises:
        Refusal: It is nested deeper than the parser goes.
    """
    from lxml import etree

    # Deeper than 256 elements, or what is in there would be left out without a word.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    written = text.encode("utf-8", "replace")
    root = etree.fromstring(written, parser) if written.strip() else None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Refusal(
            "its elements stand within each other more than 2,000 deep, which no reader can follow",
            "Leave it out.",
        )
    return root


def _metadata(root: Any) -> dict[str, Any]:
    told: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        told.setdefault(name, on_one_line(meta.get("content")))
    found: dict[str, Any] = {
        key: next((told[name] for name in names if told.get(name)), None)
        for key, names in _SAID.items()
    }
    title = next((on_one_line("".join(t.itertext())) for t in root.iter("title")), "")
    return {"title": title or told.get("og:title"), **found, "language": root.get("lang")}


def _with_offset(told: str | None) -> str | None:
    """Return a time that says where on earth it is meant; None for any other."""
    try:
        moment = datetime.fromisoformat(told or "")
    except ValueError:
        return None
    return moment.isoformat() if moment.tzinfo is not None else None
