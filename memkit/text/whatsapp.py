"""Chats as WhatsApp exports them, from phones of many languages.

    [31.12.23, 22:15:03] Ana: Happy new year!         (iOS)
    12/31/23, 10:15 PM - Ana: Happy new year!         (Android)

A message may have several lines. What the app itself says (who joined, that a picture is not in
the export) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from memkit.text.chat_times import Order, moment_of, order_of
from memkit.text.transcripts import Role, Turn, role_of

_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"
_M = f"[{_MARKS}]*"
_DATE = (
    r"\d{1,4}(?:[./-]|年|\.\s)\s?\d{1,2}(?:[./-]|月|\.\s)\s?\d{1,4}"
    r"(?:日|\.(?!\d)|\s?г\.)?"
)
_HALF = (
    r"(?:[AaPp]\.?\s?[Mm]\b\.?|上午|下午|凌晨|早上|晚上|午前|午後|오전|오후|[πμ]\.?\s?μ\.?|[صم])"
)
_TIME = (
    rf"(?:{_HALF}\s?)?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:\s?{_HALF})?"
    r"(?:\s(?:Uhr|h|ч\.))?"
)
_BETWEEN = rf"{_M}[,،]?\s(?:(?:at|um|à|a las|às|alle(?: ore)?|kl\.?|klo|om|o|в)\s)?{_M}"
_WHEN = rf"{_M}({_DATE}){_BETWEEN}({_TIME}){_M}"
# Android writes a dash; in Korean a comma, and a space before the colon.
_HEAD = re.compile(rf"{_M}(?:\[{_WHEN}\]\s?|{_WHEN}(?:\s[-–]\s|,\s(?=[^:\n]{{1,60}} :(?:\s|$))))")
_NAME = re.compile(rf"{_M}(?P<name>[^:\n]{{1,60}}?)\s?:(?:\s|$)")
# "Ana changed the subject to "Trip: 2024"": no name has such a mark.
_NO_NAME = re.compile(r"[\"“”„«»<>|{}]")
# Lines of a program's log look much the same.
_LEVEL = re.compile(
    r"(?:^|\W)(?:trace|debug|info|notice|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|severe)$",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"[a-z][a-z0-9_./-]*(?:\[\d+\])?\Z")
# What stands in place of a picture: "<Media omitted>", "<attached: 00000012-PHOTO.jpg>".
_OMITTED = re.compile(rf"{_M}<[^<>\n]{{3,80}}>{_M}\Z")
# "‎<This message was edited>" after a text.
_NOTE = re.compile(r"\s?\u200e<[^<>\n]{3,80}>")
# "IMG-20231231-WA0001.jpg (file attached)", before a caption.
_ATTACHED = re.compile(rf"{_M}\S[^\n]{{0,120}}\.\w{{2,4}} \([^()\n]{{4,40}}\)(?:\n|\Z)")
_GONE = re.compile(
    r"null|(?:image|video|audio|sticker|gif|document|contact card) omitted"
    r"|(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht"
    r"|du hast diese nachricht gelöscht|se eliminó este mensaje|eliminaste este mensaje"
    r"|ce message a été supprimé|vous avez supprimé ce message"
    r"|questo messaggio è stato eliminato|hai eliminato questo messaggio"
    r"|(?:essa )?mensagem (?:foi )?apagada|você apagou esta mensagem"
    r"|dit bericht is verwijderd|данное сообщение удалено)\.?",
    re.IGNORECASE,
)
_FIRST_LINES = 30
_SHARE, _MANY, _SHARE_OF_MANY = 0.6, 6, 0.2


@dataclass(frozen=True, slots=True)
class WhatsAppChat:
    """An exported chat.

    Attributes:
        turns: What people said, in its order.
        left_out: How many lines were the app's own, or stood for what is not in the export.
    """

    turns: tuple[Turn, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Start:
    line: int
    date: str
    time: str
    rest: str


def read_whatsapp(text: str, *, sure: bool = False) -> WhatsAppChat | None:
    """Return the chat that a text is an export of; None if it is none.

    The first line must be a message's, and so must most of the first ones.

    Args:
        text: Any text.
        sure: Whether it is known to be one, so that a single message is enough.
    """
    if not _HEAD.match(text.lstrip()):
        return None
    lines = text.split("\n")
    starts = _starts(lines)
    if not starts or not (sure or _is_chat(lines, starts)):
        return None
    order = _order(starts)
    turns: list[Turn] = []
    left_out = 0
    ends = [start.line for start in starts[1:]] + [len(lines)]
    for start, end in zip(starts, ends, strict=True):
        turn = _turn(start, lines[start.line + 1 : end], order)
        if turn is None:
            left_out += 1
        else:
            turns.append(turn)
    return WhatsAppChat(tuple(turns), left_out) if turns else None


def _starts(lines: Sequence[str]) -> list[_Start]:
    starts = []
    for number, line in enumerate(lines):
        found = _HEAD.match(line)
        if found is not None:
            date, time = found[1] or found[3], found[2] or found[4]
            starts.append(_Start(number, date, time, line[found.end() :].rstrip("\r")))
    return starts


def _is_chat(lines: Sequence[str], starts: Sequence[_Start]) -> bool:
    names = [name for start in starts if (name := _name(start.rest)[0])]
    if len(names) < 2 or any(_LEVEL.search(name) for name in names[:_FIRST_LINES]):
        return False
    if all(_PROGRAM.match(name) for name in names) and "\u200e" not in lines[0]:
        return False
    filled = [number for number, line in enumerate(lines) if line.strip()]
    own = {start.line for start in starts}
    first = filled[:_FIRST_LINES]
    shares = (sum(number in own for number in some) / len(some) for some in (first, filled))
    # Where people write letters to each other, most lines begin nothing.
    return max(shares) >= (_SHARE if len(names) < _MANY else _SHARE_OF_MANY)


def _order(starts: Sequence[_Start]) -> Order | None:
    dates = [start.date for start in starts]
    order = order_of(dates)
    if order is not None:
        return order
    parts = [re.findall(r"\d+", date) for date in dates]
    if all(len(one) == len(two) == 2 for one, two, _ in parts) and len(parts[0][2]) == 4:
        # Phones set to American English write neither zeros nor the century.
        return "day"
    short = any(len(one) == 1 or len(two) == 1 for one, two, _ in parts)
    halves = re.search(r"[AP]M", starts[0].time)
    return "month" if short and halves else None


def _name(rest: str) -> tuple[str, str]:
    """Return who speaks, or the empty text for the app, and what is said."""
    found = _NAME.match(rest)
    if found is None or _NO_NAME.search(found["name"]):
        return "", rest
    return found["name"].strip(_MARKS + " ~\u00a0\u202f"), rest[found.end() :]


def _turn(start: _Start, below: Sequence[str], order: Order | None) -> Turn | None:
    name, first = _name(start.rest)
    said = _said("\n".join([first, *(line.rstrip("\r") for line in below)]))
    if not name or not said:
        return None
    role: Role = "assistant" if role_of(name) == "assistant" else "user"
    return Turn(role, name, said, moment_of(start.date, start.time, order))


def _said(body: str) -> str:
    """Return what of a message a person wrote."""
    body = _ATTACHED.sub("", body, count=1)
    body = _NOTE.sub("", body)
    if body.startswith("\u200e") or _OMITTED.match(body.strip()):
        # The app marks so what it says itself, in whatever language.
        return ""
    body = body.strip().strip(_MARKS).strip()
    return "" if _GONE.fullmatch(body) else body
