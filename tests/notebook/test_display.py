from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from memkit import Memory
from memkit.domain import frames
from memkit.domain.records import AddResult, Event, MemoryRecord, Usage
from memkit.domain.results import (
    DuplicatePair,
    Duplicates,
    Hit,
    Hits,
    ImportReport,
    LineError,
    Page,
    Problem,
    Report,
    Space,
    UsageReport,
)
from memkit.errors import MemkitError
from memkit.notebook.display import mimebundle
from memkit.notebook.renderers import base
from memkit.plugins import ProviderRow
from memkit.text.diff import words

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' & \x1b]0;x\x07 \u202eback"
AT = datetime(2025, 3, 1, 10, tzinfo=UTC)


def record(number: int = 0, memory: str = "I like tea", **fields: Any) -> MemoryRecord:
    given = {"user_id": "alice", "created_at": AT, "updated_at": AT, **fields}
    return MemoryRecord(id=f"0198c0de-7a3b-7c1f-9a54-{number:012x}", memory=memory, **given)


def hit(number: int = 0, memory: str = "I like tea", **fields: Any) -> Hit:
    reasons = fields.pop("reasons", {"semantic": 0.61, "bm25": 0.22})
    about = record(number, memory, **fields).model_dump()
    return Hit(**about, score=sum(reasons.values()), reasons=reasons)


def event(number: int = 1, old: str | None = "I like tea", new: str | None = "No tea") -> Event:
    kind: Any = "ADD" if old is None else "DELETE" if new is None else "UPDATE"
    return Event(
        seq=number, memory_id="0198c0de-7a3b-7c1f-9a54-00000000cafe", event=kind, batch_id="b",
        before=None if old is None else record(memory=old, metadata={"a": 1}),
        after=None if new is None else record(memory=new, metadata={"a": 2}), at=AT,
        actor=EVIL, reason=EVIL,
    )  # fmt: skip


def space(key: str = "static-2") -> Space:
    return Space(key=key, provider="p", model=key, dim=256, normalized=True, default=True,
                 ready=True, count=3)  # fmt: skip


def evil_values() -> dict[str, Any]:
    bad = record(1, EVIL, user_id=EVIL, name=EVIL, role="user", metadata={EVIL: EVIL, "l": [EVIL]})
    evil_hit = hit(2, EVIL, reasons={"semantic": 1.0, EVIL: 0.5}, metadata={EVIL: {EVIL: EVIL}})
    return {
        "record": bad,
        "hit": evil_hit,
        "hits": Hits([evil_hit], query=EVIL, space=EVIL),
        "page": Page([bad]),
        "events": [event(1, None, EVIL), event(2, EVIL, "tea"), event(3, EVIL + "x", EVIL)],
        "added": [AddResult(id=EVIL, memory=EVIL, event="ADD")],
        "duplicates": Duplicates([DuplicatePair(bad, record(2, EVIL + " too"), 0.9)],
                                 threshold=0.9, space=EVIL),
        "spaces": [space(EVIL)],
        "report": Report((Problem(EVIL, EVIL),), (EVIL,)),
        "imported": ImportReport(errors=(LineError(1, EVIL),)),
        "usage": UsageReport({EVIL: Usage(calls=1)}),
        # Kinds of changes are words that a plug-in may bring.
        "kinds of events": [event(1, None, "tea").model_copy(update={"event": EVIL})],
        "providers": [ProviderRow(kind="store", name=EVIL, distribution=EVIL, version=EVIL,
                                  summary=EVIL, capabilities=(EVIL,), state="failed",
                                  failure=EVIL)],
    }  # fmt: skip


class Tags(HTMLParser):
    """Collects tags and attributes, and checks that the tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", list(evil_values()))
def test_what_is_stored_is_shown_and_never_run(name: str) -> None:
    assert_harmless(mimebundle(evil_values()[name]))


def test_a_hostile_memory_and_what_would_change_it_are_shown_and_never_run(memory: Memory) -> None:
    memory.add(EVIL, user_id="alice", metadata={"note": EVIL})
    assert_harmless(mimebundle(memory))
    assert_harmless(mimebundle(memory.preview(f"{EVIL} too", user_id="alice")))


def assert_harmless(bundle: dict[str, str] | None) -> None:
    """All of `EVIL` is seen, in HTML and in plain text, and none of it acts."""
    assert bundle is not None
    assert {type(part) for part in bundle.values()} == {str}
    tags = Tags()
    tags.feed(bundle["text/html"])
    assert not tags.open
    assert not tags.seen & {"script", "img"}
    assert tags.attributes <= {"class", "style", "title", "dir", "role", "aria-label", "scope"}
    assert "&lt;script&gt;" in bundle["text/html"]
    for part in bundle.values():
        assert "\x1b" not in part
        assert "\x07" not in part
        assert "\u202e" not in part
    assert "<script>" in bundle["text/plain"]
    assert "\\u202e" in bundle["text/plain"]


def test_notes_and_code_are_escaped() -> None:
    for bundle in (base.note_bundle(EVIL, kind="warning"), base.code_bundle(EVIL)):
        assert "<script>" not in bundle["text/html"]


LARGE: dict[str, tuple[Callable[[], Any], str]] = {
    "hits": (lambda: Hits([hit(n) for n in range(1204)], query="q"), "50 of 1,204 hits"),
    "page": (lambda: Page([record(n) for n in range(1204)]), "50 of 1,204 memories"),
    "events": (lambda: [event(n) for n in range(1204)], "50 of 1,204 changes"),
    "added": (
        lambda: [AddResult(id=str(n), memory="x", event="ADD") for n in range(1204)],
        "50 of 1,204 memories",
    ),
    "duplicates": (
        lambda: Duplicates(
            [DuplicatePair(record(1), record(2), 1.0)] * 1204, threshold=0.9, space="s"
        ),
        "50 of 1,204 pairs",
    ),
    "imported": (
        lambda: ImportReport(errors=tuple(LineError(n, "bad") for n in range(1204))),
        "And 1,184 more.",
    ),
}


@pytest.mark.parametrize("name", list(LARGE))
def test_large_results_are_bounded_and_say_so(name: str) -> None:
    make, said = LARGE[name]
    bundle = mimebundle(make())
    assert bundle is not None
    for part in bundle.values():
        assert said in part
        assert len(part) < 100_000
    assert bundle["text/html"].count("<tr>") <= 51


def test_the_bound_is_a_setting(shell: Any) -> None:
    shell.run("%config MemKit.max_rows = 3")
    hits = Hits([hit(n) for n in range(10)], query="q")
    bundle = shell.bundle(hits)
    assert "3 of 10 hits" in bundle["text/plain"]
    assert "The rest: hits[3:]." in bundle["text/html"]


def test_a_long_memory_is_short_until_someone_opens_it() -> None:
    bundle = mimebundle(Hits([hit(1, "word " * 100_000)], query="q"))
    assert bundle is not None
    assert "<details>" in bundle["text/html"]
    assert "characters more" in bundle["text/html"]
    assert len(bundle["text/html"]) < 40_000
    assert len(bundle["text/plain"]) < 2_000


def test_hits_have_ids_by_their_ends_bars_and_reasons() -> None:
    hits = Hits(
        [hit(0xABCD1234, reasons={"semantic": 0.6, "bm25": 0.3, "recency": -0.45, "rerank": 0.0})],
        query="tea?",
        space="static-2",
    )
    bundle = mimebundle(hits)
    assert bundle is not None
    page, text = bundle["text/html"], bundle["text/plain"]
    assert f'title="{hits[0].id}">abcd1234<' in page
    assert "abcd1234" in text
    assert "tea? - 1 hit - space static-2" in text
    assert "semantic .60 bm25 .30 recency -.45" in text
    assert "rerank" not in text
    # The bar stands for 1; 0.45 of 0.9 is left: all of it semantic; what recency took is pale.
    widths = re.findall(r'<span class="mk-(\w+)( mk-lost)?" style="width:([\d.]+)%"', page)
    assert widths == [
        ("semantic", "", "45.0"), ("semantic", " mk-lost", "15.0"), ("bm25", " mk-lost", "30.0")
    ]  # fmt: skip
    assert "<b>0.45</b>" in page


def test_empty_results_say_what_next() -> None:
    for value, said in (
        (Hits([], query="tea"), "Nothing found for 'tea'"),
        (Page([]), "Add one: %remember"),
        (Duplicates([], threshold=0.9, space="static-2"), "No near duplicates"),
        (Report((), ("the file",)), "no problems"),
    ):
        bundle = mimebundle(value)
        assert bundle is not None
        assert said in bundle["text/plain"]


def test_changes_are_told_by_words_and_letters() -> None:
    events = [
        event(1, None, "She lives in Berlin"),
        event(2, "She lives in Berlin", "She lives in Lisbon"),
        event(3, "She lives in Lisbon", None),
    ]
    bundle = mimebundle(events)
    assert bundle is not None
    page, text = bundle["text/html"], bundle["text/plain"]
    assert "She lives in <del>Berlin</del><ins>Lisbon</ins>" in page
    assert "She lives in [-Berlin-][+Lisbon+]" in re.sub(r"\s+", " ", text)
    assert "a: 1 -&gt; 2" in page
    assert "a: 1 -> 2" in re.sub(r"\s+", " ", text)
    for word in ("ADD", "UPDATE", "DELETE"):
        assert f">{word}</span>" in page
        assert word in text


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("a b c", "a x c", [("same", "a "), ("removed", "b"), ("added", "x"), ("same", " c")]),
        ("in red March", "in cold May", [("same", "in "), ("removed", "red March"),
                                         ("added", "cold May")]),
        ("a b", "a b", [("same", "a b")]),
        ("", "new", [("added", "new")]),
        ("wholly other text", "42", [("removed", "wholly other text"), ("added", "42")]),
    ],
)  # fmt: skip
def test_differences_word_by_word(old: str, new: str, parts: list[tuple[str, str]]) -> None:
    assert words(old, new) == parts


def test_a_difference_tells_both_texts_whole() -> None:
    old, new = "The quick, brown fox. Jumps over it", "A quick fox! Jumps, over it"
    for always in (False, True):
        parts = words(old, new, always=always)
        assert "".join(text for kind, text in parts if kind != "added") == old
        assert "".join(text for kind, text in parts if kind != "removed") == new


def test_a_memory_shows_where_it_is_and_what_happened(memory: Memory) -> None:
    bundle = mimebundle(memory)
    assert bundle is not None
    assert "No memories yet. Add one: %remember" in bundle["text/plain"]
    memory.add("I like tea", user_id="alice")
    bundle = mimebundle(memory)
    assert bundle is not None
    for part in ("memory.db", "1 memory", "1 change", "static-2", "256", "I like tea"):
        assert part in bundle["text/plain"]
        assert part in bundle["text/html"]


def test_what_is_not_ours_is_left_alone(shell: Any) -> None:
    assert mimebundle([1, 2]) is None
    assert mimebundle([]) is None
    assert mimebundle([record(), 1]) is None
    assert shell.bundle([1, 2]) == {"text/plain": "[1, 2]"}
    assert shell.bundle([]) == {"text/plain": "[]"}
    assert "MemoryRecord(" in shell.bundle([record(), 1])["text/plain"]
    assert "MemoryRecord(" in shell.bundle({"a": [record()]})["text/plain"]


def test_a_list_of_someone_else_keeps_its_own_picture(shell: Any) -> None:
    class Mine(list[int]):
        def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
            return {"text/html": "<b>mine</b>"}

    assert shell.bundle(Mine([1]))["text/html"] == "<b>mine</b>"


def test_slices_of_results_are_shown_like_results(shell: Any) -> None:
    hits = Hits([hit(n) for n in range(5)], query="q")
    assert "2 hits" in shell.bundle(hits[:2])["text/html"]
    assert "2 changes" in shell.bundle([event(1), event(2)])["text/plain"]
    assert "<table" in shell.bundle(list(Page([record()])))["text/html"]


def test_a_plain_terminal_gets_text_alone(shell: Any) -> None:
    shell.display_formatter.active_types = ["text/plain"]
    text = shell.bundle(Hits([hit()], query="q"))["text/plain"]
    assert "I like tea" in text
    assert "<" not in text
    from IPython.utils.capture import capture_output

    with capture_output() as captured:
        shell.run_cell("%recall x --mode nope")
        shell.run_cell("%memkit --help")
    assert "<div" not in captured.stdout


def test_text_fits_a_terminal() -> None:
    wide = "日本語のとても長い記憶です " * 20
    for value in (Hits([hit(1, wide), hit(2, "x " * 300)], query="q"), [event(1, wide, "y " * 99)]):
        bundle = mimebundle(value)
        assert bundle is not None
        from rich.cells import cell_len

        assert max(map(cell_len, bundle["text/plain"].splitlines())) <= 104


def test_a_theme_can_be_set_by_hand(shell: Any) -> None:
    shell.run("%config MemKit.theme = 'dark'")
    page = shell.bundle(Hits([hit()], query="q"))["text/html"]
    assert 'class="memkit mk-dark"' in page
    assert "prefers-color-scheme" not in page


def test_rows_for_data_frames() -> None:
    row = frames.hit_row(hit(metadata={"a": 1}))
    assert (row["score"], row["reason.semantic"], row["metadata.a"]) == (0.83, 0.61, 1)
    assert row["user_id"] == "alice"
    assert frames.event_row(event())["old_memory"] == "I like tea"


def test_data_frames() -> None:
    pytest.importorskip("pandas")
    pairs = Duplicates([DuplicatePair(record(1), record(2), 0.9)], threshold=0.9, space="s")
    made = {
        "score": frames.hits_to_pandas([hit()]),
        "memory": frames.records_to_pandas([record()]),
        "seq": frames.events_to_pandas([event()]),
        "event": frames.added_to_pandas([AddResult(id="1", memory="x", event="ADD")]),
        "dim": frames.spaces_to_pandas([space()]),
        "second.memory": frames.duplicates_to_pandas(pairs),
    }
    for column, frame in made.items():
        assert column in frame.columns
        assert len(frame) == 1


def test_without_pandas_the_way_to_get_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MemkitError, match="pip install pandas"):
        frames.hits_to_pandas([hit()])


def test_usage_names_models_and_costs() -> None:
    used = UsageReport(
        {
            "embedder a": Usage(calls=2, input_tokens=1234, cost=0.5),
            "llm <b>": Usage(calls=1, output_tokens=9),
        }
    )
    shown = mimebundle(used)
    assert "1,234" in shown["text/plain"]
    assert "together" in shown["text/plain"]
    assert "0.5000" in shown["text/html"]
    assert "llm <b>" not in shown["text/html"]
    assert "No model" in mimebundle(UsageReport())["text/plain"]
