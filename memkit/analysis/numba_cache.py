"""umap-learn as memkit uses it: what numba compiles for it is kept, and it tells how far it is.

umap-learn compiles most of its functions in every process anew: only a few of them ask numba for
its cache. Asking for all of them brings a fresh process's first UMAP from seven seconds of CPU time
to three; see benchmarks/projections.py.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import sys
import threading
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from memkit.domain import forks

# Of the options that umap-learn hands to its progress bar, the one that is called instead of it.
TELL = "tell"

_lock = threading.Lock()
forks.renew(sys.modules[__name__], _lock=threading.Lock)
_prepared = False


def prepare() -> None:
    """Import umap-learn and turn numba's cache on for its functions, once a process."""
    global _prepared
    if _prepared:
        return
    with _lock:
        if _prepared:
            return
        with _no_cache() if _has_no_place() else nullcontext():
            _import()
            for name, module in list(sys.modules.items()):
                if name.partition(".")[0] == "umap" and module is not None:
                    for value in list(vars(module).values()):
                        _keep(value)
        _listen()
        _prepared = True


def _import() -> None:
    # numba and umap-learn take seconds to import; most uses of memkit need neither.
    import warnings

    with warnings.catch_warnings():
        # "Tensorflow not installed; ParametricUMAP will be unavailable".
        warnings.filterwarnings("ignore", category=ImportWarning, module="umap")
        # Imported here for what it does: its functions are compiled as they are defined.
        import umap  # noqa: F401


def _has_no_place() -> bool:
    """Tell whether numba finds nowhere to keep what it compiles, as in a read-only container."""
    caching: Any = importlib.import_module("numba.core.caching")
    spec = importlib.util.find_spec("umap")
    assert spec is not None
    assert spec.origin is not None, "umap-learn is a package with an __init__.py"
    # What is compiled of umap-learn would lie beside it, or where it may for a file there.
    code = _has_no_place.__code__.replace(co_filename=spec.origin)
    try:
        caching.FunctionCache(types.FunctionType(code, {}))
    except RuntimeError:
        return True
    return False


@contextmanager
def _no_cache() -> Iterator[None]:
    """Have functions compiled without keeping them: numba refuses to define them otherwise."""
    # numba's types know of no exchange of its classes' parts.
    caching: Any = importlib.import_module("numba.core.caching")
    cache, none = caching.FunctionCache, caching.NullCache
    # All of its decorators ask for one of these.
    cache.__new__ = lambda cls, function: none()
    try:
        yield
    finally:
        # Once a class had one, Python's own takes no arguments any more.
        cache.__new__ = lambda cls, *_: object.__new__(cls)


def _listen() -> None:
    # It has no other way to say how far it is: a bar, which in a notebook is a widget of its own.
    from umap import layouts

    bar = layouts.tqdm

    def told(epochs: Sequence[int], **options: Any) -> Iterable[int]:
        tell = options.pop(TELL, None)
        return bar(epochs, **options) if tell is None else _telling(epochs, tell)

    layouts.tqdm = told


def _telling(epochs: Sequence[int], tell: Callable[[float], None]) -> Iterator[int]:
    for done, epoch in enumerate(epochs):
        tell(done / len(epochs))
        yield epoch
    tell(1.0)


def _keep(value: Any) -> None:
    from numba.core.caching import NullCache
    from numba.core.registry import CPUDispatcher

    # numba tells nobody whether a function is cached but by this attribute.
    cache = getattr(value, "_cache", None)
    if isinstance(value, CPUDispatcher) and isinstance(cache, NullCache) and not value.signatures:
        # Layouts of several spaces then run beside each other, and beside the kernel's thread.
        value.targetoptions["nogil"] = True
        value.enable_caching()


@contextmanager
def cached_compilation() -> Iterator[None]:
    """Turn numba's cache on for what is compiled inside: AlignedUMAP compiles as it is called."""
    # numba takes a second to import; its decorator has more signatures than concern us here.
    numba: Any = importlib.import_module("numba")
    original = numba.njit
    keep = not _has_no_place()

    @functools.wraps(original)
    def njit(*arguments: Any, **options: Any) -> Callable[..., Any]:
        compiled: Callable[..., Any] = original(
            *arguments, **{**options, "cache": keep, "nogil": True}
        )
        return compiled

    with _lock:
        numba.njit = njit
        try:
            yield
        finally:
            numba.njit = original
