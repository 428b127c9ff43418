"""Files made to harm whoever reads them: each is refused or read, within its limits."""

from __future__ import annotations

import io
import os
import zipfile
from functools import cache

import making
import pytest

from memkit.errors import NotFoundError, ProviderError

LAUGHS = (
    '<!DOCTYPE lol [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 12}">'
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = making.docx(("Normal", "Ana lives in Lisbon."))
PPTX = making.pptx(("Where", "Lisbon"))
XLSX = making.xlsx({"People": [["Name", "City"], ["Ana", "Lisbon"]]})
EPUB = making.epub({"one": "<p>Ana lives in Lisbon.</p>"})
PDF = making.pdf(["Ana lives in Lisbon."])
WHOLE = {"pdf": PDF, "docx": DOCX, "pptx": PPTX, "xlsx": XLSX, "epub": EPUB}


@pytest.fixture
def refused(load, tmp_path):
    """Return how the loader of a format refuses a content."""

    def refused(content, suffix, **options):
        path = tmp_path / f"hostile.{suffix}"
        path.write_bytes(content)
        with pytest.raises(ProviderError) as caught:
            load(path, suffix, **options)
        assert not isinstance(caught.value, NotFoundError)
        assert str(path) in str(caught.value)
        return str(caught.value)

    return refused


@pytest.fixture
def read(load, tmp_path):
    """Return what the loader of a format makes of a content."""

    def read(content, suffix, **options):
        path = tmp_path / f"odd.{suffix}"
        path.write_bytes(content)
        return load(path, suffix, **options)

    return read


@pytest.mark.parametrize("suffix", ["docx", "pptx", "xlsx", "epub"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(refused, suffix):
    bomb = making.with_part(WHOLE[suffix], "bomb.xml", b"0" * 6_000_000)
    assert len(bomb) < 200_000
    message = refused(bomb, suffix, most_unpacked_megabytes=5)
    assert "most_unpacked_megabytes=5" in message
    assert "give a greater most_unpacked_megabytes=" in message


@pytest.mark.parametrize("suffix", ["docx", "pptx", "xlsx", "epub"])
def test_a_zip_with_more_parts_than_any_document_is_refused(refused, suffix):
    assert "parts" in refused(_many_parts(), suffix)


@cache
def _many_parts():
    return making.zipped({f"{number}": b"" for number in range(50_001)})


@pytest.mark.parametrize("suffix", ["docx", "pptx", "xlsx", "epub"])
def test_a_part_that_lies_about_its_size_is_refused(refused, suffix):
    bomb = making.with_part(WHOLE[suffix], "[Content_Types].xml", b"<" * 6_000_000)
    bomb = making.with_part(bomb, "META-INF/container.xml", b"<" * 6_000_000)
    true, false = (6_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert "can't be read" in refused(bomb.replace(true, false), suffix)


def _main(suffix, prolog, said):
    """Return a document whose main part has a prolog, and says something."""
    if suffix == "docx":
        body = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{said}</w:t></w:r></w:p>'
        return making.with_part(DOCX, "word/document.xml", f"{prolog}{body}</w:body></w:document>")
    if suffix == "epub":
        return making.with_part(
            EPUB,
            "book/one.xhtml",
            f"{prolog}<html><body><p>Kept</p><p>{said}</p></body></html>",
        )
    if suffix == "xlsx":
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        row = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{said}</t></is></c></row>'
        return making.with_part(
            XLSX,
            "xl/worksheets/sheet1.xml",
            f'{prolog}<worksheet xmlns="{space}"><sheetData>{row}</sheetData></worksheet>',
        )
    with zipfile.ZipFile(io.BytesIO(PPTX)) as archive:
        slide = archive.read("ppt/slides/slide1.xml").decode().partition("?>")[2]
    return making.with_part(PPTX, "ppt/slides/slide1.xml", prolog + slide.replace("Lisbon", said))


@pytest.mark.parametrize("suffix", ["docx", "pptx", "xlsx", "epub"])
def test_entities_of_entities_are_not_expanded(load, tmp_path, suffix):
    path = tmp_path / f"laughs.{suffix}"
    path.write_bytes(_main(suffix, LAUGHS, "&j;"))
    try:
        text = load(path).text
    except ProviderError:
        return
    assert len(text) < 1_000


@pytest.mark.parametrize("suffix", ["docx", "pptx", "xlsx", "epub"])
def test_an_external_entity_is_not_fetched(load, tmp_path, suffix):
    secret = tmp_path / "secret.txt"
    secret.write_text("the password is swordfish")
    prolog = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    path = tmp_path / f"external.{suffix}"
    path.write_bytes(_main(suffix, prolog, "&e;"))
    try:
        text = load(path).text
    except ProviderError as error:
        text = str(error)
    assert "swordfish" not in text


@pytest.mark.parametrize("suffix", ["html", "epub"])
def test_entities_of_html_are_not_expanded(read, suffix):
    page = f"{LAUGHS}<html><body><p>Kept</p><p>&j;</p></body></html>"
    content = page.encode() if suffix == "html" else making.epub({"one": page})
    document = read(content, suffix)
    assert "Kept" in document.text
    assert len(document.text) < 1_000


def test_a_pdf_of_too_many_pages_is_refused(refused):
    message = refused(making.pdf(["page"] * 10_000), "pdf")
    assert "10000 pages" in message
    assert "most_pages=5000" in message


def test_a_pdf_of_10000_pages_is_read_if_that_is_allowed(read):
    document = read(making.pdf([f"page {n}" for n in range(10_000)]), "pdf", most_pages=10_000)
    assert document.spans[-1].page == 10_000


def _drawing_itself(times):
    """Return a PDF with a form that draws itself so many times."""
    draws = "/F Do " * times
    return making.numbered(
        [
            (1, "<< /Type /Catalog /Pages 2 0 R >>"),
            (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            (
                3,
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R "
                "/Resources << /XObject << /F 4 0 R >> >> >>",
            ),
            (
                4,
                f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length {len(draws)} "
                f"/Resources << /XObject << /F 4 0 R >> >> >>\nstream\n{draws}\nendstream",
            ),
            (5, "<< /Length 5 >>\nstream\n/F Do\nendstream"),
        ]
    )


LOOPS = {
    "pages in themselves": making.pdf(["one"], kids="2 0 R 2 0 R 2 0 R"),
    "an outline in itself": making.pdf(["one"], outline=[("One", 0)]).replace(
        b"/First 7 0 R", b"/First 6 0 R"
    ),
    "an older table of itself": PDF.replace(b"/Root 1 0 R", b"/Prev 9 /Root 1 0 R"),
    "a length of itself": making.numbered(
        [
            (1, "<< /Type /Catalog /Pages 2 0 R >>"),
            (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            (3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"),
            (4, "<< /Length 4 0 R >>\nstream\nBT ET\nendstream"),
        ]
    ),
    "a form that draws itself": _drawing_itself(1),
}


@pytest.mark.parametrize("kind", LOOPS)
def test_a_loop_in_a_pdf_has_an_end(load, tmp_path, kind):
    path = tmp_path / "loop.pdf"
    path.write_bytes(LOOPS[kind])
    try:
        text = load(path).text
    except ProviderError as error:
        text = str(error)
    assert len(text) < 1_000
    assert "most_seconds" not in text


def test_what_takes_too_long_is_ended(refused):
    message = refused(_drawing_itself(4), "pdf", most_seconds=0.5)
    assert "most_seconds=0.5" in message
    assert "give a greater most_seconds=" in message


@pytest.mark.skipif(os.name != "posix" or os.uname().sysname != "Linux", reason="Linux bounds it")
def test_what_takes_too_much_memory_is_ended(refused):
    message = refused(b"<p>" * 3_000_000, "html", most_megabytes=200)
    assert "most_megabytes=200" in message


def test_a_text_that_is_too_long_is_refused(refused):
    assert "most_characters=10" in refused(PDF, "pdf", most_characters=10)


def test_a_file_that_is_too_large_is_refused(refused):
    assert "most_file_megabytes=0.0001" in refused(PDF, "pdf", most_file_megabytes=0.0001)


@pytest.mark.parametrize("suffix", ["docx", "pptx", "xlsx"])
def test_an_encrypted_office_file_says_so(refused, suffix):
    message = refused(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4_000), suffix)
    assert "encrypted" in message
    assert "password" in message


def test_a_pdf_with_a_password_says_so(refused):
    encrypt = "<< /Filter /Standard /V 1 /R 2 /O (" + "o" * 32 + ") /U (" + "u" * 32 + ") /P -4 >>"
    encrypted = PDF.replace(b"/Root 1 0 R", f"/Encrypt {encrypt} /ID [(a)(a)] /Root 1 0 R".encode())
    assert "password" in refused(encrypted, "pdf")


def test_a_protected_book_says_so(refused):
    told = (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:CipherData>'
        '<e:CipherReference URI="book/one.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
    )
    assert "DRM" in refused(making.with_part(EPUB, "META-INF/encryption.xml", told), "epub")


@pytest.mark.parametrize("suffix", [*WHOLE, "html"])
def test_an_empty_file_is_refused(refused, suffix):
    assert "it is empty" in refused(b"", suffix)


@pytest.mark.parametrize("suffix", ["docx", "pptx", "xlsx", "epub"])
def test_a_truncated_file_is_refused(refused, suffix):
    assert "can't be read" in refused(WHOLE[suffix][: len(WHOLE[suffix]) // 2], suffix)


@pytest.mark.parametrize("suffix", WHOLE)
@pytest.mark.parametrize("other", [*WHOLE, "text"])
def test_a_wrong_suffix_is_refused(refused, suffix, other):
    if other == suffix:
        pytest.skip("the suffix is right")
    content = b"Just some text.\n" if other == "text" else WHOLE[other]
    assert "can't be read" in refused(content, suffix)


def _deep(depth):
    return b"<div>" * depth + b"At the bottom" + b"</div>" * depth + b"<p>After"


def test_deep_html_is_read_to_its_end(read):
    assert read(_deep(2_000), "html").text == "At the bottom\n\nAfter"


def test_html_that_is_too_deep_is_refused_and_not_cut(refused):
    assert "deep" in refused(_deep(100_000), "html")


def test_scripts_and_styles_are_no_text(read):
    page = b"""<html><head><title>T</title><script>evil()</script><style>p{}</style></head><body>
    <p onclick="evil()">Ana</p><SCRIPT>evil()</SCRIPT><script src=x>evil()</script>
    <noscript>evil()</noscript><template>evil()</template><svg><text>evil()</text></svg>
    <p hidden>evil()</p><!-- evil() --><style>evil()</style>Lisbon</body></html>"""
    assert read(page, "html").text == "Ana\n\nLisbon"


def test_a_cell_far_away_costs_nothing(read):
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "near", "far"
    assert read(making.saved(book), "xlsx").text == "near\nfar"


def test_a_pipe_is_not_waited_for(load, tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(ProviderError, match="it is no file"):
        load(tmp_path / "pipe.pdf")
    with pytest.raises(ProviderError):
        load(tmp_path, "pdf")
