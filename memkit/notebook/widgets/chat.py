"""A chat as a widget: the browser asks, answers come in a thread of their own.

The browser sends numbered requests, as to the explorer. What changes is told to all views without
being asked, at most twenty times a second: the turns that changed, and the piece of the answer that
came since. Each message says from which version it starts; a view that missed one reads anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import traitlets

from memkit.chat.background import BackgroundAnswers
from memkit.chat.chat import Chat
from memkit.chat.turns import Turn
from memkit.concurrency.bundled import Bundled
from memkit.concurrency.tasks import TaskQueue
from memkit.domain import forks
from memkit.errors import NotFoundError, said_by
from memkit.notebook.renderers.base import MimeBundle
from memkit.notebook.widgets import chat_content as content
from memkit.notebook.widgets.base import PicturedWidget
from memkit.notebook.widgets.display import picture_bundle
from memkit.notebook.widgets.exact import for_browsers
from memkit.text.clean import clean
from memkit.web.assets import module, sheet

Json = content.Json

_SECONDS = 0.05


class ChatWidget(PicturedWidget):
    """A conversation that can be gone on with.

    Args:
        chat: What to show. What is asked in Python appears in the browser, and the other way round.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    about = traitlets.Dict().tag(sync=True)

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        super().__init__(
            _esm=module("chat"), _css=sheet("common", "chat"), about=content.about(chat)
        )
        self._methods: dict[str, Callable[..., Any]] = {
            "state": self._state,
            "send": self._ask,
            "stop": self._stop,
            "again": self._again,
            "dismiss": self._dismiss,
            "retry": self._retry,
            "undo": self._undo,
            "sources": self._sources,
            "open": self._open,
            "poll": self._poll,
        }
        self._background = BackgroundAnswers(chat)
        self._turns: list[tuple[object, int]] = []
        self._version = 0
        # The turn under way, and how much of its answer all views were told.
        self._told: tuple[Turn | None, int] = (None, 0)
        self._pictured = -1
        self._telling = threading.Lock()
        forks.renew(self, _telling=threading.Lock)
        self._tasks = TaskQueue(
            "answer", "chat widget", failed=self._fail, registry=chat.memory.engine.jobs
        )
        self._news = Bundled(self._tell, seconds=_SECONDS)
        self._leave = chat.observe(self._news)
        self.on_msg(self._hear)

    def picture(self) -> MimeBundle:
        """Return the whole conversation."""
        return picture_bundle(self.chat, key=self.key)

    def close(self) -> None:
        """End the widget, and an answer under way; the chat stays usable."""
        self._leave()
        self._news.end()
        self.chat.stop()
        super().close()

    # -- requests ------------------------------------------------------------------------------

    def _hear(self, widget: Any, content: Any, buffers: Any) -> None:
        if not isinstance(content, Mapping) or content.get("method") not in self._methods:
            return
        if content["method"] == "stop":
            # Not behind anything that takes its time.
            self.chat.stop()
        lane = content.get("lane")
        name = None if lane is None else f"{content.get('view')} {lane}"
        self._tasks.put(lambda: self._carry_out(content), name=name)

    def _carry_out(self, request: Mapping[str, Any]) -> None:
        method = self._methods[request["method"]]
        try:
            said: Json = {"answer": method(**dict(request.get("given") or {})) or {}}
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
            said = {"trouble": said_by(error, "widget")}
        self.send({
            "view": request.get("view"), "number": request.get("number"), **for_browsers(said),
        })  # fmt: skip

    def _fail(self, error: BaseException) -> None:
        self.send({"news": {"what": "failed", "trouble": said_by(error, "widget")}})

    # -- what changed --------------------------------------------------------------------------

    def _tell(self) -> None:
        with self._telling:
            since = self._version
            self._take_over()
            current = self.chat.current
            told = self._told[1] if current is self._told[0] else 0
            until = 0 if current is None else len(current.answer)
            self._told = (current, until)
            self.send({"news": {"what": "state", **self._since(since, current, told, until)}})
        self._renew()

    def _take_over(self) -> None:
        """Give what changed since a version of its own."""
        known = self._turns
        for number, turn in enumerate(self.chat.turns):
            sign = (len(turn.answer), turn.stop, turn.remembering, str(turn.error))
            if number >= len(known):
                self._version += 1
                known.append((sign, self._version))
            elif known[number][0] != sign:
                self._version += 1
                known[number] = (sign, self._version)

    def _since(self, version: int, current: Turn | None, first: int, until: int) -> Json:
        """Return the turns that changed since, and characters of the answer that is under way."""
        turns = self.chat.turns
        asked, failed = self.chat.asked, self._background.failed
        return {
            "since": version,
            "version": self._version,
            "turns": [
                content.turn(number, turns[number])
                for number, (_, changed) in enumerate(self._turns)
                if changed > version
            ],
            "asked": None if asked is None else clean(asked),
            "stopping": self.chat.stopping,
            "recalled": None if current is None else len(current.recalled),
            # Characters are counted here as Python counts them: the browser only compares.
            "from": first,
            "to": until,
            "piece": "" if current is None else clean(current.answer[first:until]),
            "failed": None if failed is None else {
                "question": clean(failed.question),
                "trouble": clean(said_by(failed.error, "widget")),
            },
        }  # fmt: skip

    def _renew(self) -> None:
        """Renew the picture when a turn changed; not for every piece of an answer."""
        if self._pictured != self._version:
            self._pictured = self._version
            self.renew_picture()

    # -- what the browser asks -----------------------------------------------------------------

    def _state(self, *, since: int = 0) -> Json:
        with self._telling:
            self._take_over()
            # What came since is told to all views, this one among them.
            current = self.chat.current
            until = self._told[1] if current is self._told[0] else 0
            return self._since(int(since), current, 0, until)

    def _ask(self, *, text: str) -> None:
        self._background.ask(text)

    def _stop(self) -> None:
        self.chat.stop()

    def _again(self) -> None:
        self._background.again()

    def _dismiss(self) -> None:
        self._background.dismiss()
        self.chat.tell()

    def _retry(self) -> None:
        self.chat.retry()

    def _undo(self, *, turn: int) -> Json:
        done = self.chat.undo(self._turn(turn))
        return {"count": len(done)}

    def _sources(self, *, turn: int | None) -> Json:
        if turn is None:
            current = self.chat.current
            recalled = [] if current is None else content.recalled(current.recalled)
            return {"recalled": recalled, "stored": []}
        return content.sources(self.chat.memory, self._turn(turn))

    def _open(self, *, id: str) -> Json:
        return content.opened(self.chat.memory, id)

    def _poll(self) -> Json:
        """Return what tells whether anything in the memory changed, as facts that were drawn."""
        return {"changed": str(self.chat.memory.engine.journal.changed())}

    def _turn(self, number: int) -> Turn:
        turns = self.chat.turns
        if not 0 <= int(number) < len(turns):
            raise NotFoundError(f"There is no turn {number}.", fix="Run the cell again.")
        return turns[int(number)]
