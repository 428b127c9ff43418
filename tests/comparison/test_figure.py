"""The panels as a plotly figure."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest

from memkit.comparison import Comparison, compare
from memkit.comparison.colours import Groups, colours_of
from memkit.comparison.figure import CONFIG
from memkit.errors import ValidationError

pytest.importorskip("plotly", reason="plotly is not installed")
pytest.importorskip("sklearn", reason="scikit-learn is not installed")


def points(figure, axis):
    """The ids of a panel's memories and where they are drawn."""
    found = {}
    for trace in figure.data:
        if trace.mode == "markers" and trace.customdata is not None and trace.xaxis == axis:
            found.update(zip(trace.customdata, zip(trace.x, trace.y, strict=True), strict=True))
    return found


def test_every_memory_stands_in_every_panel(two_spaces):
    found = compare(two_spaces)

    figure = found.figure()

    for space, axis in zip(found.spaces, ("x", "x2"), strict=True):
        drawn = points(figure, axis)
        assert set(drawn) == set(found.ids)
        row = 17
        np.testing.assert_allclose(drawn[found.ids[row]], found.positions[space][row])


@pytest.mark.parametrize("by", ["user", "agent", "category", "age", "cluster", "hits", "overlap"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_memory_has_the_same_colour_in_every_panel(two_spaces, by, theme):
    figure = compare(two_spaces).figure(colour_by=by, theme=theme)

    colours = [{}, {}]
    for trace in figure.data:
        panel = colours[trace.xaxis == "x2"]
        shown = trace.marker.color
        each = [shown] * len(trace.customdata) if isinstance(shown, str) else shown
        panel.update(zip(trace.customdata, each, strict=True))

    assert len(colours[0]) == 60
    assert colours[0] == colours[1]
    background = figure.layout.paper_bgcolor
    assert (background == "#ffffff") == (theme == "light")


def test_more_than_twenty_four_groups_end_in_other(two_spaces):
    taken = compare(two_spaces)
    memories = [
        record.model_copy(update={"user_id": f"user {row % 27}" if row else None})
        for row, record in enumerate(taken.memories)
    ]
    found = Comparison.from_arrays(
        memories, {space: taken.vectors(space) for space in taken.spaces}
    )

    groups = colours_of(found, "user")

    assert isinstance(groups, Groups)
    assert len(groups.names) == len(groups.colours) == len(groups.shapes) == 26
    assert groups.names[-2:] == ("other", "none")
    assert groups.members[0] == 25
    # No two look the same, in colour and in shape.
    assert len(set(zip(groups.colours, groups.shapes, strict=True))) == 25
    assert groups.shapes[7:9] == ("circle", "square")


def test_a_query_is_a_star_with_lines_to_what_it_finds(two_spaces):
    found = compare(two_spaces)

    figure = found.figure(query="boat sail")

    stars = [trace for trace in figure.data if trace.marker.symbol == "star"]
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert len(stars) == len(lines) == 2
    drift = found.query("boat sail")
    for space, star, line in zip(found.spaces, stars, lines, strict=True):
        np.testing.assert_allclose((star.x[0], star.y[0]), drift.stars[space])
        assert np.isnan(np.array(line.x, float)).sum() == len(drift.found[space])


def test_trails_are_drawn_from_old_to_new(two_spaces):
    found = compare(two_spaces)
    two_spaces.update(found.ids[2], "music choir <b>song</b>")

    figure = compare(two_spaces).figure(trails=True)

    dotted = [trace for trace in figure.data if trace.line.dash == "dot"]
    assert len(dotted) == 2
    assert "&lt;b&gt;" in dotted[0].hovertemplate


def test_a_text_is_shown_and_never_markup(two_spaces):
    two_spaces.add("<script>alert(1)</script> <b>bold</b>", user_id="alice")

    figure = compare(two_spaces).figure()

    texts = list(chain.from_iterable(trace.text or () for trace in figure.data))
    assert any("&lt;script&gt;" in text for text in texts)
    assert not any("<b>" in text or "<script" in text for text in texts)


def test_three_dimensions(two_spaces):
    figure = compare(two_spaces, dims=3).figure(query="boat")

    assert {trace.type for trace in figure.data} == {"scatter3d"}


def test_titles_say_what_the_picture_is_worth(two_spaces):
    figure = compare(two_spaces, sample=30).figure()

    assert "showing 30 of 60, by density" in figure.layout.title.text
    assert "neighbours in common" in figure.layout.title.subtitle.text
    titles = [annotation.text for annotation in figure.layout.annotations]
    assert all("trust ." in title and "continuity ." in title for title in titles)


def test_a_quick_figure_computes_nothing(two_spaces, monkeypatch):
    found = compare(two_spaces)
    monkeypatch.setattr("memkit.comparison.computed.faithfulness", None)
    monkeypatch.setattr("memkit.comparison.computed.clustering", None)

    figure = found.figure(numbers=False)

    assert not figure.layout.title.subtitle.text
    assert points(figure, "x2").keys() == set(found.ids)


def test_nothing_invites_to_upload_the_chart(two_spaces):
    figure = compare(two_spaces).figure()

    assert "sendChartToCloud" in figure.layout.modebar.remove
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["displaylogo"] is False


def test_what_is_unknown_is_refused(two_spaces):
    with pytest.raises(ValidationError, match="colour_by is 'mood'"):
        compare(two_spaces).figure(colour_by="mood")
    with pytest.raises(ValidationError, match="theme is 'pink'"):
        compare(two_spaces).figure(theme="pink")
