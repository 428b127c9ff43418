"""What is no page, given to the loader of its media type."""

from __future__ import annotations

import mimetypes
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

from memkit import plugins
from memkit.contracts import Document, Loader
from memkit.errors import MemkitError, PluginError, ProviderError
from memkit_loaders.limits import Refusal

# The types that say nothing.
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream", "application/x-download")
_SUFFIXES = {"text/markdown": ".md", "text/plain": ".txt", "text/x-markdown": ".md"}


def documents_of(
    content: bytes, *, uri: str, path: str, media_type: str, charset: str | None
) -> Iterator[Document]:
    """Yield the documents of a file of the web, by the loader that reads such files.

    Args:
        content: Its bytes.
        uri: Where it is: that of its documents.
        path: The path of its address, whose suffix is told to the loader.
        media_type: What its host says that it is.
        charset: How its characters are written, if its host told.

    Raises:
        Refusal: No loader reads it.
        ProviderError: It can't be read.
    """
    told = None if media_type in _UNTOLD else media_type
    suffix = _suffix(path, told)
    with tempfile.TemporaryDirectory(prefix="memkit-") as folder:
        file = Path(folder, f"file{suffix}")
        file.write_bytes(_in_utf8(content, charset) if _is_text(media_type) else content)
        with closing(_loader(file, told, suffix)) as loader:
            try:
                for document in loader.load(str(file)):
                    part = document.uri.partition("#")[2]
                    named = f"{uri}#{part}" if part else uri
                    yield document.model_copy(update={"uri": named})
            except ProviderError as error:
                # The name of the file that it was kept in tells nobody anything.
                error.replace_in_text(repr(str(file)), repr(uri))
                error.replace_in_text(str(file), uri)
                raise


def _loader(file: Path, media_type: str | None, suffix: str) -> Loader:
    try:
        reference = plugins.loader_for(str(file), media_type=media_type)
        loader: Loader = plugins.create("loader", reference)
    except PluginError as error:
        what = media_type or f"a file that ends in {suffix!r}"
        raise Refusal(f"it is {what}, which no loader here reads", error.fix) from error
    except MemkitError as error:
        raise Refusal(f"its loader can't be had: {error.problem}", error.fix) from error
    return loader


def _suffix(path: str, media_type: str | None) -> str:
    own = PurePosixPath(path).suffix.lower()
    if own[1:].isascii() and own[1:].isalnum() and len(own) <= 16:
        return own
    return _SUFFIXES.get(media_type or "") or mimetypes.guess_extension(media_type or "") or ""


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/")


def _in_utf8(content: bytes, charset: str | None) -> bytes:
    if charset is None:
        return content
    try:
        return content.decode(charset).encode()
    except (LookupError, UnicodeError):
        return content
