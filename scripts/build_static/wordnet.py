"""WordNet 3.0 as training text: glosses, examples, and words of a kind for the templates."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

DEFAULT_FOLDER = Path("/usr/share/wordnet")


@dataclass(frozen=True)
class Synset:
    """One meaning: its lemmas, what it is a kind of, and its gloss."""

    key: str
    lemmas: tuple[str, ...]
    parents: tuple[str, ...]
    definition: str
    examples: tuple[str, ...]


def read(folder: Path = DEFAULT_FOLDER) -> list[Synset]:
    """Return all synsets of the database files in `folder`, in file order."""
    synsets = []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):
                synsets.append(_parse(line, part))
    return synsets


def _parse(line: str, part: str) -> Synset:
    data, _, gloss = line.partition(" | ")
    fields = data.split()
    count = int(fields[3], 16)
    lemmas = tuple(
        re.sub(r"\(\w+\)$", "", fields[4 + 2 * i]).replace("_", " ") for i in range(count)
    )
    at = 4 + 2 * count
    parents = []
    for i in range(int(fields[at])):
        symbol, offset, pos = fields[at + 1 + 4 * i : at + 4 + 4 * i]
        if symbol in ("@", "@i"):
            parents.append(pos + offset)
    examples = tuple(e.strip() for e in re.findall(r'"([^"]+)"', gloss))
    definition = re.sub(r'"[^"]*"', "", gloss).strip(" ;")
    return Synset(fields[2] + fields[0], lemmas, tuple(parents), definition, examples)


def kinds(synsets: list[Synset], roots: dict[str, str], known: set[str]) -> dict[str, list[str]]:
    """Return the first lemmas below each root whose words are all in `known`, sorted.

    Args:
        synsets: From `read`.
        roots: Name of the list -> lemma of the root; its noun sense with the most words counts.
        known: Words that count as everyday words.
    """
    children: dict[str, list[Synset]] = defaultdict(list)
    senses: dict[str, list[Synset]] = defaultdict(list)
    for synset in synsets:
        for parent in synset.parents:
            children[parent].append(synset)
        if synset.key.startswith("n"):
            for lemma in synset.lemmas:
                senses[lemma].append(synset)

    def below(root: Synset) -> set[str]:
        queue = [root]
        seen = {root.key}
        words = set()
        while queue:
            for child in children[queue.pop().key]:
                if child.key not in seen:
                    seen.add(child.key)
                    queue.append(child)
                    if all(part.lower() in known for part in child.lemmas[0].split()):
                        words.add(child.lemmas[0])
        return words

    found: dict[str, list[str]] = {}
    for name, root in roots.items():
        found[name] = max((sorted(below(sense)) for sense in senses[root]), key=len)
    return found


def training_texts(synsets: list[Synset]) -> list[str]:
    """Return the definitions (every second one led by its words) and the examples."""
    texts = []
    for i, synset in enumerate(synsets):
        if i % 2:
            texts.append(f"{', '.join(synset.lemmas[:3])}: {synset.definition}")
        else:
            texts.append(synset.definition)
        texts.extend(synset.examples)
    return texts
