"""Archives of strangers: what is unpacked is bounded, and nothing is written anywhere."""

from __future__ import annotations

import hashlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from memkit.builtin.loaders.files import opened_source
from memkit.errors import ProviderError

_MEGABYTE = 1_000_000
_MOST_MEMBERS = 200_000
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError)


class Archive:
    """A zip file that is open to be read.

    Args:
        path: Where it is.
        file: Its bytes.
        most_unpacked: So many bytes are unpacked in all.
        provider: The loader, for errors.
    """

    def __init__(
        self, path: Path, file: BufferedReader, *, most_unpacked: int, provider: str
    ) -> None:
        self.path = path
        self.digest = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        self._provider = provider
        self._most = self._left = most_unpacked
        with _errors_of(path, provider):
            self._zip = zipfile.ZipFile(file)
        held = self._zip.infolist()[:_MOST_MEMBERS]
        self.names = tuple(dict.fromkeys(one.filename for one in held if not one.is_dir()))

    def read(self, name: str) -> bytes:
        """Return what a member holds.

        Raises:
            ProviderError: It is too large, encrypted or damaged.
        """
        with _errors_of(self.path, self._provider), self._zip.open(name) as member:
            # The size that an archive tells of itself may be a lie.
            content = member.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise self.error(
                f"unpacks to more than {self._most / _MEGABYTE:g} megabytes, at {name!r}.",
                fix="If you trust it, raise the limit: most_unpacked_megabytes=...",
            )
        return content

    def error(self, problem: str, *, fix: str) -> ProviderError:
        """Return an error that names the archive."""
        return ProviderError(f"{str(self.path)!r} {problem}", fix=fix, provider=self._provider)


@contextmanager
def opened_archive(
    path: Path, *, most_megabytes: float, most_unpacked_megabytes: float, provider: str
) -> Iterator[Archive]:
    """Open a zip file; what is wrong with it is an error of memkit.

    Raises:
        NotFoundError: There is no such file.
        ProviderError: It can't be read, is no zip file, is encrypted, damaged or too large.
    """
    with opened_source(path, most_megabytes=most_megabytes, provider=provider) as file:
        yield Archive(
            path,
            file,
            most_unpacked=int(most_unpacked_megabytes * _MEGABYTE),
            provider=provider,
        )


@contextmanager
def _errors_of(path: Path, provider: str) -> Iterator[None]:
    """Tell what is wrong with a zip file, which Python tells in many ways."""
    try:
        yield
    except NotImplementedError as error:
        raise _unreadable(path, f"is packed in a way of its own: {error}", provider) from error
    except RuntimeError as error:  # a member that has a password
        raise _unreadable(path, "is encrypted", provider) from error
    except _DAMAGED as error:
        said = f"is no zip file, or damaged: {error}"
        raise _unreadable(path, said, provider) from error


def _unreadable(path: Path, problem: str, provider: str) -> ProviderError:
    return ProviderError(
        f"{str(path)!r} {problem}.",
        fix="Unpack it, and name what is in it.",
        provider=provider,
    )
