"""What becomes of conversations with a model: facts, their evidence, decisions, calls and tokens.

    python -m benchmarks.facts [--halumem FILE] [--locomo FILE] [--model NAME --url URL]
                               [--sessions N] [--messages N]

Without `--url` no model is asked:

- *candidates*: for each update of HaluMem's person, whether an old text of it is among the old
  facts that the new one meets. All earlier points, and the old texts of the session, are facts.
- *prompts*: characters of the two prompts, schemas told in words included.

With `--url`, an OpenAI-compatible server, the first sessions of HaluMem's person and two sessions
of a LoCoMo conversation are read through `Memory.add(infer=True)`, and it prints

- facts that are served, and how many of these have a quote that stands in their message (looked up
  anew, not as the gate said), how many say the same as another, how many were not supported;
- the share of the memory points that are in the user's words whose line some fact cites. A point is
  looked for in the sentence with most of its words, as in `benchmarks.gate`;
- updates by what was decided of the fact that cites their line;
- calls, tokens and seconds an addition, and for 1,000 messages.

The data are for evaluation only.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.measure import Row, arguments, report
from memkit import Memory
from memkit.domain.evidence import place_of
from memkit.domain.facts import Extraction
from memkit.domain.records import MemoryRecord
from memkit.extraction.asking.profiles import profile
from memkit.extraction.facts.meeting import MOST_OLD
from memkit.extraction.tasks.deciding import Deciding
from memkit.extraction.tasks.extracting import Extracting
from memkit.extraction.tasks.prompts import prompt
from memkit.providers.hosted import wish_for
from memkit.text import languages
from memkit.text.terms import plain_terms

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
MEM0_CHARACTERS = 33_653
MOST_CHARACTERS = 3_365
_STOP = frozenset(term for word in languages.stop_words("en") for term in plain_terms(word))
# So much of a point's words stand in a sentence that says it.
_SAID = 0.5


@dataclass(frozen=True)
class Session:
    """A session: its messages, and the points that its authors say it makes."""

    messages: list[dict[str, Any]]
    points: list[dict[str, Any]]


def halumem(path: Path) -> Iterator[Session]:
    """Yield the sessions of a person."""
    person = json.loads(path.read_text("utf-8").splitlines()[0])
    for session in person["sessions"]:
        messages = [
            {
                "role": turn["role"],
                "content": turn["content"],
                "created_at": _moment(turn["timestamp"]),
            }
            for turn in session["dialogue"]
        ]
        yield Session(messages, session["memory_points"])


def locomo(path: Path, *, sessions: int = 2) -> Iterator[Session]:
    """Yield the first sessions of a conversation."""
    conversation = json.loads(path.read_text("utf-8"))[0]["conversation"]
    for number in range(1, sessions + 1):
        at = datetime.strptime(conversation[f"session_{number}_date_time"], "%I:%M %p on %d %B, %Y")
        messages = [
            {
                "role": "user",
                "name": turn["speaker"],
                "content": turn["text"],
                "created_at": at.replace(tzinfo=UTC),
            }
            for turn in conversation[f"session_{number}"]
        ]
        yield Session(messages, [])


def _moment(said: str) -> datetime:
    return datetime.strptime(said, "%b %d, %Y, %H:%M:%S").replace(tzinfo=UTC)


# -- without a model -------------------------------------------------------------------------------


def candidates(sessions: Sequence[Session]) -> Row:
    """Return for how many updates the old text is among the old facts that the new one meets."""
    found = asked = 0
    with Memory(":memory:") as memory:
        for session in sessions:
            updates = [point for point in session.points if point.get("original_memories")]
            _know(memory, (old for point in updates for old in point["original_memories"]))
            for point in updates:
                hits = memory.search(
                    point["memory_content"], user_id="p", k=MOST_OLD, valid_at=None,
                    role_weights={}, context=0,
                )  # fmt: skip
                asked += 1
                found += not set(point["original_memories"]).isdisjoint(hit.memory for hit in hits)
            true = (one for one in session.points if one["memory_source"] != "interference")
            _know(memory, (point["memory_content"] for point in true))
    return Row(
        f"HaluMem: old text among the {MOST_OLD} old facts that an update meets",
        ">= 90 %",
        f"{found} of {asked} ({found / max(asked, 1):.0%})",
        found >= 0.9 * asked,
    )


def _know(memory: Memory, texts: Iterable[str]) -> None:
    items = [{"memory": text, "user_id": "p", "derived_by": "gold"} for text in texts]
    memory.add_many(items, progress=False)


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


# -- with a model ----------------------------------------------------------------------------------


def read_with(llm: Any, name: str, sessions: Sequence[Session]) -> list[Row]:
    """Return what a model makes of sessions."""
    with tempfile.TemporaryDirectory() as folder, Memory(Path(folder) / "m.db", llm=llm) as memory:
        started = time.perf_counter()
        total = Extraction()
        for session in sessions:
            memory.add(session.messages, user_id="p", infer=False)
        _unskip(memory)
        total = memory.extract()
        seconds = time.perf_counter() - started
        return _rows(memory, name, sessions, total, seconds)


def _unskip(memory: Memory) -> None:
    """Let what was only stored be read: this program measures reading apart from storing."""
    memory.engine.journal.drop_derivation("default")


def _rows(
    memory: Memory, name: str, sessions: Sequence[Session], total: Extraction, seconds: float
) -> list[Row]:
    served = memory.facts(where="withheld = null", limit=100_000)
    refused = memory.facts(where="withheld = 'unsupported'", limit=100_000)
    standing = [_stands(memory, fact) for fact in served]
    messages = sum(len(session.messages) for session in sessions)
    usage = total.usage
    per = 1_000 / max(messages, 1)
    rows = [
        Row(f"{name}: served facts of {messages:,} messages", "", f"{len(served):,}"),
        Row(f"{name}: served facts without evidence", "0", f"{standing.count(False)}",
            not standing.count(False)),
        Row(f"{name}: unsupported, kept and not served", "", f"{len(refused):,}"),
        Row(f"{name}: served facts that say the same as another", "", _repeated(served)),
        Row(f"{name}: decided", "", ", ".join(
            f"{choice} {count}" for choice, count in Counter(f.choice for f in total).most_common()
        ) or "nothing"),
        Row(f"{name}: messages that could not be read", "", f"{total.failed:,}"),
        Row(f"{name}: calls, tokens sent, tokens written, seconds", "",
            f"{usage.calls}, {usage.input_tokens:,}, {usage.output_tokens:,}, {seconds:.0f}"),
        Row(f"{name}: calls and tokens for 1,000 messages (mem0: 1,000 calls, "
            f"{MEM0_CHARACTERS * 1_000:,} characters of prompt alone)", "",
            f"{usage.calls * per:.0f}, {(usage.input_tokens + usage.output_tokens) * per:,.0f}"),
    ]  # fmt: skip
    points = [point for session in sessions for point in session.points]
    if points:
        rows += _of_points(memory, sessions, total, name)
    return rows


def _stands(memory: Memory, fact: MemoryRecord) -> bool:
    """Tell whether the quote of a fact stands in its message, by a look at the message."""
    for source in fact.sources:
        record = None if source.memory_id is None else memory.get(source.memory_id)
        if record is None or not source.quote or place_of(source.quote, record.memory) is None:
            return False
    return bool(fact.sources)


def _repeated(facts: Sequence[MemoryRecord]) -> str:
    said = Counter(" ".join(sorted(set(plain_terms(fact.memory)))) for fact in facts)
    return f"{sum(count - 1 for count in said.values()):,}"


def _of_points(
    memory: Memory, sessions: Sequence[Session], total: Extraction, name: str
) -> list[Row]:
    cited = {
        source.memory_id
        for fact in memory.facts(where="withheld = null", limit=100_000)
        for source in fact.sources
    }
    by_line = {fact.evidence.memory_id: fact for fact in total}
    records = {r.memory: r for r in memory.get_all(where="role = 'user'", limit=100_000)}
    looked = found = 0
    updates: Counter[str] = Counter()
    for session in sessions:
        texts = [m["content"] for m in session.messages if m["role"] == "user"]
        for point in session.points:
            line = _best(texts, point["memory_content"])
            if point["memory_source"] == "interference" or line is None or line not in records:
                continue
            looked += 1
            id_ = records[line].id
            found += id_ in cited
            if point["is_update"] == "True":
                fact = by_line.get(id_)
                updates["no fact" if fact is None else fact.choice] += 1
    told = ", ".join(f"{choice} {count}" for choice, count in updates.most_common()) or "none"
    return [
        Row(f"{name}: points in the user's words whose message a served fact cites", "",
            f"{found} of {looked}"),
        Row(f"{name}: updates, by what the fact of their message does", "", told),
    ]  # fmt: skip


def _best(texts: Sequence[str], point: str) -> str | None:
    """Return the text with most of a point's words; None if none has half of them."""
    wanted = set(plain_terms(point)) - _STOP
    scored = [(len(wanted & set(plain_terms(text))) / max(len(wanted), 1), text) for text in texts]
    share, text = max(scored, default=(0.0, ""))
    return text if share >= _SAID else None


def main() -> None:
    """Print it."""
    parser: argparse.ArgumentParser = arguments(__doc__)
    parser.add_argument("--halumem", type=Path, default=SHARED / "halumem" / "user0.jsonl")
    parser.add_argument("--locomo", type=Path, default=SHARED / "locomo" / "dev.json")
    parser.add_argument(
        "--url", help="of an OpenAI-compatible server, e.g. http://127.0.0.1:8091/v1"
    )
    parser.add_argument("--model", default="qwen2.5-coder-1.5b-instruct")
    parser.add_argument("--sessions", type=int, default=2)
    parser.add_argument("--messages", type=int, help="the most messages of a session")
    options = parser.parse_args()
    sessions = list(halumem(options.halumem))
    rows = [candidates(sessions), prompts()]
    if options.url:
        llm = {
            "provider": "openai",
            "config": {
                "model": options.model, "base_url": options.url, "api_key": "none",
                "timeout": 600, "max_concurrency": 1,
            },
        }  # fmt: skip
        for name, some in (
            ("HaluMem", sessions[: options.sessions]),
            ("LoCoMo", list(locomo(options.locomo))),
        ):
            short = [Session(one.messages[: options.messages], one.points) for one in some]
            rows += read_with(llm, name, short)
    report(rows, options.json)


if __name__ == "__main__":
    main()
