"""What is found in each format: the text in its order, and where it stands."""

from __future__ import annotations

import making


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def parts(document):
    """Return each span's text with its page and headings."""
    return [(document.text[s.start : s.end], s.page, s.heading) for s in document.spans]


def test_a_pdf_has_pages_under_the_headings_of_its_outline(load, tmp_path):
    content = making.pdf(
        ["Before\n1. Cities\nLisbon", "More of them\n2. Rivers\nTagus"],
        outline=[("Cities", 0), ("Rivers", 1)],
        info="/Title (A guide) /Author (Ana) /CreationDate (D:20240301120000+01'00')",
    )
    document = load(written(tmp_path, "a.pdf", content))
    assert parts(document) == [
        ("Before", 1, ()),
        ("1. Cities\nLisbon", 1, ("Cities",)),
        ("More of them", 2, ("Cities",)),
        ("2. Rivers\nTagus", 2, ("Rivers",)),
    ]
    assert document.metadata == {
        "title": "A guide",
        "author": "Ana",
        "created": "2024-03-01T12:00:00+01:00",
        "pages": 2,
    }
    assert document.occurred_at is None


def test_what_runs_above_and_below_the_pages_is_left_out(load, tmp_path):
    pages = [f"A guide {n}\ntext of {word}\n{n}" for n, word in enumerate("abcde", 1)]
    document = load(written(tmp_path, "a.pdf", making.pdf(pages)))
    assert [text for text, _, _ in parts(document)] == [f"text of {word}" for word in "abcde"]


def test_word_has_sections_and_tables(load, tmp_path):
    content = making.docx(
        ("Heading 1", "Cities"),
        ("Normal", "There are many."),
        ("Heading 2", "Rivers"),
        ("Normal", "There are few."),
        table=[("City", "River"), ("Lisbon", "Tagus")],
    )
    document = load(written(tmp_path, "a.docx", content))
    assert parts(document) == [
        ("Cities\n\nThere are many.", None, ("Cities",)),
        (
            "Rivers\n\nThere are few.\n\nCity | River\nCity: Lisbon; River: Tagus",
            None,
            ("Cities", "Rivers"),
        ),
    ]
    assert document.metadata["title"] == "Notes"
    assert document.metadata["author"] == "Ana"


def test_tracked_changes_of_word_are_as_accepted(load, tmp_path):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t xml:space="preserve">In </w:t></w:r>'
        "<w:del><w:r><w:delText>Porto</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Lisbon</w:t></w:r></w:ins></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>A form</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "</w:body></w:document>"
    )
    content = making.with_part(making.docx(), "word/document.xml", body)
    assert load(written(tmp_path, "a.docx", content)).text == "In Lisbon\n\nA form"


def test_slides_are_pages(load, tmp_path):
    content = making.pptx(("Cities", "Lisbon"), ("Rivers", "Tagus"), notes="Say it slowly")
    assert parts(load(written(tmp_path, "a.pptx", content))) == [
        ("Cities\n\nLisbon", 1, ("Cities",)),
        ("Rivers\n\nTagus\n\nSay it slowly", 2, ("Rivers",)),
    ]


def test_sheets_are_headings_and_rows_name_their_columns(load, tmp_path):
    rows = [["A list of"], ["City", "People", "Capital"], ["Lisbon", 545000, True], ["Porto", 0.3]]
    content = making.xlsx({"Cities": rows, "Rivers": [["Tagus"]], "Empty": []})
    assert parts(load(written(tmp_path, "a.xlsx", content))) == [
        (
            "A list of\nCity | People | Capital\n"
            "City: Lisbon; People: 545000; Capital: true\nCity: Porto; People: 0.3",
            None,
            ("Cities",),
        ),
        ("Tagus", None, ("Rivers",)),
    ]


def test_html_has_sections_items_tables_and_code(load, tmp_path):
    page = """<html lang=en><head><title>A guide</title><meta name=author content=Ana>
    <meta property="article:published_time" content="2024-03-01T12:00:00+01:00"></head><body>
    <h1>Cities<a href="#x">¶</a></h1><p>There are<br>many <b>of</b>
    them.</p><ul><li>Lisbon</li><li><p>Porto</p></li></ul><h2>Rivers</h2>
    <table><tr><th>City<th>River</tr><tr><td rowspan=2>Lisbon<td>Tagus</tr><tr><td>Trancão</table>
    <pre>a = 1
  b = 2</pre></body></html>"""
    document = load(written(tmp_path, "a.html", page.encode()))
    assert parts(document) == [
        ("Cities\n\nThere are\nmany of them.\n\n- Lisbon\n- Porto", None, ("Cities",)),
        (
            "Rivers\n\nCity | River\nCity: Lisbon; River: Tagus\nRiver: Trancão\n\na = 1\n  b = 2",
            None,
            ("Cities", "Rivers"),
        ),
    ]
    assert document.metadata["title"] == "A guide"
    assert document.metadata["author"] == "Ana"
    assert document.occurred_at is not None
    assert document.occurred_at.isoformat() == "2024-03-01T12:00:00+01:00"


def test_html_is_read_in_its_encoding(load, tmp_path):
    for number, (charset, said) in enumerate(
        [("utf-8", ""), ("cp1252", ""), ("shift_jis", "<meta charset=shift_jis>"), ("utf-16", "")]
    ):
        text = "日本" if charset == "shift_jis" else "Zürich"
        content = f"{said}<p>{text}</p>".encode(charset)
        assert load(written(tmp_path, f"{number}.html", content)).text == text


def test_a_book_is_read_in_its_order(load, tmp_path):
    content = making.epub({"b": "<h1>Cities</h1><p>Lisbon</p>", "a": "<h2>Rivers</h2><p>Tagus</p>"})
    document = load(written(tmp_path, "a.epub", content))
    assert parts(document) == [
        ("Cities\n\nLisbon", None, ("Cities",)),
        ("Rivers\n\nTagus", None, ("Cities", "Rivers")),
    ]
    assert document.metadata == {"title": "A book", "author": "Ana", "language": "en"}
