"""From a question to an answer: what is remembered of it, who answers, what is checked."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.answers.quoting import passages
from memkit.answers.task import Answering, Asked
from memkit.concurrency.effects import Effects
from memkit.contracts.llm import LLM
from memkit.domain.answers import Answer, Citation, Unsupported, written
from memkit.domain.digests import text_digest
from memkit.domain.prompt_context import Context, ContextItem
from memkit.engine.engine import Engine
from memkit.errors import ProviderError
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import climb
from memkit.extraction.asking.models import named_choice
from memkit.extraction.asking.outcome import Outcome
from memkit.extraction.asking.profiles import is_local
from memkit.extraction.gate import check, moved
from memkit.extraction.gate.words import language_of
from memkit.extraction.tasks.items import Item
from memkit.extraction.windows.lines import Line

_QUOTE = "Ask again, or have sentences quoted without it: ask(..., quote=True)."


def quotation(
    engine: Engine, query: str, context: Context, *, space: str | None
) -> Effects[Answer]:
    """Return the sentences of memories that are nearest to a question, quoted."""
    found = yield from passages(engine, query, context, space=space)
    citations = [
        Citation(number=number, memory=one.item.memory, start=one.span[0], end=one.span[1])
        for number, one in enumerate(found, 1)
    ]
    said = [(f"“{' '.join(one.quote.split())}”", one.number) for one in citations]
    return Answer(query=query, answer=written(said), citations=tuple(citations), context=context)


def answering(engine: Engine, llm: LLM, query: str, context: Context) -> Effects[Answer]:
    """Return a model's answer, without what its memories do not say.

    Where nothing is remembered, nobody is asked.

    Raises:
        ProviderError: The model failed, or its answer can't be used.
    """
    if not context:
        return Answer(query=query, answer=written([]), context=context)
    asked = _asked(query, context)
    provider, _ = named_choice(engine.settings.llm)
    asker = Asker(llm=llm, provider=provider, calls=engine.journal, budget=engine.journal.budget)
    outcome = yield from climb(Answering(local=is_local(llm)), asked, asker=asker)
    if outcome.pending and not outcome.items:
        failed = outcome.pending[0]
        if failed.error is not None:
            raise failed.error
        raise ProviderError(
            f"The answer of {llm.model} can't be used: {failed.reason.rstrip('.')}.",
            fix=_QUOTE,
            provider=provider,
        )
    return _checked(query, context, asked, outcome, model=llm.model)


def _asked(query: str, context: Context) -> Asked:
    lines = tuple(_line(number, item) for number, item in enumerate(context, 1))
    rows = [f"{n} | {item.line.removeprefix('- ')}" for n, item in enumerate(context, 1)]
    return Asked(query=query, language=language_of(query), lines=lines, rows=tuple(rows))


def _line(number: int, item: ContextItem) -> Line:
    record = item.memory
    return Line(
        number=number,
        memory_id=record.id,
        digest=text_digest(record.memory),
        text=record.memory,
        role=record.role or "user",
        name=record.name,
        at=record.occurred_at or record.created_at,
    )


def _checked(
    query: str, context: Context, asked: Asked, outcome: Outcome[Asked, Item], *, model: str
) -> Answer:
    citations: dict[tuple[int, int, int], Citation] = {}
    sentences: list[tuple[str, int]] = []
    unsupported = [Unsupported(text=one.said, reason=one.why) for one in outcome.dropped]
    for item in outcome.items:
        verdict = check(item, asked.lines, language=asked.language)
        if verdict.moved_to is not None:
            again = moved(item, asked.lines)
            verdict = verdict if again is None else check(again, asked.lines)
        if not verdict.supported:
            reason = " ".join(problem.sentence for problem in verdict.problems)
            unsupported.append(Unsupported(text=item.text, reason=reason))
            continue
        place = (verdict.line, verdict.start, verdict.end)
        if place not in citations:
            memory = context[verdict.line - 1].memory
            citations[place] = Citation(
                number=len(citations) + 1, memory=memory, start=verdict.start, end=verdict.end
            )
        sentences.append((item.text, citations[place].number))
    return Answer(
        query=query,
        answer=written(_each_once(sentences)),
        citations=tuple(citations.values()),
        unsupported=tuple(unsupported),
        context=context,
        model=model,
        usage=outcome.usage,
    )


def _each_once(sentences: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return list(dict.fromkeys(sentences))
