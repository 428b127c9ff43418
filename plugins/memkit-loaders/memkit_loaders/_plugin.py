"""What this plug-in provides. Imported to list providers, so it imports no parser."""

from __future__ import annotations

from memkit.plugins import LoaderSpec, hookimpl

_CONFIG = "memkit_loaders.config:DocumentConfig"
_OFFICE = "application/vnd.openxmlformats-officedocument"

PDF = LoaderSpec(
    name="pdf",
    impl="memkit_loaders.loaders:PDFLoader",
    config=_CONFIG,
    summary="PDF files, page by page, under the headings of their outline",
    suffixes=(".pdf",),
    media_types=("application/pdf",),
    requires=("pypdfium2",),
)

DOCX = LoaderSpec(
    name="docx",
    impl="memkit_loaders.loaders:DOCXLoader",
    config=_CONFIG,
    summary="Word files, section by section",
    suffixes=(".docx", ".docm"),
    media_types=(f"{_OFFICE}.wordprocessingml.document",),
    requires=("docx",),
)

PPTX = LoaderSpec(
    name="pptx",
    impl="memkit_loaders.loaders:PPTXLoader",
    config=_CONFIG,
    summary="PowerPoint files, slide by slide, with tables, charts and notes",
    suffixes=(".pptx", ".pptm"),
    media_types=(f"{_OFFICE}.presentationml.presentation",),
    requires=("pptx",),
)

XLSX = LoaderSpec(
    name="xlsx",
    impl="memkit_loaders.loaders:XLSXLoader",
    config=_CONFIG,
    summary="Excel files, sheet by sheet, each row with the names of its columns",
    suffixes=(".xlsx", ".xlsm"),
    media_types=(f"{_OFFICE}.spreadsheetml.sheet",),
    requires=("openpyxl",),
)

HTML = LoaderSpec(
    name="html",
    impl="memkit_loaders.loaders:HTMLLoader",
    config=_CONFIG,
    summary="HTML files, section by section, without scripts and styles",
    suffixes=(".html", ".htm", ".xhtml"),
    media_types=("text/html", "application/xhtml+xml"),
    requires=("lxml",),
)

EPUB = LoaderSpec(
    name="epub",
    impl="memkit_loaders.loaders:EPUBLoader",
    config=_CONFIG,
    summary="EPUB books in their reading order, section by section",
    suffixes=(".epub",),
    media_types=("application/epub+zip",),
    requires=("lxml",),
)


WEB = LoaderSpec(
    name="web",
    impl="memkit_loaders.web.loader:WebLoader",
    config="memkit_loaders.web.config:WebConfig",
    summary="Web pages: their main text, from public addresses, as robots.txt allows",
    schemes=("http", "https"),
    requires=("httpcore", "idna", "protego", "trafilatura"),
)


@hookimpl
def memkit_loaders() -> list[LoaderSpec]:
    """Return the loaders of this plug-in."""
    return [PDF, DOCX, PPTX, XLSX, HTML, EPUB, WEB]
