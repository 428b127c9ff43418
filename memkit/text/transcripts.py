"""Conversations as people paste them: from chats with models, Slack, WhatsApp, Zoom, subtitles.

A text is a transcript only if the lines that say who speaks agree on one form. Whatever else looks
like one in places (notes with a colon, recipes, code, settings) stays one text. Nothing is lost:
lines that belong to no message are kept as one of their own, or told in the summary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from memkit.text.chat_times import Order, moment_of, order_of

Role = Literal["user", "assistant", "system", "tool"]

_USERS = frozenset({"user", "human", "me", "you"})
_ASSISTANTS = frozenset({"assistant", "ai", "bot", "chatbot"})
_MODELS = frozenset({"chatgpt", "gpt", "claude", "gemini", "copilot", "llama", "mistral", "grok"})
_MODEL = re.compile(r"(?:gpt|claude|gemini|llama|mistral|copilot)[ \d.o-].{0,20}\Z", re.IGNORECASE)
# Words that begin lines of notes at least as often.
_OTHERS: dict[str, Role] = {
    "system": "system", "developer": "system", "tool": "tool", "function": "tool",
    "model": "assistant",
}  # fmt: skip
_HEADINGS = frozenset(
    "note notes recipe todo title date time subject from to cc re fwd ingredients steps tip tips "
    "warning summary question answer q a pros cons example examples source sources url link name "
    "address phone email total price step result output input error fix why what when where who "
    "how goal plan idea ideas agenda topic topics attendees action actions decision http https "
    "mailto key value status type id reminder ps".split()
)

_TIME = r"(?P<time>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?)"
_DATE = r"(?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{1,4})"
_WHEN = rf"(?:{_DATE},?\s+(?:at\s+)?)?{_TIME}"
_ANY_DAY = r"(?:(?:to|yester)day(?:\s+at|,)?\s+|\d{1,2}\.?\s\w+\s\d{4}(?:\s+at|,)?\s+)?"
_NAME = r"(?P<name>[^\W\d_][^\n:<>\[\](){}=|]{0,40}?)"
_MARK = r"[\u200e\u200f\u202a-\u202e\ufeff]*"

_ANDROID = re.compile(
    rf"{_MARK}{_DATE},?\s{_TIME}\s[-–]\s(?:(?P<name>[^:\n]{{1,60}}?):\s)?(?P<text>.*)"
)
_BRACKETED = re.compile(
    rf"{_MARK}[\[(]{_WHEN}[\])]\s*(?:(?P<name>[^:\n\[\]<>]{{1,60}}?)\s?:(?!//)\s?)(?P<text>.*)"
)
_IRC = re.compile(rf"(?:\[?{_TIME}\]?\s+)<[@+ ]?(?P<name>[^<>\s]{{1,40}})>\s(?P<text>.*)")
_ZOOM = re.compile(
    r"(?P<time>\d{2}:\d{2}:\d{2})\s+From\s+(?P<name>.+?)(?:\s+[Tt]o\s+[^:\n]+?)?\s*:\s?(?P<text>.*)"
)
_TIMED_NAME = re.compile(rf"{_NAME}\s*[\[(]{_WHEN}[\])]\s*:\s?(?P<text>.*)")
# A line of its own: "Ana, 10:32", "Ana  10:32 AM", "Ana — Today at 10:32", "Ana, [1.5.24 10:32]".
_HEAD = re.compile(
    rf"{_NAME}(?:,\s+\[?|\s+[—–-]\s+|\s{{2,}}\[?|\t+\[?|\s(?=\d{{1,2}}:\d{{2}}\s?[AaPp]\.?[Mm]))"
    rf"{_ANY_DAY}{_WHEN}\]?:?\s*(?P<text>)",
    re.IGNORECASE,
)
_TEAMS = re.compile(rf"\[(?:\d{{1,2}}[/.]\d{{1,2}}\.?\s+)?{_WHEN}\]\s+{_NAME}\s*(?P<text>)")
_ALONE = re.compile(rf"\s*\[?{_ANY_DAY}{_WHEN}\]?\s*(?P<text>)", re.IGNORECASE)
_ONLY_NAME = re.compile(r"(?P<name>[^\W\d_a-zß-öø-ÿ][\w.'’-]*(?: [\w.'’()-]+){0,4})\s*")
_SAID = re.compile(r"(?:#+\s*)?(?P<name>You|[A-Z][\w .-]{0,30}?)\s+said:?\s*(?P<text>.*)")
_HEADING = re.compile(
    r"#{1,6}\s+(?:[^\w\s]+\s*)?(?P<name>[A-Za-z][\w .-]{0,30}?)\s*:?\s*(?P<text>)"
)
_COLON = re.compile(
    r" {0,3}(?P<bold>\*\*|__)?(?P<name>[^\W\d_][\w .'’-]{0,30}?)"
    r"(?:\s*\((?P<who>[^()]+)\))?\s*(?:\*\*|__)?\s*:(?!//)\s?(?:\*\*|__)?\s?(?P<text>.*)"
)
_CUE = re.compile(r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}\s+-->\s+(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}.*")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+(?P<name>[^>]+)>(?P<text>.*?)(?:</v>)?\s*")
_SETTING = re.compile(r"\s*(?:- )?(?P<key>[a-z][\w.-]*):\s*\S*\s*")
_KEY = re.compile(r"\s*[A-Za-z][\w .-]{0,30}:\s")
_PLACEHOLDER = re.compile(
    r"<(?:media|attached|image|video|audio|sticker|gif|document|medien|multimedia|mídia)\b[^<>]*>"
    r"|(?:image|video|audio|sticker|gif|document|contact card) omitted"
    r"|(?:this message was deleted|you deleted this message)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one said.

    Attributes:
        role: "user" for people.
        name: Who, if the text says more than the role.
        content: What was said.
        at: When, if a day is named; in UTC, for transcripts name no zone.
    """

    role: Role
    name: str | None
    content: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation that was read from a text.

    Attributes:
        turns: The messages, in their order.
        summary: What was made of the text, in a sentence or two, with all that was left out.
    """

    turns: tuple[Turn, ...]
    summary: str

    @property
    def messages(self) -> list[dict[str, str]]:
        """The turns as `Memory.add` takes them."""
        return [
            {
                "role": turn.role,
                "content": turn.content,
                **({} if turn.name is None else {"name": turn.name}),
                **({} if turn.at is None else {"created_at": turn.at.isoformat()}),
            }
            for turn in self.turns
        ]


@dataclass(frozen=True, slots=True)
class _Start:
    """A line that says who speaks from there on; `lines` that it takes."""

    line: int
    name: str
    text: str
    date: str = ""
    time: str = ""
    lines: int = 1
    who: str = ""


def read_transcript(text: str, *, people: Collection[str] = ()) -> Transcript | None:
    """Return the conversation that a text is, or None if it is none.

    Args:
        text: Any text.
        people: Names of who is known to speak in it; case does not count. Then one line such as
            "Ana: ..." is enough, and whoever else has a name before a colon speaks as well.
    """
    lines = text.strip("\n").splitlines()
    if not any(line.strip() for line in lines):
        return None
    known = {name.strip().casefold() for name in people}
    named = (lambda lines: _named(lines, known), _begins)
    for find, fits in (*_FORMS[:-1], named) if known else _FORMS:
        starts = list(find(lines))
        if starts and fits(starts, lines):
            return _transcript(lines, starts)
    return None


def role_of(name: str) -> Role | None:
    """Return the role that a speaker's name says, if it says one."""
    word = name.strip().lower()
    if word in _USERS:
        return "user"
    if word in _ASSISTANTS or word in _MODELS or _MODEL.match(word):
        return "assistant"
    return _OTHERS.get(word)


# -- from lines to turns -----------------------------------------------------------------------


def _transcript(lines: Sequence[str], starts: Sequence[_Start]) -> Transcript:
    order = order_of([start.date for start in starts if start.date])
    turns: list[Turn] = []
    left_out: list[str] = []
    before = "\n".join(lines[: starts[0].line]).strip("\n")
    notes: list[str] = []
    if before.strip():
        turns.append(Turn("user", None, before.strip()))
        above = _counted(len(before.splitlines()), "line")
        notes.append(f"{above} before the first kept as one of its own")
    said_nothing = 0
    ends = [start.line for start in starts[1:]] + [len(lines)]
    for start, end in zip(starts, ends, strict=True):
        body = "\n".join([start.text, *lines[start.line + start.lines : end]]).strip()
        if not start.name:
            left_out.append(body)
        elif not body:
            said_nothing += 1
        elif _PLACEHOLDER.fullmatch(body.strip(_INVISIBLE)):
            left_out.append(f"{start.name}: {body}")
        else:
            role = role_of(start.name)
            own = start.who or (
                None if _is_plain_role(start.name) else start.name.strip(_INVISIBLE + " *_")
            )
            turns.append(Turn(role or "user", own, body, moment_of(start.date, start.time, order)))
    notes += _left_out(left_out, said_nothing, turns, starts, order)
    return Transcript(tuple(turns), _summary(turns[bool(before.strip()) :], notes))


_INVISIBLE = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"


def _is_plain_role(name: str) -> bool:
    word = name.strip().lower()
    return word in _USERS or word in _ASSISTANTS or word in _OTHERS


def _left_out(
    left_out: Sequence[str],
    said_nothing: int,
    turns: Sequence[Turn],
    starts: Sequence[_Start],
    order: Order | None,
) -> list[str]:
    notes = []
    if left_out:
        shown = "; ".join(repr(line) for line in left_out)
        notes.append(f"left out, for nobody said it in words: {shown}")
    if said_nothing:
        notes.append(f"{_counted(said_nothing, 'message')} without a text")
    unkept = Counter(turn.role for turn in turns if turn.role in ("system", "tool"))
    notes += [f"{_counted(n, 'message')} of the {role} not kept" for role, n in unkept.items()]
    times = [start.time for start in starts if start.time]
    if times and not any(turn.at for turn in turns):
        span = times[0] if times[0] == times[-1] else f"{times[0]} to {times[-1]}"
        dated = any(start.date for start in starts)
        why = "could be days or months first" if dated and order is None else "name no day"
        notes.append(f"the times ({span}) {why}, and are not kept")
    return notes


def _summary(turns: Sequence[Turn], notes: Sequence[str]) -> str:
    names = list(dict.fromkeys(turn.name or f"the {turn.role}" for turn in turns))
    most = 4
    shown = names if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} others"]
    who = (
        shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""
    )
    by = f" by {who}" if who else ""
    return "; ".join([f"{_counted(len(turns), 'message')}{by}", *notes]) + "."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


# -- forms ---------------------------------------------------------------------------------------


def _each(pattern: re.Pattern[str]) -> Callable[[Sequence[str]], Iterator[_Start]]:
    """Return a form whose lines all match a pattern."""

    def find(lines: Sequence[str]) -> Iterator[_Start]:
        for number, line in enumerate(lines):
            match = pattern.fullmatch(line.strip())
            if match:
                found = match.groupdict()
                yield _Start(
                    number,
                    (found.get("name") or "").strip(),
                    found["text"] or "",
                    found.get("date") or "",
                    found.get("time") or "",
                )

    return find


def _stamped(lines: Sequence[str]) -> Iterator[_Start]:
    """Yield where a name stands on one line, and the time alone on the next, as in Slack."""
    for number in range(len(lines) - 1):
        name, time = _ONLY_NAME.fullmatch(lines[number]), _ALONE.fullmatch(lines[number + 1])
        if name and time:
            yield _Start(number, name["name"], "", time["date"] or "", time["time"], lines=2)


def _cues(lines: Sequence[str]) -> Iterator[_Start]:
    """Yield what each speaker of subtitles says; cues of one in a row are one message."""
    times = [at for at, line in enumerate(lines) if _CUE.fullmatch(line.strip())]
    said: list[tuple[str, str, list[str]]] = []
    for at, end in zip(times, [*times[1:], len(lines)], strict=False):
        cue = [line.strip() for line in lines[at + 1 : end]]
        body = cue[: cue.index("")] if "" in cue else cue
        for line in body:
            voice = _VOICE.fullmatch(line) or _COLON.fullmatch(line)
            name = voice["name"].strip() if voice else said[-1][0] if said else ""
            if not said or said[-1][0] != name:
                said.append((name, lines[at].strip().partition(" ")[0], []))
            said[-1][2].append(voice["text"] if voice else line)
    for name, time, texts in said:
        # All of its lines are in the text.
        yield _Start(0, name, "\n".join(texts), time=time, lines=len(lines))


def _with_colon(lines: Sequence[str]) -> Iterator[_Start]:
    for number, line in enumerate(lines):
        match = _COLON.fullmatch(line)
        if match:
            yield _Start(number, match["name"].strip(), match["text"], who=match["who"] or "")


def _named(lines: Sequence[str], people: Set[str]) -> Iterator[_Start]:
    """Yield lines of people who are known, and of all that have a name: theirs are not those."""
    found = list(_with_colon(lines))
    if any(start.name.casefold() in people for start in found):
        yield from (
            start
            for start in found
            if start.name.casefold() in people
            or role_of(start.name)
            or (start.name[0].isupper() and start.name.lower() not in _HEADINGS)
        )


def _coloned(lines: Sequence[str]) -> Iterator[_Start]:
    """Yield lines such as "User: ...", "**Assistant (Ada):** ..." or "Ana: ..."."""
    found = list(_with_colon(lines))
    said = [start for start in found if role_of(start.name)]
    if not said:
        yield from found
        return
    people = set()
    if not any(start.name.lower() in _USERS for start in said) and found[0] not in said:
        # "Ana: ..." and "ChatGPT: ...": who begins is a person.
        people = {found[0].name}
    yield from (start for start in found if start in said or start.name in people)


def _begins(starts: Sequence[_Start], lines: Sequence[str]) -> bool:
    """Tell whether the first line that says something is a start."""
    return not any(line.strip() for line in lines[: starts[0].line])


def _several(starts: Sequence[_Start], lines: Sequence[str]) -> bool:
    return sum(bool(start.name) for start in starts) >= 2 or (
        bool(starts[0].name) and _begins(starts, lines)
    )


def _two(starts: Sequence[_Start], lines: Sequence[str]) -> bool:
    names = {start.name.lower() for start in starts}
    texts = [start.line + start.lines for start in starts]
    filled = all(at < len(lines) and lines[at].strip() for at in texts)
    return len(starts) >= 2 and _begins(starts, lines) and filled and not names & _HEADINGS


def _spoken(starts: Sequence[_Start], lines: Sequence[str]) -> bool:
    names = {start.name.lower() for start in starts}
    return any(role_of(name) for name in names) and (len(starts) >= 2 or _begins(starts, lines))


def _headed(starts: Sequence[_Start], lines: Sequence[str]) -> bool:
    roles = {role_of(start.name) for start in starts}
    return {"user", "assistant"} <= roles and None not in roles


def _talk(starts: Sequence[_Start], lines: Sequence[str]) -> bool:
    """Tell whether lines with a colon are a conversation, and not notes or settings."""
    if _are_settings(lines):
        return False
    roles = [role_of(start.name) for start in starts]
    if not any(roles):
        return _gossip(starts, lines)
    words = {start.name.lower() for start in starts}
    strong = {word for word in words if word not in _OTHERS}
    if {"user", "assistant"} <= {role_of(word) or "user" for word in strong}:
        return True
    if not _begins(starts, lines) or not strong:
        return False
    if len(words) > 1:
        return False
    # One speaker alone: other lines with a colon make it a note about a user.
    own = {start.line for start in starts}
    others = (line for number, line in enumerate(lines) if number not in own)
    return strong <= {"user", "assistant", "human", "ai"} and not any(map(_KEY.match, others))


def _are_settings(lines: Sequence[str]) -> bool:
    """Tell whether all lines are keys in lower case with a word each, and not all of them speak."""
    keys = [_SETTING.fullmatch(line) for line in lines if line.strip()]
    return all(keys) and any(role_of(key["key"]) is None for key in keys if key)


def _gossip(starts: Sequence[_Start], lines: Sequence[str]) -> bool:
    """Tell whether people talk whose names say nothing of a role: each speaks more than once."""
    counts = Counter(start.name for start in starts)
    return (
        len(starts) >= 4
        and 2 <= len(counts) <= 6
        and min(counts.values()) >= 2
        and _begins(starts, lines)
        and all(name[0].isupper() and name.lower() not in _HEADINGS for name in counts)
    )


_Find = Callable[[Sequence[str]], Iterator[_Start]]
_Fits = Callable[[Sequence[_Start], Sequence[str]], bool]
_FORMS: tuple[tuple[_Find, _Fits], ...] = (
    (_cues, lambda starts, lines: all(start.name for start in starts)),
    (_each(_ANDROID), _several),
    (_each(_BRACKETED), _several),
    (_each(_IRC), _several),
    (_each(_ZOOM), _several),
    (_each(_TIMED_NAME), _several),
    (_each(_TEAMS), _two),
    (_each(_HEAD), _two),
    (_stamped, _two),
    (_each(_SAID), _spoken),
    (_each(_HEADING), _headed),
    (_coloned, _talk),
)
