from __future__ import annotations

import codecs
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError as Invalid

from memkit.contracts.loader import Document, Span, digest_of, path_of
from memkit.errors import NotFoundError, ProviderError, ValidationError
from memkit.plugins import create

MARKDOWN = """\
Before any heading.

# Boats #
The ferry leaves at nine.

```sh
# no heading
~~~
```
## Lines
Nine and ten.

   ### Fares
#no heading either
# Trains

~~~
# nor this
"""


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def load(path, **options):
    (document,) = create("loader", "text", **options).load(str(path))
    return document


def test_a_file_is_one_document(write):
    path = write("notes.txt", "one\r\ntwo – three\n")
    document = load(path)
    assert document.text == "one\r\ntwo – three\n"
    assert document.uri == path.as_uri()
    assert document.media_type == "text/plain"
    assert document.digest == digest_of(path.read_bytes())
    assert document.spans == ()


def test_the_sections_of_markdown_are_its_spans(write):
    document = load(write("notes.MD", MARKDOWN))
    assert document.media_type == "text/markdown"
    found = [
        (span.heading, document.text[span.start : span.end].splitlines()[0])
        for span in document.spans
    ]
    assert found == [
        ((), "Before any heading."),
        (("Boats",), "# Boats #"),
        (("Boats", "Lines"), "## Lines"),
        (("Boats", "Lines", "Fares"), "   ### Fares"),
        (("Trains",), "# Trains"),
    ]
    assert "".join(document.text[span.start : span.end] for span in document.spans) == MARKDOWN


def test_an_empty_file_has_no_sections(write):
    assert load(write("notes.md", "")).spans == ()
    assert load(write("notes.md", "\n \n")).spans == ()


@pytest.mark.parametrize("name", ["with space.txt", "größe.txt", "100%.txt"])
def test_a_file_of_any_name_may_be_named_by_its_uri(write, name):
    path = write(name, "text")
    assert path_of(path.as_uri()) == path
    assert load(path.as_uri()) == load(path)


def test_the_mark_of_an_encoding_is_no_text(write):
    assert load(write("a.txt", b"\xef\xbb\xbfone")).text == "one"
    assert load(write("b.txt", "één".encode("cp1252")), encoding="cp1252").text == "één"


def test_another_encoding_is_told(write):
    with pytest.raises(ProviderError, match=r"not written in utf-8: .* at byte 0") as raised:
        load(write("a.txt", "één".encode("cp1252")))
    assert "encoding=" in raised.value.fix
    with pytest.raises(ValidationError, match="no encoding 'utf-99'"):
        create("loader", "text", encoding="utf-99")


def test_what_is_no_file_is_told(tmp_path):
    with pytest.raises(NotFoundError, match="no file"):
        load(tmp_path / "missing.txt")
    with pytest.raises(ProviderError, match="can't be read"):
        load(tmp_path)


def document(**fields):
    given = {"text": "one two", "uri": "file:///a", "media_type": "text/plain", "digest": "x"}
    return Document(**given | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"uri": "a.txt"},
        {"media_type": "markdown"},
        {"digest": ""},
        {"spans": (Span(start=0, end=8),)},
        {"spans": (Span(start=0, end=4), Span(start=3, end=7))},
        {"spans": (Span(start=4, end=7), Span(start=0, end=3))},
    ],
)
def test_a_document_that_can_not_be_is_refused(fields):
    with pytest.raises(Invalid):
        document(**fields)


def test_a_span_has_an_extent():
    assert document(spans=(Span(start=0, end=3, page=1), Span(start=3, end=7))).spans
    for start, end in ((3, 3), (4, 3), (-1, 2)):
        with pytest.raises(Invalid):
            Span(start=start, end=end)


FRONT = """\
---
title: "Boats of the harbour"
tags: [ferry, tug]
authors:
  - Ana
  - Bo
date: 2024-05-01
# a comment
---
"""


def test_front_matter_is_metadata_and_no_text(write):
    found = load(write("a.md", FRONT + "The ferry.\n# Tugs\nTwo.\n"))
    assert found.text == "The ferry.\n# Tugs\nTwo.\n"
    assert found.metadata == {
        "title": "Boats of the harbour",
        "tags": ["ferry", "tug"],
        "authors": ["Ana", "Bo"],
        "date": "2024-05-01",
    }
    assert found.occurred_at == datetime(2024, 5, 1, tzinfo=UTC)
    assert [found.text[span.start : span.end] for span in found.spans] == [
        "The ferry.\n",
        "# Tugs\nTwo.\n",
    ]


@pytest.mark.parametrize(
    "top",
    [
        "---\nnested:\n  key: value\n---\n",
        "---\njust words\n---\n",
        "---\na: 1\n",
        "---\nrun: &anchor x\n---\n",
        "---\n---\n",
    ],
)
def test_what_is_no_simple_front_matter_stays_text(write, top):
    found = load(write("a.md", top + "Words.\n"))
    assert found.text == top + "Words.\n"
    assert "key" not in found.metadata


def test_the_first_heading_is_the_title(write):
    assert load(write("a.md", "Words.\n\nBoats\n=====\n")).metadata == {"title": "Boats"}
    assert load(write("b.md", "Words.\n")).metadata == {}


SETEXT = """\
Boats
=====
Some.

Two lines
of one heading
---
- an item
---

> a quote
---

| table |
|-------|

Words.

---

***
    code
---
```
Fenced
======
```
"""


def test_underlined_headings_are_headings(write):
    found = load(write("a.md", SETEXT))
    assert [span.heading for span in found.spans] == [
        ("Boats",),
        ("Boats", "Two lines of one heading"),
    ]
    assert "".join(found.text[span.start : span.end] for span in found.spans) == SETEXT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-be", "utf-32-be"])
def test_a_byte_order_mark_tells_the_encoding(write, encoding):
    mark = {"utf-16-be": codecs.BOM_UTF16_BE, "utf-32-be": codecs.BOM_UTF32_BE}.get(encoding, b"")
    path = write("a.txt", mark + "één – 一".encode(encoding))
    assert load(path).text == "één – 一"
    assert load(path, encoding="cp1252").text == "één – 一"


def test_a_long_paragraph_is_read_at_once(write):
    # A line each that could be a heading's, were it underlined.
    found = load(write("a.md", "word\n" * 200_000 + "---\n"))
    assert len(found.spans) == 1
