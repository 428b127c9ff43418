"""Where a memory is, as people write it: a file, or an address that stands where a file would."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from memkit.errors import ValidationError
from memkit.plugins.known import KNOWN

# "C:\\notes.db" is a drive, and no scheme.
_ADDRESS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?P<slashes>/{0,3})")
_FILES = ("sqlite", "file")
_EXAMPLE = "Give a file, e.g. Memory('research.db')"


def location_of(path: str) -> dict[str, Any]:
    """Return the settings that a path stands for: "path" itself, or "journal" for an address.

    "sqlite:///notes.db" and "file:notes.db" are files; "postgresql://..." is a journal.

    Raises:
        ValidationError: It is an address of something that holds no journal. What it says beside
            its scheme is not repeated, for it may be a password.
    """
    match = _ADDRESS.match(path)
    if match is None:
        return {"path": path}
    scheme = match["scheme"].lower()
    if scheme in _FILES:
        return {"path": _file_of(path, scheme)}
    if not match["slashes"].startswith("//"):
        return {"path": path}
    bare = scheme.partition("+")[0]
    known = KNOWN.get(bare)
    if known is not None and "journal" in known.kinds:
        # SQLAlchemy names a driver, too: "postgresql+psycopg://...".
        return {"journal": bare + path[len(match["scheme"]) :]}
    fix = f"{_EXAMPLE}; a journal elsewhere is given as journal='postgresql://...'."
    if known is not None and "store" in known.kinds:
        fix = f"{_EXAMPLE[:-1]}, store='{bare}:http://...'): the search index may be there."
    raise ValidationError(f"path is an address ({scheme}://...), and no file.", fix=fix)


def _file_of(path: str, scheme: str) -> str:
    parts = urlsplit(path)
    if parts.query or parts.fragment:
        raise ValidationError(
            f"path is {path!r}, and what follows the file's name means nothing here.",
            fix=f"{_EXAMPLE}.",
        )
    if scheme == "sqlite":
        # As SQLAlchemy has it: three slashes and a name, or four and a whole path.
        name = path.partition(":")[2]
        if name in ("", "//", "///", "///:memory:", "//:memory:"):
            return ":memory:"
        return name.removeprefix("//").removeprefix("/") if name.startswith("//") else name
    if parts.netloc not in ("", "localhost"):
        raise ValidationError(
            f"path is a file of another machine, {parts.netloc!r}.", fix=f"{_EXAMPLE}."
        )
    # It brings a whole client of HTTP.
    from urllib.request import url2pathname

    return url2pathname(parts.path)
