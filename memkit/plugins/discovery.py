"""Where plug-ins come from: the entry points of installed distributions, and memkit itself."""

from __future__ import annotations

import configparser
import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import Distribution, EntryPoint, distributions

from memkit._version import __version__
from memkit.plugins.references import same_distribution

GROUP = "memkit"
CORE = "memkit-core"
BUILTIN = "memkit.builtin._plugin"


@dataclass(frozen=True, slots=True)
class Point:
    """An entry point of the group "memkit", with the distribution that has it."""

    name: str
    value: str
    distribution: str
    version: str


@dataclass(frozen=True, eq=False)
class Plugin:
    """A plug-in that may be loaded.

    Attributes:
        names: The entry points that lead to it; each claims a provider's name.
        distribution, version: Who installed it.
        load: Imports it.
        builtin: Whether it ships with memkit and so may offer any name.
    """

    names: tuple[str, ...]
    distribution: str
    version: str
    load: Callable[[], object]
    builtin: bool = False

    @property
    def origin(self) -> str:
        """The distribution and its version, for messages."""
        return f"{self.distribution} {self.version}".strip()


def plugins_of(points: Iterable[Point], *, builtin: str | None) -> Iterator[Plugin]:
    """Yield the plug-ins behind entry points, each once, after the built-in one.

    Args:
        points: The entry points. That of memkit-core itself is left out.
        builtin: The module of the providers that ship with memkit, or None for none. It is
            imported by name, so that it is there in a source checkout too.
    """
    if builtin is not None:
        yield Plugin(
            ("builtin",), CORE, __version__, lambda: importlib.import_module(builtin), builtin=True
        )
    # A distribution may list one module under several names, one for each provider it offers.
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for point in points:
        if same_distribution(point.distribution) == CORE and point.name == "builtin":
            continue
        key = (point.distribution, point.version, point.value)
        grouped.setdefault(key, []).append(point.name)
    for (distribution, version, value), names in grouped.items():
        yield Plugin(
            tuple(dict.fromkeys(names)), distribution, version, partial(_load, names[0], value)
        )


def _load(name: str, value: str) -> object:
    point = EntryPoint(name, value, GROUP)
    if not point.pattern.match(value):
        raise ImportError(f"the entry point {name!r} = {value!r} is not of the form name = module")
    return point.load()


def installed_points() -> Iterator[Point]:
    """Yield the entry points of the installed distributions.

    `importlib.metadata.entry_points` would do, but for one distribution with a broken file it
    fails for all.
    """
    seen: set[str] = set()
    for distribution in distributions():
        text = _read(distribution, "entry_points.txt")
        if text is None or f"[{GROUP}]" not in text:
            continue
        name, version = _identity(distribution)
        # What comes earlier on sys.path hides what comes later.
        if same_distribution(name) in seen:
            continue
        seen.add(same_distribution(name))
        for entry, value in _entries(text):
            yield Point(entry, value, name, version)


def _read(distribution: Distribution, file: str) -> str | None:
    try:
        return distribution.read_text(file)
    except (OSError, UnicodeDecodeError):
        return None


def _entries(text: str) -> list[tuple[str, str]]:
    parser = configparser.ConfigParser(
        delimiters="=", allow_no_value=True, strict=False, interpolation=None
    )
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # names keep their case
    try:
        parser.read_string(text)
        return [(name, value or "") for name, value in parser[GROUP].items()]
    except (configparser.Error, KeyError):
        return [("entry_points.txt", "")]


def _identity(distribution: Distribution) -> tuple[str, str]:
    name, version = "", ""
    text = _read(distribution, "METADATA") or _read(distribution, "PKG-INFO") or ""
    for line in text.splitlines():
        # Only the two fields that are needed: the e-mail parser takes a millisecond for each.
        field, _, value = line.partition(":")
        if not line.strip() or (name and version):
            break
        if field.lower() == "name":
            name = value.strip()
        elif field.lower() == "version":
            version = value.strip()
    return name or "unknown", version
