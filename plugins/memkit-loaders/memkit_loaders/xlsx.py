"""Excel: a span for each sheet, a line for each row."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from memkit_loaders import archive, office
from memkit_loaders.limits import Limits
from memkit_loaders.passages import Passages, on_one_line
from memkit_loaders.tables import lines_of


def read(content: bytes, limits: Limits) -> dict[str, Any]:
    """Return the text of an Excel file: of the sheets that are shown, with the values last saved.

    Raises:
        Refusal: It is no Excel file, is damaged or encrypted, or asks for too much.
    """
    archive.opened(content, limits, kind="Excel file").close()
    # Brings its schemas' classes.
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of styles and the like, which are no text.
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if len(book.sheetnames) > limits.most_pages:
            raise limits.refusal("most_pages", f"it has {len(book.sheetnames)} sheets")
        passages = Passages(limits)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in shown:
            title = on_one_line(sheet.title)
            for line in lines_of(_rows(sheet)):
                passages.add(line, heading=(title,), line=True)
    hidden = [sheet.title for sheet in book.worksheets if sheet not in shown]
    told = office.properties(book.properties)
    return passages.result({**told, "hidden_sheets": hidden or None})


def _rows(sheet: Any) -> Iterator[list[str]]:
    # What a file says of its size is not to be trusted: it would be filled with empty cells.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        if any(value is not None for value in row):
            yield [_text(value) for value in row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        # 0.1 + 0.2 shows as 0.3 in a sheet: 15 digits are kept, as Excel does.
        return f"{value:.15g}"
    return str(value)
