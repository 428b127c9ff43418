"""The summary of an episode by a model: each sentence with its sources, checked by the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.domain.records import Role, Source, Usage
from memkit.domain.wording import counted
from memkit.engine.verbs import Verbs
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import climb
from memkit.extraction.consolidation.episodes import EPISODE, Episode
from memkit.extraction.consolidation.facts import SUMMARY
from memkit.extraction.consolidation.proposed import ConsolidationProposal
from memkit.extraction.derivations.derivation import Derivation
from memkit.extraction.gate import check
from memkit.extraction.tasks.items import Item
from memkit.extraction.tasks.summarising import Sentence, Summarising
from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.windows import windows
from memkit.text.tokens import STARTS_UNSPACED

_EVERYBODY: tuple[Role, ...] = ("user", "assistant", "tool")


@dataclass(slots=True)
class Summed:
    """What came of an episode.

    Attributes:
        proposal: The summary; None if there is none.
        problems: What could not be asked, or was not used.
        usage: What the calls consumed.
    """

    proposal: ConsolidationProposal | None = None
    problems: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)


def summed_up(memory: Verbs, episode: Episode, derivation: Derivation) -> Effects[Summed]:
    """Ask for the summary of an episode, window by window, and keep what the messages say.

    A summary of which a part could not be asked is none: it would look whole.
    """
    profile = replace(derivation.profile, quoted=_EVERYBODY, shown_before=0)
    asker = Asker(
        llm=derivation.llm,
        provider=derivation.row.provider,
        calls=memory.engine.journal,
        derivation=derivation.name,
    )
    found = Summed()
    sentences: list[tuple[str, list[Line]]] = []
    structured = True
    for window in windows(episode.messages, profile=profile):
        task = Summarising(profile=profile, check=problem_of)
        outcome = yield from climb(task, window, asker=asker, structured=structured)
        found.usage += outcome.usage
        structured = outcome.structured
        for pending in outcome.pending:
            found.problems.append(f"The {episode.name} was not summed up: {pending.reason}")
        if outcome.pending:
            return found
        lines = {line.number: line for line in window.lines}
        for sentence in outcome.items:
            problem = problem_of(sentence, window.lines)
            if problem is None:
                sentences.append((sentence.text, [lines[place] for place in sentence.lines]))
            else:
                found.problems.append(f"Not used of a summary, {sentence.text!r}: {problem}")
    if sentences:
        found.proposal = _proposal(episode, sentences, found.usage)
    else:
        found.problems.append(f"Nothing that could be used was said of the {episode.name}.")
    return found


def problem_of(sentence: Sentence, lines: Sequence[Line]) -> str | None:
    """Return why the lines that a sentence names don't say it, as a sentence; None if they do.

    All of its numbers, names, times and denials must come from there.
    """
    named = [line for line in lines if line.number in sentence.lines]
    whole = "\n".join(line.text for line in named)
    # The others are no evidence, and only tell who speaks.
    others = [replace(line, handled=True) for line in lines]
    together = replace(named[-1], number=0, text=whole, handled=False, start=0)
    item = Item(line=0, quote=whole, when="", about="", text=sentence.text, kind="other")
    verdict = check(item, [*others, together])
    if not verdict.supported:
        return " ".join(one.sentence for one in verdict.problems)
    return None if verdict.support else "No word of it stands in the lines that it names."


def _proposal(
    episode: Episode, sentences: Sequence[tuple[str, Sequence[Line]]], usage: Usage
) -> ConsolidationProposal:
    first, last = episode.messages[0], episode.messages[-1]
    data: dict[str, Any] = {
        "kind": SUMMARY,
        EPISODE: episode.digest,
        "from": (first.occurred_at or first.created_at).isoformat(),
        "to": (last.occurred_at or last.created_at).isoformat(),
        "sentences": [
            {"text": said, "sources": list(dict.fromkeys(line.memory_id for line in lines))}
            for said, lines in sentences
        ],
    }
    return ConsolidationProposal(
        kind="summary",
        memory=_joined([said for said, _ in sentences]),
        records=episode.messages,
        sources=tuple(_sources(sentences)),
        reason=f"{counted(len(episode.messages), 'message')} of the {episode.name}.",
        by="model",
        usage=usage,
        scope=first.scope,
        data=data,
    )


def _sources(sentences: Sequence[tuple[str, Sequence[Line]]]) -> Iterator[Source]:
    """Yield the places of the lines that a summary is drawn from, each once, in their order."""
    every = {(line.memory_id, line.start): line for _, lines in sentences for line in lines}
    for line in every.values():
        yield Source(
            memory_id=line.memory_id,
            start=line.start,
            end=line.start + len(line.text),
            quote=line.text,
            digest=line.digest,
        )


def _joined(sentences: Sequence[str]) -> str:
    blank = "" if STARTS_UNSPACED.match(sentences[0]) else " "
    return blank.join(sentence.strip() for sentence in sentences)
