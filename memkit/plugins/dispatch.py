"""Which loader reads a source: by its media type, its suffix, its scheme."""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import urlsplit

from memkit.plugins.specs import LoaderSpec

# A drive's letter is none: "C:\\notes.md".
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://|(file):", re.IGNORECASE)


def fit_of(
    spec: LoaderSpec, source: str, *, media_type: str | None = None
) -> tuple[int, int] | None:
    """Return how well a loader fits a source, the better the greater; None if it does not.

    The media type, if it is told, goes before the suffix, an exact one before "text/*", and the
    longer suffix (".tar.gz") before the shorter one.

    Args:
        spec: The loader.
        source: A path or an address.
        media_type: What the source is, if somebody told; parameters are passed over.
    """
    scheme = scheme_of(source)
    if scheme not in spec.schemes:
        return None
    typed = _typed(spec, media_type)
    ending = max((len(end) for end in spec.suffixes if name_of(source).endswith(end)), default=0)
    takes_all = scheme != "file" and not spec.suffixes
    return (typed, ending) if typed or ending or takes_all else None


def scheme_of(source: str) -> str:
    """Return the scheme of an address, in lower case; "file" for a path."""
    found = _SCHEME.match(source)
    return (found[1] or found[2]).lower() if found else "file"


def name_of(source: str) -> str:
    """Return the last part of a path or an address, in lower case."""
    path = urlsplit(source).path if _SCHEME.match(source) else source
    return PurePath(path).name.lower()


def _typed(spec: LoaderSpec, media_type: str | None) -> int:
    if media_type is None:
        return 0
    exact = media_type.partition(";")[0].strip().lower()
    if exact in spec.media_types:
        return 2
    return int(f"{exact.partition('/')[0]}/*" in spec.media_types)
