"""The memory explorer as a widget: the browser asks, this answers from a thread of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from memkit.concurrency.tasks import TaskQueue
from memkit.errors import MemkitError, said_by
from memkit.explorer import answer
from memkit.notebook.renderers.base import MimeBundle
from memkit.notebook.widgets.base import PicturedWidget
from memkit.notebook.widgets.display import picture_bundle
from memkit.notebook.widgets.exact import for_browsers
from memkit.web.assets import module, sheet

if TYPE_CHECKING:
    from memkit.explorer import Explorer

# What is done to the memories that are selected, whose ids the browser does not hold.
_OF_SELECTED = ("tag", "delete", "export", "accept", "reject")
# What a view asks of its own accord; it is no action of anyone's.
_QUIET = ("status", "rows", "documents", "changes", "histogram")
_MOST_CHOSEN = 20

Json = dict[str, Any]


class ExplorerWidget(PicturedWidget):
    """An explorer that can be touched.

    The browser sends numbered requests; each view (a cell may show the explorer again) gets its own
    answers, and all views are told when what they show changed. The ids that are selected stay in
    Python, however many: rows say whether they are.

    Args:
        explorer: What to show. Its `selection`, `where` and the rest follow the browser, and the
            browser follows them.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        super().__init__(
            _esm=module("explorer"), _css=sheet("common", "explorer"), query=explorer.query
        )
        self._tasks = TaskQueue("answer", "explorer", failed=self._fail, registry=explorer.jobs)
        self._stop = explorer.observe(self._tell)
        self.on_msg(self._hear)

    def picture(self) -> MimeBundle:
        """Return the first rows of the table, and what filters them."""
        return picture_bundle(self.explorer, key=self.key)

    def close(self) -> None:
        """End the widget; the explorer stays usable."""
        self._stop()
        super().close()

    def _hear(self, widget: Any, content: Any, buffers: Any) -> None:
        if not isinstance(content, Mapping) or "method" not in content:
            return
        # Of the requests in a lane only the newest: what was typed or scrolled past meanwhile is
        # never looked for.
        lane = content.get("lane")
        name = None if lane is None else f"{content.get('view')} {lane}"
        self._tasks.put(lambda: self._carry_out(content), name=name)

    def _tell(self, what: str) -> None:
        self.send({"news": {"what": what, "count": len(self.explorer.selection)}})
        self._tasks.put(self.renew_picture, name="picture")

    def _carry_out(self, request: Mapping[str, Any]) -> None:
        try:
            said = self._answer(str(request["method"]), dict(request.get("given") or {}))
        except MemkitError as error:
            said = {"trouble": said_by(error, "widget")}
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
            said = {"trouble": f"{type(error).__name__}: {error}"}
        said = for_browsers(said)
        self.send({"view": request.get("view"), "number": request.get("number"), **said})

    def _fail(self, error: BaseException) -> None:
        self.send({"news": {"what": "failed", "trouble": f"{type(error).__name__}: {error}"}})

    def _answer(self, method: str, given: Json) -> Json:
        if method in ("select", "chosen", "use_space"):
            return {"answer": getattr(self, f"_{method}")(**given)}
        if method in _OF_SELECTED and given.pop("selected", False):
            given["ids"] = self.explorer.selection
        if method == "merge":
            given["others"] = [id_ for id_ in self.explorer.selection if id_ != given["keep"]]
        last_code = self.explorer.last_code
        said = answer(self.explorer, method, given)
        if method in _QUIET:
            self.explorer.last_code = last_code
        if method == "status" and "answer" in said:
            said["answer"]["events"] = self.explorer.events
        if method == "rows" and "answer" in said:
            chosen = set(self.explorer.selection)
            for row in said["answer"]["rows"]:
                if row is not None:
                    row["selected"] = row["id"] in chosen
        return said

    # -- what only a widget asks --------------------------------------------------------------

    def _select(
        self, *, how: str, id: str = "", first: int = 0, last: int = 0, **order: Any
    ) -> Json:
        """Select the row of an id, or rows by their places in the table."""
        explorer = self.explorer
        if how == "only":
            explorer.selection = [id]
        elif how == "toggle":
            others = [one for one in explorer.selection if one != id]
            explorer.selection = others if id in explorer.selection else [*others, id]
        elif how == "range":
            explorer.selection = explorer.shown_ids(**order)[first : last + 1]
        else:
            explorer.selection = explorer.shown_ids(**order) if how == "all" else []
        return {"count": len(explorer.selection)}

    def _chosen(self) -> list[Json]:
        """Return the first of the memories that are selected, to pick one of them."""
        ids = self.explorer.selection[:_MOST_CHOSEN]
        return [
            {"id": id_, "text": self.explorer.detail(id_, k=0)["record"]["text"]} for id_ in ids
        ]

    def _use_space(self, *, space: str) -> Json:
        self.explorer.space = space
        return {}
