"""How often search by words finds a note by other forms of its words, language by language.

    python -m benchmarks.words

The notes of all languages lie in one memory. Found means: among the first five, or the first.
"""

from __future__ import annotations

from benchmarks.inflected import NOTES
from memkit import Memory

_K = 5


def found() -> dict[str, tuple[int, int, int]]:
    """Return how many questions there are, and how many find their note first, or in five."""
    with Memory(":memory:", embedder="hash") as memory:
        memory.add_many(
            [note for notes in NOTES.values() for note, _ in notes], user_id="a", progress=False
        )
        return {language: _found(memory, notes) for language, notes in NOTES.items()}


def _found(memory: Memory, notes: list[tuple[str, str]]) -> tuple[int, int, int]:
    first = in_five = 0
    for note, question in notes:
        hits = [hit.memory for hit in memory.search(question, user_id="a", mode="text", k=_K)]
        first += hits[:1] == [note]
        in_five += note in hits
    return len(notes), first, in_five


def main() -> None:
    """Print a line a language."""
    print(f"{'':10}{'questions':>10}{'first':>8}{'in five':>9}")
    rows = found()
    for language, (n, first, in_five) in rows.items():
        print(f"{language:10}{n:10}{first:8}{in_five:9}")
    totals = [sum(row[column] for row in rows.values()) for column in range(3)]
    print(f"{'all':10}{totals[0]:10}{totals[1]:8}{totals[2]:9}")


if __name__ == "__main__":
    main()
