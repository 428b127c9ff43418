"""The widget without a browser: what it is sent, and what it says back."""

from __future__ import annotations

import threading
from importlib.util import find_spec

import numpy as np
import pytest

from memkit.comparison import compare
from memkit.comparison.computed import Picture

needs = pytest.mark.skipif(
    find_spec("anywidget") is None or find_spec("umap") is None,
    reason="anywidget or umap-learn is not installed",
)
pytestmark = needs


@pytest.fixture
def widget_of():
    """Opens the widget of a comparison, with all that it finds by itself found."""
    from memkit.notebook.widgets.display import widget_of

    def opened(comparison):
        widget = widget_of(comparison)
        assert widget.finished.wait(120)
        return widget

    return opened


def said(widget, name, **message):
    """Send what a browser sends, and wait until the widget's value follows."""
    changed = threading.Event()
    widget.observe(lambda _: changed.set(), name)
    widget._listen(widget, message, [])
    assert changed.wait(60)
    return getattr(widget, name)


def test_a_picture_is_drawn_when_it_is_asked_for(two_spaces, widget_of):
    found = compare(two_spaces)
    widget = widget_of(found)
    assert set(widget.pictures) == {"pca/started/2", "umap/started/2"}
    assert widget.stage == {}

    pictures = said(widget, "pictures", kind="picture", projection="umap", layout="aligned", dims=3)

    made = pictures["umap/aligned/3"]
    drawn = np.frombuffer(made["positions"][1], "<f4").reshape(-1, 3)
    assert (found.projection, found.layout, found.dims) == ("umap", "aligned", 3)
    np.testing.assert_array_equal(drawn, found.positions["second"])
    assert made["disparities"][0] == 0
    assert 0 < made["disparities"][1] < pictures["umap/started/2"]["disparities"][1]


def test_a_message_that_names_no_picture_changes_nothing(two_spaces, widget_of):
    found = compare(two_spaces, projection="pca")
    widget = widget_of(found)

    widget._listen(widget, {"kind": "picture", "projection": "x", "layout": "y", "dims": 9}, [])
    widget._listen(widget, {"kind": "strange"}, [])

    assert said(widget, "answer", kind="query", text="soup", number=1)["query"] == "soup"
    assert found.projection == "pca"


def test_an_answer_that_came_too_late_is_dropped(two_spaces, widget_of, monkeypatch):
    found = compare(two_spaces, projection="pca")
    widget = widget_of(found)
    asked, go_on, answers = threading.Event(), threading.Event(), []
    real = found.query

    def slow(text):
        asked.set()
        assert go_on.wait(60)
        return real(text)

    monkeypatch.setattr(found, "query", slow)
    widget.observe(lambda change: answers.append(change["new"].get("query")), "answer")
    widget._listen(widget, {"kind": "query", "text": "first", "number": 1}, [])
    assert asked.wait(60)
    for number, text in ((2, "second"), (3, "boat sail")):
        widget._listen(widget, {"kind": "query", "text": text, "number": number}, [])
    done = threading.Event()
    widget.observe(lambda _: done.set(), "answer")
    go_on.set()

    assert done.wait(60)
    # The first was overtaken while it was asked, the second before.
    assert answers == ["boat sail"]


def test_a_query_counts_as_a_hit_of_what_it_found(two_spaces, widget_of):
    found = compare(two_spaces, projection="pca")
    widget = widget_of(found)
    assert "hits" not in widget.colours

    hits = said(widget, "colours", kind="query", text="soup salt", number=1)["hits"]

    assert np.frombuffer(hits["values"], "<f4").tolist() == found.hit_counts.tolist()
    assert hits["about"].startswith("how many of 1 query asked here")
    top = {one.id for near in found.query("soup salt").found.values() for one in near}
    assert {found.ids[row] for row in np.flatnonzero(found.hit_counts)} == top


def test_duplicates_are_merged_in_the_journal_and_brought_back(two_spaces, widget_of):
    twins = ["the anchor is new", "the new anchor is it"]
    for text in twins:
        two_spaces.add(text, user_id="alice", metadata={text[:5]: 1})
    found = compare(two_spaces)
    rows = [[record.memory for record in found.memories].index(text) for text in twins]
    # One space takes them for the same.
    found.vectors("first")
    found._corpus.vectors("first")[rows[1]] = found._corpus.vectors("first")[rows[0]]
    widget = widget_of(found)
    pair = next(one for one in widget.duplicates["pairs"] if sorted(one["rows"]) == sorted(rows))
    assert pair["space"] == "first"
    assert pair["mergeable"]
    kept, gone = (found.ids[row] for row in pair["rows"])

    merged = said(widget, "duplicates", kind="merge", pair=pair["number"])["pairs"]

    assert merged[pair["number"]]["merged"]
    assert {record.id for record in two_spaces.get_all(limit=100)} & {kept, gone} == {kept}
    assert two_spaces.get(kept).metadata.keys() == {"the a", "the n"}
    assert gone in found.ids
    assert found.query(twins[1])

    undone = said(widget, "duplicates", kind="unmerge", pair=pair["number"])["pairs"]

    assert not undone[pair["number"]]["merged"]
    assert two_spaces.get(gone).memory in twins
    two_spaces.delete(gone)
    for _ in range(2):
        failed = said(widget, "duplicates", kind="merge", pair=pair["number"])["pairs"]
        assert failed[pair["number"]]["failed"]
        assert "was deleted" in failed[pair["number"]]["said"]
    assert len(two_spaces.get(kept).metadata) == 1


def test_memories_of_two_scopes_are_not_offered_for_merging(two_spaces, widget_of):
    found = compare(two_spaces)
    found._corpus.vectors("first")[1] = found._corpus.vectors("first")[0]
    widget = widget_of(found)

    pair = next(one for one in widget.duplicates["pairs"] if one["rows"] == [0, 1])

    assert {found.memories[0].user_id, found.memories[1].user_id} == {"alice", "bob"}
    assert not pair["mergeable"]


def test_ratings_are_what_is_evaluated(two_spaces, widget_of):
    found = compare(two_spaces, projection="pca")
    widget = widget_of(found)
    for _ in range(2):
        assert "Rate hits first" in said(widget, "evaluation", kind="evaluate")["trouble"]
    for record in found.memories[:8]:
        two_spaces.rate(record.memory, record.id)
    two_spaces.rate("nobody knows", found.ids[0], False)

    made = said(widget, "evaluation", kind="evaluate")

    assert made["queries"] == 8
    assert [one["space"] for one in made["spaces"]] == ["first", "second"]
    assert made["spaces"][0]["mrr"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert made["spaces"][1]["difference"]["recall"]["mean"] == 0
    assert found.evaluation.queries == 8


def test_trails_are_sent_for_every_picture(two_spaces, widget_of):
    changed = two_spaces.get_all(limit=1)[0]
    two_spaces.update(changed.id, "choir song piano")
    found = compare(two_spaces)

    widget = widget_of(found)

    assert [found.ids[one["row"]] for one in widget.changes] == [changed.id]
    assert widget.changes[0]["old"] == changed.memory
    assert set(widget.trails) == set(widget.pictures)
    ends = np.frombuffer(widget.trails["umap/started/2"][0], "<f4").reshape(1, 2, 2)
    np.testing.assert_allclose(ends[0, 1], found.positions["first"][widget.changes[0]["row"]])


def test_a_selection_holds_what_a_sample_leaves_out(two_spaces, widget_of):
    found = compare(two_spaces, sample=20)
    widget = widget_of(found)

    widget.chosen = np.arange(60, dtype="<i4").tobytes()

    assert sorted(found.selection) == sorted(r.id for r in two_spaces.get_all(limit=100))
    placed = np.frombuffer(widget.rest["umap/started/2"][0], "<f4").reshape(-1, 2)
    np.testing.assert_allclose(placed, found.rest_positions()["first"])
    found.selection = found.selection[30:]
    assert len(np.frombuffer(widget.chosen, "<i4")) == 30
    assert set(found.selection) == {
        found_id(found, row) for row in np.frombuffer(widget.chosen, "<i4")
    }


def found_id(found, row):
    rows = np.concatenate([found._shown, found._rest])
    return found._corpus.records(rows[[row]])[0].id


def test_what_fails_is_said_and_the_rest_goes_on(two_spaces, widget_of, monkeypatch):
    found = compare(two_spaces)
    monkeypatch.setattr(found, "disagreements", lambda n: 1 / 0)

    widget = widget_of(found)

    assert widget.measuring["name"] == "failed"
    assert "division by zero" in widget.measuring["trouble"]
    assert widget.stage == {}
    assert "umap/started/2" in widget.pictures
    assert widget.agreements


def test_the_drawing_is_a_job_of_the_memory_that_can_be_cancelled(two_spaces, monkeypatch):
    from memkit.notebook.widgets.display import widget_of

    found = compare(two_spaces)
    reached, go_on, real = threading.Event(), threading.Event(), found.project

    def slowly(*given, progress, **more):
        reached.set()
        assert go_on.wait(60)
        return real(*given, progress=progress, **more)

    monkeypatch.setattr(found, "project", slowly)
    widget = widget_of(found)
    assert reached.wait(60)
    job = next(job for job in two_spaces.jobs if job.kind == "project")
    assert (job.name, job.state, job.message) == ("first, second", "running", "Drawing umap.")

    job.cancel()
    go_on.set()

    assert widget.finished.wait(60)
    assert job.state == "cancelled"
    assert widget.stage["name"] == "failed"
    assert "cancelled" in widget.stage["trouble"]
    assert "umap/started/2" not in widget.pictures
    # What is asked for then is drawn all the same.
    pictures = said(widget, "pictures", kind="picture", projection="umap", layout="started", dims=2)
    assert "umap/started/2" in pictures


def test_a_picture_that_is_no_longer_asked_for_is_drawn_no_further(two_spaces, widget_of):
    found = compare(two_spaces, projection="pca")
    widget = widget_of(found)
    reached, go_on = threading.Event(), threading.Event()
    real = found.project

    def slowly(*given, progress, **more):
        if more["dims"] == 3:
            reached.set()
            assert go_on.wait(60)
        return real(*given, progress=progress, **more)

    found.project = slowly
    widget._listen(
        widget, {"kind": "picture", "projection": "umap", "layout": "started", "dims": 3}, []
    )
    assert reached.wait(60)
    done = threading.Event()
    widget.observe(lambda change: done.set() if change["new"] == {} else None, "stage")
    widget._listen(
        widget, {"kind": "picture", "projection": "pca", "layout": "started", "dims": 2}, []
    )
    go_on.set()

    assert done.wait(60)
    assert "umap/started/3" not in widget.pictures
    assert (found.projection, found.dims) == ("pca", 2)
    assert not found._computed.is_drawn(Picture("umap", "started", 3))


def test_numbers_do_not_wait_for_the_picture(two_spaces, monkeypatch):
    from memkit.notebook.widgets.display import widget_of

    found = compare(two_spaces)
    go_on, real = threading.Event(), found.project

    def slowly(*given, **more):
        assert go_on.wait(60)
        return real(*given, **more)

    monkeypatch.setattr(found, "project", slowly)
    measured = threading.Event()
    widget = widget_of(found)
    # Of what is measured, this is the last; between two steps nothing may be under way.
    widget.observe(lambda _: measured.set(), "duplicates")
    if not widget.duplicates:
        assert measured.wait(60)

    assert widget.agreements[0]["ari"] is not None
    assert widget.findings
    assert set(widget.pictures) == {"pca/started/2"}
    assert widget.stage["name"] == "umap/started/2"
    go_on.set()
    assert widget.finished.wait(60)
    assert set(widget.badges) == set(widget.places) == {"pca/started/2", "umap/started/2"}


def test_the_picture_does_not_wait_for_numbers(two_spaces, monkeypatch):
    from memkit.notebook.widgets.display import widget_of

    found = compare(two_spaces)
    go_on, real = threading.Event(), found.disagreements
    drawn = threading.Event()

    def slowly(n):
        assert go_on.wait(60)
        return real(n)

    monkeypatch.setattr(found, "disagreements", slowly)
    widget = widget_of(found)
    widget.observe(lambda change: drawn.set() if len(change["new"]) > 1 else None, "pictures")

    assert len(widget.pictures) > 1 or drawn.wait(60)
    # What is known by then is there.
    assert widget.agreements[0]["overlap"] is not None
    assert "ari" not in widget.agreements[0]
    go_on.set()
    assert widget.finished.wait(60)
    assert widget.agreements[0]["ari"] is not None


def test_bars_move_and_never_back(two_spaces, monkeypatch):
    found = compare(two_spaces)
    told = {"stage": [], "measuring": []}
    from memkit.notebook.widgets import compare as module

    class Watched(module.ComparisonWidget):
        def _find(self, known):
            for name, seen in told.items():
                self.observe(lambda change, seen=seen: seen.append(change["new"]), name)
            super()._find(known)

    assert Watched(found).finished.wait(120)
    for name, seen in told.items():
        shares = [one["done"] for one in seen if one]
        assert seen[-1] == {}
        assert shares == sorted(shares)
        assert len(set(shares)) > 5, name


def test_a_rating_is_stored_and_shown(two_spaces, widget_of):
    found = compare(two_spaces, projection="pca")
    widget = widget_of(found)
    answer = said(widget, "answer", kind="query", text="soup salt", number=1)
    assert answer["rateable"]
    id_ = answer["shifts"][0]["id"]
    rate = {"kind": "rate", "query": "soup salt", "id": id_, "number": 1}
    for relevant in (True, False, None):
        sent = said(widget, "rated", **rate, relevant=relevant)
        assert sent == {"id": id_, "number": 1, "relevant": relevant}
        ratings = two_spaces.ratings.get("soup salt", {})
        assert ratings.get(id_) is relevant
    said(widget, "rated", **rate, relevant=True)
    again = said(widget, "answer", kind="query", text="soup salt", number=2)
    assert next(one for one in again["shifts"] if one["id"] == id_)["rated"] is True
    gone = said(widget, "rated", **{**rate, "id": "no such id"}, relevant=True)
    assert gone["trouble"]


def test_each_space_names_its_clusters_where_they_lie(two_spaces, widget_of):
    found = compare(two_spaces, projection="pca")
    widget = widget_of(found)

    for space, sent, places in zip(
        found.spaces, widget.clusters, widget.places["pca/started/2"], strict=True
    ):
        labels = found.clusters(space)
        assert np.frombuffer(sent["members"], "<i4").tolist() == labels.tolist()
        assert sent["names"] == list(found.cluster_names(space).values())
        assert sent["sizes"] == np.bincount(labels[labels >= 0]).tolist()
        at = np.frombuffer(places, "<f4").reshape(-1, 2)
        listed = found.label_positions()[space]
        np.testing.assert_array_equal(at, np.array([one.position for one in listed]))
        for label, place in enumerate(at):
            points = found.positions[space][labels == label]
            assert (points.min(axis=0) <= place).all()
            assert (place <= points.max(axis=0)).all()
