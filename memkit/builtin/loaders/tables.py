"""Tables as CSV and TSV: a part for each row, a line for each cell that is filled."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from memkit.builtin.loaders.configs import TableConfig
from memkit.builtin.loaders.dialect import column_names, lines_of, names_columns, separator_of
from memkit.builtin.loaders.files import SourceFile, first_of, read_source
from memkit.builtin.loaders.outline import Outline
from memkit.contracts.loader import Document, Loader
from memkit.errors import ProviderError

# Python's own limit is far below a long text.
_LONGEST_CELL = 2**31 - 1
# A quote that is never closed takes all that is below for one cell. Whoever has more of them than
# that writes no quotes.
_MOST_UNCLOSED = 5
_NAMES_LOOKED_AT = 50


class TableLoader(Loader):
    """Reads a table as one document, in which each row is a part: "Column: value", line by line.

    Rows that are not as the others are kept as far as they go, and told in the metadata.

    Args:
        config: How files are written.
    """

    def __init__(self, config: TableConfig) -> None:
        self._config = config

    def load(self, source: str) -> Iterator[Document]:
        """Yield the file's document.

        Raises:
            NotFoundError: There is no such file.
            ProviderError: It can't be read, or is written in another encoding.
        """
        file = read_source(source, most_megabytes=self._config.most_megabytes, provider="csv")
        text, encoding = self._text(file)
        tabs = file.path.suffix.lower() == ".tsv"
        separator = "\t" if tabs else separator_of(text)
        yield self._document(file, text, separator, encoding)

    def _text(self, file: SourceFile) -> tuple[str, str | None]:
        """Return the characters, and the encoding if it is not the one that was expected."""
        fallback = self._config.fallback_encoding
        try:
            return file.text(self._config.encoding), None
        except ProviderError as error:
            # What is no text in any encoding stays the first error.
            if fallback is None or not isinstance(error.__cause__, UnicodeError):
                raise
            try:
                return file.text(fallback), fallback
            except ProviderError:
                raise error from error.__cause__

    def _document(
        self, file: SourceFile, text: str, separator: str, encoding: str | None
    ) -> Document:
        table = _Table(separator)
        rows = [(line, row) for line, row in table.rows(text) if any(map(str.strip, row))]
        named = self._config.header
        if named is None:
            named = names_columns([row for _, row in rows[:_NAMES_LOOKED_AT]])
        names = column_names(rows[0][1]) if named and rows else []
        made = Outline()
        for line, row in rows[1:] if names else rows:
            if names and len(row) > len(names) and any(map(str.strip, row[len(names) :])):
                table.bad.append((line, f"{len(row)} cells for {len(names)} columns"))
            made.add(_row(row, names))
        return Document(
            text=made.text,
            uri=file.uri,
            media_type="text/tab-separated-values" if separator == "\t" else "text/csv",
            digest=file.digest,
            spans=tuple(made.spans),
            metadata=_metadata(table.bad, names, len(made.spans), encoding),
        )


def _row(row: Sequence[str], names: Sequence[str]) -> str:
    lines = []
    for at, cell in enumerate(row):
        value = cell.strip()
        if value:
            lines.append(f"{names[at] if at < len(names) else f'Column {at + 1}'}: {value}")
    return "\n".join(lines)


def _metadata(
    bad: Sequence[tuple[int, str]], names: Sequence[str], rows: int, encoding: str | None
) -> dict[str, Any]:
    told = first_of([f"line {line}: {problem}" for line, problem in sorted(bad)])
    return {
        "rows": rows,
        **({"columns": list(names[:100])} if names else {}),
        **({"encoding": encoding} if encoding else {}),
        **({"unread": told} if told else {}),
    }


@dataclass(slots=True)
class _Table:
    """The rows of a table that may be broken in places: what is wrong is told, the rest is read.

    Attributes:
        separator: Between cells.
        bad: What was wrong, with the number of the line.
    """

    separator: str
    bad: list[tuple[int, str]] = field(default_factory=list)

    def rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows, each with the number of its first line."""
        csv.field_size_limit(_LONGEST_CELL)
        lines = lines_of(text)
        at, unclosed = 0, 0
        while at < len(lines):
            reader = csv.reader(
                (lines[number] for number in range(at, len(lines))),
                delimiter=self.separator,
                strict=True,
                quoting=csv.QUOTE_NONE if unclosed >= _MOST_UNCLOSED else csv.QUOTE_MINIMAL,
            )
            read = 0
            try:
                for row in reader:
                    yield at + read + 1, row
                    read = reader.line_num
                return
            except csv.Error as error:
                unclosed += str(error).startswith("unexpected end")
                at += read
                self.bad.append((at + 1, _said(error)))
                yield at + 1, self._unquoted(lines[at])
                at += 1

    def _unquoted(self, line: str) -> list[str]:
        return [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(self.separator)]


def _said(error: csv.Error) -> str:
    if str(error).startswith("unexpected end"):
        return "a quote that is never closed"
    return "a quote within a cell" if "expected after" in str(error) else str(error)
