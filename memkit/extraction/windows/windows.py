"""Messages in windows: what a model reads at once.

The same messages always make the same windows, and messages that are added later change none but
the last one: what was read and paid for stays as it was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from memkit.domain.digests import text_digest
from memkit.domain.records import MemoryRecord, Role, Scope
from memkit.engine.ingest.speakers import chat_of
from memkit.extraction.asking.profiles import Profile
from memkit.extraction.windows.lines import Line
from memkit.providers.hosted import estimated_tokens
from memkit.text.own_blocks import unmarked

# Number, date and speaker of a line.
_TOKENS_BESIDE_TEXT = 16
_SENTENCE = re.compile(r"(?:[.!?…]+[\"')\]»”’]*(?=\s)|[。！？｡]+[」』”’）]*|[।؟۔]+|\n)\s*")
_WORD_END = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a model reads at once: lines of one conversation.

    Attributes:
        scope: Whose conversation it is; of a group chat that of its first message.
        lines: Numbered from 1; those that were handled before come first.
    """

    scope: Scope
    lines: tuple[Line, ...]

    @property
    def unread(self) -> tuple[Line, ...]:
        """The lines that it is made for."""
        return tuple(line for line in self.lines if not line.handled)

    @property
    def quotable(self) -> tuple[Line, ...]:
        """Those of them that facts may be drawn from; if there are none, nobody need be asked."""
        return tuple(line for line in self.unread if line.quotable)

    def halves(self) -> tuple[Window, Window] | None:
        """Return what is asked of it in two windows, with what is before each; None for one line.

        The lines keep their numbers, so what was written of one is the same in either.
        """
        asked = self.quotable
        if len(asked) < 2:
            return None
        last = asked[len(asked) // 2 - 1].number
        first = replace(self, lines=tuple(line for line in self.lines if line.number <= last))
        second = self.after(last)
        assert second is not None
        return first, second

    def after(self, number: int) -> Window | None:
        """Return the window with the lines up to a number handled; None if that leaves nothing."""
        lines = tuple(
            replace(line, handled=line.handled or line.number <= number) for line in self.lines
        )
        later = replace(self, lines=lines)
        return later if later.quotable else None


def windows(
    messages: Iterable[MemoryRecord],
    *,
    profile: Profile,
    unread: Collection[str] | None = None,
    left_out: Callable[[MemoryRecord], bool] = lambda message: False,
) -> list[Window]:
    """Return the windows of messages, conversation by conversation.

    Args:
        messages: In the order in which they were said, with some earlier ones if there are any.
            What was derived from messages is none, and no window shows it.
        profile: How much a window holds.
        unread: Ids of the messages that are to be read; None for all. Others are only shown, a few
            before each window.
        left_out: Tells what is not to be read at all, such as what memkit itself said in a prompt.
    """
    conversations: dict[Scope | str, list[MemoryRecord]] = {}
    for message in messages:
        if message.derived_by is None and not left_out(message):
            conversations.setdefault(chat_of(message), []).append(message)
    return [
        window
        for said in conversations.values()
        for window in _windows_of(said[0].scope, said, profile, unread)
    ]


def pieces_of(text: str, *, tokens: int) -> list[tuple[int, str]]:
    """Return a text in pieces at the ends of sentences, each with its place in the text.

    Args:
        text: Any text.
        tokens: The most tokens of a piece, by an estimate that is rather too high. A sentence that
            is longer is cut between words, a word that is longer between characters.

    Returns:
        Pieces without space around them; all that lies between two is space.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _small_spans(text, tokens):
        if spans and estimated_tokens(text[spans[-1][0] : end].rstrip()) <= tokens:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    trimmed = ((start, text[start:end]) for start, end in spans)
    return [
        (start + len(piece) - len(piece.lstrip()), piece.strip())
        for start, piece in trimmed
        if piece.strip()
    ]


def _windows_of(
    scope: Scope, said: Sequence[MemoryRecord], profile: Profile, unread: Collection[str] | None
) -> Iterator[Window]:
    before: list[Line] = []
    current: list[Line] = []
    for message in said:
        is_unread = unread is None or message.id in unread
        for line in _lines_of(message, profile):
            if current and not (is_unread and _fits(line, current, profile)):
                yield _window(scope, before, current, profile)
                before, current = [*before, *current], []
            (current if is_unread else before).append(line)
            before = _last(before, profile)
    if current:
        yield _window(scope, before, current, profile)


def _window(
    scope: Scope, before: Sequence[Line], unread: Sequence[Line], profile: Profile
) -> Window:
    lines = [*(replace(line, handled=True) for line in _last(before, profile)), *unread]
    return Window(
        scope=scope,
        lines=tuple(replace(line, number=place) for place, line in enumerate(lines, 1)),
    )


def _last(lines: Sequence[Line], profile: Profile) -> list[Line]:
    return list(lines[-profile.shown_before :]) if profile.shown_before else []


def _fits(line: Line, current: Sequence[Line], profile: Profile) -> bool:
    if profile.most_lines is not None and len(current) >= profile.most_lines:
        return False
    return sum(map(_tokens, current)) + _tokens(line) <= profile.most_tokens


def _tokens(line: Line) -> int:
    return estimated_tokens(line.text) + _TOKENS_BESIDE_TEXT


def _lines_of(message: MemoryRecord, profile: Profile) -> Iterator[Line]:
    # A bare text counts as the user's.
    role: Role = message.role or "user"
    # What memkit itself put into a prompt was not said by anybody; places stay what they are.
    said = unmarked(message.memory).text
    for start, piece in pieces_of(said, tokens=profile.longest_line):
        yield Line(
            number=0,
            memory_id=message.id,
            digest=text_digest(message.memory),
            text=piece,
            start=start,
            role=role,
            name=message.name,
            scope=message.scope,
            quotable=role in profile.quoted,
            at=message.occurred_at or message.created_at,
        )


def _small_spans(text: str, tokens: int) -> Iterator[tuple[int, int]]:
    """Yield spans of at most so many tokens that cover a text: sentences, words, characters."""
    for start, end in _spans(text, 0, len(text), _SENTENCE):
        if _is_small(text, start, end, tokens):
            yield start, end
            continue
        for first, last in _spans(text, start, end, _WORD_END):
            if _is_small(text, first, last, tokens):
                yield first, last
                continue
            # No character has more than four bytes, which are less than two tokens.
            step = max(tokens // 2, 1)
            yield from ((at, min(at + step, last)) for at in range(first, last, step))


def _is_small(text: str, start: int, end: int, tokens: int) -> bool:
    return estimated_tokens(text[start:end].rstrip()) <= tokens


def _spans(text: str, start: int, end: int, boundary: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    first = start
    for match in boundary.finditer(text, start, end):
        yield first, match.end()
        first = match.end()
    if first < end:
        yield first, end
