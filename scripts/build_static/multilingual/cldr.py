"""Words of the Unicode Common Locale Data Repository: names of things in many languages.

The names and keywords of symbols, countries, languages, months and days stand under the same key in
each language, so that they are small translations. From the npm packages `cldr-annotations-full`,
`cldr-localenames-full` and `cldr-dates-full`, Unicode License v3.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = "48.2.0"
ENGLISH = "en"


@dataclass(frozen=True)
class Entry:
    """What one thing is called in one language, and words that belong to it."""

    name: str
    keywords: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The name and the keywords."""
        return (self.name, *self.keywords)


def read(folder: Path) -> dict[str, dict[str, Entry]]:
    """Return language -> key -> entry, without the variants of a language.

    Args:
        folder: Where the packages were unpacked, each in a folder of its name.
    """
    annotations = folder / "cldr-annotations-full" / "annotations"
    codes = sorted(path.name for path in annotations.iterdir() if "-" not in path.name)
    return {code: dict(_entries(folder, code)) for code in codes}


def is_symbol(key: str) -> bool:
    """Return whether an entry's key is the symbol itself."""
    return ":" not in key or len(key) == 1


def _entries(folder: Path, code: str) -> Iterator[tuple[str, Entry]]:
    found = _json(folder / "cldr-annotations-full" / "annotations" / code / "annotations.json")
    for symbol, said in found.get("annotations", {}).get("annotations", {}).items():
        yield symbol, Entry(said.get("tts", [""])[0], tuple(said.get("default", ())))
    names = folder / "cldr-localenames-full" / "main" / code
    for kind in ("territories", "languages"):
        main = _json(names / f"{kind}.json").get("main", {}).get(code, {})
        for key, name in main.get("localeDisplayNames", {}).get(kind, {}).items():
            if "-alt-" not in key and not key.isdigit():
                yield f"{kind}:{key}", Entry(name, ())
    dates = _json(folder / "cldr-dates-full" / "main" / code / "ca-gregorian.json")
    calendar = dates.get("main", {}).get(code, {}).get("dates", {}).get("calendars", {})
    for kind in ("months", "days"):
        for form in ("format", "stand-alone"):
            wide = calendar.get("gregorian", {}).get(kind, {}).get(form, {}).get("wide", {})
            for key, name in wide.items():
                yield f"{kind}:{form}:{key}", Entry(name, ())


def _json(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
