"""Answers of `Memory.ask` on BEAM: what is said of questions that nothing answers, and of others.

    python -m benchmarks.answers ../shared/beam [--llm NAME] [--questions N]

Without `--llm` sentences are quoted. Printed are, of the questions that nothing in a chat answers,
the share of which that is said; of those of one message (information extraction, knowledge update,
contradiction, time), the share that is answered at all, and the share with a citation in a message
of the evidence; and whether each quote stands where its citation says. Intervals are of 95 %
(Wilson, 1927).

The data are for evaluation only, and nothing of them is kept.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks import beam
from benchmarks.evidence import store
from memkit import Answer, Memory

_ANSWERED = (
    "information_extraction",
    "knowledge_update",
    "contradiction_resolution",
    "temporal_reasoning",
)


def shares(hits: Sequence[bool]) -> str:
    """Return how many of how many, with the interval of the share."""
    count, number = sum(hits), len(hits)
    if not number:
        return "none"
    share, z = count / number, 1.96
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = (
        z / (1 + z * z / number) * (share * (1 - share) / number + (z / (2 * number)) ** 2) ** 0.5
    )
    low, high = 100 * (middle - half), 100 * (middle + half)
    return f"{count} of {number} ({100 * share:.0f} %, {low:.0f} to {high:.0f})"


def stands(answer: Answer) -> bool:
    """Tell whether every citation of an answer is a part of its memory."""
    return all(
        one.quote and one.memory.memory[one.start : one.end] == one.quote
        for one in answer.citations
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--llm", help="who answers; if not given, sentences are quoted")
    parser.add_argument("--questions", type=int, help="how many of each chat and ability")
    options = parser.parse_args()
    refused: list[bool] = []
    answered: list[bool] = []
    cited: list[bool] = []
    standing: list[bool] = []
    calls = tokens = 0
    for file in sorted(options.folder.glob("*.json")):
        chat = json.loads(file.read_text("utf-8"))
        conversation = next(one for one in beam.read(options.folder) if one.name == file.stem)
        with Memory(":memory:", llm=options.llm) as memory:
            settings = {"infer": False} if options.llm else {}
            names = store(memory, conversation, **settings)
            seen: dict[str, int] = {}
            for item in chat["questions"]:
                ability = item["ability"]
                seen[ability] = seen.get(ability, 0) + 1
                if options.questions and seen[ability] > options.questions:
                    continue
                if ability != "abstention" and ability not in _ANSWERED:
                    continue
                found = memory.ask(item["question"], user_id=conversation.name)
                calls += found.usage.calls
                tokens += found.usage.input_tokens + found.usage.output_tokens
                standing.append(stands(found))
                if ability == "abstention":
                    refused.append(not found.known)
                    continue
                answered.append(found.known)
                said = {name for one in found.citations for name in names[one.memory.id]}
                cited.append(bool(said & set(map(str, item["evidence"]))))
    print(f"answered by {options.llm or 'quoting'}: {calls} calls, {tokens:,} tokens")
    print(f"nothing answers it, and that is said: {shares(refused)}")
    print(f"a message answers it, and an answer is given: {shares(answered)}")
    print(f"  and cites a message of the evidence: {shares(cited)}")
    print(f"all citations stand where they say: {shares(standing)}")


if __name__ == "__main__":
    main()
