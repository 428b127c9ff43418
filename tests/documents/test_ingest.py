"""Documents into a memory, again and again."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, BackgroundJob, Interrupted, Memory
from memkit.contracts.loader import Document, Loader, Span, digest_of
from memkit.domain.records import Message
from memkit.errors import NotFoundError, PluginError, ProviderError, ScopeError, ValidationError

HANDBOOK = """\
# Handbook

Welcome to the office.

## Leave

Everybody has thirty days of leave a year.

## Travel

Trains are booked by the front desk.
"""


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "memory.db") as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "docs"
    made.mkdir()
    (made / "handbook.md").write_text(HANDBOOK)
    (made / "boiler.txt").write_text("The boiler is in the cellar, and its pressure is 1.5 bar.")
    return made


class Conversations(Loader):
    """Gives conversations and texts that a test sets, and counts how often it is asked."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.asked = 0

    def load(self, source: str) -> Iterator[Document]:
        self.asked += 1
        yield from self.documents


def read(memory: Memory, source: Any, **options: Any) -> Any:
    """Ingest in passages so short that each section of the files here is one."""
    return memory.ingest(source, **{"tokens": 20, "overlap": 0, **options})


def outcomes(found: Any) -> dict[str, str]:
    return {one.uri.rpartition("/")[2]: one.outcome for one in found}


def texts(memory: Memory, **options: Any) -> list[str]:
    return sorted(one.memory for one in memory.get_all(user_id="ana", limit=100, **options))


# -- reading -------------------------------------------------------------------------------------


def test_a_folder_becomes_passages_that_name_their_place(memory: Memory, folder: Path) -> None:
    done = read(memory, folder, user_id="ana")
    assert outcomes(done) == {"handbook.md": "added", "boiler.txt": "added"}
    (hit,) = memory.search("how many days off do I get?", user_id="ana", k=1)
    assert "thirty days of leave" in hit.memory
    place = hit.sources[0]
    assert place.document == (folder / "handbook.md").as_uri()
    assert place.heading == ("Handbook", "Leave")
    assert HANDBOOK[place.start : place.end] == hit.memory
    assert (hit.said_by, hit.role, hit.derived_by) == ("document", None, None)
    assert hit.data["title"] == "Handbook"


def test_what_is_unchanged_is_not_even_read(memory: Memory, folder: Path) -> None:
    read(memory, folder, user_id="ana")
    seq = memory.events()[-1].seq
    again = read(memory, folder, user_id="ana")
    assert set(outcomes(again).values()) == {"unchanged"}
    assert memory.events()[-1].seq == seq
    forced = read(memory, folder, user_id="ana", force=True)
    assert set(outcomes(forced).values()) == {"unchanged"}
    assert memory.events()[-1].seq == seq


def test_of_a_changed_document_the_passages_that_it_still_has_stay(
    memory: Memory, folder: Path
) -> None:
    read(memory, folder, user_id="ana")
    before = {one.memory: one.id for one in memory.get_all(user_id="ana", limit=100)}
    (folder / "handbook.md").write_text(
        HANDBOOK.replace("Welcome", "A warm welcome").replace("thirty", "thirty-one")
    )
    done = read(memory, folder, user_id="ana")
    assert outcomes(done) == {"handbook.md": "changed", "boiler.txt": "unchanged"}
    after = {one.memory: one for one in memory.get_all(user_id="ana", limit=100)}
    kept = set(before) & set(after)
    assert any("Trains" in text for text in kept)
    for text in kept:
        assert after[text].id == before[text]
    for record in after.values():
        place = record.sources[0]
        if place.document.endswith("handbook.md"):
            text = (folder / "handbook.md").read_text()
            assert text[place.start : place.end] == record.memory
    assert not any("thirty days" in text for text in after)
    memory.undo(batch=next(one.batch_id for one in done if one.batch_id))
    assert {one.memory for one in memory.get_all(user_id="ana", limit=100)} == set(before)
    # What was undone is not what the file says: it is read again.
    assert outcomes(read(memory, folder, user_id="ana"))["handbook.md"] == "changed"


def test_what_people_changed_about_a_passage_stays(memory: Memory, folder: Path) -> None:
    read(memory, folder, user_id="ana")
    hit = memory.search("trains", user_id="ana", k=1)[0]
    memory.update(hit.id, metadata={"checked": True}, pinned=True)
    (folder / "handbook.md").write_text("Preface.\n\n" + HANDBOOK)
    read(memory, folder, user_id="ana", metadata={"year": 2026})
    record = memory.get(hit.id)
    assert record.metadata == {"checked": True, "year": 2026}
    assert record.pinned


def test_a_secret_is_not_kept_and_its_passage_stays(tmp_path: Path, folder: Path) -> None:
    text = "The key is sk-proj-Ab12Cd34Ef56Gh78Ij90Kl12Mn34Op56.\n\nTea is at {} o'clock."
    (folder / "boiler.txt").write_text(text.format("four"))
    with Memory(tmp_path / "redacting.db", redact_secrets=True) as memory:
        read(memory, folder / "boiler.txt", user_id="ana")
        (passage,) = (one for one in memory.get_all(user_id="ana") if "The key is" in one.memory)
        assert "Ab12Cd34" not in passage.memory
        (folder / "boiler.txt").write_text(text.format("five"))
        read(memory, folder / "boiler.txt", user_id="ana")
        assert memory.get(passage.id).memory == passage.memory
        assert any("five" in one.memory for one in memory.get_all(user_id="ana"))


def test_other_settings_read_a_file_again(memory: Memory, folder: Path) -> None:
    read(memory, folder, user_id="ana")
    done = read(memory, folder, user_id="ana", metadata={"year": 2026})
    assert set(outcomes(done).values()) == {"changed"}
    assert memory.count(user_id="ana", where={"year": 2026}) == memory.count(user_id="ana")
    assert done.passages == memory.count(user_id="ana")


def test_two_documents_that_say_the_same_have_passages_of_their_own(
    memory: Memory, folder: Path
) -> None:
    (folder / "copy.md").write_text(HANDBOOK)
    read(memory, folder, user_id="ana")
    number = memory.count(user_id="ana")
    memory.forget_source(folder / "copy.md", user_id="ana")
    assert memory.search("trains", user_id="ana", k=1)[0].data["source"].endswith("handbook.md")
    assert 1 < memory.count(user_id="ana") < number


def test_the_scopes_of_documents_are_apart(memory: Memory, folder: Path) -> None:
    read(memory, folder, user_id="ana")
    assert set(outcomes(read(memory, folder, user_id="bob")).values()) == {"added"}
    done = read(memory, folder, user_id="ana", run_id="r1")
    assert set(outcomes(done).values()) == {"added"}
    assert {one.user_id for one in memory.sources(user_id="bob")} == {"bob"}
    (folder / "boiler.txt").unlink()
    read(memory, folder, user_id="ana", sync=True)
    assert len(memory.sources(user_id="bob")) == 2


# -- what is gone --------------------------------------------------------------------------------


def test_sync_removes_what_is_gone_from_the_folder_and_nothing_else(
    memory: Memory, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "docs-of-others"
    other.mkdir()
    (other / "tea.txt").write_text("Tea is at four.")
    memory.add("I like tea.", user_id="ana")
    read(memory, [folder, other], user_id="ana")
    (folder / "boiler.txt").unlink()
    (other / "tea.txt").unlink()
    assert read(memory, folder, user_id="ana")[0].outcome == "unchanged"
    done = read(memory, folder, user_id="ana", sync=True)
    assert outcomes(done) == {"handbook.md": "unchanged", "boiler.txt": "removed"}
    assert {one.title for one in memory.sources()} == {"tea.txt", "Handbook"}
    assert "I like tea." in texts(memory)
    memory.undo(batch=done[-1].batch_id)
    assert {one.title for one in memory.sources()} == {"tea.txt", "Handbook", "boiler.txt"}


def test_sync_keeps_what_could_not_be_read(memory: Memory, folder: Path) -> None:
    read(memory, folder, user_id="ana")
    (folder / "boiler.txt").write_bytes(b"\x80\x81\xff")
    done = read(memory, folder, user_id="ana", sync=True)
    assert outcomes(done)["boiler.txt"] == "failed"
    assert any("boiler" in text for text in texts(memory))


def test_sync_of_a_file_that_is_gone_removes_it(memory: Memory, folder: Path) -> None:
    path = folder / "boiler.txt"
    read(memory, path, user_id="ana")
    path.unlink()
    with pytest.raises(NotFoundError):
        read(memory, path, user_id="ana")
    assert read(memory, path, user_id="ana", sync=True)[0].outcome == "removed"
    assert not memory.sources()


def test_forgetting_a_source_can_be_undone(memory: Memory, folder: Path) -> None:
    read(memory, folder, user_id="ana")
    number = memory.count(user_id="ana")
    uri = (folder / "handbook.md").as_uri()
    done = memory.forget_source(uri)
    assert (done.outcome, done.uri) == ("removed", uri)
    assert memory.count(user_id="ana") == number - done.removed == 1
    with pytest.raises(NotFoundError, match="sources"):
        memory.forget_source(uri)
    memory.undo(batch=done.batch_id)
    assert memory.count(user_id="ana") == number
    assert outcomes(read(memory, folder, user_id="ana"))["handbook.md"] == "unchanged"


# -- what fails ----------------------------------------------------------------------------------


def test_a_thousand_files_with_one_broken_among_them(memory: Memory, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1_000):
        (folder / f"{number:04}.txt").write_text(f"Room {number} is on floor {number // 50}.")
    (folder / "0500.txt").write_bytes(b"\x80\x81\xff")
    done = read(memory, folder, user_id="ana")
    assert len(done) == 1_000
    assert [one.uri.rpartition("/")[2] for one in done.failed] == ["0500.txt"]
    assert "utf-8" in str(done.failed[0].reason)
    assert memory.count(user_id="ana") == 999
    (hit,) = memory.search("On which floor is room 777?", user_id="ana", k=1)
    assert hit.memory == "Room 777 is on floor 15."
    seq = memory.events()[-1].seq
    (folder / "0500.txt").write_text("Room 500 is on floor 10.")
    again = read(memory, folder, user_id="ana")
    assert [one.outcome for one in again].count("unchanged") == 999
    assert memory.events()[-1].seq == seq + 1


def test_what_no_loader_reads_is_told_and_passed_over(memory: Memory, folder: Path) -> None:
    (folder / "data.xyz").write_text("?")
    (folder / ".hidden.md").write_text("# Secret")
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / "a.md").write_text("# Of others")
    done = read(memory, folder, user_id="ana")
    assert [Path(name).name for name in done.skipped] == ["data.xyz"]
    assert len(done) == 2
    with pytest.raises(PluginError, match="xyz"):
        read(memory, folder / "data.xyz", user_id="ana")


def test_one_file_that_was_named_and_cannot_be_read_is_an_error(
    memory: Memory, folder: Path
) -> None:
    path = folder / "bad.txt"
    path.write_bytes(b"\x80\x81\xff")
    with pytest.raises(ProviderError, match="utf-8"):
        read(memory, path, user_id="ana")
    assert read(memory, [path, folder / "boiler.txt"], user_id="ana").failed


def test_a_loader_that_breaks_is_told_like_a_file_that_does(memory: Memory, folder: Path) -> None:
    class Broken(Loader):
        def load(self, source: str) -> Iterator[Document]:
            raise ZeroDivisionError("inside")
            yield

    done = read(memory, folder, user_id="ana", loader=Broken())
    assert len(done.failed) == 2
    assert "inside" in str(done.failed[0].reason)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"source": ""}, ValidationError),
        ({"source": []}, ValidationError),
        ({"source": 7}, ValidationError),
        ({"source": "a\0b"}, ValidationError),
        ({"source": "no-such-folder"}, NotFoundError),
        ({"source": "~no-such-user-at-all/a.md"}, ValidationError),
        ({"source": "x" * 5_000}, ValidationError),
        ({"source": "no-such-folder/*.md"}, NotFoundError),
        ({"tokens": 3}, ValidationError),
        ({"tokens": 100, "overlap": 90}, ValidationError),
        ({"metadata": {"a": object()}}, ValidationError),
        ({"user_id": None}, ScopeError),
        ({"loader": "no-such-loader"}, PluginError),
        ({"source": "gopher://example.org/a"}, PluginError),
    ],
)
def test_what_does_not_fit_is_refused(
    memory: Memory, folder: Path, arguments: dict[str, Any], error: type[Exception]
) -> None:
    given = {"source": folder / "boiler.txt", "user_id": "ana", **arguments}
    with pytest.raises(error):
        memory.ingest(given.pop("source"), **given)
    assert not memory.count()


def test_patterns_links_and_pipes(memory: Memory, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "more.md").write_text("# More\n\nThe key hangs behind the door.")
    (folder / "deep" / "around").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    assert len(read(memory, folder / "**" / "*.md", user_id="ana")) == 2
    assert outcomes(read(memory, folder, user_id="ana")) == {
        "handbook.md": "unchanged", "boiler.txt": "added", "more.md": "unchanged",
    }  # fmt: skip


# -- conversations -------------------------------------------------------------------------------


def conversation(*said: str, uri: str = "file:///chat.json#1") -> Document:
    messages = tuple(
        Message(role="assistant" if number % 2 else "user", content=text)
        for number, text in enumerate(said)
    )
    return Document(
        text="", uri=uri, media_type="application/json", digest=digest_of(repr(said).encode()),
        messages=messages,
    )  # fmt: skip


def test_a_conversation_becomes_messages_and_grows(memory: Memory, folder: Path) -> None:
    loader = Conversations()
    loader.documents = [conversation("I moved to Lisbon.", "How is it?")]
    file = folder / "boiler.txt"
    read(memory, file, user_id="ana", loader=loader)
    records = {one.memory: one for one in memory.get_all(user_id="ana")}
    assert {one.role for one in records.values()} == {"user", "assistant"}
    assert all(one.said_by is None for one in records.values())
    loader.documents = [conversation("I moved to Lisbon.", "How is it?", "Sunny.")]
    (done,) = read(memory, file, user_id="ana", loader=loader)
    assert (done.outcome, done.added, done.removed) == ("changed", 1, 0)
    assert memory.get(records["How is it?"].id).memory == "How is it?"
    (info,) = memory.sources()
    assert (info.passages, info.title) == (3, "chat.json#1")


def test_a_message_that_was_there_before_is_nobodys_to_remove(memory: Memory, folder: Path) -> None:
    memory.add({"role": "user", "content": "I moved to Lisbon."}, user_id="ana")
    loader = Conversations()
    loader.documents = [conversation("I moved to Lisbon.", "How is it?")]
    read(memory, folder / "boiler.txt", user_id="ana", loader=loader)
    memory.forget_source("file:///chat.json#1")
    assert texts(memory) == ["I moved to Lisbon."]


# -- long ones, jobs, async ----------------------------------------------------------------------


def long_document(number: int) -> Document:
    parts = [f"Item {place} costs {place * 3} crowns." for place in range(number)]
    text = "\n".join(parts)
    spans, at = [], 0
    for place, part in enumerate(parts):
        spans.append(Span(start=at, end=at + len(part), heading=(f"Row {place}",)))
        at += len(part) + 1
    return Document(
        text=text, uri="file:///prices.csv", media_type="text/csv", spans=tuple(spans),
        digest=digest_of(text.encode()),
    )  # fmt: skip


def test_a_document_longer_than_a_transaction_goes_on_where_it_stopped(
    memory: Memory, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from memkit.documents import writing

    loader = Conversations()
    loader.documents = [long_document(700)]
    monkeypatch.setattr(writing, "_CHANGES", 100)
    apply, calls = memory.engine.journal.apply, []

    def failing(*args: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise ProviderError("Out of room.", fix="Make room.", provider="test")
        return apply(*args, **options)

    monkeypatch.setattr(memory.engine.journal, "apply", failing)
    with pytest.raises(ProviderError):
        read(memory, folder / "boiler.txt", user_id="ana", loader=loader)
    there = {one.memory: one.id for one in memory.get_all(user_id="ana", limit=1_000)}
    assert len(there) == 200
    (done,) = read(memory, folder / "boiler.txt", user_id="ana", loader=loader)
    assert (done.outcome, done.added, done.kept) == ("changed", 500, 200)
    after = {one.memory: one.id for one in memory.get_all(user_id="ana", limit=1_000)}
    assert len(after) == 700
    assert there.items() <= after.items()
    (again,) = read(memory, folder / "boiler.txt", user_id="ana", loader=loader)
    assert again.outcome == "unchanged"


def test_a_job_is_cancelled_and_the_next_call_goes_on(memory: Memory, folder: Path) -> None:
    for number in range(20):
        (folder / f"{number}.txt").write_text(f"Room {number}.")
    reached, go_on = threading.Event(), threading.Event()

    class Slow(Loader):
        def load(self, source: str) -> Iterator[Document]:
            text = Path(source).read_text()
            if source.endswith("15.txt"):
                reached.set()
                assert go_on.wait(60)
            yield Document(
                text=text, uri=Path(source).as_uri(), media_type="text/plain",
                digest=digest_of(text.encode()),
            )  # fmt: skip

    job = read(memory, folder, user_id="ana", loader=Slow(), wait=False)
    assert isinstance(job, BackgroundJob)
    assert reached.wait(60)
    assert [one.kind for one in memory.jobs if one.running] == ["ingest"]
    job.cancel()
    go_on.set()
    assert job.wait() is None
    assert job.state == "cancelled"
    number = memory.count(user_id="ana")
    assert 0 < number < 22
    read(memory, folder, user_id="ana")
    assert memory.count(user_id="ana") > 22


def test_two_users_who_read_one_folder_at_once_each_have_it(memory: Memory, folder: Path) -> None:
    both = threading.Barrier(2, timeout=60)

    class Meeting(Loader):
        def load(self, source: str) -> Iterator[Document]:
            both.wait()
            text = Path(source).read_text()
            yield Document(
                text=text, uri=Path(source).as_uri(), media_type="text/plain",
                digest=digest_of(text.encode()),
            )  # fmt: skip

    loader, path = Meeting(), folder / "boiler.txt"
    jobs = [read(memory, path, user_id=who, loader=loader, wait=False) for who in ("ana", "bob")]
    assert [job.wait()[0].outcome for job in jobs] == ["added", "added"]
    assert {one.user_id for one in memory.sources()} == {"ana", "bob"}


def test_an_interruption_says_what_is_kept(
    memory: Memory, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = BackgroundJob.wait

    def interrupted(job: BackgroundJob[Any], timeout: float | None = None) -> Any:
        wait(job)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(BackgroundJob, "wait", interrupted)
        with pytest.raises(Interrupted, match="2 of 2 files are kept"):
            read(memory, folder, user_id="ana")
    assert set(outcomes(read(memory, folder, user_id="ana")).values()) == {"unchanged"}


def test_no_facts_are_drawn_from_passages(tmp_path: Path, folder: Path) -> None:
    llm = {"provider": "echo", "config": {}}
    with Memory(tmp_path / "with-llm.db", llm=llm) as memory:
        read(memory, folder, user_id="ana")
        assert not memory.pending(user_id="ana")
        assert not memory.usage.recorded


def test_the_async_twin_does_the_same(folder: Path) -> None:
    async def both() -> tuple[Any, Any]:
        async with AsyncMemory(":memory:") as memory:
            done = await memory.ingest(folder, user_id="ana")
            return done, await memory.sources(user_id="ana")

    done, listed = asyncio.run(both())
    assert outcomes(done) == {"handbook.md": "added", "boiler.txt": "added"}
    assert {one.title for one in listed} == {"Handbook", "boiler.txt"}


def test_what_is_returned_tells_itself(memory: Memory, folder: Path) -> None:
    import pickle

    (folder / "bad.txt").write_bytes(b"\x80\x81\xff")
    done = read(memory, folder, user_id="ana")
    told = repr(pickle.loads(pickle.dumps(done)))
    assert told.startswith("<Ingestion: 3 documents")
    assert "1 failed" in told
    assert told.index("<failed") < told.index("<added")
    assert set(done.to_pandas()["outcome"]) == {"added", "failed"}
    assert "handbook.md" in repr(memory.sources())
    assert list(memory.sources().to_pandas()["passages"])


def test_a_comparison_is_coloured_by_document(memory: Memory, folder: Path) -> None:
    from memkit.comparison.colours import Groups, colours_of

    read(memory, folder, user_id="ana")
    memory.add("I like tea.", user_id="ana")
    memory.add_space("hash", wait=True, progress=False)
    compared = memory.compare(*(space.key for space in memory.spaces), projection="pca")
    groups = colours_of(compared, "source")
    assert isinstance(groups, Groups)
    assert groups.names == ("Handbook", "boiler.txt", "none")
    assert compared.figure(colour_by="source").data
