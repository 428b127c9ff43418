"""The parameters of a request: passed on, translated, or refused by name; none is dropped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.chat.completions.conversation import text_of
from memkit.contracts.llm import LLM, MaxTokens
from memkit.domain.records import Message, Role
from memkit.domain.values import shown
from memkit.errors import ValidationError

_ROLES: Mapping[str, Role] = {"developer": "system", "function": "tool"}
# What every model can be asked for, in one way or another.
_TRANSLATED = ("max_tokens", "max_completion_tokens", "response_format", "n", "stream_options")
_TEXTS = ("text", "refusal")
_USE_API = (
    "Leave it out, or take a model whose plug-in has the capability 'chat': memkit plugins lists "
    "them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request asks for beside its messages.

    Attributes:
        speaks_it: Whether the plug-in takes requests of the API as they are.
        parameters: Those of the API that are passed on to it.
        schema, max_tokens: What other plug-ins are asked for.
        usage_at_the_end: Whether a stream tells what it consumed.
    """

    speaks_it: bool
    parameters: Mapping[str, Any]
    schema: Mapping[str, Any] | None = None
    max_tokens: MaxTokens = "default"
    usage_at_the_end: bool = False

    def request(self, messages: Sequence[Any], *, stream: bool = False) -> dict[str, Any]:
        """Return the request for a plug-in that speaks the API."""
        made = {"messages": list(messages), **self.parameters}
        if not stream:
            return made
        # What it consumed is counted, whether or not the caller wants to see it.
        options = {**(self.parameters.get("stream_options") or {}), "include_usage": True}
        return {**made, "stream": True, "stream_options": options}

    def shows(self, choices: Sequence[Any]) -> bool:
        """Tell whether a piece is the caller's: one that only tells the usage is, if asked for."""
        return bool(choices) or self.usage_at_the_end

    def plain(self, messages: Sequence[Mapping[str, Any]]) -> list[Message]:
        """Return the messages for any other plug-in.

        Raises:
            ValidationError: One holds something else than text.
        """
        return [_plain(message, place) for place, message in enumerate(messages)]


def asked_of(parameters: Mapping[str, Any], llm: LLM, *, taken: Collection[str]) -> Asked:
    """Return what a request asks for of a model.

    Args:
        parameters: Those that were given; None stands for one that was not.
        llm: The model.
        taken: The names of those that went into the options of the model.

    Raises:
        ValidationError: The model can't be asked for one of them.
    """
    given = {
        name: value for name, value in parameters.items() if value is not None and name not in taken
    }
    options = given.get("stream_options") or {}
    with_usage = bool(isinstance(options, Mapping) and options.get("include_usage"))
    if speaks_api(type(llm)):
        return Asked(speaks_it=True, parameters=given, usage_at_the_end=with_usage)
    for name in given:
        if name not in _TRANSLATED:
            raise ValidationError(f"{llm.model} can't be given {name}.", fix=_USE_API)
    if given.get("n", 1) != 1:
        raise ValidationError(
            f"{llm.model} gives one answer, not {shown(given['n'])}.", fix=_USE_API
        )
    most = given.get("max_completion_tokens", given.get("max_tokens", "default"))
    return Asked(
        speaks_it=False,
        parameters={},
        schema=_schema(given.get("response_format")),
        max_tokens=most,
        usage_at_the_end=with_usage,
    )


def speaks_api(kind: type[LLM]) -> bool:
    """Tell whether models of a class take requests of OpenAI's API as they are."""
    return kind.chat is not LLM.chat


def _schema(form: object) -> Mapping[str, Any] | None:
    if form is None:
        return None
    kind = form.get("type") if isinstance(form, Mapping) else None
    if kind == "text":
        return None
    if isinstance(form, Mapping) and kind == "json_object":
        return {"type": "object"}
    asked = form.get("json_schema") if isinstance(form, Mapping) else None
    schema = asked.get("schema") if isinstance(asked, Mapping) else None
    if kind != "json_schema" or not isinstance(schema, Mapping):
        raise ValidationError(
            f"response_format is {shown(form)}.",
            fix="Give {'type': 'json_schema', 'json_schema': {'name': ..., 'schema': {...}}}.",
        )
    return schema


def _plain(message: Mapping[str, Any], place: int) -> Message:
    content = message.get("content")
    for part in content if isinstance(content, list) else ():
        if not isinstance(part, Mapping) or part.get("type") not in _TEXTS:
            kind = part.get("type") if isinstance(part, Mapping) else part
            raise ValidationError(
                f"messages[{place}] holds {shown(kind)}, and this model takes texts.",
                fix="Leave it out, or take a model whose plug-in has the capability 'chat'.",
            )
    if message.get("tool_calls"):
        raise ValidationError(f"messages[{place}] calls tools.", fix=_USE_API)
    role = str(message["role"])
    name = message.get("name")
    return Message(
        role=_ROLES.get(role, role),
        content=text_of(message),
        name=name if isinstance(name, str) and name.strip() else None,
    )
