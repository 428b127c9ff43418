"""Make the files of memkit 0.1.0 that later versions must read: run by 0.1.0, and by no other.

    git checkout 760f4b2        # the last commit of the old form
    python tests/data/journal_0_1_0/make.py
    python tests/data/journal_0_1_0/make.py --static
    python tests/data/journal_0_1_0/make.py --postgres postgresql://...  --pg-dump .../pg_dump

The first writes `memory.db.gz`, a SQLite file as it was on the disk, and `answers.json`, what
0.1.0 said when `questions.py` asked it. The second writes `static.db.gz`, the same history in a
file with the embedder that 0.1.0 took by itself. The third writes `memory.sql`, the same history in
PostgreSQL as plain SQL, after it made sure that its answers are the same ones. Ids and times are
made up, so that both hold the same.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import re
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any
from unittest import mock

import questions

import memkit.engine.engine
import memkit.providers.sql_journal.transaction
from memkit import Memory

HERE = Path(__file__).parent
SCHEMA = "memkit_0_1_0"
EMBEDDER = {"provider": "hash", "config": {"dim": 32}}
SECOND = {"provider": "hash", "config": {"dim": 48}}


class Clock:
    """Begins in June 2025; every look takes a millisecond."""

    def __init__(self) -> None:
        self.ns = 1_750_000_000_000_000_000

    def time_ns(self) -> int:
        self.ns += 1_000_000
        return self.ns

    def pass_days(self, days: int) -> None:
        self.ns += days * 86_400 * 10**9


def tell(m: Any, clock: Clock) -> None:
    """Make every kind of change that 0.1.0 knew."""
    (berlin,) = m.add(
        "Alice lives in Berlin", user_id="alice", metadata={"city": "Berlin", "n": 1},
        occurred_at="2024-05-01", reason="she said so",
    )  # fmt: skip
    (tea,) = m.add("Alice drinks tea", user_id="alice", expires_at="2999-01-01T10:00:00Z")
    (chat,) = m.add("Where do we meet?", user_id="alice", run_id="r1", type="episodic")
    m.add(
        [
            {"role": "user", "content": "Where does Bob live?", "name": "Ann"},
            {"role": "assistant", "content": "Bob lives in Oslo.", "created_at": "2025-01-02"},
            {"role": "user", "content": "And what does he eat?"},
        ],
        user_id="bob", agent_id="helper", app_id="desk", run_id="r1",
        metadata={"city": "Oslo", "deep": {"er": [1, 2.5, None, True, "x"]}},
    )  # fmt: skip
    m.update(berlin.id, "Alice lives in Zürich", metadata={"city": "Zürich"}, reason="moved")
    m.add_space(SECOND, key="second", wait=True, progress=False)
    (odd,) = m.add(
        "東京で会いましょう 🗼 \u202eabc e\u0301 'quoted' \"twice\" \\ \t end", user_id="アリス",
        metadata={"straße": "ﬀ ẞ İ", "nul": "a\u0000b", "big": 2**60, "1e300": 1e300},
        type="procedural",
    )  # fmt: skip
    m.update(tea.id, type="semantic", occurred_at="2025-03-01T08:00:00+02:00", clear=["expires_at"])
    m.tag([berlin.id, tea.id], {"tags": ["food", "home"]}, remove=["city"])
    m.delete(chat.id, reason="done")
    m.undo(m.history(chat.id)[-1].seq)
    (short,) = m.add("The code is 1234", user_id="alice", expires_at="2025-06-16")
    clock.pass_days(3)
    m.add("The code is 1234", user_id="alice", metadata={"again": True})
    twins = m.add(["Alice likes coffee", "Alice loves coffee"], user_id="alice")
    m.update(twins[1].id, metadata={"tags": ["food"], "sure": 0.5})
    m.merge(twins[0].id, [twins[1].id], text="Alice is fond of coffee")
    (gone,) = m.add("Carol speaks Basque", user_id="carol", metadata={"id": "x", "memory": 1})
    m.delete_all(user_id="carol")
    m.add_many(
        [{"memory": "Carol speaks Basque", "id": gone.id, "user_id": "carol"},
         {"memory": "Dave was here", "user_id": "dave", "role": "tool", "created_at": 1e9,
          "category": "visit"}],
        progress=False,
    )  # fmt: skip
    m.rate("東京", odd.id)
    m.delete(odd.id)
    m.undo_many([event.seq for event in m.history(berlin.id)[-2:]])
    m.rate("where does Alice live", berlin.id)
    m.rate("tea or coffee", tea.id, False)
    m.update(short.id, metadata={})
    (last,) = m.add("Nobody will remember this", user_id="dave")
    m.delete(last.id)


def main() -> None:
    """Write one of the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--static", action="store_true")
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--pg-dump", default="pg_dump")
    asked = parser.parse_args()
    clock, numbers = Clock(), itertools.count(1)

    def new_id() -> str:
        return str(
            uuid.UUID(int=(clock.ns // 10**6) << 80 | 0x7 << 76 | 0b10 << 62 | next(numbers))
        )

    with (
        mock.patch.object(time, "time_ns", clock.time_ns),
        mock.patch.object(memkit.engine.engine, "new_id", new_id),
        mock.patch.object(memkit.providers.sql_journal.transaction, "new_id", new_id),
    ):
        if asked.postgres:
            _in_postgres(asked.postgres, asked.pg_dump, clock)
        elif asked.static:
            (HERE / "static.db.gz").write_bytes(_file(clock, embedder=None))
        else:
            _in_sqlite(clock)


def _in_sqlite(clock: Clock) -> None:
    packed = _file(clock, embedder=EMBEDDER)
    (HERE / "memory.db.gz").write_bytes(packed)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        copy.write_bytes(gzip.decompress(packed))
        answers = questions.ask(lambda: Memory(copy))
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    (HERE / "answers.json").write_text(f"{text}\n", "utf-8")


def _file(clock: Clock, *, embedder: dict[str, Any] | None) -> bytes:
    """Return the file of a memory that was told everything, compressed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.db"
        with Memory(path, embedder=embedder, actor="maker") as memory:
            tell(memory, clock)
        return gzip.compress(path.read_bytes(), mtime=0)


def _in_postgres(url: str, pg_dump: str, clock: Clock) -> None:
    journal = {"provider": "postgres", "config": {"url": url, "schema_name": SCHEMA}}
    with Memory(journal=journal, embedder=EMBEDDER, actor="maker") as memory:
        tell(memory, clock)
    dump = subprocess.run(
        [pg_dump, "--inserts", "--no-owner", f"--schema={SCHEMA}", url],
        check=True, capture_output=True, encoding="utf-8",
    ).stdout  # fmt: skip
    # Commands to psql, settings that only some servers know, and remarks.
    dump = re.sub(
        r"^(?:\\.*|SET .*;|SELECT pg_catalog\.set_config.*|--.*)?\n", "", dump, flags=re.M
    )
    (HERE / "memory.sql").write_text(f"SET check_function_bodies = false;\n{dump}", "utf-8")
    answers = questions.ask(lambda: Memory(journal=journal))
    told = json.loads((HERE / "answers.json").read_text("utf-8"))
    assert answers == told, [key for key in told if told[key] != answers[key]]


if __name__ == "__main__":
    main()
