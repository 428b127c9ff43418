"""A conversation with facts of every standing, for a notebook's first cell."""

from __future__ import annotations

MADE = """
from memkit import Memory
from tests.extraction.test_facts import Reader, fact

ACME = "<b>Acme</b><img src=x onerror=window.bad=1>"
READS = {
    "live in Berlin": [fact(0, "I live in Berlin", "Ana lives in Berlin.")],
    "rent a flat": [fact(0, "rent a flat in Alfama", "Ana rents a flat in Alfama.")],
    "to Lisbon": [
        fact(0, "moved from Berlin to Lisbon in March", "Ana lives in Lisbon.", when="in March")
    ],
    "green tea": [fact(0, "like green tea", "Ana likes green tea.", kind="preference")],
    "two cats": [fact(0, "have two cats", "Ana has seventeen horses.")],
    "play the cello": [fact(0, "play the cello", "Ana plays the cello.", kind="event")],
    "work at": [fact(0, f"work at {ACME}", f"Ana works at {ACME}.")],
}
DECIDES = {"Lisbon": ("changes", "Berlin")}
m = Memory(FILE, embedder="hash", actor="alice", llm=Reader(READS, DECIDES))


def says(text, at):
    said = {"role": "user", "name": "Ana", "content": text, "created_at": at}
    return m.add([said], user_id="ana", infer=True)


says("I live in Berlin, near the canal.", "2025-01-10")
says("I have two cats.", "2025-01-20")
cello = says("On Sundays I play the cello.", "2025-02-01")
m.update(cello[0].id, "On Sundays I sleep.")
m.reject(says("I like green tea.", "2025-02-20").facts[0].id)
says("At last: I moved from Berlin to Lisbon in March. The removal took two days.", "2025-05-02")
m.set_wishes(review="all")
says("I rent a flat in Alfama now.", "2025-05-20")
works = says(f"I work at {ACME} since June.", "2025-06-03")
"""


def made(file: str = ":memory:") -> str:
    """Return the cell; `m` is the memory, in a file of this name."""
    return MADE.replace("FILE", repr(file))
