"""The timeline as a widget: plotly in the browser, from the plotly package, offline.

The browser asks and Python answers, by number: {view, number, method, given} and
{view, number, answer | trouble}. What two cells that show the same timeline have in common (lanes,
axis, selection, the opened change) are traits.
"""

from __future__ import annotations

import base64
import functools
import gzip
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import traitlets

from memkit.errors import MemkitError, NotFoundError, said_by
from memkit.notebook.renderers.base import MimeBundle
from memkit.notebook.widgets import timeline_content as content
from memkit.notebook.widgets.base import PicturedWidget
from memkit.notebook.widgets.display import picture_bundle
from memkit.text.clean import cut
from memkit.timeline.picture import whole_span
from memkit.web.assets import module, sheet

if TYPE_CHECKING:
    from memkit.timeline import Timeline

_MOST_WIDE = 4000


@functools.cache
def plotly_script() -> str:
    """Return the plotly.js that the installed plotly package carries, as gzip in base64.

    Raises:
        MemkitError: plotly is not installed.
    """
    try:
        from plotly.offline import get_plotlyjs
    except ImportError as error:
        raise MemkitError(
            "The timeline is drawn by plotly, which is not installed.",
            fix="Run: pip install 'memkit-core[notebook]', then run the cell again.",
        ) from error
    # More than level 5 takes longer and saves next to nothing.
    return base64.b64encode(gzip.compress(get_plotlyjs().encode("utf-8"), 5)).decode("ascii")


class TimelineWidget(PicturedWidget):
    """A timeline that can be zoomed, brushed and opened.

    Args:
        timeline: What to show. Its `selection` follows the brush.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    about = traitlets.Dict().tag(sync=True)
    brush = traitlets.Dict().tag(sync=True)
    opened = traitlets.Dict().tag(sync=True)
    # Rises whenever there is something new to draw.
    version = traitlets.Int().tag(sync=True)

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._token = timeline.memory.engine.journal.changed()
        super().__init__(
            _esm=module("timeline"),
            _css=sheet("common", "timeline"),
            about=content.about(timeline),
            brush=content.brushed(timeline),
        )
        self._methods: dict[str, Callable[..., Any]] = {
            "script": self._script,
            "picture": self._picture,
            "open": self._open,
            "step": self._step,
            "shut": self._shut,
            "undo": self._undo,
            "brush": self._brush,
            "bar": self._bar,
            "lay": self._lay,
            "poll": self._poll,
        }
        timeline.observe(self._renew)
        self.on_msg(self._answer)

    def picture(self) -> MimeBundle:
        """Return the lanes with their marks."""
        return picture_bundle(self.timeline, key=self.key)

    def _answer(self, widget: Any, request: Any, buffers: Any) -> None:
        method = self._methods.get(request.get("method"))
        if method is None:
            return
        try:
            said: content.Json = {"answer": method(**request.get("given", {})) or {}}
        except MemkitError as error:
            said = {"trouble": said_by(error, "widget")}
        self.send({"view": request.get("view"), "number": request.get("number"), **said})

    def _renew(self) -> None:
        """Tell the browser of a timeline that changed."""
        with self.hold_sync():
            self.about = content.about(self.timeline)
            self.brush = content.brushed(self.timeline)
            self.version += 1
        self.renew_picture()

    # -- what the browser asks -----------------------------------------------------------------

    def _script(self) -> content.Json:
        return {"packed": plotly_script()}

    def _picture(
        self, *, span: list[float] | None, width: float, colours: dict[str, str]
    ) -> content.Json:
        shown = whole_span(self.timeline._times)
        if span is not None:
            low, high = (int(moment * 1000) for moment in span)
            shown = (low, max(high, low + 1000))
        drawn = self.timeline.picture(
            span=shown,
            width=min(max(int(width), 100), _MOST_WIDE),
            colours=colours,
            opened=self.opened.get("seq"),
        )
        return content.picture(drawn, shown)

    def _open(self, *, seq: int) -> None:
        event = self.timeline.event(int(seq))
        if event is None:
            raise NotFoundError(
                f"There is no change {seq}.", fix="The memory was reset: run the cell again."
            )
        self.opened = content.opened(self.timeline, event)
        self.version += 1

    def _step(self, *, by: int) -> None:
        """Open the change before or after the one that is open, in the order of time."""
        marks = self.timeline.between()
        if not marks:
            return
        places = {mark.seq: place for place, mark in enumerate(marks)}
        place = places.get(self.opened.get("seq", -1))
        # From nowhere it begins at the latest.
        step = len(marks) - 1 if place is None else place + by
        self._open(seq=marks[min(max(step, 0), len(marks) - 1)].seq)

    def _shut(self) -> None:
        self.opened = {}
        self.version += 1

    def _undo(self, *, seq: int) -> content.Json:
        result = self.timeline.memory.undo(int(seq))
        self._poll()
        newest = self.timeline.memory.history(result.id)[-1]
        self._open(seq=newest.seq)
        return {"said": f"Change {seq} is undone, by change {newest.seq}."}

    def _brush(self, *, span: list[float] | None) -> None:
        if span is None:
            self.timeline.clear()
        else:
            low, high = (moment / 1000 for moment in sorted(span))
            self.timeline.select(low, high)

    def _bar(self, *, lane: int, low: int, high: int) -> content.Json:
        """Return the changes that a bar stands for."""
        of = self.timeline._placed.lanes.of
        times = self.timeline._times
        marks = self.timeline.marks
        rows = ((of == lane) & (times >= low) & (times < high)).nonzero()[0].tolist()
        own = sorted((marks[row] for row in rows), key=lambda mark: (mark.time, mark.seq))
        return {
            "lane": cut(self.timeline.lanes[lane].name, 60),
            "changes": len(own),
            "low": low / 1000,
            "high": high / 1000,
            **content.listed(self.timeline, own),
        }

    def _lay(self, *, by: str | None = None, time: Any = None) -> None:
        self.timeline.lay(by=by, time=time)

    def _poll(self) -> content.Json:
        """Take over what anybody changed since; cheap when nobody did."""
        token = self.timeline.memory.engine.journal.changed()
        if token == self._token:
            return {"new": 0}
        self._token = token
        new = self.timeline.refresh()
        if new:
            self._renew()
        return {"new": new}
