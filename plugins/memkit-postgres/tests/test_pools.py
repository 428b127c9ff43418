"""Far more matches than are looked at, the best one last: answers equal the built-in store's."""

import random

import pytest
from conftest import providers_at

from memkit import Memory

# Common words in nearly every text, so that the rarer ones lead; and rare ones late.
COMMON = "budget note plan week team review".split()
RARE = [f"topic{number}" for number in range(40)]
WHERE = (None, "even = true", "memory contains 'budget'", "n >= 1500 and not (even = true)")
USERS = "abcd"


def texts(n):
    chance = random.Random(7)
    for number in range(n):
        words = chance.choices(COMMON, weights=[8, 5, 3, 2, 2, 1], k=chance.randint(2, 9))
        if chance.random() < 0.3:
            words += chance.choices(RARE, weights=range(40, 0, -1), k=chance.randint(1, 2))
        chance.shuffle(words)
        yield f"{' '.join(words)} {number}"


def items(n):
    for number, text in enumerate(texts(n)):
        yield {
            "memory": text,
            "user_id": USERS[number * number % 7 % 4],
            "metadata": {"n": number, "even": number % 2 == 0},
        }


LAST = [
    {"memory": "budget of the funicular", "user_id": "d", "metadata": {"n": 9000, "even": True}},
    {"memory": "budget budget topic39 tramway", "user_id": "a", "metadata": {"n": 9001}},
]


@pytest.fixture(scope="module")
def memories(url, tmp_path_factory):
    """The built-in store's, and those over PostgreSQL, by what they are."""
    folder = tmp_path_factory.mktemp("pools")
    in_postgres = providers_at(url, "memkit_pools", exact_below=5000)
    made = {
        "built in": Memory(folder / "one.db", embedder="hash"),
        "both": Memory(**in_postgres),
        "store": Memory(folder / "two.db", store=in_postgres["store"] | {
            "config": in_postgres["store"]["config"] | {"schema_name": "memkit_pools_store"}
        }, embedder="hash"),
        "journal": Memory(
            journal=in_postgres["journal"] | {
                "config": in_postgres["journal"]["config"] | {"schema_name": "memkit_pools_journal"}
            },
            embedder="hash",
        ),
    }  # fmt: skip
    for memory in made.values():
        memory.add_many(items(3000), progress=False)
        memory.add_many(LAST, progress=False)
    yield made
    for memory in made.values():
        memory.reset(confirm=True)
        memory.close()


QUESTIONS = ("budget funicular", "note plan topic3", "week budget note plan team review",
             "topic39", "review topic1 topic2", "funicular topic20 note")  # fmt: skip


@pytest.mark.parametrize("which", ["both", "store", "journal"])
@pytest.mark.parametrize("mode", ["text", "hybrid", "vector"])
@pytest.mark.parametrize("user", [None, "a"])
def test_answers_equal_the_built_in_stores(memories, which, mode, user):
    for question in QUESTIONS:
        for where in WHERE:
            for k in (1, 10, 100):
                options = {"mode": mode, "user_id": user, "where": where, "k": k, "threshold": None}
                expected = memories["built in"].search(question, **options)
                found = memories[which].search(question, **options)
                assert alike(found, expected), (question, where, k)


def alike(found, expected):
    """Tell whether two answers are the same but for the order of scores that are nearly equal."""
    scores = [{hit.memory: hit.score for hit in hits} for hits in (found, expected)]
    near = pytest.approx([hit.score for hit in expected], abs=1e-5)
    if [hit.score for hit in found] != near:
        return False
    last = expected[-1].score if expected else 0.0
    return all(
        abs(scores[0].get(text, last) - scores[1].get(text, last)) <= 1e-5
        for text in scores[0] | scores[1]
    )


@pytest.mark.parametrize("which", ["built in", "both", "store", "journal"])
def test_the_best_one_is_found_though_it_came_last(memories, which):
    memory = memories[which]
    for mode in ("text", "hybrid"):
        for options in ({}, {"user_id": "d"}, {"where": "even = true"}):
            hit = memory.search("budget funicular", mode=mode, k=1, **options)[0]
            assert hit.memory == LAST[0]["memory"], (mode, options)
