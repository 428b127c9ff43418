"""Notebooks of Jupyter (nbformat 3 and 4): https://nbformat.readthedocs.io/en/latest/."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from memkit.builtin.loaders.configs import NotebookConfig
from memkit.builtin.loaders.files import read_source
from memkit.builtin.loaders.markdown import Titles, sections_of
from memkit.builtin.loaders.outline import Outline
from memkit.builtin.loaders.parsing import parsed
from memkit.contracts.loader import Document, Loader, Span

# Colours of a terminal; and pictures within the text itself.
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_DATA = re.compile(r"\(data:[^()\s]{40,}\)|data:[\w.+-]+/[\w.+-]+;base64,[\w+/=]{40,}")
# "<Figure size 640x480 with 1 Axes>", "[<matplotlib.lines.Line2D at 0x7f>]" say nothing.
_OBJECT = re.compile(r"\[?<[^<>\n]*>\]?\Z")
_LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]{0,30}\Z")


class NotebookLoader(Loader):
    """Reads a notebook as one document, each cell a part below the headings above it.

    Code stands in fences with the beginning of its output, as far as that is text.

    Args:
        config: How much of it is read.
    """

    def __init__(self, config: NotebookConfig) -> None:
        self._config = config

    def load(self, source: str) -> Iterator[Document]:
        """Yield the notebook's document.

        Raises:
            NotFoundError: There is no such file.
            ProviderError: It can't be read, or is no notebook.
        """
        most = self._config.most_megabytes
        file = read_source(source, most_megabytes=most, provider="notebook")
        value = parsed(file.text(), file.error)
        cells = _cells(value)
        if cells is None:
            raise file.error(
                "is no notebook: it has no list of cells.",
                fix="Name it .json if it is other data.",
            )
        language = _language(value)
        made = Outline()
        titles: Titles = []
        for cell in cells:
            self._add(made, cell, language, titles)
        first = next((span.heading for span in made.spans if span.heading), ())
        title = _text(_within(value, "metadata", "title")).strip() or (first[0] if first else "")
        yield Document(
            text=made.text,
            uri=file.uri,
            media_type="application/x-ipynb+json",
            digest=file.digest,
            spans=tuple(made.spans),
            metadata={
                "cells": len(cells),
                **({"language": language} if language else {}),
                **({"title": title} if title else {}),
            },
        )

    def _add(self, made: Outline, cell: Mapping[str, Any], language: str, titles: Titles) -> None:
        kind = cell.get("cell_type")
        source = _text(cell["source"] if "source" in cell else cell.get("input")).strip("\n")
        if kind == "heading":  # nbformat 3
            level = cell.get("level")
            level = level if isinstance(level, int) and 1 <= level <= 6 else 1
            kind, source = "markdown", f"{'#' * level} {' '.join(source.split())}"
        if kind == "markdown":
            source = _DATA.sub("(picture)", source)
            made.extend(source, list(sections_of(source, titles)))
            return
        if kind == "code":
            source = self._code(cell, source, _own_language(cell, language))
        if source.strip():
            heading = tuple(title for _, title in titles)
            made.extend(source, [Span(start=0, end=len(source), heading=heading)])

    def _code(self, cell: Mapping[str, Any], source: str, language: str) -> str:
        outputs = cell.get("outputs")
        said = [
            text
            for output in (outputs if isinstance(outputs, list) else [])
            if isinstance(output, Mapping) and (text := _output(output))
        ]
        told = "\n".join(said)
        if len(told) > self._config.most_output:
            told = f"{told[: self._config.most_output].rstrip()} ..." * bool(
                self._config.most_output
            )
        parts = [_fenced(source, language)] if source.strip() else []
        return "\n\n".join([*parts, *([f"Output:\n\n{_fenced(told, '')}"] if told else [])])


def _cells(value: Any) -> list[Mapping[str, Any]] | None:
    if not isinstance(value, Mapping):
        return None
    held = value.get("cells")
    if held is None and isinstance(value.get("worksheets"), list):  # nbformat 3
        sheets = [_within(sheet, "cells") for sheet in value["worksheets"]]
        held = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(held, list):
        return None
    return [cell for cell in held if isinstance(cell, Mapping)]


def _language(value: Any) -> str:
    for keys in (("language_info", "name"), ("kernelspec", "language")):
        found = _within(value, "metadata", *keys)
        if isinstance(found, str) and _LANGUAGE.match(found):
            return found.lower()
    return ""


def _own_language(cell: Mapping[str, Any], language: str) -> str:
    own = cell.get("language")
    return language or (own if isinstance(own, str) and _LANGUAGE.match(own) else "")


def _within(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str:
    """Return a text that may be written as a list of its lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _output(output: Mapping[str, Any]) -> str:
    """Return an output's text; the empty text for pictures, pages and progress bars."""
    kind = output.get("output_type")
    if kind == "stream":
        text = _text(output.get("text"))
    elif kind in ("error", "pyerr"):
        text = f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
    else:
        data = _within(output, "data", "text/plain")
        text = _text(data if data is not None else output.get("text"))
    # A progress bar writes over itself.
    lines = [
        line.rpartition("\r")[2] for line in _COLOUR.sub("", text).replace("\r\n", "\n").split("\n")
    ]
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return "" if _OBJECT.match(text.strip()) else text


def _fenced(text: str, language: str) -> str:
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
