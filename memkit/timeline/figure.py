"""The timeline as one plotly figure, for pages without a kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memkit.errors import MemkitError
from memkit.timeline.bins import in_words
from memkit.timeline.kinds import KINDS, Theme, colours_of
from memkit.timeline.links import MOST, NAME
from memkit.timeline.picture import escaped

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from memkit.timeline.picture import Picture
    from memkit.timeline.timeline import Timeline

# For `figure.show(config=CONFIG)`: no logo, and no button that uploads the chart.
CONFIG = {"displaylogo": False, "showSendToCloud": False, "responsive": True}
_HEAD = 88


def figure(timeline: Timeline, *, theme: Theme = "auto") -> go.Figure:
    """Return the figure.

    Raises:
        ValidationError: The theme is nothing known.
        MemkitError: plotly is not installed.
    """
    colours = colours_of(theme)
    try:
        # plotly takes a second to import.
        import plotly.graph_objects as go
    except ImportError as error:
        raise MemkitError(
            "A figure needs plotly, which is not installed.",
            fix="Run: pip install 'memkit-core[notebook]'",
        ) from error
    drawn = timeline.picture(theme=theme)
    made = go.Figure(drawn.spec)
    said = f"{len(timeline):,} change{'' if len(timeline) == 1 else 's'}"
    made.update_layout(
        title={
            "text": f"Timeline - {said}, by {escaped(timeline.options.by.removesuffix('_id'))}",
            "subtitle": {
                "text": escaped(" ".join([*picture_notes(drawn), *timeline.notes])),
                "font": {"size": 12, "color": colours["muted"]},
            },
            "font": {"size": 15}, "x": 0.01, "xanchor": "left", "y": 1, "yanchor": "top",
            "yref": "container", "pad": {"t": 16},
        },
        margin={"t": _HEAD},
        height=made.layout.height + _HEAD - 8,
        showlegend=True,
        legend={
            "orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom",
            "itemclick": False, "itemdoubleclick": False,
        },
        modebar={"remove": ["sendChartToCloud", "sendDataToCloud", "select2d", "lasso2d"]},
    )  # fmt: skip
    for kind in KINDS:
        # Marks with letters and bars with patterns would each have an entry of their own.
        made.add_scatter(
            x=[None], y=[None], mode="markers", name=f"{kind.letter} = {kind.event}",
            marker={"symbol": kind.symbol, "size": 12, "color": colours[kind.colour]},
        )  # fmt: skip
    if drawn.linked:
        made.add_scatter(
            x=[None], y=[None], mode="lines", name=NAME,
            line={"color": colours["muted"], "width": 1.5},
        )  # fmt: skip
    return made


def picture_notes(drawn: Picture) -> list[str]:
    """Return what has to be known of the bars and lines of a picture, in sentences."""
    return [*_of_bars(drawn), *_of_lines(drawn)]


def _of_lines(drawn: Picture) -> list[str]:
    if drawn.linked <= MOST:
        return []
    return [
        f"Lines are drawn for {MOST:,} of {drawn.linked:,} superseded facts; zoom in for others."
    ]


def _of_bars(drawn: Picture) -> list[str]:
    if drawn.bar is None:
        return []
    most = f"{drawn.most:,} change{'' if drawn.most == 1 else 's'}"
    return [f"Bars count the changes in {in_words(drawn.bar)}; the highest stands for {most}."]
