"""XML that may be hostile: no entity is expanded, and nothing is fetched."""

from __future__ import annotations

from typing import Any


def parsed(content: bytes) -> Any:
    """Return the root element of an XML document.

    Raises:
        lxml.etree.XMLSyntaxError: It is not well-formed.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    return etree.fromstring(content, parser)


def local(element: Any) -> str:
    """Return an element's name without its namespace; "" for a comment or the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
