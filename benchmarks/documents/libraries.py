"""Libraries that read documents, each on the same real files: what is found, how long, how much.

    python -m benchmarks.documents.libraries [--files FOLDER] [NAME ...]

Wants the libraries: `pip install -r benchmarks/documents/requirements-libraries.txt`. Each file is
read in a process of its own; seconds leave its imports out, megabytes are its peak with them in.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.documents.files import FOLDER, fetched

_LIMIT = 180


def _pypdf(path: str) -> str:
    reader = importlib.import_module("pypdf").PdfReader(path)
    return "\n".join(page.extract_text() for page in reader.pages)


def _pdfplumber(path: str) -> str:
    texts = []
    with importlib.import_module("pdfplumber").open(path) as pdf:
        for page in pdf.pages:
            texts.append(page.extract_text() or "")
            page.close()
    return "\n".join(texts)


def _pdfium(path: str) -> str:
    pdf = importlib.import_module("pypdfium2").PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def _pymupdf(path: str) -> str:
    return "\n".join(page.get_text() for page in importlib.import_module("pymupdf").open(path))


def _markitdown(path: str) -> str:
    return str(importlib.import_module("markitdown").MarkItDown().convert(path).text_content)


def _docx(path: str) -> str:
    document = importlib.import_module("docx").Document(path)
    table = importlib.import_module("docx.table").Table
    lines = []
    for block in document.iter_inner_content():
        if isinstance(block, table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _mammoth(path: str) -> str:
    with Path(path).open("rb") as file:
        return str(importlib.import_module("mammoth").convert_to_markdown(file).value)


def _pptx(path: str) -> str:
    slides = importlib.import_module("pptx").Presentation(path).slides
    shapes = [shape for slide in slides for shape in slide.shapes]
    return "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)


def _openpyxl(path: str) -> str:
    book = importlib.import_module("openpyxl").load_workbook(path, read_only=True, data_only=True)
    rows = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    return "\n".join(" | ".join(str(v) for v in row if v is not None) for row in rows)


def _calamine(path: str) -> str:
    book = importlib.import_module("python_calamine").CalamineWorkbook.from_path(path)
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    return "\n".join(" | ".join(str(v) for v in row if v != "") for rows in sheets for row in rows)


def _lxml(path: str) -> str:
    html = importlib.import_module("lxml.html")
    tree = html.document_fromstring(Path(path).read_bytes())
    importlib.import_module("lxml.etree").strip_elements(tree, "script", "style", with_tail=False)
    return str(tree.text_content())


def _bs4(path: str) -> str:
    soup = importlib.import_module("bs4").BeautifulSoup(Path(path).read_bytes(), "html.parser")
    for element in soup(["script", "style"]):
        element.decompose()
    return str(soup.get_text("\n"))


def _ebooklib(path: str) -> str:
    epub = importlib.import_module("ebooklib.epub")
    soup = importlib.import_module("bs4").BeautifulSoup
    items = epub.read_epub(path).get_items_of_type(
        importlib.import_module("ebooklib").ITEM_DOCUMENT
    )
    return "\n".join(soup(item.get_content(), "lxml").get_text("\n") for item in items)


Reader = Callable[[str], str]
LIBRARIES: dict[str, dict[str, tuple[str, Reader]]] = {
    ".pdf": {
        "pypdfium2": ("pypdfium2", _pdfium),
        "pypdf": ("pypdf", _pypdf),
        "pdfplumber": ("pdfplumber", _pdfplumber),
        "pymupdf": ("pymupdf", _pymupdf),
        "markitdown": ("markitdown", _markitdown),
    },
    ".docx": {
        "python-docx": ("docx", _docx),
        "mammoth": ("mammoth", _mammoth),
        "markitdown": ("markitdown", _markitdown),
    },
    ".pptx": {"python-pptx": ("pptx", _pptx), "markitdown": ("markitdown", _markitdown)},
    ".xlsx": {
        "openpyxl": ("openpyxl", _openpyxl),
        "python-calamine": ("python_calamine", _calamine),
        "markitdown": ("markitdown", _markitdown),
    },
    ".html": {
        "lxml": ("lxml.html", _lxml),
        "beautifulsoup4": ("bs4", _bs4),
        "markitdown": ("markitdown", _markitdown),
    },
    ".epub": {
        "ebooklib": ("ebooklib.epub", _ebooklib),
        "markitdown": ("markitdown", _markitdown),
    },
}


def read(suffix: str, name: str, path: str) -> dict[str, Any]:
    """Read one file in this process, and say how it went."""
    module, reader = LIBRARIES[suffix][name]
    importlib.import_module(module)
    start = time.perf_counter()
    try:
        words = len(reader(path).split())
    except Exception as error:  # noqa: BLE001 - what a library raises is what is asked
        return {"error": f"{type(error).__name__}: {error}"[:120]}
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"words": words, "seconds": seconds, "megabytes": peak}


def _apart(suffix: str, name: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", __spec__.name, "--one", suffix, name, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"more than {_LIMIT} s"}
    if done.returncode:
        return {"error": done.stderr.strip()[-120:]}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> None:
    """Read all files with the libraries that are named, or with all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, default=FOLDER)
    parser.add_argument("--one", action="store_true", help="SUFFIX LIBRARY PATH, in this process")
    parser.add_argument("name", nargs="*")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(read(*options.name)))
        return
    paths = defaultdict(list)
    for _, path in fetched(options.files):
        paths[path.suffix].append(path)
    for suffix, libraries in LIBRARIES.items():
        for name in libraries:
            if not options.name or name in options.name:
                _table(suffix, name, paths[suffix])


def _table(suffix: str, name: str, paths: list[Path]) -> None:
    found = [(path, _apart(suffix, name, path)) for path in paths]
    read_ = [answer for _, answer in found if "error" not in answer]
    print(
        f"{suffix} {name:16} {len(read_)}/{len(paths)} files, "
        f"{sum(a['words'] for a in read_):>9,} words, {sum(a['seconds'] for a in read_):7.2f} s, "
        f"peak {max((a['megabytes'] for a in read_), default=0):5.0f} MB",
        flush=True,
    )
    for path, answer in found:
        if "error" in answer:
            print(f"    {path.name}: {answer['error']}", flush=True)


if __name__ == "__main__":
    main()
