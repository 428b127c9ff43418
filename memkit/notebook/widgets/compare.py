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
from memkit.domain import forks
from memkit.errors import MemkitError, said_by
from memkit.notebook.renderers.base import MimeBundle
from memkit.notebook.widgets.base import PicturedWidget
from memkit.notebook.widgets.display import picture_bundle
from memkit.notebook.widgets.merging import Merging
from memkit.web.assets import module, sheet

if TYPE_CHECKING:
    from memkit.comparison import Comparison

# What is measured, in the order in which it is; the number of the steps is what a bar counts.
_STEPS = (
    "placing", "neighbours", "disagreements", "geometry", "first", "changes", "clusters",
    "grouping", "duplicates",
)  # fmt: skip


class _Overtaken(Exception):
    """Another picture was asked for while this one was drawn."""


class ComparisonWidget(PicturedWidget):
    """A comparison that can be touched.

    It shows PCA at once. One thread draws the picture that is wanted, another one measures:
    neither waits for the other, and each result is shown as soon as it is there. `finished` is set
    when there is nothing left to find. A third thread answers what the reader asks.

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
    clusters: traitlets.List[Any] = traitlets.List().tag(sync=True)
    places = traitlets.Dict().tag(sync=True)
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
    measuring = traitlets.Dict().tag(sync=True)
    # Rows as int32; browsers send a view of a buffer.
    chosen = traitlets.Bytes().tag(sync=True, from_json=lambda value, _: bytes(value or b""))
    answer = traitlets.Dict().tag(sync=True)
    rated = traitlets.Dict().tag(sync=True)
    live = traitlets.Bool(True).tag(sync=True)

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.finished = threading.Event()
        self._updating = threading.Lock()
        forks.renew(self, _updating=threading.Lock)
        self._failure: dict[str, dict[str, str]] = {}
        self._asked: Picture | None = None
        self._question = 0
        self._measured = 0
        # How many tasks of each queue are not done; a queue has ended when its job said so last.
        self._pending = {"stage": 0, "measuring": len(_STEPS)}
        self._ended = {"stage", "measuring"}
        self._merging = Merging(comparison)
        self._drawing = self._queue("project", "stage")
        self._measures = self._queue("measure", "measuring")
        self._answering = TaskQueue(
            "answer", "comparison", failed=self._fail_to_answer, registry=comparison.jobs
        )
        known = content.known(comparison)
        wanted = content.wanted(comparison)
        super().__init__(
            _esm=module("compare"),
            _css=sheet("common", "compare"),
            basics=content.basics(comparison),
            notes=list(comparison.notes),
            colours=content.colours(comparison, (*content.QUICK, *content.ASKED)),
            pictures={content.key_of(one): content.picture(comparison, one) for one in known},
            wanted=content.key_of(wanted),
            evaluation=reports.evaluation(comparison.evaluation),
            stage={} if wanted in known else {"name": content.key_of(wanted), "done": 0.0},
            measuring={"name": _STEPS[0], "done": 0.0},
            chosen=self._rows(comparison.selection),
        )
        self.observe(self._select, "chosen")
        self.on_msg(self._listen)
        self._find(known)

    def _queue(self, kind: str, trait: str) -> TaskQueue:
        return TaskQueue(
            kind, ", ".join(self.comparison.spaces),
            failed=functools.partial(self._fail, trait),
            listener=functools.partial(self._follow, trait),
            registry=self.comparison.jobs,
        )  # fmt: skip

    def picture(self) -> MimeBundle:
        """Return the panels, with what was found about them so far."""
        known = {
            "badges": self.badges,
            "agreements": self.agreements,
            "done": bool(self.clusters),
        }
        return picture_bundle(self.comparison, key=self.key, known=known)

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
        if kind == "hello":
            self.send({"kind": "hello"})
        elif kind == "picture":
            asked = content.picture_of("/".join(str(said.get(name)) for name in Picture._fields))
            if asked is not None:
                self._failure.pop("stage", None)
                self._draw(asked)
        elif kind == "query":
            self._question = int(said.get("number", 0))
            ask = functools.partial(self._ask, str(said.get("text", "")), self._question)
            self._answering.put(ask, name="query")
        elif kind == "rate":
            self._answering.put(functools.partial(self._rate, dict(said)))
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

    def _rate(self, said: Mapping[str, Any]) -> None:
        """Note whether a memory answers the question, and say so to every view."""
        memory, relevant = self.comparison.memory, said.get("relevant")
        if memory is None or not (relevant is None or isinstance(relevant, bool)):
            return
        id_ = str(said.get("id", ""))
        made = {"id": id_, "number": int(said.get("number", 0))}
        try:
            memory.rate(str(said.get("query", "")), id_, relevant)
            self.rated = {**made, "relevant": relevant}
        except MemkitError as error:
            self.rated = {**made, "trouble": said_by(error, "widget")}

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
        """Find all that is shown; what is quick, and what others stand on, before the rest."""
        wanted = content.wanted(self.comparison)
        steps: dict[str, Callable[[], None]] = {
            "placing": functools.partial(self._place_all, known),
            "neighbours": self._find_neighbours,
            "disagreements": self._find_disagreements,
            "geometry": self._find_geometry,
            "first": functools.partial(self._judge_all, known),
            "changes": self._find_changes,
            "clusters": self._find_clusters,
            "grouping": self._find_grouping,
            "duplicates": self._find_duplicates,
        }
        if wanted not in known:
            self._draw(wanted)
        for name in _STEPS:
            self._measures.put(
                self._counted("measuring", functools.partial(self._step, name, steps[name]))
            )

    def _draw(self, picture: Picture) -> None:
        """Draw a picture; what is drawn for an earlier wish ends, or is never begun."""
        self._asked = picture
        self._pending["stage"] += 1
        self._drawing.put(self._counted("stage", functools.partial(self._show, picture)))

    def _counted(self, trait: str, task: Callable[[], None]) -> Callable[[], None]:
        self._ended.discard(trait)

        def counted() -> None:
            try:
                task()
            finally:
                with self._updating:
                    self._pending[trait] -= 1

        return counted

    # Measuring.

    def _step(self, name: str, find: Callable[[], None]) -> None:
        self.measuring = {"name": name, "done": self._measured / len(_STEPS)}
        try:
            find()
        finally:
            self._measured += 1

    def _part(self, start: float, share: float, done: float) -> None:
        """Tell how much of a part of a step is done, which begins at `start` of it."""
        self._measures.check()
        done = round((self._measured + start + share * done) / len(_STEPS), 2)
        if done - self.measuring.get("done", 0.0) >= 0.01:
            self.measuring = {**self.measuring, "done": done}

    def _place_all(self, pictures: list[Picture]) -> None:
        for picture in pictures:
            self._place(picture)

    def _place(self, picture: Picture) -> None:
        key = content.key_of(picture)
        if key not in self.rest and len(self.comparison._rest):
            self._update("rest", {key: content.rest(self.comparison, picture)})

    def _find_neighbours(self) -> None:
        spaces = self.comparison.spaces
        for number, space in enumerate(spaces):
            part = functools.partial(self._part, number / len(spaces), 1 / len(spaces))
            self.comparison._computed.neighbours(space, part)
        self.neighbours = content.neighbours(self.comparison)
        self.agreements = reports.agreements(self.comparison, geometry=False, grouping=False)
        self._update("colours", content.colours(self.comparison, ("overlap",)))

    def _find_disagreements(self) -> None:
        self.findings = reports.findings(self.comparison)

    def _find_geometry(self) -> None:
        self.agreements = reports.agreements(self.comparison, grouping=False)

    def _find_grouping(self) -> None:
        self.agreements = reports.agreements(self.comparison)

    def _find_clusters(self) -> None:
        self.clusters = content.clusters(self.comparison)
        self._update("colours", content.colours(self.comparison, ("cluster",)))
        self.notes = list(self.comparison.notes)
        for picture in filter(None, map(content.picture_of, self.pictures)):
            self._find_places(picture)

    def _find_places(self, picture: Picture) -> None:
        places = content.cluster_places(self.comparison, picture)
        self._update("places", {content.key_of(picture): places})

    def _judge_all(self, pictures: list[Picture]) -> None:
        for picture in pictures:
            self._judge(picture)

    def _judge(self, picture: Picture) -> None:
        """Find what belongs to a picture: names, trails, how far to trust it, who is placed."""
        key = content.key_of(picture)
        self._place(picture)
        if key not in self.places and self.clusters:
            self._find_places(picture)
        if key not in self.badges:
            self._update("badges", {key: content.badges(self.comparison, picture)})
        if key not in self.trails and self.changes:
            self._find_trails(picture)

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

    def _find_duplicates(self) -> None:
        self._merging.pairs = reports.one_sided(self.comparison)
        self.duplicates = reports.duplicates(self.comparison, self._merging.pairs)

    # Drawing.

    def _show(self, picture: Picture) -> None:
        """Make a picture the comparison's own, and show it."""
        key = content.key_of(picture)
        if picture != self._asked:
            return
        self.stage = {"name": key, "done": 0.0}
        self._drawing.say(f"Drawing {picture.projection}.")
        try:
            self.comparison.project(
                picture.projection, layout=picture.layout, dims=picture.dims,
                progress=functools.partial(self._progress, picture),
            )  # fmt: skip
        except _Overtaken:
            return
        if key not in self.pictures:
            self._update("pictures", {key: content.picture(self.comparison, picture)})
        # Its numbers come before those that are still to be found.
        with self._updating:
            self._pending["measuring"] += 1
        self._measures.put(
            self._counted("measuring", functools.partial(self._judge, picture)), first=True
        )

    def _progress(self, picture: Picture, done: float) -> None:
        self._drawing.check()
        if picture != self._asked:
            raise _Overtaken
        # Messages only when a reader would see the difference.
        if done - self.stage.get("done", 0.0) >= 0.02:
            self.stage = {"name": content.key_of(picture), "done": round(float(done), 2)}

    def _fail(self, trait: str, error: BaseException) -> None:
        said = said_by(error, "widget")
        what = "The picture could not be drawn" if trait == "stage" else "Not all was measured"
        self._failure[trait] = {"name": "failed", "trouble": f"{what}: {said}"}
        setattr(self, trait, self._failure[trait])

    def _follow(self, trait: str, job: BackgroundJob[None]) -> None:
        if not job.done:
            return
        if job.state == "cancelled":
            what = "The picture was not drawn" if trait == "stage" else "Not all was measured"
            self._failure[trait] = {"name": "failed", "trouble": f"{what}: cancelled."}
        setattr(self, trait, self._failure.get(trait, {}))
        with self._updating:
            if job.state == "cancelled":
                self._pending[trait] = 0
            if self._pending[trait] == 0:
                self._ended.add(trait)
            over = len(self._ended) == len(self._pending) and not any(self._pending.values())
        if over:
            self.finished.set()
            self.renew_picture()

    def _update(self, name: str, values: content.Json) -> None:
        """Put entries into a dict that both threads write to."""
        with self._updating:
            setattr(self, name, {**getattr(self, name), **values})


def comparison_widget(comparison: Comparison) -> ComparisonWidget:
    """Return the widget of a comparison."""
    return ComparisonWidget(comparison)
