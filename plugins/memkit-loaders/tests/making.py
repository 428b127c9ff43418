"""Files for the tests, made by the libraries that write them, or byte by byte."""

from __future__ import annotations

import io
import zipfile


def pdf(pages, *, outline=(), info="", extra=b"", kids=None):
    """Return a PDF with a text on each page: lines, one under the other.

    Args:
        pages: The texts.
        outline: Pairs of a title and the index of its page.
        info: Entries of its information dictionary.
        extra: Objects more.
        kids: What stands for the pages' objects in their list.
    """
    first = 4
    kids = kids or " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    after = first + 2 * len(pages)
    objects = [
        (1, f"<< /Type /Catalog /Pages 2 0 R {_outlined(outline, after)} >>"),
        (2, f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"),
        (3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
    ]
    for number, text in enumerate(pages):
        page = first + 2 * number
        drawn = " ".join(f"({line}) Tj T*" for line in text.split("\n"))
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {drawn} ET"
        objects += [
            (
                page,
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {page + 1} 0 R "
                "/Resources << /Font << /F1 3 0 R >> >> >>",
            ),
            (page + 1, f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"),
        ]
    objects += list(_outline(outline, after, first))
    objects.append((9_000_000, f"<< {info} >>"))
    return numbered(objects, extra=extra, info=9_000_000)


def _outlined(outline, after):
    return f"/Outlines {after} 0 R" if outline else ""


def _outline(outline, after, first):
    if not outline:
        return
    last = after + len(outline)
    yield after, f"<< /First {after + 1} 0 R /Last {last} 0 R /Count {len(outline)} >>"
    for at, (title, page) in enumerate(outline, 1):
        following = f"/Next {after + at + 1} 0 R" if after + at < last else ""
        yield (
            after + at,
            f"<< /Title ({title}) /Parent {after} 0 R {following} "
            f"/Dest [{first + 2 * page} 0 R /Fit] >>",
        )


def numbered(objects, *, extra=b"", info=None):
    """Return a PDF of numbered objects, with its table of where they are."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = {}
    for number, body in objects:
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    out.write(extra)
    start = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        out.write(f"{number} 1\n{place:010} 00000 n \n".encode())
    told = f"/Info {info} 0 R" if info else ""
    out.write(f"trailer << /Size {max(places) + 1} /Root 1 0 R {told} >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def docx(*paragraphs, table=(), title="Notes"):
    """Return a Word file of (style, text), and a table after them."""
    import docx as library

    document = library.Document()
    document.core_properties.title = title
    document.core_properties.author = "Ana"
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    if table:
        made = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text
    return saved(document)


def pptx(*slides, notes=""):
    """Return a PowerPoint file of (title, text)."""
    import pptx as library

    presentation = library.Presentation()
    for title, text in slides:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    if notes:
        slide.notes_slide.notes_text_frame.text = notes
    return saved(presentation)


def xlsx(sheets):
    """Return an Excel file of rows by the names of its sheets."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(document):
    """Return what a library's document writes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)


def epub(chapters, *, more=None, prolog=""):
    """Return an EPUB book of XHTML bodies by the names of its chapters."""
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in reversed(chapters)
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    package = (
        f'{prolog}<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A book</dc:title>'
        "<dc:creator>Ana</dc:creator><dc:language>en</dc:language></metadata>"
        f"<manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "book/package.opf": package,
        **{
            f"book/{name}.xhtml": f"<html><body>{body}</body></html>"
            for name, body in chapters.items()
        },
        **(more or {}),
    }
    return zipped(parts)


def zipped(parts):
    """Return a zip file of texts by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def with_part(content, name, text):
    """Return a zip file with a part put in the place of the one of that name, or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return zipped({**parts, name: text})
