"""What a forked process must not inherit: open connections, and locks that other threads hold.

A fork copies the memory of a process and only the thread that forks. Locks that another thread
held stay locked in the copy for good, and a database's connections believe in file locks that the
copy does not have. Who owns such things says here how they are let go and made anew.
"""

from __future__ import annotations

import importlib
import os
import stat
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
FileId = tuple[int, int]

# A fork waits so long for threads that are inside a connection. What is still held then, the child
# can't use.
_PATIENCE_SECONDS = 10.0
_LOOK_SECONDS = 0.0005


class Guarded(Protocol):
    """What is let go before a fork, and taken up again at its next use."""

    def before_fork(self, deadline: float) -> None:
        """Let go of what a child must not have, by `deadline` (monotonic) if it can be."""

    def after_fork(self) -> None:
        """Go on, in the process that forked."""

    def in_child(self) -> None:
        """Go on in the forked process, or refuse to."""


_guarded: weakref.WeakSet[Any] = weakref.WeakSet()
_told: weakref.WeakKeyDictionary[Any, list[Callable[[Any], object]]] = weakref.WeakKeyDictionary()
_pid = os.getpid()
_turn = threading.Lock()
_over = threading.Event()
_over.set()
_forking: int | None = None
_inherited: frozenset[FileId] = frozenset()
_installed = False


def guard(owner: Guarded) -> None:
    """Have an object asked before and after each fork, for as long as it lives."""
    _install()
    _guarded.add(owner)


def in_child(owner: T, method: Callable[[T], object]) -> None:
    """Call a method of an object in each forked process, for as long as the object lives."""
    _install()
    _told.setdefault(owner, []).append(method)


def renew(owner: object, **attributes: Callable[[], object]) -> None:
    """Set attributes of an object or a module anew in each forked process: its locks.

    Args:
        owner: Whose they are.
        attributes: What makes each, such as `_lock=threading.Lock`.
    """

    def set_anew(owner: object) -> None:
        for name, make in attributes.items():
            setattr(owner, name, make())

    in_child(owner, set_anew)


def abandon(inherited: object) -> None:
    """Keep what a process inherited from ever being finalized in it.

    A connection that is closed in the child says goodbye in the name of the parent, and SQLite's
    last connection folds a log into the file that the parent still writes to.
    """
    if inherited is not None:
        import ctypes

        ctypes.pythonapi.Py_IncRef(ctypes.py_object(inherited))


def pid() -> int:
    """Return this process's number, as of the last fork that was told of."""
    return _pid


def notice() -> None:
    """Find out whether this process was forked by something that told nobody: a C library."""
    if os.getpid() != _pid:
        _in_child()


def wait() -> bool:
    """Wait while another thread forks; False if it is this one that does."""
    if _forking == threading.get_ident():
        return False
    _over.wait()
    return True


def is_inherited(file: FileId) -> bool:
    """Tell whether this process was forked while its parent had a file open."""
    return file in _inherited


def file_id(path: str | os.PathLike[str]) -> FileId | None:
    """Return what tells a file from all others of this machine, or None if there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _install() -> None:
    global _installed
    if _installed or not hasattr(os, "register_at_fork"):
        return
    _installed = True
    os.register_at_fork(before=_before, after_in_parent=_after, after_in_child=_in_child)


def _before() -> None:
    global _forking
    _turn.acquire()
    _forking = threading.get_ident()
    _over.clear()
    deadline = time.monotonic() + _PATIENCE_SECONDS
    for owner in list(_guarded):
        owner.before_fork(deadline)
    # The lock of a module that another thread imports would never be free in the child.
    while _others_import() and time.monotonic() < deadline:
        time.sleep(_LOOK_SECONDS)


def _after() -> None:
    global _forking
    if _forking != threading.get_ident():
        return
    for owner in list(_guarded):
        owner.after_fork()
    _forking = None
    _over.set()
    _turn.release()


def _in_child() -> None:
    global _pid, _turn, _over, _forking, _inherited
    _pid, _forking = os.getpid(), None
    _turn, _over = threading.Lock(), threading.Event()
    _over.set()
    if _guarded:
        _inherited = _open_files()
    for owner in list(_guarded):
        owner.in_child()
    for owner, methods in list(_told.items()):
        for method in methods:
            method(owner)


def _others_import() -> bool:
    """Tell whether another thread is importing a module, also a part that was put off."""
    # Nobody tells this but importlib's own list.
    locks = getattr(importlib._bootstrap, "_module_locks", {})  # type: ignore[attr-defined]
    held = (getattr(known(), "owner", None) for known in list(locks.values()))
    return any(owner not in (None, threading.get_ident()) for owner in held)


def _open_files() -> frozenset[FileId]:
    """Return the files that this process has open, where the system lists them."""
    found = set()
    try:
        names = os.listdir("/dev/fd")
    except OSError:
        return frozenset()
    for name in names:
        try:
            status = os.fstat(int(name))
        except (OSError, ValueError):
            continue  # The folder itself was open while it was read.
        if stat.S_ISREG(status.st_mode):
            found.add((status.st_dev, status.st_ino))
    return frozenset(found)
