"""A picture of a comparison: a panel a space, coloured alike, with what is known about each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from memkit.comparison.colours import ColourBy, Groups, Scale, colours_of
from memkit.comparison.content import key_of
from memkit.comparison.figure import PROJECTION_NAMES
from memkit.comparison.naming import ClusterLabel
from memkit.domain.wording import counted_of
from memkit.notebook import html
from memkit.text.clean import cut
from memkit.web import svg
from memkit.web.markup import Html

if TYPE_CHECKING:
    from memkit.comparison import Comparison

WIDTH = 760
_GAP = 16
_TITLE, _BELOW = 28, 24
_MARGIN = 10
_TALLEST = 380
_LEGEND = 24
# Of more memories each panel draws a part, spread evenly; all panels together draw so many.
_MOST_POINTS = 12_000
_FEW_POINTS = 1_500
_MOST_LABELS = 10
_MOST_OF_A_NAME = 32

Rows = NDArray[np.intp]
Places = NDArray[np.float64]
Fit = Callable[[NDArray[np.float32]], Places]


def parts(comparison: Comparison, known: Mapping[str, Any] | None = None) -> list[Html]:
    """Return what the picture shows: nothing is computed for it.

    Args:
        comparison: What to draw.
        known: What its widget found so far: "badges" by picture, "agreements", and whether it is
            "done", so that clusters are known.
    """
    known = known or {}
    colours = _colours(comparison, done=bool(known.get("done")))
    drawn = _rows_drawn(comparison)
    picture = PROJECTION_NAMES[comparison.projection]
    said = counted_of(len(drawn), len(comparison))
    height = _Layout(comparison).height
    legend, rows = _legend(colours, height)
    alt = f"{' | '.join(comparison.spaces)}: {said} as points, {picture}."
    shown = [*_panels(comparison, colours, drawn, known), *legend]
    return [
        html.head(" | ".join(comparison.spaces), said, picture, *comparison.notes),
        svg.image(shown, width=WIDTH, height=height + rows * _LEGEND + 8, alt=cut(alt)),
        html.foot(" ".join(_agreement(one) for one in known.get("agreements", ()))),
    ]


class _Layout:
    """Where the panels are: side by side, or two a row if there are four or more."""

    def __init__(self, comparison: Comparison) -> None:
        n = len(comparison.spaces)
        self.columns = n if n < 4 else 2
        self.lines = -(-n // self.columns)
        self.width = (WIDTH - _GAP * (self.columns + 1)) / self.columns
        self.tall = min(self.width * 0.75, _TALLEST)
        self.line = _TITLE + self.tall + _BELOW

    @property
    def height(self) -> int:
        return int(self.lines * self.line + 8)

    def corner(self, place: int) -> tuple[float, float]:
        line, column = divmod(place, self.columns)
        return _GAP + column * (self.width + _GAP), line * self.line + _TITLE


def _panels(
    comparison: Comparison, colours: Groups | Scale, drawn: Rows, known: Mapping[str, Any]
) -> Iterator[Html]:
    layout = _Layout(comparison)
    badges = known.get("badges", {}).get(key_of(comparison._picture), [])
    members, inks = _inks(colours)
    labels = comparison.label_positions() if known.get("done") else {}
    small = " small" if len(drawn) > _FEW_POINTS else ""
    for place, space in enumerate(comparison.spaces):
        left, top = layout.corner(place)
        yield svg.text(left, top - 8, cut(space, int(layout.width // 8)), look="title")
        yield Html(
            '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="box"/>'
        ).format(left, top, layout.width, layout.tall)
        fit = _fit(comparison.positions[space], left, top, layout.width, layout.tall)
        points = fit(comparison.positions[space])
        # The smallest group last, so that it is not hidden.
        for ink in sorted(range(len(inks)), key=lambda ink: -int((members[drawn] == ink).sum())):
            yield _points(points[drawn[members[drawn] == ink]], inks[ink], small)
        yield from _labels(labels.get(space, ()), fit, (left, left + layout.width))
        if place < len(badges):
            yield svg.text(left, top + layout.tall + 16, _badge(badges[place]), look="muted")


def _rows_drawn(comparison: Comparison) -> Rows:
    n = len(comparison)
    most = max(_MOST_POINTS // len(comparison.spaces), 1)
    return np.unique(np.linspace(0, n - 1, min(n, most)).astype(np.intp))


def _fit(positions: NDArray[np.float32], left: float, top: float, width: float, tall: float) -> Fit:
    """Return what turns positions into pixels, as large as there is room for.

    Of three axes, the first two.
    """

    def flat(some: NDArray[np.float32]) -> Places:
        return np.nan_to_num(some[:, :2].astype(np.float64))

    every = flat(positions)
    low, high = every.min(axis=0), every.max(axis=0)
    room = np.array([width, tall]) - 2 * _MARGIN
    scale = float((room / np.maximum(high - low, 1e-9)).min())
    corner = np.array([left + width / 2, top + tall / 2])
    return lambda some: (flat(some) - (low + high) / 2) * [scale, -scale] + corner


def _points(points: Places, ink: str, small: str) -> Html:
    """Return points of one colour as one path of dots, which is short."""
    dots = "".join(f"M{x} {y}h0" for x, y in np.round(points, 1).tolist())
    return Html('<path d="{}" class="points{}" stroke="{}"/>').format(dots, small, ink)


# -- colours ---------------------------------------------------------------------------------------

# As the widget chooses them: the first that tells memories apart.
_QUICK: tuple[ColourBy, ...] = ("category", "user", "agent", "age")
_DONE: tuple[ColourBy, ...] = ("category", "cluster", "overlap", "user", "agent", "age")
_STEPS = 16
_RAMP = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")


def _colours(comparison: Comparison, *, done: bool) -> Groups | Scale:
    for by in _DONE if done else _QUICK:
        found = colours_of(comparison, by)
        if isinstance(found, Scale) or len(found.names) > 1:
            return found
    return colours_of(comparison, "category")


def _inks(colours: Groups | Scale) -> tuple[Rows, Sequence[str]]:
    """Return which colour each memory has, and the colours."""
    if isinstance(colours, Groups):
        return colours.members, colours.colours
    low, high = _ends(colours)
    share = np.clip((np.nan_to_num(colours.values) - low) / max(high - low, 1e-9), 0, 1)
    return np.round(share * (_STEPS - 1)).astype(np.intp), _ramp(colours)


def _ends(colours: Scale) -> tuple[float, float]:
    values = np.nan_to_num(colours.values)
    low = float(values.min(initial=np.inf)) if colours.low is None else colours.low
    high = float(values.max(initial=-np.inf)) if colours.high is None else colours.high
    return low, high


def _ramp(colours: Scale) -> list[str]:
    stops = _RAMP if isinstance(colours.scale, str) else [colour for _, colour in colours.scale]
    channels = np.array([[int(stop[at : at + 2], 16) for at in (1, 3, 5)] for stop in stops])
    at = np.linspace(0, len(stops) - 1, _STEPS)
    mixed = [np.interp(at, range(len(stops)), channels[:, channel]) for channel in range(3)]
    return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in np.round(mixed).astype(int).T.tolist()]


def _legend(colours: Groups | Scale, top: int) -> tuple[list[Html], int]:
    """Return what the colours mean, from `top` on, and how many lines it takes."""
    made = [svg.text(_GAP, top + 16, cut(colours.title, 60), look="muted")]
    x, line = _GAP + svg.width_of(cut(colours.title, 60)) + 16, 0
    if isinstance(colours, Scale):
        low, high = (f"{end:,.1f}".removesuffix(".0") for end in _ends(colours))
        made.append(svg.text(x, top + 16, low))
        x += svg.width_of(low) + 8
        for place, ink in enumerate(_ramp(colours)):
            box = Html('<rect x="{:.1f}" y="{}" width="8.5" height="12" fill="{}"/>')
            made.append(box.format(x + 8 * place, top + 6, ink))
        made.append(svg.text(x + 8 * _STEPS + 8, top + 16, high))
        return made, 1
    counts = np.bincount(colours.members, minlength=len(colours.names)).tolist()
    for name, ink, count in zip(colours.names, colours.colours, counts, strict=True):
        said, number = cut(name, _MOST_OF_A_NAME), f"{count:,}"
        wide = 18 + svg.width_of(said) + 8 + svg.width_of(number) + 16
        if x + wide > WIDTH and x > _GAP:
            x, line = _GAP, line + 1
        y = top + 16 + line * _LEGEND
        made.append(Html('<circle cx="{:.1f}" cy="{}" r="5" fill="{}"/>').format(x + 6, y - 4, ink))
        made.append(svg.text(x + 18, y, said, more=number))
        x += wide
    return made, line + 1


# -- words -----------------------------------------------------------------------------------------


def _labels(
    labels: Sequence[ClusterLabel], fit: Fit, between: tuple[float, float]
) -> Iterator[Html]:
    """Return the names of the largest clusters, unless another name stands in their place."""
    taken: list[tuple[float, float, float]] = []
    for label in labels[:_MOST_LABELS]:
        said = cut(label.name, _MOST_OF_A_NAME)
        half = svg.width_of(said) / 2
        ((x, y),) = fit(label.position[np.newaxis]).tolist()
        x = min(max(x, between[0] + half + 4), between[1] - half - 4)
        if any(abs(y - at) < 16 and abs(x - of) < half + other for of, at, other in taken):
            continue
        taken.append((x, y, half))
        yield svg.text(x, y + 4, said, look="label", anchor="middle")


def _badge(badge: Mapping[str, Any]) -> str:
    return f"trust {_short(badge['trust'])} · continuity {_short(badge['continuity'])}"


# What two spaces are compared by; each is shown once it is known.
_NUMBERS = {
    "overlap": "neighbours in common",
    "cka": "similarity of geometry (CKA)",
    "rank": "order of distances (rank correlation)",
    "ari": "agreement of clusters (ARI)",
}


def _agreement(one: Mapping[str, Any]) -> str:
    said = [f"{words} {_short(one[name])}" for name, words in _NUMBERS.items() if name in one]
    return f"{one['first']} and {one['second']}: {', '.join(said)}."


def _short(value: float | None) -> str:
    return "n/a" if value is None else html.signed(value)
