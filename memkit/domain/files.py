"""Writing a file whole or not at all, and never over a memory."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from memkit.domain import forks
from memkit.domain.validation import checked_path
from memkit.errors import ValidationError, Wording

# How files begin that hold a database, its log, its index of the log, or a store's view of it.
_OF_A_DATABASE = re.compile(
    rb"SQLite format 3\0|\x37\x7f\x06[\x82\x83]|\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    rb"|(?:\x18\xe2\x2d\0|\0\x2d\xe2\x18).{44}(?:\x18\xe2\x2d\0|\0\x2d\xe2\x18)"
    rb"|MEMKIT[A-Z][0-9]",
    re.DOTALL,
)
# How names end of what stands beside a database.
_BESIDE = ("-wal", "-shm", "-journal", r"-[0-9a-f]+\.lock", r"\.(index|words)", r"(\.\w+)?\.faiss")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
# Of file systems without it, where the C library does not write zeros itself.
_NO_ALLOCATION = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_LONGEST_NAME = 255
_LONGEST_BEGINNING = 64


@contextmanager
def replacing(path: Path, *, like: Path | None = None) -> Iterator[BinaryIO]:
    """Yield a file that takes the place of another when it is whole, at once and durably.

    It is written aside in the same folder, under a name that nobody can foresee; what fails leaves
    the old file as it was and nothing beside it. Nobody may read it who may not read the old one.

    Args:
        path: The file to replace; a link there is replaced itself. It may be missing.
        like: Whose permissions and group it gets; those of the old file by default.

    Raises:
        OSError: It can't be written.
    """
    model = _status(like if like is not None else path)
    aside = path.with_name(_name_aside(path.name))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    flags |= getattr(os, "O_BINARY", 0)
    descriptor = os.open(aside, flags, 0o666 if model is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if model is not None:
                _make_like(file.fileno(), model)
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
    _sync_folder(path.parent)


def allocate(descriptor: int, size: int) -> None:
    """Give an empty file its size, with room on the disk for all of it.

    A file that is mapped to be written needs that: where the disk is full at the first write into a
    page, the kernel ends the process (SIGBUS), and nobody can catch that.

    Args:
        descriptor: Of the file, open for writing.
        size: In bytes.

    Raises:
        OSError: There is no room.
    """
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(descriptor, 0, size)
        except OSError as error:
            if error.errno not in _NO_ALLOCATION:
                raise
        else:
            return
    zeros = bytes(1 << 20)
    while size > 0:
        size -= os.write(descriptor, zeros[:size])


@contextmanager
def output_file(path: str | PathLike[str]) -> Iterator[BinaryIO]:
    """Yield a file to write what users asked for, which `replacing` puts in its place.

    What is no plain file, such as /dev/stdout or a pipe, is written as it is.

    Raises:
        ValidationError: It can't be written, or is part of a memory or another database.
    """
    target = output_path(path)
    with file_errors(path):
        if _is_stream(target):
            with target.open("wb") as stream:
                yield stream
            return
        with replacing(_followed(target)) as file:
            yield file
            # Somebody may have made a memory here meanwhile.
            output_path(target)


def output_path(path: str | PathLike[str]) -> Path:
    """Return where a file is to be written, with `~` expanded, if it may be written there.

    Raises:
        ValidationError: It is a folder, part of a memory or of another database, write-protected,
            or its folder is missing.
    """
    with file_errors(path):
        target = named_path(path)
        place = _followed(target)
        check_place(place, named=target)
        if _of_a_database(place):
            raise ValidationError(
                f"{str(path)!r} belongs to a memory or another database, which would be lost.",
                fix="Write to another file.",
            )
        if place.exists() and not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return target


def check_place(place: Path, *, named: Path) -> None:
    """Make sure that a file may be at a place: it is no folder, and is in one.

    Args:
        place: Where it is to be; `named`: what it was called.

    Raises:
        ValidationError: It may not.
    """
    if place.is_dir():
        raise ValidationError(
            f"{str(named)!r} is a folder.", fix="Give the path of a file, e.g. one in it."
        )
    if not place.parent.is_dir():
        raise ValidationError(
            f"{str(named)!r} can't be written: there is no folder {str(named.parent)!r}.",
            fix="Make the folder first, or choose another path.",
        )


def named_path(path: object) -> Path:
    """Return the path that users name, with `~` expanded.

    Raises:
        ValidationError: No file can have it.
    """
    return Path(os.path.expanduser(checked_path(path)))


def refuse_database(path: Path) -> None:
    """Make sure that a file that is to be read is part of no memory, and of no other database.

    Whoever opened one to read it would drop the locks that SQLite has on it in this process.

    Raises:
        ValidationError: It is.
    """
    if _of_a_database(path):
        raise ValidationError(
            f"{str(path)!r} belongs to a memory or another database.",
            fix=Wording(
                "Give another file; Memory(path).export('all.jsonl') writes what a memory holds.",
                magic="Give another file; %memkit export FILE writes what a memory holds.",
                command="Give another file; memkit export FILE writes what a memory holds.",
                widget="Give another file.",
            ),
        )


@contextmanager
def file_errors(path: object) -> Iterator[None]:
    """Tell what the system says of a file that is written as an error of memkit.

    Raises:
        ValidationError: There is no space left, or it can't be written.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise ValidationError(
                f"There is no space left for {str(path)!r} ({error.strerror}); what was there "
                "before is unchanged.",
                fix="Free some disk space and try again.",
            ) from error
        raise ValidationError(
            f"{str(path)!r} can't be written: {error.strerror or error}.",
            fix="Choose another path.",
        ) from error


def _followed(target: Path) -> Path:
    """Return the file that a path leads to, through links that can be trusted."""
    place = Path(os.path.realpath(target))
    if place.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if target.is_symlink() and _planted(target):
        raise ValidationError(
            f"{str(target)!r} is a link that somebody else put into a folder of everybody's.",
            fix="Choose another path.",
        )
    return place


def _planted(link: Path) -> bool:
    """Whether the kernel would not follow a link either (fs.protected_symlinks)."""
    if not hasattr(os, "geteuid"):
        return False
    folder, own = link.parent.stat(), link.lstat()
    shared = folder.st_mode & stat.S_ISVTX and folder.st_mode & stat.S_IWOTH
    return bool(shared) and own.st_uid not in (os.geteuid(), folder.st_uid)


def _is_stream(target: Path) -> bool:
    status = _status(target)
    if status is None:
        return False
    if stat.S_ISCHR(status.st_mode) or stat.S_ISFIFO(status.st_mode):
        return True
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is no file")
    # /dev/stdout of a shell that redirects it. What lies in /dev/shm is a file like any other.
    parts = Path(os.path.abspath(target)).parts
    return parts[:2] in (("/", "dev"), ("/", "proc")) and parts[:3] != ("/", "dev", "shm")


def _of_a_database(place: Path) -> bool:
    if _begins_as_one(place):
        return True
    names = (re.sub(f"{ending}$", "", place.name) for ending in _BESIDE)
    return any(_begins_as_one(place.parent / name) for name in names if name)


def _begins_as_one(path: Path) -> bool:
    try:
        # Opening a pipe would wait for who writes into it.
        if not path.is_file():
            return False
        return _OF_A_DATABASE.match(beginning(path)) is not None
    except OSError:
        return False


def beginning(path: Path) -> bytes:
    """Return the first bytes of a file, and leave the locks be that SQLite has on it here."""
    file = forks.file_id(path)
    descriptor = None if file is None else forks.open_descriptor(file)
    if descriptor is not None and hasattr(os, "pread"):
        return os.pread(descriptor, _LONGEST_BEGINNING, 0)
    with path.open("rb") as opened:
        return opened.read(_LONGEST_BEGINNING)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _make_like(descriptor: int, model: os.stat_result) -> None:
    """Give a file the permissions of another, and its owner where that may be done."""
    if not hasattr(os, "fchown"):
        return
    mode = stat.S_IMODE(model.st_mode) & 0o777
    own = os.fstat(descriptor)
    if own.st_gid != model.st_gid:
        try:
            os.fchown(descriptor, -1, model.st_gid)
        except OSError:
            # What another group may do, ours may not.
            mode &= ~stat.S_IRWXG
    if own.st_uid != model.st_uid:
        with contextlib.suppress(OSError):
            os.fchown(descriptor, model.st_uid, -1)
    os.fchmod(descriptor, mode)


def _name_aside(name: str) -> str:
    ending = f".{secrets.token_hex(8)}.tmp"
    whole = f"{name}{ending}"
    return whole if len(os.fsencode(whole)) <= _LONGEST_NAME else f"memkit{ending}"


def _sync_folder(folder: Path) -> None:
    """Make a renaming durable, where a folder can be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)
