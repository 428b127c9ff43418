"""What a model makes of sessions that it reads, measured without another model as the judge.

- Facts that are served, and how many of these have a quote that stands in their message: looked up
  anew, not as the gate said. How many say the same as another, and how many were not supported.
- The share of the memory points that are in the user's words whose line some fact cites. A point is
  looked for in the sentence with most of its words, as in `benchmarks.gate`.
- Updates, by what was decided of the fact that cites their line.
- The model, its prompts, calls, tokens and seconds, and those for 1,000 messages.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.facts_said import Session
from benchmarks.measure import Row
from memkit import Memory
from memkit.contracts.llm import LLM
from memkit.domain.evidence import place_of
from memkit.domain.facts import Extraction
from memkit.domain.records import MemoryRecord
from memkit.text import languages
from memkit.text.terms import plain_terms

MEM0_CHARACTERS = 33_653
_STOP = frozenset(term for word in languages.stop_words("en") for term in plain_terms(word))
# So much of a point's words stand in a sentence that says it.
_SAID = 0.5


def read_with(llm: LLM, name: str, sessions: Sequence[Session]) -> list[Row]:
    """Return what a model makes of sessions, as the rows of a table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.db"
        # Without a model, so that reading is measured apart from storing.
        with Memory(path) as memory:
            for session in sessions:
                memory.add(session.messages, user_id="p")
        with Memory(path, llm=llm) as memory:
            started = time.perf_counter()
            total = memory.extract()
            return _rows(memory, name, sessions, total, time.perf_counter() - started)


def _rows(
    memory: Memory, name: str, sessions: Sequence[Session], total: Extraction, seconds: float
) -> list[Row]:
    served = memory.facts(where="withheld = null", limit=100_000)
    refused = memory.facts(where="withheld = 'unsupported'", limit=100_000)
    standing = [_stands(memory, fact) for fact in served]
    messages = sum(len(session.messages) for session in sessions)
    [used] = [one for one in memory.derivations if one.in_use]
    usage = total.usage
    per = 1_000 / max(messages, 1)
    standing_refused = [_stands(memory, fact) for fact in refused]
    rows = [
        Row(f"{name}: model, prompts, profile", "",
            f"{used.model}, {used.prompts}, {used.profile}"),
        Row(f"{name}: served facts of {messages:,} messages", "", f"{len(served):,}"),
        Row(f"{name}: facts whose quote stands in their line", "",
            f"{(standing + standing_refused).count(True)} of {len(served) + len(refused)}"),
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
        for point in session.true_points:
            line = _best(texts, point["memory_content"])
            if line is None or line not in records:
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
