"""An LLM without a model, for tests and for notebooks that must run anywhere."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from memkit.builtin.configs import EchoConfig
from memkit.contracts.llm import LLM, Completion, MaxTokens
from memkit.domain.records import Message, Usage
from memkit.errors import ValidationError

_WORD = re.compile(r"\S+")


class EchoLLM(LLM):
    """Answers with the replies it was given, or with what the last message says."""

    model = "echo"
    # It always ends by itself.
    max_tokens = None

    def __init__(self, config: EchoConfig) -> None:
        self._replies = itertools.cycle(config.replies) if config.replies else None

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        max_tokens: MaxTokens = "default",
    ) -> Completion:
        """Answer a conversation. A word counts as a token."""
        if not messages:
            raise ValidationError("There is no message to answer.", fix="Give at least one.")
        said = messages[-1].content if self._replies is None else next(self._replies)
        most = self.bound(max_tokens)
        text = said if most is None else _first(said, words=most)
        cut = text != said
        usage = Usage(
            calls=1,
            input_tokens=sum(len(message.content.split()) for message in messages),
            output_tokens=len(text.split()),
        )
        data = _parsed(text) if schema and not cut else None
        return Completion(text=text, data=data, stop="length" if cut else "end", usage=usage)


def _first(text: str, *, words: int) -> str:
    found = list(itertools.islice(_WORD.finditer(text), words + 1))
    return text if len(found) <= words else text[: found[words - 1].end()]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
