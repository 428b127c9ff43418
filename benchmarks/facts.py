"""What becomes of conversations with a model: facts, their evidence, decisions, calls and tokens.

    python -m benchmarks.facts [--only PART ...] [--model NAME --url URL]
                               [--halumem FILE] [--sessions N ...] [--messages N] [--updates N]
                               [--locomo FILE] [--beam FOLDER [--chats N] [--profile NAME]]

Without `--url` no model is asked:

- *candidates*: for each update of HaluMem's person, whether an old text of it is among the old
  facts that the new one meets. All earlier points, and the old texts of the session, are facts.
- *prompts*: characters of the two prompts, schemas told in words included.
- *found*: what facts do to the messages beside them. BEAM's chats and LoCoMo's conversations are
  searched with their messages alone, and with a fact of each sentence of a user's that is no
  question, which are more than any model draws; see `benchmarks.facts_found`.

With `--url`, an OpenAI-compatible server:

- *halumem*, *locomo*: sessions of HaluMem's person (`--sessions 5 19`, their numbers from 0), and
  two of a LoCoMo conversation, are read through the extraction, `--messages` of each; see
  `benchmarks.facts_drawn`.
- *decide*: `--updates` of HaluMem's person, and what updates nothing, are decided with their old
  texts among the old facts; see `benchmarks.facts_decided`.
- *found* then has facts that the model draws from the first `--chats` of BEAM, instead.

`--only` names the parts; all that can be measured by default. The data are for evaluation only.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import beam, facts_decided, facts_drawn, facts_found, locomo
from benchmarks.facts_said import SHARED, Session, halumem, known, turns
from benchmarks.measure import Row, arguments, report
from memkit import Memory
from memkit.contracts.llm import LLM
from memkit.extraction.asking.profiles import profile
from memkit.extraction.asking.recorded import Recorded
from memkit.extraction.facts.meeting import MOST_OLD
from memkit.extraction.tasks.deciding import Deciding
from memkit.extraction.tasks.extracting import Extracting
from memkit.extraction.tasks.prompts import prompt
from memkit.plugins.manager import create
from memkit.providers.hosted import wish_for

MEM0_CHARACTERS = 33_653
MOST_CHARACTERS = 3_365
PARTS = ("candidates", "prompts", "decide", "halumem", "locomo", "found")


def candidates(sessions: Sequence[Session]) -> Row:
    """Return for how many updates the old text is among the old facts that the new one meets."""
    found = asked = 0
    with Memory(":memory:") as memory:
        for session in sessions:
            updates = [point for point in session.points if point.get("original_memories")]
            known(memory, (old for point in updates for old in point["original_memories"]))
            for point in updates:
                hits = facts_decided.old_facts(memory, point["memory_content"])
                asked += 1
                found += not set(point["original_memories"]).isdisjoint(hit.memory for hit in hits)
            known(memory, (point["memory_content"] for point in session.true_points))
    return Row(
        f"HaluMem: old text among the {MOST_OLD} old facts that an update meets",
        ">= 90 %",
        f"{found} of {asked} ({found / max(asked, 1):.0%})",
        found >= 0.9 * asked,
    )


def prompts() -> Row:
    """Return the characters of both prompts, with their schemas in words."""
    local = profile("extract")
    total = sum(len(prompt(name).text) for name in ("extract", "decide"))
    schemas = (Extracting(profile=local).schema(_no_window()), Deciding().schema(()))
    total += sum(len(wish_for(schema)) for schema in schemas)
    return Row(
        "both prompts, schemas in words included, characters (mem0: "
        f"{MEM0_CHARACTERS:,} for its one)",
        f"<= {MOST_CHARACTERS:,}",
        f"{total:,}",
        total <= MOST_CHARACTERS,
    )


def _no_window() -> Any:
    from memkit.domain.records import Scope
    from memkit.extraction.windows.windows import Window

    return Window(scope=Scope(user_id="p"), lines=())


def found(options: argparse.Namespace, llm: LLM | None) -> list[Row]:
    """Return what facts do to the messages beside them."""
    if llm is not None:
        chats = list(beam.read(options.beam))[: options.chats]
        draw = facts_found.drawn_by(llm, options.profile)
        return facts_found.compared("BEAM", chats, draw, f"facts of {llm.model}")
    by_rule = "a fact of each sentence of a user's"
    return [
        *facts_found.compared(
            "BEAM", list(beam.read(options.beam)), facts_found.of_sentences, by_rule
        ),
        *facts_found.compared(
            "LoCoMo", list(locomo.read(options.locomo)), facts_found.of_sentences, by_rule
        ),
    ]


def read(llm: LLM, name: str, sessions: Sequence[Session], most: int | None) -> list[Row]:
    """Return what a model makes of sessions, of the first so many messages of each."""
    short = [Session(one.messages[:most], one.points) for one in sessions]
    return facts_drawn.read_with(llm, name, short)


def _model(options: argparse.Namespace) -> LLM | None:
    if not options.url:
        return None
    made: LLM = create(
        "llm", "openai", model=options.model, base_url=options.url, api_key="none",
        timeout=options.timeout, max_concurrency=1,
    )  # fmt: skip
    return made if options.calls is None else Recorded(options.calls, llm=made)


def main() -> None:
    """Print it."""
    parser: argparse.ArgumentParser = arguments(__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART")
    parser.add_argument("--halumem", type=Path, default=SHARED / "halumem" / "user0.jsonl")
    parser.add_argument("--locomo", type=Path, default=SHARED / "locomo" / "dev.json")
    parser.add_argument("--beam", type=Path, default=SHARED / "beam")
    parser.add_argument(
        "--url", help="of an OpenAI-compatible server, e.g. http://127.0.0.1:8091/v1"
    )
    parser.add_argument("--model", default="qwen2.5-coder-1.5b-instruct")
    parser.add_argument("--timeout", type=float, default=1_200, help="of a call, in seconds")
    parser.add_argument(
        "--calls", type=Path, metavar="FILE", help="where answers are kept: no call is made twice"
    )
    parser.add_argument("--sessions", type=int, nargs="+", default=[0, 1], metavar="N")
    parser.add_argument("--messages", type=int, help="the most messages of a session")
    parser.add_argument("--updates", type=int, default=20, help="how many cases are decided")
    parser.add_argument("--chats", type=int, help="how many chats of BEAM a model reads")
    parser.add_argument("--profile", choices=("select", "extract", "full"), default="select")
    options = parser.parse_args()
    sessions, llm = list(halumem(options.halumem)), _model(options)
    rows: list[Row] = []
    if "candidates" in options.only:
        rows.append(candidates(sessions))
    if "prompts" in options.only:
        rows.append(prompts())
    if "decide" in options.only and llm is not None:
        cases = list(facts_decided.cases(sessions))[: options.updates]
        rows += facts_decided.decided(llm, cases)
    if "halumem" in options.only and llm is not None:
        some = [sessions[number] for number in options.sessions]
        rows += read(llm, "HaluMem", some, options.messages)
    if "locomo" in options.only and llm is not None:
        rows += read(llm, "LoCoMo", list(turns(options.locomo)), options.messages)
    if "found" in options.only:
        rows += found(options, llm)
    report(rows, options.json)


if __name__ == "__main__":
    main()
