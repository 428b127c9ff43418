"""Trying a model on a dozen transcripts, to know how it can be used."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.journal.calls import Call
from memkit.contracts.llm import LLM
from memkit.domain.records import Message, Usage
from memkit.errors import MemkitError, ProviderError
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.known_calls import CallBook
from memkit.extraction.asking.ladder import climb
from memkit.extraction.asking.outcome import Outcome
from memkit.extraction.asking.profiles import profile
from memkit.extraction.probe.cases import CASES, Case
from memkit.extraction.probe.judging import Found, judged, recommended
from memkit.extraction.probe.report import Ability, LLMReport
from memkit.extraction.tasks.extracting import Extracting
from memkit.extraction.tasks.items import Item
from memkit.extraction.tasks.prompts import prompt
from memkit.extraction.windows.windows import Window
from memkit.providers.hosted import estimated_tokens

# Windows of the profile `full` and their answers, with some room.
_LONG_TOKENS = 4_000

_CITY = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}


def probing(
    llm: LLM,
    *,
    provider: str = "",
    local: bool = False,
    long: bool = True,
    cases: Sequence[Case] = CASES,
    calls: CallBook | None = None,
) -> Effects[LLMReport]:
    """Try a model, and say how to use it: about fifteen calls, each of a short transcript.

    Args:
        llm: The model.
        provider: The name of its provider, as users type it.
        local: Whether it runs on a server of one's own that makes a grammar of each schema.
        long: Whether to send a prompt of some four thousand tokens too, to see whether it is cut.
        cases: The transcripts.
        calls: Where the calls are recorded and found; None for nowhere.

    Raises:
        ProviderError: The model can't be had at all.
    """
    asker = Asker(llm=llm, provider=provider, calls=calls)
    task = Extracting(profile=profile("extract", local=local))
    ability, made = yield from _schema_is_kept(asker)
    abilities, calls_made, structured = [ability], list(made), True
    found: list[Found] = []
    for case in cases:
        window = case.window(quoted=task.profile.quoted)
        outcome = yield from climb(task, window, asker=asker, structured=structured)
        structured = outcome.structured
        _raise_if_away(outcome, found)
        found.append((case, window, outcome))
        calls_made += outcome.calls
    abilities += judged(found)
    if long:
        ability, made = yield from _long_prompt_is_read(asker)
        abilities.append(ability)
        calls_made += made
    return _report(llm, abilities, calls_made, local=local)


def _report(
    llm: LLM, abilities: Sequence[Ability], calls: Sequence[Call], *, local: bool
) -> LLMReport:
    name, reason = recommended({ability.name: ability for ability in abilities})
    seconds = sum(call.seconds for call in calls)
    written = sum(call.output_tokens for call in calls)
    costs = [call.cost for call in calls if call.cost is not None]
    return LLMReport(
        model=llm.model,
        recommended=name,
        reason=reason,
        abilities=tuple(abilities),
        local=local,
        prompts=(prompt("extract").version,),
        tokens_per_second=written / seconds if seconds else 0.0,
        seconds=seconds,
        usage=Usage(
            calls=len(calls),
            input_tokens=sum(call.input_tokens for call in calls),
            output_tokens=written,
            cost=sum(costs) if costs else None,
        ),
    )


# -- single questions ----------------------------------------------------------------------------


def _schema_is_kept(asker: Asker) -> Effects[tuple[Ability, list[Call]]]:
    """Ask for a word with a schema for an object: who drops the schema answers with the word."""
    question = "What is the capital of Portugal? Answer with one word, and nothing else."
    name = "schema kept"
    try:
        call = yield from _asked(asker, question, schema=_CITY)
    except ProviderError as error:
        if type(error) is not ProviderError:
            raise
        return Ability(name=name, right=0, tried=1, note="the provider takes none"), []
    try:
        data = json.loads(call.answer)
    except ValueError:
        data = None
    kept = isinstance(data, dict) and list(data) == ["city"]
    return Ability(name=name, right=int(kept), tried=1, note="" if kept else "dropped"), [call]


def _long_prompt_is_read(asker: Asker) -> Effects[tuple[Ability, list[Call]]]:
    """Ask for words at both ends of a long message: servers may cut it and say nothing."""
    name = "long prompt read"
    text = _long_message()
    try:
        call = yield from _asked(asker, text, schema=None)
    except MemkitError as error:
        return Ability(name=name, right=0, tried=1, note=type(error).__name__), []
    said = call.answer.casefold()
    missing = [word for word in ("heron", "juniper") if word not in said]
    note = f"about {estimated_tokens(text):,} tokens" if not missing else "cut, or not understood"
    return Ability(name=name, right=int(not missing), tried=1, note=note), [call]


def _asked(asker: Asker, text: str, *, schema: Any) -> Effects[Call]:
    call, _ = yield from asker.ask(
        [Message(role="user", content=text)],
        schema=schema,
        max_tokens="default" if asker.llm.max_tokens is None else asker.llm.max_tokens,
        task="probe",
        prompt="",
        shown=(),
    )
    return call


def _long_message() -> str:
    rows = ["The first password is heron."]
    for number in itertools.count(1):
        rows.append(f"Shelf {number} of the archive holds box {number * 7} and a grey folder.")
        if estimated_tokens("\n".join(rows)) >= _LONG_TOKENS:
            break
    rows.append("The second password is juniper.")
    rows.append("Which are the first and the second password? Answer with the two words.")
    return "\n".join(rows)


def _raise_if_away(outcome: Outcome[Window, Item], before: Sequence[Found]) -> None:
    """Raise what the provider raised, if it never answered anything."""
    if before or outcome.calls:
        return
    for one in outcome.pending:
        if one.error is not None:
            raise one.error
