"""How much a model is given to read at once, and how much it is asked to write, by its ability."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import urlsplit

from memkit.contracts.llm import LLM, MaxTokens
from memkit.domain.records import Role
from memkit.domain.values import shown
from memkit.errors import ValidationError

ProfileName = Literal["select", "extract", "full"]

# What a prompt and a user's wishes take of a model's context.
_TOKENS_OF_A_PROMPT = 1_000
_FEWEST_TOKENS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How a model is used.

    Attributes:
        name: "select" for the smallest models, which only pick lines; "extract" for small ones,
            which write facts of short windows; "full" for large ones, which read long windows and
            list names and categories too.
        most_lines: The most unread lines of a window; None for no bound.
        most_tokens: The most tokens of its unread lines, by an estimate that is rather too high.
        longest_line: The most tokens of a line; longer messages become several lines.
        shown_before: How many lines from before it are shown.
        quoted: Whose lines facts may be drawn from; others are only shown, such as a prompt of an
            application. Small models take for facts what an assistant advises or repeats.
        local: Whether the model runs on a server of one's own that makes a grammar of each schema:
            then only lines that exist can be cited, and the number of facts is bounded.
        answer_tokens: The most tokens of an answer; "default" for what the model is set to.
    """

    name: ProfileName
    most_lines: int | None
    most_tokens: int
    longest_line: int
    shown_before: int
    quoted: tuple[Role, ...] = ("user", "assistant", "tool")
    local: bool = False
    answer_tokens: MaxTokens = "default"


_PROFILES = {
    "select": Profile(
        name="select", most_lines=8, most_tokens=900, longest_line=200, shown_before=2
    ),
    "extract": Profile(
        name="extract", most_lines=8, most_tokens=900, longest_line=300, shown_before=2
    ),
    "full": Profile(
        name="full", most_lines=None, most_tokens=3_000, longest_line=800, shown_before=4
    ),
}
# On a server of one's own a small model that repeats itself is stopped sooner. Elsewhere a model
# may think before it answers, and is bound by what the user set alone.
_LOCAL_ANSWERS = {"select": 256, "extract": 1_024}
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})
_LOCAL_LINES = {"select": 8, "extract": 4}
_QUOTED_BY_SMALL: tuple[Role, ...] = ("user", "tool")


def checked_profile(name: object) -> ProfileName:
    """Return the name of a profile, if it is one.

    Raises:
        ValidationError: There is no such profile.
    """
    for known in get_args(ProfileName):
        if isinstance(name, str) and name == known:
            found: ProfileName = known
            return found
    raise ValidationError(
        f"There is no profile {shown(name)}.", fix="Give 'select', 'extract' or 'full'."
    )


def profile(name: ProfileName, *, local: bool = False, llm: LLM | None = None) -> Profile:
    """Return a profile.

    Args:
        name: Which one.
        local: As of `Profile`.
        llm: The model: where it says how long its context is, a window leaves room in it for the
            prompt and the answer.

    Raises:
        ValidationError: There is no such profile.
    """
    made = _PROFILES[checked_profile(name)]
    if local:
        made = replace(
            made,
            local=True,
            most_lines=_LOCAL_LINES.get(name, made.most_lines),
            quoted=_QUOTED_BY_SMALL if name in _LOCAL_LINES else made.quoted,
            answer_tokens=_LOCAL_ANSWERS.get(name, "default"),
        )
    if llm is None or llm.context is None:
        return made
    answer = llm.bound(made.answer_tokens) or llm.context // 2
    room = max(llm.context - _TOKENS_OF_A_PROMPT - answer, _FEWEST_TOKENS)
    most = min(made.most_tokens, room)
    return replace(made, most_tokens=most, longest_line=min(made.longest_line, most))


def is_local(llm: LLM) -> bool:
    """Tell whether a model runs on a server of one's own, which makes a grammar of each schema.

    Providers of such servers say so by their config; any other is one if it is asked on this
    machine.
    """
    told = getattr(llm, "local", None)
    if isinstance(told, bool):
        # A recording of one.
        return told
    config = getattr(llm, "config", None)
    # Only whoever reads needs what hosted models share.
    from memkit.providers.hosted import OwnServerLLMConfig

    if isinstance(config, OwnServerLLMConfig):
        return True
    url = getattr(config, "base_url", None)
    return isinstance(url, str) and (urlsplit(url).hostname or "") in _THIS_MACHINE
