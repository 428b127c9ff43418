"""The panels of a comparison as one plotly figure."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from memkit.comparison.colours import ColourBy, Groups, Scale, colours_of
from memkit.comparison.queries import QueryDrift
from memkit.domain.wording import counted
from memkit.errors import ValidationError

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from memkit.comparison.comparison import Comparison

# For `figure.show(config=CONFIG)`: no logo, and no button that uploads the chart.
CONFIG = {"displaylogo": False, "showSendToCloud": False, "responsive": True}

PROJECTION_NAMES = {"pca": "PCA", "umap": "UMAP", "tsne": "t-SNE"}
_LAYOUTS = {
    "started": "started from {}",
    "aligned": "aligned",
    "independent": "each for itself",
}

# Above this many points a panel is drawn by WebGL.
_SVG_POINTS = 2000
_HOVER_WIDTH = 60
_HOVER_LINES = 5


@dataclass(frozen=True, slots=True)
class _Theme:
    template: str
    paper: str
    ink: str
    faint: str
    line: str


_THEMES = {
    "light": _Theme("plotly_white", "#ffffff", "#1f2328", "#59636e", "#d0d7de"),
    "dark": _Theme("plotly_dark", "#111111", "#e6edf3", "#a8b1bb", "#3d444d"),
}


def draw(
    comparison: Comparison,
    *,
    colour_by: ColourBy = "category",
    theme: Literal["light", "dark"] = "light",
    query: QueryDrift | None = None,
    trails: bool = False,
    numbers: bool = True,
) -> go.Figure:
    """Return the figure; without numbers it needs nothing but positions.

    Raises:
        ValidationError: The theme or the colour is nothing known.
        ImportError: plotly is not installed.
    """
    # plotly takes a second to import.
    import plotly.graph_objects as go
    from plotly.subplots import make_subplots

    if theme not in _THEMES:
        raise ValidationError(f"theme is {theme!r}.", fix="Use light or dark.")
    look = _THEMES[theme]
    spaces = comparison.spaces
    columns = len(spaces) if len(spaces) < 4 else 2
    rows = -(-len(spaces) // columns)
    flat = comparison.dims == 2
    figure = make_subplots(
        rows=rows,
        cols=columns,
        specs=[[{"type": "xy" if flat else "scene"}] * columns] * rows,
        subplot_titles=[_panel_title(comparison, space, numbers) for space in spaces],
        horizontal_spacing=0.03,
        vertical_spacing=0.1,
    )
    colours = colours_of(comparison, colour_by)
    texts = [_hover(record.memory) for record in comparison.memories]
    ids = comparison.ids
    ways = comparison.trails() if trails else []
    for number, space in enumerate(spaces):
        at = {"row": number // columns + 1, "col": number % columns + 1}
        positions = comparison.positions[space]
        for trail in ways:
            figure.add_trace(_way(go, trail.points[space], look.faint, _changed(trail)), **at)
        if query is not None:
            ends = _ends(query, space, ids, positions)
            figure.add_trace(_way(go, ends, look.faint, None), **at)
        for trace in _points(go, positions, colours, texts, ids, number == 0):
            figure.add_trace(trace, **at)
        if query is not None:
            figure.add_trace(_star(go, query, space, look), **at)
    _dress(figure, comparison, colours, look, numbers)
    return figure


def _panel_title(comparison: Comparison, space: str, numbers: bool) -> str:
    name = f"<b>{html.escape(space)}</b>"
    if not numbers:
        return name
    found = comparison.faithfulness(space)
    return f"{name}  trust {_short(found.trustworthiness)}  continuity {_short(found.continuity)}"


def _short(value: float) -> str:
    return "n/a" if np.isnan(value) else f"{value:.2f}".removeprefix("0")


def _hover(text: str) -> str:
    lines = textwrap.wrap(text, _HOVER_WIDTH, max_lines=_HOVER_LINES, placeholder=" ...")
    # plotly shows a few HTML tags in its hover texts: none of them shall come from a memory.
    return "<br>".join(html.escape(line) for line in lines)


def _axes(points: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    return dict(zip("xyz", points.T, strict=False))


def _kind(go: Any, dims: int, n: int) -> Any:
    if dims == 3:
        return go.Scatter3d
    return go.Scattergl if n > _SVG_POINTS else go.Scatter


def _points(
    go: Any,
    positions: NDArray[np.float32],
    colours: Groups | Scale,
    texts: list[str],
    ids: list[str],
    first: bool,
) -> Iterator[Any]:
    n, dims = positions.shape
    kind = _kind(go, dims, n)
    size = 3 if dims == 3 else 4 if n > _SVG_POINTS else 6
    common = {"mode": "markers", "hovertemplate": "%{text}<extra></extra>"}
    if isinstance(colours, Scale):
        yield kind(
            **_axes(positions), **common, text=texts, customdata=ids, showlegend=False,
            marker={"size": size, "color": colours.values, "coloraxis": "coloraxis"},
        )  # fmt: skip
        return
    looks = zip(colours.names, colours.colours, colours.shapes, strict=True)
    for group, (name, colour, shape) in enumerate(looks):
        rows = np.flatnonzero(colours.members == group)
        yield kind(
            **_axes(positions[rows]),
            **common,
            text=[texts[row] for row in rows.tolist()],
            customdata=[ids[row] for row in rows.tolist()],
            name=html.escape(name),
            legendgroup=name,
            showlegend=first,
            marker={"size": size, "color": colour, "symbol": _symbol(shape, dims), "opacity": 0.85},
        )


def _symbol(shape: str, dims: int) -> str:
    # Scatter3d knows no triangle.
    return "diamond" if dims == 3 and shape == "triangle-up" else shape


def _ends(
    query: QueryDrift, space: str, ids: list[str], positions: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return lines from the star to what was found, with a gap after each."""
    star = query.stars[space]
    gap = np.full(len(star), np.nan, np.float32)
    rows = {id_: row for row, id_ in enumerate(ids)}
    shown = [rows[found.id] for found in query.found[space] if found.id in rows]
    lines = [part for row in shown for part in (star, positions[row], gap)]
    return np.array(lines, np.float32).reshape(-1, len(star))


def _way(go: Any, points: NDArray[np.float32], colour: str, text: str | None) -> Any:
    return _kind(go, points.shape[1], 0)(
        **_axes(points),
        mode="lines" if text is None else "lines+markers",
        line={"color": colour, "width": 1, **({} if text is None else {"dash": "dot"})},
        marker={"size": 4, "color": colour},
        hovertemplate=None if text is None else f"{text}<extra></extra>",
        hoverinfo="skip" if text is None else None,
        showlegend=False,
    )


def _changed(trail: Any) -> str:
    # A per cent sign before a brace would start a placeholder of plotly's.
    words = f"{_hover(trail.old)}<br>became<br>{_hover(trail.new)}"
    return words.replace("%{", "%&#123;")


def _star(go: Any, query: QueryDrift, space: str, look: _Theme) -> Any:
    star = query.stars[space][None]
    flat = star.shape[1] == 2
    return _kind(go, star.shape[1], 0)(
        **_axes(star),
        mode="markers",
        marker={
            # Scatter3d knows no star.
            "symbol": "star" if flat else "diamond",
            "size": 18 if flat else 8,
            "color": look.ink,
            "line": {"color": look.paper, "width": 1},
        },
        text=[_hover(query.query)],
        hovertemplate="%{text}<extra>query</extra>",
        showlegend=False,
    )


def _dress(
    figure: Any, comparison: Comparison, colours: Groups | Scale, look: _Theme, numbers: bool
) -> None:
    bare = {"showticklabels": False, "showgrid": False, "zeroline": False, "title": ""}
    boxed = {**bare, "showline": True, "mirror": True, "linecolor": look.line, "ticks": ""}
    if comparison.dims == 2:
        figure.update_xaxes(**boxed)
        for axis in figure.select_yaxes():
            axis.update(**boxed, scaleanchor=axis.anchor, scaleratio=1)
    else:
        scene = {**bare, "backgroundcolor": look.paper, "gridcolor": look.line, "showgrid": True}
        figure.update_scenes(xaxis=scene, yaxis=scene, zaxis=scene, bgcolor=look.paper)
    names = " | ".join(html.escape(space) for space in comparison.spaces)
    picture = PROJECTION_NAMES[comparison.projection]
    how = _LAYOUTS[comparison.layout].format(html.escape(comparison.spaces[0]))
    about = [names, counted(len(comparison)), f"{picture}, {how}"]
    figure.update_layout(
        template=look.template,
        paper_bgcolor=look.paper,
        plot_bgcolor=look.paper,
        font={"size": 13, "color": look.ink},
        title={
            "text": " - ".join([*about, *map(html.escape, comparison.notes)]),
            "subtitle": {
                "text": _agreement(comparison) if numbers else "",
                "font": {"size": 13, "color": look.faint},
            },
            "font": {"size": 15},
            "x": 0.01,
        },
        legend={
            "title": {"text": ""}, "orientation": "h", "y": -0.03, "yanchor": "top",
            "itemsizing": "constant",
        },
        margin={"l": 12, "r": 12, "t": 108, "b": 12},
        height=520 if len(comparison.spaces) < 4 else 880,
        # The button that uploads the chart, wherever the figure is shown.
        modebar={"remove": ["sendChartToCloud", "sendDataToCloud"]},
        dragmode="lasso" if comparison.dims == 2 else "orbit",
        hovermode="closest",
        hoverlabel={"align": "left"},
        coloraxis_showscale=isinstance(colours, Scale),
    )  # fmt: skip
    if isinstance(colours, Scale):
        figure.update_layout(
            coloraxis={
                "colorscale": colours.scale,
                "cmin": colours.low,
                "cmax": colours.high,
                "colorbar": {
                    "title": {"text": colours.title, "side": "right", "font": {"size": 13}},
                    "thickness": 12,
                },
            }
        )
    figure.update_annotations(font_size=13)


def _agreement(comparison: Comparison) -> str:
    pairs = comparison.metrics.pairs
    if len(pairs) == 1:
        one = pairs[0]
        return (
            f"neighbours in common {_short(one.overlap)} | similarity of geometry (CKA) "
            f"{_short(one.cka)} | order of distances {_short(one.rank_correlation)} | "
            f"agreement of clusters (ARI) {_short(one.ari)}"
        )
    listed = [
        f"{html.escape(one.first)} and {html.escape(one.second)} {_short(one.overlap)}"
        for one in pairs
    ]
    return f"neighbours in common, of {comparison.k}: " + " | ".join(listed)
