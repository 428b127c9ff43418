"""Reading a file that nobody vouches for: bounded, never blocking, each failure with its fix."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from memkit.contracts.loader import digest_of, path_of
from memkit.domain.files import refuse_database
from memkit.domain.validation import checked_path
from memkit.errors import NotFoundError, ProviderError, ValidationError

# Longer ones first: that of UTF-32 begins as that of UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How files begin that are no text, whatever their names say.
_BINARY = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "an archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "compressed",
    b"\x7fELF": "a program",
}
_MEGABYTE = 1_000_000
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read.

    Attributes:
        path: Where it is, from the root on.
        content: Its bytes.
        provider: The loader that reads it, for errors.
    """

    path: Path
    content: bytes
    provider: str

    @property
    def uri(self) -> str:
        """The file's URI."""
        return self.path.as_uri()

    @property
    def digest(self) -> str:
        """Of its bytes."""
        return digest_of(self.content)

    def text(self, encoding: str = "utf-8") -> str:
        """Return its characters, without a byte order mark, which goes before the encoding.

        Raises:
            ProviderError: It is written otherwise, or is no text.
        """
        return decoded(self.content, encoding, name=str(self.path), provider=self.provider)

    def error(self, problem: str, *, fix: str) -> ProviderError:
        """Return an error that names the file: "'/home/ana/a.json' " and the problem."""
        return ProviderError(f"{str(self.path)!r} {problem}", fix=fix, provider=self.provider)


def first_of(problems: Sequence[str]) -> list[str]:
    """Return the first problems of a file, and how many more there are, for its metadata."""
    more = len(problems) - _MOST_TOLD
    return [*problems[:_MOST_TOLD], *([f"and {more:,} more"] if more > 0 else [])]


def place_of(source: str) -> Path:
    """Return the path of a source, from the root on.

    Raises:
        ProviderError: No file can have it.
    """
    try:
        return checked_path(path_of(source)).absolute()
    except ValidationError as error:
        raise ProviderError(error.problem, fix=error.fix) from error


def read_source(source: str, *, most_megabytes: float, provider: str) -> SourceFile:
    """Read a file whole.

    Args:
        source: Its path or URI.
        most_megabytes: It may not be larger.
        provider: The loader's name.

    Raises:
        NotFoundError: There is no such file.
        ProviderError: It can't be read, is no plain file, or is too large.
        ValidationError: It belongs to a memory.
    """
    path = place_of(source)
    with opened_source(path, most_megabytes=most_megabytes, provider=provider) as file:
        most = int(most_megabytes * _MEGABYTE)
        content = file.read(most + 1)
        if len(content) > most:
            # It grew while it was read.
            raise _too_large(path, len(content), most_megabytes, provider)
    return SourceFile(path, content, provider)


@contextmanager
def opened_source(path: Path, *, most_megabytes: float, provider: str) -> Iterator[BufferedReader]:
    """Open a plain file to be read; what the system says of it is an error of memkit.

    Raises:
        NotFoundError, ProviderError, ValidationError: As of `read_source`.
    """
    try:
        # Who opens a pipe waits for its writer, so the kind is asked before.
        _check_kind(path, path.stat().st_mode, provider)
        refuse_database(path)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            _check_kind(path, status.st_mode, provider)
            if status.st_size > most_megabytes * _MEGABYTE:
                raise _too_large(path, status.st_size, most_megabytes, provider)
            yield file
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError(f"There is no file {str(path)!r}.", fix="Correct the path.") from error
    except OSError as error:
        raise ProviderError(
            f"{str(path)!r} can't be read: {error.strerror or error}.",
            fix="Name a file that you may read.",
            provider=provider,
        ) from error


def _check_kind(path: Path, mode: int, provider: str) -> None:
    if stat.S_ISREG(mode):
        return
    kind = "a folder" if stat.S_ISDIR(mode) else "no plain file, but a pipe or a device"
    raise ProviderError(
        f"{str(path)!r} can't be read: it is {kind}.",
        fix="Name a file in it." if stat.S_ISDIR(mode) else "Write what it gives into a file.",
        provider=provider,
    )


def _too_large(path: Path, size: int, most: float, provider: str) -> ProviderError:
    return ProviderError(
        f"{str(path)!r} has {size / _MEGABYTE:,.1f} megabytes, and at most {most:g} are read.",
        fix=f"Split it, or raise the limit: most_megabytes={-(-size // _MEGABYTE)}.",
        provider=provider,
    )


def decoded(content: bytes, encoding: str, *, name: str, provider: str) -> str:
    """Return the characters of a text; a byte order mark goes before the encoding.

    Raises:
        ProviderError: It is written otherwise, or is no text.
    """
    kind = next((kind for mark, kind in _BINARY.items() if content.startswith(mark)), None)
    if kind is not None:
        raise _no_text(name, f"is {kind}, and no text", provider)
    mark, written = next(
        ((mark, found) for mark, found in _MARKS if content.startswith(mark)), (b"", encoding)
    )
    try:
        text = content[len(mark) :].decode(written)
    except UnicodeDecodeError as error:
        raise ProviderError(
            f"{name!r} is not written in {written}: {error.reason} at byte "
            f"{error.start + len(mark)}.",
            fix="Give its encoding, such as encoding='cp1252', or convert it.",
            provider=provider,
        ) from error
    except UnicodeError as error:
        raise ProviderError(
            f"{name!r} is not written in {written}: {error}.",
            fix="Give its encoding, such as encoding='cp1252', or convert it.",
            provider=provider,
        ) from error
    text = text.removeprefix("\ufeff")
    at = text.find("\0")
    if at >= 0:
        raise _no_text(name, f"holds the character 0 at {at}, as no text does", provider)
    return text


def _no_text(name: str, problem: str, provider: str) -> ProviderError:
    return ProviderError(
        f"{name!r} {problem}.",
        fix="Name it by what it is, so that the loader of that kind reads it, or convert it.",
        provider=provider,
    )
