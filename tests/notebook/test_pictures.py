"""Pictures of widgets, which are all that a notebook without its kernel has of them."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from memkit import Memory
from memkit.comparison import Comparison
from memkit.domain.records import MemoryRecord
from memkit.notebook.pictures.timeline import ticks
from memkit.notebook.widgets.display import picture_bundle

EVIL = "<script>alert(1)</script>\"' ]]> & \x00\x1b \udfff \ufffe \u202eback"
KINDS = ("explorer", "timeline", "comparison")


def drawings(html: str) -> list[ElementTree.Element]:
    """The SVGs of a bundle, parsed: what is no XML is no picture."""
    found = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", html)
    return [ElementTree.fromstring(base64.b64decode(one)) for one in found]


def words(drawing: ElementTree.Element) -> list[str]:
    return ["".join(one.itertext()) for one in drawing.iter("{http://www.w3.org/2000/svg}text")]


def shown(m: Memory, kind: str) -> Any:
    if kind == "explorer":
        return m.explore()
    return m.timeline() if kind == "timeline" else m.compare("hash", "other")


@pytest.fixture
def m() -> Any:
    with Memory(":memory:", embedder="hash") as opened:
        for number in range(30):
            opened.add(f"note {number}", user_id=f"user {number % 3}", metadata={"n": number})
        opened.add_space(
            {"provider": "hash", "config": {"dim": 32}}, key="other", wait=True, progress=False
        )
        yield opened


def test_an_explorer_shows_its_first_rows_the_count_and_what_filters(m: Memory) -> None:
    explorer = m.explore(user_id="user 1", where="n >= 10")
    explorer.selection = explorer.shown_ids()[:2]
    code = explorer.last_code
    said = picture_bundle(explorer)["text/html"]
    assert explorer.last_code == code
    assert "<b>user</b> user 1" in said
    assert "<b>where</b> n &gt;= 10" in said
    assert "<b>selected</b> 2" in said
    assert "7 memories that fit, 30 in all" in said
    assert re.findall("note [0-9]+", said) == [f"note {n}" for n in (28, 25, 22, 19, 16, 13, 10)]
    assert "user 0" not in said
    explorer.at = 5
    explorer.where = ""
    said = picture_bundle(explorer)["text/html"]
    assert "<b>as it was</b> after change 5" in said
    assert re.findall("note [0-9]+", said) == ["note 4", "note 1"]


def test_of_many_an_explorer_shows_some_and_says_of_how_many(m: Memory) -> None:
    said = picture_bundle(m.explore())["text/html"]
    assert "15 of 30 memories" in said
    assert said.count("<tr>") == 16


def test_a_timeline_shows_lanes_kinds_and_times(m: Memory) -> None:
    first = m.get_all(limit=1)[0]
    m.delete(first.id)
    (drawing,) = drawings(picture_bundle(m.timeline())["text/html"])
    said = words(drawing)
    for expected in ("ADD 30", "UPDATE 0", "DELETE 1", "user 0", "when it was recorded (UTC)"):
        assert expected in said
    assert said.count("10 changes") + said.count("11 changes") == 3
    assert any(re.fullmatch(r"\d\d:\d\d:\d\d", one) for one in said)


def test_a_comparison_shows_a_panel_a_space_and_the_groups(m: Memory) -> None:
    comparison = m.compare("hash", "other")
    (drawing,) = drawings(picture_bundle(comparison)["text/html"])
    said = words(drawing)
    for expected in ("hash", "other", "user", "user 0 10", "user 2 10"):
        assert expected in said
    paths = [one.get("d", "") for one in drawing.iter("{http://www.w3.org/2000/svg}path")]
    assert sum(path.count("h0") for path in paths) == 60
    # What its widget knows besides.
    known = {
        "badges": {"pca/started/2": [{"trust": 0.9, "continuity": 0.8}] * 2},
        "agreements": [
            {"first": "hash", "second": "other", "overlap": 1, "cka": 1, "rank": None, "ari": 1}
        ],
        "done": True,
    }
    bundle = picture_bundle(comparison, known=known)
    assert words(drawings(bundle["text/html"])[0]).count("trust .90 · continuity .80") == 2
    assert "order of distances (rank correlation) n/a" in bundle["text/html"]


def test_a_comparison_says_what_is_known_so_far(m: Memory) -> None:
    pair = {"first": "hash", "second": "other", "overlap": 0.5}
    said = picture_bundle(
        m.compare("hash", "other", projection="pca"), known={"agreements": [pair]}
    )
    assert "hash and other: neighbours in common .50." in said["text/html"]
    assert "CKA" not in said["text/html"]


def test_a_picture_of_twenty_thousand_points_is_bounded() -> None:
    n = 20_000
    rng = np.random.default_rng(0)
    now = datetime.now(UTC)
    memories = [
        MemoryRecord(
            id=f"{number:032x}", memory=f"note {number}", created_at=now, updated_at=now,
            metadata={"category": f"kind {number % 12}"}, user_id="u", seq=number + 1,
        )
        for number in range(n)
    ]  # fmt: skip
    vectors = {name: rng.normal(size=(n, 8)).astype(np.float32) for name in "abcd"}
    bundle = picture_bundle(Comparison.from_arrays(memories, vectors, projection="pca"))
    assert len(bundle["text/html"]) < 300_000
    assert "3,000 of 20,000 memories" in bundle["text/html"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_acts_in_a_picture(kind: str) -> None:
    safe = EVIL.replace("\udfff", "").replace("\x00", "")
    with Memory(":memory:", embedder="hash") as m:
        for number in range(3):
            m.add(f"{safe} {number}", user_id=safe, metadata={"category": f"{safe} {number}"})
        m.add_space(
            {"provider": "hash", "config": {"dim": 32}}, key="other", wait=True, progress=False
        )
        html = picture_bundle(shown(m, kind))["text/html"]
    for said in (html, *(ElementTree.tostring(one, "unicode") for one in drawings(html))):
        assert "<script" not in said
        assert "\u202e" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_closed_memory_has_a_picture_too(kind: str) -> None:
    m = Memory(":memory:", embedder="hash")
    m.add("one", user_id="u")
    m.add_space({"provider": "hash", "config": {"dim": 32}}, key="other", wait=True, progress=False)
    some = shown(m, kind)
    assert picture_bundle(some)["text/html"]
    m.close()
    closed = picture_bundle(some)["text/html"]
    assert ("is closed" in closed) == (kind == "explorer")


@pytest.mark.parametrize("kind", ["explorer", "timeline"])
def test_where_nothing_is_a_picture_says_so(kind: str) -> None:
    with Memory(":memory:", embedder="hash") as m:
        assert "No " in picture_bundle(shown(m, kind))["text/html"]


@pytest.mark.parametrize(
    ("length", "shape"),
    [
        (timedelta(seconds=2), r"\d\d:\d\d:\d\d(\.\d{3})?"),
        (timedelta(hours=7), r"\w{3} \d+, \d\d:\d\d"),
        (timedelta(days=20), r"\w{3} \d+, \d{4}"),
        (timedelta(days=200), r"\w{3} \d{4}"),
        (timedelta(days=365 * 40), r"\d{4}"),
        (timedelta(days=365 * 1900), r"\d{1,4}"),
    ],
)
def test_ticks_are_round_times_that_fit(length: timedelta, shape: str) -> None:
    start = datetime(2025, 2, 3, 4, 5, 6, tzinfo=UTC)
    if length > timedelta(days=365 * 100):
        start = datetime(3, 1, 5, tzinfo=UTC)
    low, high = (at.timestamp() * 1000 for at in (start, start + length))
    found = ticks(low, high, most=6)
    assert 1 <= len(found) <= 7
    assert all(low <= at <= high for at, _ in found)
    assert len({said for _, said in found}) == len(found)
    assert all(re.fullmatch(shape, said) for _, said in found)


def test_facts_keep_their_marks_and_links() -> None:
    with Memory(":memory:", embedder="hash") as m:
        words_of = ("served", "proposed", "unsupported", "stale", "rejected", "superseded")
        ids = {}
        for number, word in enumerate(words_of, 1):
            withheld = None if word in ("served", "superseded") else word
            ids[word] = m.add(
                f"It is {word}", user_id="ana", derived_by="default", withheld=withheld,
                occurred_at=f"2025-0{number}-01",
            )[0].id  # fmt: skip
        m.update(ids["superseded"], superseded_by=ids["served"])
        table = picture_bundle(m.explore())["text/html"]
        for word in words_of[1:]:
            assert f">{word}</span> " in table
        assert ">fact</span> " in table
        explorer = m.explore()
        explorer.set_kind("facts", "stale")
        narrowed = picture_bundle(explorer)["text/html"]
        assert "stale facts" in narrowed
        assert "It is served" not in narrowed
        [drawing] = drawings(picture_bundle(m.timeline(time="occurred_at"))["text/html"])
        assert "superseded 1" in words(drawing)
        # One in the legend, one from the one fact to the other.
        assert len(list(drawing.iter("{http://www.w3.org/2000/svg}polyline"))) == 2
