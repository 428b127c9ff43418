"""Tables of CSV and TSV: each row a part."""

from __future__ import annotations

import pytest

from memkit.plugins import create, loader_for


@pytest.fixture
def load(tmp_path):
    def load(content, name="a.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (document,) = create("loader", loader_for(str(path)), **options).load(str(path))
        return document

    return load


def parts(document):
    return [document.text[span.start : span.end] for span in document.spans]


def test_a_row_is_a_part_and_a_filled_cell_a_line(load):
    document = load('Name,City,Note\nAna,Berlin,"two\nlines, quoted"\n\nBo,,\n,,\n')
    assert parts(document) == ["Name: Ana\nCity: Berlin\nNote: two\nlines, quoted", "Name: Bo"]
    assert document.metadata == {"rows": 2, "columns": ["Name", "City", "Note"]}
    assert document.media_type == "text/csv"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Name;Price\nAna;1,50\nBo;2,75\n", "a.csv"),
        ("Name\tPrice\nAna\t1,50\nBo\t2,75\n", "a.tsv"),
        ("Name\tPrice\nAna\t1,50\nBo\t2,75\n", "a.csv"),
        ("Name|Price\r\nAna|1,50\r\nBo|2,75\r\n", "a.csv"),
        ('Name,Price\rAna,"1,50"\rBo,"2,75"\r', "a.csv"),
        ('Name,Price\nAna,"1,50"\nBo,"2,75"\n'.encode("utf-16"), "a.csv"),
    ],
)
def test_what_separates_cells_is_found(load, content, name):
    assert parts(load(content, name)) == ["Name: Ana\nPrice: 1,50", "Name: Bo\nPrice: 2,75"]


@pytest.mark.parametrize(
    ("content", "first"),
    [
        ("1,2\n3,4\n", "Column 1: 1\nColumn 2: 2"),
        ("Ana,2024-05-01\nBo,2024-05-02\n", "Column 1: Ana\nColumn 2: 2024-05-01"),
        ("Country,2019,2020\nDE,83,84\n", "Country: DE\n2019: 83\n2020: 84"),
        ("Name,Name,\nAna,Bo,x\n", "Name: Ana\nName (2): Bo\nColumn 3: x"),
        ("Ana,Bo\n", "Column 1: Ana\nColumn 2: Bo"),
    ],
)
def test_the_first_row_names_columns_unless_it_holds_values(load, content, first):
    assert parts(load(content))[0] == first


def test_it_can_be_told(load):
    assert parts(load("a,b\nc,d\n", header=False))[0] == "Column 1: a\nColumn 2: b"
    assert parts(load("1,2\n3,4\n", header=True)) == ["1: 3\n2: 4"]


def test_another_encoding_is_tried_and_told(load):
    document = load("Name,Größe\nAna,klein\n".encode("cp1252"))
    assert parts(document) == ["Name: Ana\nGröße: klein"]
    assert document.metadata["encoding"] == "cp1252"


def test_broken_rows_are_kept_and_told(load):
    document = load('A,B\n1,"x"y\n2,ok\n3,z,more\n4,"open\n5,ok\n')
    assert parts(document) == [
        'A: 1\nB: x"y',
        "A: 2\nB: ok",
        "A: 3\nB: z\nColumn 3: more",
        "A: 4\nB: open",
        "A: 5\nB: ok",
    ]
    assert document.metadata["unread"] == [
        "line 2: a quote within a cell",
        "line 4: 3 cells for 2 columns",
        "line 5: a quote that is never closed",
    ]


def test_no_more_problems_are_told_than_can_be_read(load):
    told = load("A,B\n" + "1,2,3\n" * 500).metadata["unread"]
    assert (len(told), told[-1]) == (21, "and 480 more")


@pytest.mark.parametrize(
    "content",
    [
        "A,B\n" + "1,2\n" * 100_000,
        # Each of these opens a quote that ends nowhere, or in the middle of a cell.
        "A,B\n" + '1,"2\n' * 20_001,
        "A,B\n" + '"\n1,2\n' * 20_001 + '"',
        ",".join(f"c{n}" for n in range(50_000)) + "\n" + ",".join("1" * 50_000) + "\n",
        "A,B\n" + "x" * 5_000_000 + ",1\n",
    ],
    ids=["long", "quotes", "quotes alone", "wide", "a huge cell"],
)
def test_tables_of_any_size_are_read(load, content):
    document = load(content)
    assert document.spans
    assert document.spans[-1].end == len(document.text)


def test_a_table_of_nothing_is_an_empty_document(load):
    assert (load("").text, load("\n \n").spans) == ("", ())


def test_other_ends_of_lines_stay_in_a_cell(load):
    assert parts(load("A,B\nx\u2028y,z\x0bw\n")) == ["A: x\u2028y\nB: z\x0bw"]
