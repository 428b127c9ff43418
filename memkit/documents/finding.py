"""What a source names: a file, the files of a folder, a pattern, an address."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from memkit.contracts.loader import path_of
from memkit.domain.validation import checked_text
from memkit.domain.values import shown
from memkit.errors import NotFoundError, ValidationError
from memkit.plugins.dispatch import scheme_of

Source = str | PathLike[str]

# What tools keep beside the files of people.
_PASSED_OVER = frozenset({"__pycache__", "node_modules", "site-packages"})
_MAGIC = "*?["


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something to be read.

    Attributes:
        name: What a loader takes: a path or an address.
        path: Of a file; None for an address.
        asked_for: Whether it was named itself, and not only the folder that it is in.
    """

    name: str
    path: Path | None
    asked_for: bool

    @property
    def uri(self) -> str:
        """Its URI."""
        return self.name if self.path is None else self.path.as_uri()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A source as it was given.

    Attributes:
        uri: Where it is.
        is_folder: Whether what stands below it belongs to it.
        found: What is there to be read.
    """

    uri: str
    is_folder: bool
    found: tuple[Found, ...]

    def holds(self, uri: str) -> bool:
        """Tell whether a document was read from here."""
        if self.is_folder:
            return uri.startswith(self.uri.rstrip("/") + "/")
        return uri.partition("#")[0] == self.uri.partition("#")[0]


def places(sources: Source | Sequence[Source], *, missing_ok: bool = False) -> list[Place]:
    """Return what sources name, the files of a folder in the order of their paths.

    Hidden files and folders, and those that tools keep, are passed over.

    Args:
        sources: Paths, patterns such as "docs/**/*.md", "file:" URIs, addresses.
        missing_ok: Whether a path that is not there names nothing, rather than being an error.

    Raises:
        NotFoundError: There is no such file or folder, and no file fits a pattern.
        ValidationError: It is no source.
    """
    given = [sources] if isinstance(sources, (str, PathLike)) else sources
    if not isinstance(given, Sequence) or not given:
        raise _no_source(sources)
    return [place for source in given for place in _places(source, missing_ok)]


def _places(source: Source, missing_ok: bool) -> Iterator[Place]:
    named = os.fspath(source) if isinstance(source, PathLike) else source
    if not isinstance(named, str):
        raise _no_source(source)
    name = checked_text(named, "The source", blank=False)
    if "\0" in name:
        raise _no_source(source)
    if scheme_of(name) != "file":
        yield Place(uri=name, is_folder=False, found=(Found(name=name, path=None, asked_for=True),))
        return
    try:
        yield from _of_path(absolute(name), name, missing_ok)
    except OSError as error:
        raise ValidationError(
            f"{shown(name)} can be no path: {error.strerror}.", fix="Correct the path."
        ) from error


def absolute(name: str) -> Path:
    """Return the path of a file, from its root on; links stay as they are named.

    Raises:
        ValidationError: It begins with the folder of somebody who is not there.
    """
    try:
        return Path(os.path.abspath(path_of(name).expanduser()))
    except RuntimeError as error:
        raise ValidationError(
            f"{shown(name)} names nobody's folder: {error}", fix="Write the whole path."
        ) from error


def _of_path(path: Path, name: str, missing_ok: bool) -> Iterator[Place]:
    if path.is_dir():
        found = tuple(_file(each, asked_for=False) for each in _files_in(path))
        yield Place(uri=path.as_uri(), is_folder=True, found=found)
    elif path.exists():
        yield Place(uri=path.as_uri(), is_folder=False, found=(_file(path, asked_for=True),))
    elif _is_pattern(name):
        yield from _fitting(path)
    elif missing_ok:
        yield Place(uri=path.as_uri(), is_folder=False, found=())
    else:
        raise NotFoundError(
            f"There is no file or folder {str(path)!r}.", fix="Correct the path, or write https://."
        )


def _fitting(pattern: Path) -> Iterator[Place]:
    plain = list(itertools.takewhile(lambda part: not _is_pattern(part), pattern.parts))
    # Links to folders are not followed here, either.
    found = Path(*plain).glob(str(Path(*pattern.parts[len(plain) :])))
    files = sorted(path for path in found if path.is_file())
    if not files:
        raise NotFoundError(
            f"No file fits {str(pattern)!r}.", fix="Correct the pattern; ** stands for any folders."
        )
    for path in files:
        yield Place(uri=path.as_uri(), is_folder=False, found=(_file(path, asked_for=False),))


def _is_pattern(name: str) -> bool:
    return any(mark in name for mark in _MAGIC)


def _file(path: Path, *, asked_for: bool) -> Found:
    return Found(name=str(path), path=path, asked_for=asked_for)


def _files_in(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; links to folders are not followed, so there is an end."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _PASSED_OVER
        )
        for name in sorted(names):
            path = Path(where, name)
            # A pipe or a device would be waited for.
            if not name.startswith(".") and path.is_file():
                yield path


def _no_source(source: object) -> ValidationError:
    return ValidationError(
        f"{shown(source)} is no source of documents.",
        fix="Give a file, a folder, a pattern such as 'docs/**/*.md', an https address, or a list.",
    )
