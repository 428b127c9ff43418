"""An LLM without a model, for tests and for notebooks that must run anywhere."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any

from memkit.builtin.configs import EchoConfig
from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Message, Usage
from memkit.errors import ValidationError


class EchoLLM(LLM):
    """Answers with the replies it was given, or with what the last message says."""

    model = "echo"

    def __init__(self, config: EchoConfig) -> None:
        self._replies = itertools.cycle(config.replies) if config.replies else None

    def complete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        if not messages:
            raise ValidationError("There is no message to answer.", fix="Give at least one.")
        text = messages[-1].content if self._replies is None else next(self._replies)
        usage = Usage(
            calls=1,
            input_tokens=sum(len(message.content.split()) for message in messages),
            output_tokens=len(text.split()),
        )
        return Completion(text=text, data=_parsed(text) if schema else None, usage=usage)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
