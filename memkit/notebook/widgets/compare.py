"""Embedding spaces side by side, as a widget: linked in the browser, offline."""

from __future__ import annotations

import threading
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from memkit.errors import MemkitError
from memkit.notebook.style import css
from memkit.notebook.widgets import content

if TYPE_CHECKING:
    from memkit.comparison import Comparison

# anywidget has types in one environment and not in the next.
_AnyWidget: Any = anywidget.AnyWidget

# numba's threads can't be shared by two callers at a time.
_ONE_AT_A_TIME = threading.Lock()


def script() -> str:
    """Return the widget's JavaScript module."""
    return files(__package__).joinpath("compare.js").read_text("utf-8")


def sheet() -> str:
    """Return the widget's style sheet, the colours of all cells before it."""
    return f"{css()}\n{files(__package__).joinpath('compare.css').read_text('utf-8')}"


class ComparisonWidget(_AnyWidget):  # type: ignore[misc]
    """A comparison that can be touched.

    It shows PCA at once and finds the rest, UMAP among it, in a thread; `finished` is set when
    there is nothing left to find.

    Args:
        comparison: What to show. Its `selection` follows the lasso.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    basics = traitlets.Dict().tag(sync=True)
    colours = traitlets.Dict().tag(sync=True)
    pictures = traitlets.Dict().tag(sync=True)
    badges = traitlets.Dict().tag(sync=True)
    neighbours: traitlets.List[Any] = traitlets.List().tag(sync=True)
    agreements: traitlets.List[Any] = traitlets.List().tag(sync=True)
    findings: traitlets.List[Any] = traitlets.List().tag(sync=True)
    wanted = traitlets.Unicode().tag(sync=True)
    stage = traitlets.Dict().tag(sync=True)
    chosen = traitlets.List(traitlets.Int()).tag(sync=True)
    question = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    trouble = traitlets.Unicode().tag(sync=True)
    live = traitlets.Bool(True).tag(sync=True)

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.finished = threading.Event()
        rows = {id_: row for row, id_ in enumerate(comparison.ids)}
        super().__init__(
            _esm=script(),
            _css=sheet(),
            basics=content.basics(comparison),
            colours=content.colours(comparison, content.QUICK),
            pictures={
                name: content.picture(comparison, name) for name in content.known(comparison)
            },
            wanted=comparison.wanted,
            stage={"name": "neighbours"},
            chosen=[rows[id_] for id_ in comparison.selection if id_ in rows],
        )
        self.observe(self._select, "chosen")
        self.observe(self._ask, "question")
        threading.Thread(target=self._find, name="memkit-comparison", daemon=True).start()

    def select(self, ids: list[str]) -> None:
        """Select memories from Python; those outside of the picture are left out."""
        rows = {id_: row for row, id_ in enumerate(self.comparison.ids)}
        self.chosen = [rows[id_] for id_ in ids if id_ in rows]

    def _select(self, change: Any) -> None:
        ids = self.comparison.ids
        try:
            self.comparison.selection = [ids[row] for row in change["new"] if 0 <= row < len(ids)]
        except MemkitError as error:
            self.trouble = str(error)
        else:
            self.trouble = ""

    def _ask(self, change: Any) -> None:
        text = str(change["new"].get("text", ""))
        number = change["new"].get("number", 0)
        if not text.strip():
            self.answer = {"number": number}
            return
        try:
            found = content.answer(self.comparison, self.comparison.query(text))
        except (MemkitError, ImportError) as error:
            self.answer = {"number": number, "trouble": str(error)}
        else:
            self.answer = {"number": number, **found}

    def _find(self) -> None:
        """Find all that takes a while, the quickest first."""
        try:
            with _ONE_AT_A_TIME:
                self._find_all()
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
            self.stage = {"name": "failed", "trouble": f"{type(error).__name__}: {error}"}
        finally:
            self.finished.set()

    def _find_all(self) -> None:
        shown = self.comparison
        self.neighbours = content.neighbours(shown)
        self.findings = content.findings(shown)
        for name in content.known(shown):
            self.badges = {**self.badges, name: content.badges(shown, name)}
        if shown.wanted not in self.pictures:
            self.stage = {"name": shown.wanted, "done": 0.0}
            shown.refine(progress=self._progress)
            self.pictures = {**self.pictures, shown.wanted: content.picture(shown, shown.wanted)}
            self.badges = {**self.badges, shown.wanted: content.badges(shown, shown.wanted)}
        self.stage = {"name": "agreement"}
        self.colours = {**self.colours, **content.colours(shown, content.LATER)}
        self.agreements = content.agreements(shown)
        self.stage = {}

    def _progress(self, done: float) -> None:
        # Messages only when a reader would see the difference.
        if done - self.stage.get("done", 0.0) >= 0.05:
            self.stage = {"name": self.comparison.wanted, "done": round(float(done), 2)}


def comparison_widget(comparison: Comparison) -> ComparisonWidget:
    """Return the widget of a comparison."""
    return ComparisonWidget(comparison)
