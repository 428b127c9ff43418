"""Documents in the explorer: which there are, their passages in order, their places, forgetting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from memkit.contracts.loader import Document, Loader, Span, digest_of
from memkit.domain.records import Message
from memkit.errors import NotFoundError, ValidationError
from memkit.explorer import answer
from memkit.explorer.documents import address, link_to

HANDBOOK = """\
# Handbook

Welcome to the office.

## Leave

Everybody has thirty days of leave a year.

## Travel

### Trains

Trains are booked by the front desk.
"""
# A passage for each section and page.
SMALL = {"tokens": 20, "overlap": 0}
HOSTILE = '<img src=x onerror="window.bad=1">\n\u202eexe.fdp \U0001f600 ' + "long " * 400


class Given(Loader):
    """Gives the documents that it was made of."""

    def __init__(self, *documents: Document) -> None:
        self.documents = documents

    def load(self, source: str) -> Any:
        yield from self.documents


def paged(uri: str, title: str = "Report", pages: int = 3) -> Document:
    """Return a document of pages."""
    texts = [f"What page {number} says about the boiler." for number in range(1, pages + 1)]
    text = "\n\n".join(texts)
    spans = [
        Span(start=text.index(one), end=text.index(one) + len(one), page=page, heading=("Data",))
        for page, one in enumerate(texts, start=1)
    ]
    return Document(
        text=text, uri=uri, digest=digest_of(text.encode()), media_type="application/pdf",
        spans=spans, metadata={"title": title},
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "docs"
    made.mkdir()
    (made / "handbook.md").write_text(HANDBOOK)
    (made / "boiler.txt").write_text("The boiler is in the cellar.")
    return made


@pytest.fixture
def read(memory, folder):
    """Return a memory of ana with a message, two files, and a page of the web."""
    memory.add("I like tea", user_id="ana")
    memory.ingest(folder, user_id="ana", **SMALL)
    web = Given(paged("https://example.org/report.pdf"))
    memory.ingest("https://example.org/report.pdf", user_id="ana", **SMALL, loader=web)
    return memory


@pytest.fixture
def explorer(read):
    return read.explore(user_id="ana")


def titles(window) -> list[str]:
    return [one["title"] for one in window["rows"]]


def in_order(explorer) -> list[str]:
    return [row["text"] for row in explorer.rows(sort="place", descending=False)["rows"]]


def test_the_documents_are_those_that_the_memory_lists(read, explorer, folder) -> None:
    listed = {one.uri: one for one in read.sources(user_id="ana")}
    found = explorer.documents()
    assert titles(found) == ["boiler.txt", "Handbook", "Report"]
    for one in found["rows"]:
        there = listed[one["uri"]]
        assert (one["title"], one["passages"], one["user_id"]) == (
            there.title, there.passages, "ana",
        )  # fmt: skip
        assert one["updated_at"] == there.updated_at.isoformat()
        assert one["problem"] == ""
    assert [one["type"] for one in found["rows"]] == ["text", "Markdown", "PDF"]
    assert found["rows"][0]["characters"] == len("The boiler is in the cellar.")
    assert found["rows"][1]["where"] == str(folder / "handbook.md")
    assert explorer.status()["documents"] is True
    json.dumps(found)


def test_documents_are_sorted_found_and_told_in_windows(explorer) -> None:
    assert titles(explorer.documents(sort="passages", descending=True))[0] in ("Handbook", "Report")
    assert titles(explorer.documents(sort="title", descending=True)) == [
        "Report", "Handbook", "boiler.txt",
    ]  # fmt: skip
    assert titles(explorer.documents(sort="updated_at", descending=True))[0] == "Report"
    assert titles(explorer.documents(find="HANDB")) == ["Handbook"]
    assert titles(explorer.documents(find="example.org")) == ["Report"]
    window = explorer.documents(1, 1)
    assert (titles(window), window["total"], window["first"]) == (["Handbook"], 3, 1)
    with pytest.raises(ValidationError, match="title"):
        explorer.documents(sort="colour")
    with pytest.raises(ValidationError, match="first"):
        explorer.documents(-1)


def test_a_document_shows_its_passages_as_they_stand_in_it(read, explorer, folder) -> None:
    uri = (folder / "handbook.md").as_uri()
    shown = explorer.set_document(uri)
    assert (shown["document"]["title"], shown["document"]["deletes"]) == ("Handbook", 3)
    handbook = [
        "Welcome to the office.",
        "Everybody has thirty days of leave a year.",
        "Trains are booked by the front desk.",
    ]
    assert in_order(explorer) == handbook
    # What is read later stands where it belongs.
    text = HANDBOOK.replace("## Leave", "## Keys\n\nKeys are at the desk.\n\n## Leave")
    (folder / "handbook.md").write_text(text)
    read.ingest(folder, user_id="ana", **SMALL)
    assert in_order(explorer) == [handbook[0], "Keys are at the desk.", *handbook[1:]]
    # The search follows, and so does what is written to a file.
    hits = explorer.search("boiler keys", k=9)["hits"]
    assert hits
    assert {hit["document"]["title"] for hit in hits} == {"Handbook"}
    assert explorer.set_document()["shown"] == 9
    assert explorer.set_document()["document"] is None


def test_the_messages_of_a_conversation_stand_in_their_order(memory) -> None:
    said = [Message(role="user", content=f"Line {number} of the chat") for number in range(30)]
    chat = Document(text="", uri="chat://x", digest="d", media_type="text/plain", messages=said)
    memory.ingest("chat://x", user_id="ana", **SMALL, loader=Given(chat))
    explorer = memory.explore(user_id="ana")
    [one] = explorer.documents()["rows"]
    assert (one["passages"], one["characters"]) == (30, None)
    explorer.set_document("chat://x")
    assert in_order(explorer) == [f"Line {number} of the chat" for number in range(30)]


def test_a_passage_tells_its_place_and_its_neighbours(read, explorer) -> None:
    explorer.set_document("https://example.org/report.pdf")
    ids = explorer.shown_ids(sort="place", descending=False)
    explorer.set_document()
    passage = explorer.detail(ids[1])["passage"]
    assert (passage["title"], passage["place"]) == ("Report", "page 2, Data")
    assert (passage["number"], passage["passages"]) == (2, 3)
    assert passage["previous"]["id"] == ids[0]
    assert passage["next"] == {"id": ids[2], "text": "What page 3 says about the boiler."}
    record = read.get(ids[1])
    text = paged("x:y").text
    assert text[passage["start"] : passage["end"]] == record.memory
    assert passage["link"] == "https://example.org/report.pdf#page=2"
    first, last = (explorer.detail(id_)["passage"] for id_ in (ids[0], ids[2]))
    assert (first["previous"], last["next"]) == (None, None)
    rows = {row["text"]: row["document"] for row in explorer.rows()["rows"]}
    assert rows["I like tea"] is None
    assert rows["Trains are booked by the front desk."] == {
        "title": "Handbook", "place": "Travel › Trains",
    }  # fmt: skip
    tea = next(row["id"] for row in explorer.rows()["rows"] if row["text"] == "I like tea")
    assert explorer.detail(tea)["passage"] is None


def test_a_passage_whose_neighbour_is_deleted_has_another(read, explorer) -> None:
    explorer.set_document("https://example.org/report.pdf")
    ids = explorer.shown_ids(sort="place", descending=False)
    deleted = explorer.delete([ids[1]])
    passage = explorer.detail(ids[0])["passage"]
    assert (passage["next"]["id"], passage["passages"]) == (ids[2], 2)
    gone = explorer.detail(ids[1])["passage"]
    assert (gone["number"], gone["previous"], gone["place"]) == (None, None, "page 2, Data")
    explorer.undo(deleted["seqs"])
    assert explorer.detail(ids[0])["passage"]["next"]["id"] == ids[1]


def test_the_past_has_the_documents_of_then(read, explorer, folder, run_code) -> None:
    before = read.events()[-1].seq
    read.forget_source(folder / "handbook.md", user_id="ana")
    read.ingest(
        "given://x",
        user_id="ana",
        **SMALL,
        loader=Given(paged("https://example.org/new.pdf", "New")),
    )
    assert titles(explorer.documents()) == ["boiler.txt", "New", "Report"]
    explorer.set_at(before)
    then = explorer.documents()
    assert titles(then) == ["boiler.txt", "Handbook", "Report"]
    assert run_code(then["code"], read)["sources"] == sorted(one["uri"] for one in then["rows"])
    uri = (folder / "handbook.md").as_uri()
    assert explorer.set_document(uri)["shown"] == 3
    first = explorer.shown_ids(sort="place", descending=False)[0]
    assert explorer.detail(first)["passage"]["next"]["text"].startswith("Everybody has")
    with pytest.raises(NotFoundError):
        explorer.set_document("https://example.org/new.pdf")
    with pytest.raises(ValidationError, match="can't be changed"):
        explorer.forget_source(uri)
    explorer.set_at(1)
    assert explorer.documents()["total"] == 0
    assert (explorer.status()["documents"], explorer.status()["shown"]) == (False, 0)
    explorer.set_at(None)
    assert explorer.status()["documents"] is True


def test_forgetting_a_document_is_undone_as_one(read, explorer, folder, run_code) -> None:
    uri = (folder / "handbook.md").as_uri()
    explorer.set_document(uri)
    heard = []
    explorer.observe(heard.append)
    done = explorer.forget_source(uri, user_id="ana")
    assert done["said"] == f"Forgot {folder / 'handbook.md'}: deleted 3 memories."
    assert (len(done["seqs"]), len(done["results"])) == (3, 3)
    assert explorer.document is None
    assert "document" in heard
    assert titles(explorer.documents()) == ["boiler.txt", "Report"]
    assert explorer.status()["shown"] == 5
    explorer.undo(done["seqs"])
    assert titles(explorer.documents()) == ["boiler.txt", "Handbook", "Report"]
    run_code(done["code"], read)
    assert len(read.sources()) == 2
    with pytest.raises(NotFoundError):
        explorer.forget_source(uri, user_id="ana")


def test_the_same_file_of_two_people_is_two_documents(read, folder) -> None:
    read.ingest(folder / "handbook.md", user_id="bob", **SMALL)
    read.ingest(folder / "handbook.md", user_id="bob", run_id="r1", **SMALL)
    everyone = read.explore()
    uri = (folder / "handbook.md").as_uri()
    same = [one for one in everyone.documents()["rows"] if one["uri"] == uri]
    assert [(one["user_id"], one["run_id"], one["passages"]) for one in same] == [
        ("ana", None, 3), ("bob", None, 3), ("bob", "r1", 3),
    ]  # fmt: skip
    assert everyone.set_document(uri, user_id="ana")["shown"] == 3
    passages = everyone.shown_ids(sort="place", descending=False)
    assert everyone.detail(passages[0])["passage"]["passages"] == 3
    # As the verb, what is of narrower scopes goes with it, and is counted before.
    status = everyone.set_document(uri, user_id="bob")
    assert (status["shown"], status["document"]["deletes"]) == (6, 6)
    # Another person's memories are shown: the document is not theirs.
    assert everyone.set_scope(user_id="ana")["document"] is None
    everyone.set_document(uri)
    assert everyone.set_scope(user_id="ana")["document"]["uri"] == uri
    assert everyone.set_scope()["document"]["user_id"] == "ana"
    everyone.forget_source(uri, user_id="bob")
    assert len(read.sources()) == 3


def test_the_code_shows_the_same(read, explorer, folder, run_code) -> None:
    found = explorer.documents()
    listed = run_code(found["code"], read)["sources"]
    assert [one.uri for one in listed] == sorted(one["uri"] for one in found["rows"])
    explorer.set_document((folder / "handbook.md").as_uri())
    shown = explorer.rows(sort="place", descending=False)
    memories = run_code(shown["code"], read)["memories"]
    assert [one.id for one in memories] == [row["id"] for row in shown["rows"]]
    search = explorer.search("leave")
    assert [hit.id for hit in run_code(search["code"], read)["hits"]] == [
        hit["id"] for hit in search["hits"]
    ]
    opened = run_code(explorer.status()["code"], read)["explorer"]
    assert opened.document == explorer.document
    assert opened.status() == explorer.status()


def test_what_is_no_document_is_refused(explorer) -> None:
    with pytest.raises(NotFoundError, match="lists what was read"):
        explorer.set_document("file:///nothing.md")
    for wrong in (3, "", ["x"]):
        assert "trouble" in answer(explorer, "set_document", {"uri": wrong})
        assert "trouble" in answer(explorer, "forget_source", {"uri": wrong})
    assert explorer.document is None


def test_a_document_that_was_not_read_to_its_end_says_so(read, explorer, folder) -> None:
    uri = (folder / "handbook.md").as_uri()
    explorer.set_document(uri)
    first = explorer.shown_ids(sort="place", descending=False)[0]
    read.delete(first)
    problems = {one["title"]: one["problem"] for one in explorer.documents()["rows"]}
    assert "Ingest it again" in problems["Handbook"]
    assert not problems["Report"]
    read.ingest(folder, user_id="ana", **SMALL)
    assert not any(one["problem"] for one in explorer.documents()["rows"])


def test_hostile_names_are_texts_and_cut(memory) -> None:
    uri = f"javascript:alert(1)//{HOSTILE}"
    memory.ingest("given://x", user_id="ana", **SMALL, loader=Given(paged(uri, HOSTILE)))
    explorer = memory.explore(user_id="ana")
    [one] = explorer.documents(find="onerror")["rows"]
    assert one["uri"] == uri
    for text in (one["title"], one["where"]):
        assert len(text) <= 200
        assert not set(text) & set("\n\u202e")
    assert one["title"].startswith("<img src=x")
    assert explorer.set_document(uri)["shown"] == 3
    detail = explorer.detail(explorer.shown_ids()[0])
    passage, [version] = detail["passage"], detail["history"]
    assert (passage["link"], len(passage["place"]) <= 200) == (None, True)
    # Its name is the reason of the change.
    assert version["reason"].startswith("read from javascript:")
    assert "\u202e" not in version["reason"]
    assert explorer.forget_source(uri)["said"].startswith("Forgot javascript:alert(1)")
    assert memory.count() == 0


@pytest.mark.parametrize(
    ("uri", "link"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://example.org/a", "HTTP://example.org/a"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("http:alert(1)", None),
        ("https://", None),
        ("https://[x", None),
        ("https://a b", None),
        ("https://a\\@b", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("notes.md", None),
    ],
)
def test_only_pages_of_the_web_are_linked(uri: str, link: str | None) -> None:
    assert link_to(uri) == link


def test_an_address_is_read_by_people() -> None:
    assert address("file:///home/x/%D0%B0%20b.md") == "/home/x/\u0430 b.md"
    long = address("https://example.org/" + "x" * 500 + "/the-file.pdf")
    assert long.startswith("https://example.org/")
    assert long.endswith("/the-file.pdf")
    assert len(long) <= 121


def test_a_thousand_documents(memory) -> None:
    names = [f"{number:04}" for number in range(1000)]
    documents = [paged(f"file:///d/{name}.pdf", f"Report {name}", 6) for name in names]
    memory.ingest("given://x", user_id="ana", **SMALL, loader=Given(*documents), wait=True)
    explorer = memory.explore(user_id="ana")
    found = []
    for first in range(0, 1000, 150):
        window = explorer.documents(first, 150)
        assert window["total"] == 1000
        found += titles(window)
    assert found == [f"Report {name}" for name in names]
    assert titles(explorer.documents(find="0777")) == ["Report 0777"]
    # The first answer for so many is told by the last events; the rest is read meanwhile.
    explorer = memory.explore(user_id="ana")
    explorer.rows()
    explorer.set_document("file:///d/0500.pdf")
    rows = explorer.rows(sort="place", descending=False)["rows"]
    assert [row["document"]["place"] for row in rows] == [f"page {n}, Data" for n in range(1, 7)]
    # What changes is followed: one is gone, one is new, one has another title.
    memory.forget_source("file:///d/0000.pdf")
    changed = paged("file:///d/0001.pdf", "Another", 7), paged("file:///e.pdf", "New", 1)
    memory.ingest("given://x", user_id="ana", **SMALL, loader=Given(*changed))
    assert explorer.documents()["total"] == 1000
    assert titles(explorer.documents(0, 3)) == ["Another", "New", "Report 0002"]
    assert explorer.documents(find="another")["rows"][0]["passages"] == 7
    listed = {one.uri: one.passages for one in memory.sources()}
    told = [one for first in (0, 500) for one in explorer.documents(first, 500)["rows"]]
    assert {one["uri"]: one["passages"] for one in told} == listed


def test_documents_that_come_later_are_noticed(memory, folder) -> None:
    memory.add("I like tea", user_id="ana")
    explorer = memory.explore(user_id="ana")
    assert explorer.status()["documents"] is False
    memory.add("And coffee", user_id="ana")
    assert explorer.status()["documents"] is False
    memory.ingest(folder, user_id="bob", **SMALL)
    assert explorer.status()["documents"] is False
    memory.ingest(folder, user_id="ana", **SMALL)
    assert explorer.status()["documents"] is True
