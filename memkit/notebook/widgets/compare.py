"""Embedding spaces side by side, as a widget: linked in the browser, offline."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import traitlets

from memkit.comparison import content, reports
from memkit.comparison.computed import Picture
from memkit.concurrency.jobs import BackgroundJob
from memkit.concurrency.tasks import TaskQueue
from memkit.errors import MemkitError, said_by
from memkit.notebook.widgets.base import AnyWidget
from memkit.notebook.widgets.merging import Merging
from memkit.web.assets import module, sheet

if TYPE_CHECKING:
    from memkit.comparison import Comparison

# numba's threads can't be shared by two callers at a time.
_ONE_AT_A_TIME = threading.Lock()


class ComparisonWidget(AnyWidget):  # type: ignore[misc]  # which is Any, see base.py
    """A comparison that can be touched.

    It shows PCA at once and finds the rest, UMAP among it, in a thread; `finished` is set when
    there is nothing left to find. Another thread answers what the reader asks.

    Args:
        comparison: What to show. Its `selection` follows the lasso.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    basics = traitlets.Dict().tag(sync=True)
    notes: traitlets.List[Any] = traitlets.List().tag(sync=True)
    colours = traitlets.Dict().tag(sync=True)
    pictures = traitlets.Dict().tag(sync=True)
    rest = traitlets.Dict().tag(sync=True)
    badges = traitlets.Dict().tag(sync=True)
    trails = traitlets.Dict().tag(sync=True)
    changes: traitlets.List[Any] = traitlets.List().tag(sync=True)
    neighbours: traitlets.List[Any] = traitlets.List().tag(sync=True)
    agreements: traitlets.List[Any] = traitlets.List().tag(sync=True)
    findings: traitlets.List[Any] = traitlets.List().tag(sync=True)
    duplicates = traitlets.Dict().tag(sync=True)
    evaluation = traitlets.Dict().tag(sync=True)
    wanted = traitlets.Unicode().tag(sync=True)
    stage = traitlets.Dict().tag(sync=True)
    # Rows as int32; browsers send a view of a buffer.
    chosen = traitlets.Bytes().tag(sync=True, from_json=lambda value, _: bytes(value or b""))
    answer = traitlets.Dict().tag(sync=True)
    live = traitlets.Bool(True).tag(sync=True)

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.finished = threading.Event()
        self._updating = threading.Lock()
        self._failure: dict[str, str] = {}
        self._question = 0
        self._merging = Merging(comparison)
        self._drawing = TaskQueue(
            "project", ", ".join(comparison.spaces),
            failed=self._fail, listener=self._follow, registry=comparison.jobs,
        )  # fmt: skip
        self._answering = TaskQueue(
            "answer", "comparison", failed=self._fail_to_answer, registry=comparison.jobs
        )
        known = content.known(comparison)
        super().__init__(
            _esm=module("compare"),
            _css=sheet("common", "compare"),
            basics=content.basics(comparison),
            notes=list(comparison.notes),
            colours=content.colours(comparison, (*content.QUICK, *content.ASKED)),
            pictures={content.key_of(one): content.picture(comparison, one) for one in known},
            wanted=content.key_of(content.wanted(comparison)),
            evaluation=reports.evaluation(comparison.evaluation),
            stage={"name": "neighbours"},
            chosen=self._rows(comparison.selection),
        )
        self.observe(self._select, "chosen")
        self.on_msg(self._listen)
        self._drawing.put(functools.partial(self._find, known))

    def select(self, ids: list[str]) -> None:
        """Select memories from Python; those outside of the comparison are left out."""
        self.chosen = self._rows(ids)

    def _rows(self, ids: list[str]) -> bytes:
        return content.to_bytes(self.comparison.rows_of(ids), "<i4")

    def _select(self, change: Any) -> None:
        self.comparison.select_rows(np.frombuffer(change["new"], "<i4").astype(np.intp))

    # -- what a reader asks for --------------------------------------------------------------

    def _listen(self, _widget: Any, said: Mapping[str, Any], _buffers: Any) -> None:
        """Hand a message to a thread: the kernel must not wait for it."""
        kind = said.get("kind")
        if kind == "picture":
            asked = content.picture_of("/".join(str(said.get(name)) for name in Picture._fields))
            if asked is not None:
                self._failure = {}
                self._draws(functools.partial(self._show, asked), name="picture", first=True)
        elif kind == "query":
            self._question = int(said.get("number", 0))
            ask = functools.partial(self._ask, str(said.get("text", "")), self._question)
            self._answering.put(ask, name="query")
        elif kind == "evaluate":
            self._answering.put(self._evaluate, name="evaluate")
        elif kind in ("merge", "unmerge"):
            act = self._merging.merge if kind == "merge" else self._merging.unmerge
            self._answering.put(functools.partial(self._merge, act, int(said.get("pair", -1))))

    def _ask(self, text: str, number: int) -> None:
        if not text.strip():
            self.answer = {"number": number}
            return
        try:
            found = reports.answer(self.comparison, self.comparison.query(text))
        except (MemkitError, ImportError) as error:
            found = {"trouble": said_by(error, "widget")}
        if number == self._question:
            self.answer = {"number": number, **found}
        self._update("colours", content.colours(self.comparison, content.ASKED))

    def _evaluate(self) -> None:
        try:
            made = {**reports.evaluation(self.comparison.evaluate()), "rated": True}
        except (MemkitError, ImportError) as error:
            made = {"trouble": said_by(error, "widget")}
        # The number lets a reader who asks again see the same result again.
        self.evaluation = {**made, "number": self.evaluation.get("number", 0) + 1}
        self._update("colours", content.colours(self.comparison, content.ASKED))

    def _merge(self, act: Callable[[int], content.Json], place: int) -> None:
        pairs = list(self.duplicates.get("pairs", []))
        if 0 <= place < len(pairs):
            tries = pairs[place].get("tries", 0) + 1
            pairs[place] = {**pairs[place], **act(place), "tries": tries}
            self.duplicates = {**self.duplicates, "pairs": pairs}

    def _fail_to_answer(self, error: BaseException) -> None:
        trouble = said_by(error, "widget")
        self.answer = {"number": self._question, "trouble": trouble}

    # -- what takes a while ------------------------------------------------------------------

    def _find(self, known: list[Picture]) -> None:
        """Find all that is shown, the quickest first; a picture that is asked for goes before."""
        wanted = content.wanted(self.comparison)
        self._draws(self._find_neighbours)
        if wanted not in known:
            self._draws(functools.partial(self._show, wanted), name="picture")
        self._draws(self._find_disagreements)
        for one in known:
            self._draws(functools.partial(self._judge, one))
        self._draws(self._find_changes)
        self._draws(self._find_agreement)
        self._draws(self._find_duplicates)

    def _draws(
        self, job: Callable[[], None], *, name: str | None = None, first: bool = False
    ) -> None:
        def alone() -> None:
            with _ONE_AT_A_TIME:
                self._drawing.check()
                job()

        self._drawing.put(alone, name=name, first=first)

    def _find_neighbours(self) -> None:
        self.neighbours = content.neighbours(self.comparison)

    def _find_disagreements(self) -> None:
        self.findings = reports.findings(self.comparison)

    def _show(self, picture: Picture) -> None:
        """Make a picture the comparison's own, and show it."""
        key = content.key_of(picture)
        self.stage = {"name": key, "done": 0.0}
        self._drawing.say(f"Drawing {picture.projection}.")
        self.comparison.project(
            picture.projection, layout=picture.layout, dims=picture.dims,
            progress=functools.partial(self._progress, key),
        )  # fmt: skip
        if key not in self.pictures:
            self._update("pictures", {key: content.picture(self.comparison, picture)})
        self._judge(picture)

    def _judge(self, picture: Picture) -> None:
        """Find what is said about a picture: how far to trust it, trails, and who is not drawn."""
        key = content.key_of(picture)
        if key not in self.badges:
            self._update("badges", {key: content.badges(self.comparison, picture)})
        if key not in self.trails and self.changes:
            self._find_trails(picture)
        if key not in self.rest and self.basics["hidden"]:
            self.stage = {"name": "rest"}
            self._update("rest", {key: content.rest(self.comparison, picture)})

    def _find_changes(self) -> None:
        shown = self.comparison
        self.changes = content.changes(shown, shown.trails())
        if self.changes:
            for picture in filter(None, map(content.picture_of, self.pictures)):
                self._find_trails(picture)

    def _find_trails(self, picture: Picture) -> None:
        found = content.trails_in(self.comparison, picture)
        ends = content.trail_ends(self.comparison, found)
        self._update("trails", {content.key_of(picture): ends})

    def _find_agreement(self) -> None:
        self.stage = {"name": "agreement"}
        self._update("colours", content.colours(self.comparison, content.LATER))
        self.agreements = reports.agreements(self.comparison)
        self.notes = list(self.comparison.notes)

    def _find_duplicates(self) -> None:
        self.stage = {"name": "duplicates"}
        self._merging.pairs = reports.one_sided(self.comparison)
        self.duplicates = reports.duplicates(self.comparison, self._merging.pairs)

    def _progress(self, key: str, done: float) -> None:
        self._drawing.check()
        # Messages only when a reader would see the difference.
        if done - self.stage.get("done", 0.0) >= 0.05:
            self.stage = {"name": key, "done": round(float(done), 2)}

    def _fail(self, error: BaseException) -> None:
        said = (
            said_by(error, "widget")
            if isinstance(error, MemkitError)
            else f"{type(error).__name__}: {error}"
        )
        self._failure = {"name": "failed", "trouble": f"The rest could not be computed: {said}"}
        self.stage = self._failure

    def _follow(self, job: BackgroundJob[None]) -> None:
        if not job.done:
            return
        if job.state == "cancelled":
            self._failure = {"name": "failed", "trouble": "The rest was not computed: cancelled."}
        self.stage = self._failure
        self.finished.set()

    def _update(self, name: str, values: content.Json) -> None:
        """Put entries into a dict that both threads write to."""
        with self._updating:
            setattr(self, name, {**getattr(self, name), **values})


def comparison_widget(comparison: Comparison) -> ComparisonWidget:
    """Return the widget of a comparison."""
    return ComparisonWidget(comparison)
