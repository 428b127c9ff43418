"""Training sentences from templates of our own, with WordNet's words in the slots."""

from __future__ import annotations

import random
import re
from pathlib import Path

from wordnet import Synset, kinds

ROOTS = {
    "animal": "animal",
    "fruit": "edible fruit",
    "food": "dish",
    "vegetable": "vegetable",
    "drink": "beverage",
    "instrument": "musical instrument",
    "sport": "sport",
    "job": "worker",
    "expert": "professional",
    "illness": "ill health",
    "clothing": "clothing",
    "vehicle": "wheeled vehicle",
    "furniture": "furniture",
    "tool": "tool",
    "city": "city",
    "country": "country",
    "music": "music genre",
    "relative": "relative",
    "flower": "flower",
    "building": "building",
    "feeling": "feeling",
    "game": "game",
    "dance": "dancing",
    "subject": "discipline",
    "event": "social event",
    "jewel": "adornment",
    "artwork": "art",
    "shop": "mercantile establishment",
    "body": "external body part",
}

LISTS = {
    "weekday": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "month": "January February March April May June July August September October November "
    "December",
    "number": "two three four five six seven eight nine ten twelve fifteen twenty",
    "age": "four six nine eighteen thirty forty fifty sixty seventy eighty",
    "hour": "seven eight nine ten eleven noon three four five",
    "pet": "Biscuit Shadow Pepper Coco Ginger Rocky Misty Pickle Ziggy Olive Moose Waffles",
    "language": "Python Java Rust Go Ruby Swift Scala Haskell",
    "language2": "Perl Fortran Julia Kotlin Erlang Lua",
    "collect": "stamps coins records postcards sneakers figurines comics teapots maps dolls "
    "jerseys books candles shells",
    "name": "Alice Ben Carla Derek Elena Felix Grace Hugo Irene Jack Karen Leo Maya Nina Oscar "
    "Paula Quentin Rosa Sam Tina Umar Vera Will Yara Zoe Amir Bella Chen Diana Ethan Fatima "
    "George Hannah Ivan Julia Kevin Linda Marco Nora Omar Priya Rachel Sofia Tom Victor Wendy",
}


def slots(synsets: list[Synset], everyday: set[str]) -> dict[str, list[str]]:
    """Return the values of each slot; WordNet's are limited to words in `everyday`."""
    filled = kinds(synsets, ROOTS, everyday)
    filled["job"] = sorted({*filled["job"], *filled.pop("expert")})
    filled["music2"] = filled["music"]
    filled.update({name: words.split() for name, words in LISTS.items()})
    return filled


def groups(path: Path) -> list[tuple[list[str], list[str]]]:
    """Return the statements and the questions of each group in the file."""
    found = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if lines:
            found.append(
                ([s[2:] for s in lines if s[0] == "S"], [s[2:] for s in lines if s[0] == "Q"])
            )
    return found


def sentences(
    templates: list[tuple[list[str], list[str]]],
    values: dict[str, list[str]],
    *,
    count: int,
    seed: int,
) -> list[str]:
    """Return `count` different sentences; every second statement is led by its speaker's name."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        statements, questions = chance.choice(templates)
        speaker, other = chance.sample(values["name"], 2)
        filling = {name: chance.choice(words) for name, words in values.items()}
        filling |= {"N": speaker, "M": other}

        def fill(template: str, filling: dict[str, str] = filling) -> str:
            return re.sub(r"\{(\w+)\}", lambda m: filling[m[1]], template)

        statement = fill(chance.choice(statements))
        if chance.random() < 0.5:
            statement = f"{speaker}: {statement}"
        elif chance.random() < 0.3:
            statement = f"{statement} {fill(chance.choice(statements))}"
        found.setdefault(statement)
        found.setdefault(fill(chance.choice(questions)))
    return list(found)[:count]
