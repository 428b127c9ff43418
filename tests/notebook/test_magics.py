from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.domain.results import Duplicates, Hits, ImportReport, Report
from memkit.errors import (
    FilterError,
    MemkitError,
    MemkitWarning,
    NotFoundError,
    ScopeError,
    SpaceError,
    ValidationError,
)

Run = Callable[[str], Any]


# -- %memkit use ---------------------------------------------------------------------------------


def test_use_opens_a_memory_sets_the_scope_and_binds_a_variable(shell: Any, path: Path) -> None:
    shell.run(f"%memkit use {path} --user alice --agent helper --embedder hash --as mem")
    mem = shell.user_ns["mem"]
    assert isinstance(mem, Memory)
    assert [space.key for space in mem.spaces] == ["hash"]
    for part in ("memory.db", "0 memories", "space hash", "alice, agent helper", "in Python mem"):
        assert part in shell.said
    shell.run("%remember I like tea")
    (record,) = mem.get_all()
    assert (record.user_id, record.agent_id) == ("alice", "helper")
    mem.close()


def test_use_takes_the_memory_of_a_variable_and_changes_the_scope_alone(
    shell: Any, mem: Memory
) -> None:
    assert "scope alice" in shell.said
    shell.run("%memkit use --user bob")
    assert "scope bob" in shell.said
    shell.run("%remember I like tea")
    assert mem.count(user_id="bob") == 1
    shell.run("%memkit use --everyone --agent helper")
    assert "scope agent helper" in shell.said
    with pytest.raises(ValidationError, match="open already"):
        shell.run("%memkit use mem --embedder hash")


def test_a_memory_that_is_only_in_a_variable_is_found(
    shell: Any, open_memory: Callable[..., Memory]
) -> None:
    with pytest.raises(NotFoundError, match=r"No memory is open.*%memkit use"):
        shell.run("%recall tea")
    first = shell.user_ns["first"] = open_memory(":memory:", embedder="hash")
    shell.user_ns["_again"] = shell.user_ns["again"] = first
    shell.run("%remember tea --user alice")
    assert first.count() == 1


def test_several_memories_in_variables_ask_for_a_choice(
    shell: Any, open_memory: Callable[..., Memory]
) -> None:
    shell.user_ns["one"] = open_memory(":memory:", embedder="hash")
    shell.user_ns["two"] = open_memory(":memory:", embedder="hash")
    with pytest.raises(NotFoundError, match=r"several memories: one, two.*%memkit use one"):
        shell.run("%memkit status")


def test_the_next_memory_closes_one_that_nobody_else_has(shell: Any, tmp_path: Path) -> None:
    from memkit.errors import JournalError

    shell.run(f"%memkit use {tmp_path / 'one.db'} --embedder hash")
    session = shell._memkit_extension.session
    first = session.memory
    shell.run(f"%memkit use {tmp_path / 'two.db'} --embedder hash --as two")
    with pytest.raises(JournalError):
        first.count()
    shell.run(f"%memkit use {tmp_path / 'three.db'} --embedder hash")
    assert shell.user_ns["two"].count() == 0
    shell.user_ns["two"].close()


# -- %remember -----------------------------------------------------------------------------------


def test_remember_a_line_with_every_option(shell: Any, mem: Memory) -> None:
    shell.run(
        "%remember I moved to Lisbon --user bob --agent helper --app web --run r1 "
        "--meta category=home -m priority=3 --type episodic --at 2025-03-01 --expires 2099-01-01 "
        '--reason "she said so" -o added'
    )
    (record,) = mem.get_all()
    assert (record.memory, record.type) == ("I moved to Lisbon", "episodic")
    assert record.scope.key == ("bob", "helper", "web", "r1")
    assert record.metadata == {"category": "home", "priority": 3}
    assert record.occurred_at == datetime(2025, 3, 1, tzinfo=UTC)
    assert record.expires_at == datetime(2099, 1, 1, tzinfo=UTC)
    assert mem.history(record.id)[0].reason == "she said so"
    assert [result.event for result in shell.user_ns["added"]] == ["ADD"]
    assert "ADD" in shell.said
    assert "I moved to Lisbon" in shell.said


def test_remember_a_cell_and_what_is_there_already(shell: Any, mem: Memory) -> None:
    shell.run("%%remember --user bob\nTwo lines\nof {text} for $5\n")
    assert [record.memory for record in mem.get_all()] == ["Two lines\nof {text} for $5"]
    added = shell.run("%%remember --user bob\nTwo lines\nof {text} for $5\n")
    assert [result.event for result in added] == ["NONE"]
    assert "nothing was changed" in shell.said
    with pytest.raises(ValidationError, match="text in the first line"):
        shell.run("%%remember hello --user bob\nTwo lines")


def test_remember_a_transcript(shell: Any, mem: Memory) -> None:
    cell = "user: I am allergic to peanuts\n\nAssistant (Ada): Noted:\nno peanuts\nsystem: be kind"
    shell.run(f"%%remember\n{cell}")
    assert "3 messages by the user, Ada and the system; 1 message of the system" in shell.said
    records = mem.get_all(user_id="alice")
    assert [(item.role, item.name, item.memory) for item in records] == [
        ("user", None, "I am allergic to peanuts"),
        ("assistant", "Ada", "Noted:\nno peanuts"),
    ]
    shell.run(f"%%remember --verbatim\n{cell}")
    assert mem.get_all()[-1].memory == cell
    shell.run("%%remember\nTo the user: hello\nuser: hello")
    assert mem.get_all()[-1].role is None


def test_remember_what_a_variable_holds(shell: Any, mem: Memory) -> None:
    shell.user_ns |= {
        "text": "user: not a transcript, a variable",
        "talk": [{"role": "user", "content": "I like tea"}, {"role": "assistant", "content": "Ok"}],
        "items": [{"memory": "one", "metadata": {"a": 1}}, {"memory": "two", "b": 2}],
    }
    shell.run("%remember --from text --user t")
    shell.run("%remember --from talk --user u")
    report = shell.run("%remember --from items --user v --meta c=3")
    assert [item.memory for item in mem.get_all(user_id="t")] == [shell.user_ns["text"]]
    assert [item.role for item in mem.get_all(user_id="u")] == ["user", "assistant"]
    assert [item.metadata for item in mem.get_all(user_id="v")] == [
        {"a": 1, "c": 3},
        {"b": 2, "c": 3},
    ]
    assert isinstance(report, ImportReport)
    assert "2 new" in shell.said

    class Frame:
        columns = ("memory",)

        def to_dict(self, kind: str) -> list[dict[str, str]]:
            assert kind == "records"
            return [{"memory": "from a frame"}]

    shell.user_ns["frame"] = Frame()
    shell.run("%remember --from frame --user w")
    assert mem.count(user_id="w") == 1
    with pytest.raises(NotFoundError, match="no variable 'nothing'"):
        shell.run("%remember --from nothing")
    with pytest.raises(ValidationError, match="text beside --from"):
        shell.run("%remember hello --from text")
    with pytest.raises(ValidationError, match="--type is for texts"):
        shell.run("%remember --from items --type episodic")


def test_remember_a_table_or_a_file(shell: Any, mem: Memory, tmp_path: Path) -> None:
    import pandas as pd

    shell.user_ns |= {
        "frame": pd.DataFrame({"memory": ["one", None], "when": [pd.NaT, pd.NaT]}),
        "talk": pd.DataFrame({"role": ["user", "system"], "content": ["hi", "be kind"]}),
        "texts": pd.Series(["two", "three"]),
    }
    report = shell.run("%remember --from frame --user a --meta c=1")
    assert (report.added, len(report.errors)) == (1, 1)
    assert mem.get_all(user_id="a")[0].metadata == {"c": 1}
    shell.run("%remember --from talk --user b")
    assert [(item.role, item.memory) for item in mem.get_all(user_id="b")] == [("user", "hi")]
    shell.run("%remember --from texts --user c")
    assert [item.memory for item in mem.get_all(user_id="c")] == ["two", "three"]
    file = tmp_path / "notes.csv"
    file.write_text("memory,priority\nfour,4\n")
    shell.run(f"%remember --from {file} --user d")
    assert mem.get_all(user_id="d")[0].metadata == {"priority": 4}


@pytest.mark.parametrize("line", ["%recall x --user ''", "%remember x --agent ''"])
def test_an_empty_id_is_not_the_default_one(shell: Any, mem: Memory, line: str) -> None:
    with pytest.raises(ScopeError, match="not empty was expected"):
        shell.run(line)


def test_a_threshold_of_zero_is_one(shell: Any, mem: Memory) -> None:
    mem.add("tea", user_id="alice")
    asked: dict[str, Any] = {}
    search = mem.search
    mem.search = lambda query, **given: asked.update(given) or search(query, **given)  # type: ignore[method-assign]
    shell.run("%recall tea --threshold 0 --show-code")
    assert asked["threshold"] == 0
    assert "threshold=0.0" in shell.said


def test_remember_inside_a_function_sees_its_variables(shell: Any, mem: Memory) -> None:
    shell.run(
        "def store(thing):\n    get_ipython().run_line_magic('remember', 'I like {thing}')\n"
        "store('green tea')"
    )
    assert [item.memory for item in mem.get_all()] == ["I like green tea"]


def test_remember_asks_for_a_text_a_scope_and_an_llm(shell: Any, mem: Memory) -> None:
    with pytest.raises(ValidationError, match="nothing to remember"):
        shell.run("%remember --user bob")
    with pytest.raises(MemkitError):
        shell.run("%remember tea --infer")
    shell.run("%memkit use --everyone")
    with pytest.raises(ScopeError):
        shell.run("%remember tea")
    assert mem.count() == 0


# -- %recall -------------------------------------------------------------------------------------


@pytest.fixture
def filled(mem: Memory) -> Memory:
    mem.add("I like green tea", user_id="alice", metadata={"priority": 3, "category": "food"})
    mem.add("I like black tea", user_id="alice", metadata={"priority": 1, "category": "food"})
    mem.add("My boat is red", user_id="alice", occurred_at="2020-01-01")
    mem.add("I like tea, says Bob", user_id="bob")
    return mem


def test_recall_returns_hits_and_puts_them_in_a_variable(shell: Any, filled: Memory) -> None:
    hits = shell.run("%recall who likes tea --k 2 -o found")
    assert isinstance(hits, Hits)
    assert shell.user_ns["found"] is hits
    assert [hit.user_id for hit in hits] == ["alice", "alice"]
    assert hits.query == "who likes tea"
    assert shell.run("got = %recall who likes tea --k 1") is None
    assert len(shell.user_ns["got"]) == 1
    assert len(shell.run("%%recall --k 1\nwho likes\ntea")) == 1


def test_recall_compares_words_unless_told_not_to(
    shell: Any, open_memory: Callable[..., Memory]
) -> None:
    memory = open_memory(":memory:")
    memory.add(["I like green tea", "My boat is red"], user_id="alice")
    shell.user_ns["words"] = memory
    shell.run("%memkit use words --user alice")
    assert "late_interaction" in shell.run("%recall hot beverages")[0].reasons
    hits = shell.run("%recall hot beverages --no-late-interaction")
    assert set(hits[0].reasons) == {"semantic", "bm25"}


def test_recall_with_every_option(shell: Any, filled: Memory) -> None:
    def texts(options: str) -> list[str]:
        return [hit.memory for hit in shell.run(f"%recall tea {options}")]

    assert texts("--user bob") == ["I like tea, says Bob"]
    assert "I like tea, says Bob" in texts("--everyone")
    assert texts('--where "priority >= 3"') == ["I like green tea"]
    assert texts('--where {"priority": 1}') == ["I like black tea"]
    assert set(texts("--mode text")) == {"I like green tea", "I like black tea"}
    assert texts("--mode vector --k 1 --space hash") != []
    assert texts("--threshold 99") == []
    assert texts("--as-of 1") == ["I like green tea"]
    assert "My boat is red" in texts("--also boat --k 3")
    assert "recency" in shell.run("%recall tea --recency 1d")[0].reasons
    assert shell.run("%recall tea --role-weight user=0.5")[0].reasons["role"] < 0
    with pytest.raises(MemkitError, match=r"context is 2\.0"):
        shell.run("%recall tea --context 2")
    assert shell.run("%recall tea --explain")[0].details["matched_terms"] == ["tea"]
    with pytest.raises(SpaceError):
        shell.run("%recall tea --space nope")
    with pytest.raises(MemkitError, match="reranker"):
        shell.run("%recall tea --rerank")
    with pytest.raises(FilterError):
        shell.run('%recall tea --where "priority >"')
    with pytest.raises(ValidationError, match="no question"):
        shell.run("%recall --k 3")


def test_recall_where_nobody_is_says_the_next_step(shell: Any, mem: Memory) -> None:
    assert shell.run('%recall tea --user "Bob B"') == []
    assert "No memories for Bob B yet. Add one: %remember I like tea --user 'Bob B'" in shell.said
    mem.add("boat", user_id="alice")
    shell.run("%recall tea --where \"category = 'x'\"")
    assert "yet" not in shell.said


def test_settings_change_what_recall_does(shell: Any, filled: Memory) -> None:
    shell.run("%config MemKit.k = 1")
    shell.run("%config MemKit.explain = True")
    shell.run("%config MemKit.show_code = True")
    hits = shell.run("%recall tea")
    assert len(hits) == 1
    assert hits[0].details
    assert "mem.search(" in shell.said
    assert len(shell.run("%recall tea --k 2")) == 2


# -- %history, %undo, %forget --------------------------------------------------------------------


def test_history_by_the_end_of_an_id_also_of_a_deleted_memory(shell: Any, filled: Memory) -> None:
    memory = filled.get_all()[0]
    filled.update(memory.id, "I like white tea")
    filled.delete(memory.id)
    events = shell.run(f"%history {memory.id[-8:]} -o past")
    assert [event.event for event in events] == ["ADD", "UPDATE", "DELETE"]
    assert shell.user_ns["past"] == events
    shell.user_ns["item"] = memory
    assert shell.run("%history {item.id}") == events
    assert shell.run(f"%history {memory.id.upper()}") == events
    with pytest.raises(NotFoundError):
        shell.run("%history ffffffff-ffff")
    with pytest.raises(ValidationError, match="too short"):
        shell.run("%history abc")


def test_history_without_an_id_is_ipythons(shell: Any, mem: Memory) -> None:
    for line in ("%history", "%history -n", "%history -n 1-2", "%hist", "%history 1"):
        assert shell.run(line) is None


def test_undo_shows_what_would_change_and_changes_it_when_told(shell: Any, mem: Memory) -> None:
    shell.run("%remember I live in Berlin")
    (memory,) = mem.get_all()
    mem.update(memory.id, "I live in Lisbon")
    mem.add("Bob was here last", user_id="bob")
    assert shell.run("%undo") is None
    assert "[-Lisbon-][+Berlin+]" in shell.said
    assert "Nothing was changed. To undo it: %undo 2 --yes" in shell.said
    assert mem.get(memory.id).memory == "I live in Lisbon"
    shell.run("%undo 1")
    assert "1 later change of it would go, too" in shell.said
    assert "DELETE" in shell.said
    (result,) = shell.run("%undo --yes")
    assert (result.event, mem.get(memory.id).memory) == ("UPDATE", "I live in Berlin")
    shell.run("%undo --everyone")
    assert "%undo 4 --yes" in shell.said
    shell.run("%undo --user bob --yes")
    assert mem.count(user_id="bob") == 0


def test_undo_of_a_deletion_is_an_addition(shell: Any, mem: Memory) -> None:
    shell.run("%remember I live in Berlin")
    (memory,) = mem.get_all()
    mem.delete(memory.id)
    shell.run("%undo")
    assert "ADD" in shell.said
    shell.run("%undo --yes")
    assert mem.get(memory.id).memory == "I live in Berlin"


def test_undo_tells_what_is_wrong(shell: Any, mem: Memory) -> None:
    with pytest.raises(NotFoundError, match="nothing to undo for alice"):
        shell.run("%undo")
    with pytest.raises(NotFoundError, match="no event 7"):
        shell.run("%undo 7")
    with pytest.raises(ValidationError, match="'x' is not an event's number"):
        shell.run("%undo x")


def test_forget_shows_what_would_go_and_deletes_it_when_told(shell: Any, filled: Memory) -> None:
    green, black, boat, _ = filled.get_all()
    assert shell.run(f"%forget {green.id[-8:]} {boat.id}") is None
    assert "I like green tea" in shell.said
    assert "Nothing was deleted. This would delete 2 memories" in shell.said
    assert filled.count() == 4
    results = shell.run(f'%forget {green.id[-8:]} --yes --reason "not true"')
    assert [result.event for result in results] == ["DELETE"]
    assert filled.history(green.id)[-1].reason == "not true"
    shell.run('%forget --query "black tea" --k 1')
    assert "I like black tea" in shell.said
    shell.run('%forget --query "black tea" --k 1 --yes')
    assert [item.id for item in filled.get_all(user_id="alice")] == [boat.id]
    assert black.id not in {item.id for item in filled.get_all()}


def test_forget_by_a_filter_stays_in_its_scope(shell: Any, filled: Memory) -> None:
    shell.run("%forget --where \"memory contains 'tea'\"")
    assert "This would delete 2 memories" in shell.said
    shell.run("%forget --where \"memory contains 'tea'\" --yes")
    assert "Deleted 2" in shell.said
    assert [item.memory for item in filled.get_all()] == ["My boat is red", "I like tea, says Bob"]
    shell.run("%forget --where \"memory contains 'tea'\" --yes")
    assert "Nothing to forget for alice" in shell.said
    shell.run("%memkit use --everyone")
    with pytest.raises(ValidationError, match="everyone's memories"):
        shell.run("%forget --where \"memory contains 'tea'\" --yes")


def test_forget_needs_to_know_what(shell: Any, filled: Memory) -> None:
    with pytest.raises(ValidationError, match="nothing to forget"):
        shell.run("%forget --yes")
    with pytest.raises(ValidationError, match="not clear"):
        shell.run("%forget abcdef12 --query tea --yes")
    with pytest.raises(NotFoundError):
        shell.run("%forget abcdef12 --yes")
    assert filled.count() == 4


def test_an_id_that_means_several_memories_is_refused(shell: Any, mem: Memory) -> None:
    mem.import_(_file_of([
        {"id": f"0198c0de-7a3b-7c1f-9a54-{n}0000abcd", "memory": f"number {n}"}
        for n in ("1111", "2222")
    ]), user_id="alice", progress=False)  # fmt: skip
    with pytest.raises(ValidationError, match="2 memories have an id that begins or ends with"):
        shell.run("%forget 0000abcd --yes")
    assert mem.count() == 2


def _file_of(items: list[dict[str, Any]]) -> Path:
    path = Path("items.jsonl")
    path.write_text("\n".join(json.dumps(item) for item in items))
    return path


# -- the other subcommands -----------------------------------------------------------------------


def test_status_tells_where_what_and_the_last_changes(shell: Any, filled: Memory) -> None:
    for line in ("%memkit", "%memkit status"):
        shell.run(line)
        for part in ("memory.db", "4 memories", "hash", "512", "store local", "alice", "boat"):
            assert part in shell.said
            assert part in shell.page


def test_a_file_of_an_earlier_model_is_told_of_the_new_one(shell: Any, tmp_path: Path) -> None:
    Memory(tmp_path / "old.db", embedder="static").close()
    fix = "%memkit embed static-2, then %memkit spaces --use static-2"
    for line in ("%memkit use old.db", "%memkit status", "%memkit spaces", "%memkit doctor"):
        shell.run(line)
        assert fix in shell.said, line
        assert fix in shell.page, line
    shell.run("%memkit embed static-2 --wait")
    assert "%memkit spaces --use static-2" in shell.said
    shell.run("%memkit spaces --use static-2")
    for line in ("%memkit use old.db", "%memkit status", "%memkit spaces", "%memkit doctor"):
        shell.run(line)
        assert "New files" not in shell.said, line


def test_spaces_and_embed(shell: Any, filled: Memory) -> None:
    spaces = shell.run("%memkit embed static-2 --wait")
    assert [(space.key, space.ready, space.count) for space in spaces] == [
        ("hash", True, 4), ("static-2", True, 4)
    ]  # fmt: skip
    assert [space.key for space in shell.run("%memkit embed hash --key second")][-1] == "second"
    shell.run("%memkit spaces --use static-2")
    assert [space.key for space in filled.spaces if space.default] == ["static-2"]
    shell.run("%memkit spaces --drop second")
    assert "This would delete 4 vectors" in shell.said
    assert len(filled.spaces) == 3
    shell.run("%memkit spaces --drop second --yes")
    assert len(shell.run("%memkit spaces")) == 2
    with pytest.raises(MemkitError, match="pip install memkit-openai"):
        shell.run("%memkit embed openai:text-embedding-3-small")
    with pytest.raises(SpaceError):
        shell.run("%memkit spaces --use nope")


def test_a_space_that_takes_long_is_filled_in_the_background(
    shell: Any, filled: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from memkit.engine.spaces import fill
    from memkit.notebook import magics_admin

    go_on = threading.Event()
    real = fill.embed_documents

    def slowly(*arguments: Any) -> Any:
        go_on.wait(60)
        return (yield from real(*arguments))

    monkeypatch.setattr(fill, "embed_documents", slowly)
    monkeypatch.setattr(magics_admin, "_SECONDS_TO_FILL", 0.01)
    shell.run("%memkit embed static-2")
    assert "filled in the background" in shell.said
    assert "filling" in shell.said
    (job,) = shell.run("%memkit jobs")
    assert (job.name, job.state) == ("static-2", "running")
    for part in ("fill", "static-2", "running", "of 4 texts"):
        assert part in shell.said
        assert part in shell.page
    shell.run("%memkit jobs --cancel static-2")
    go_on.set()
    job.wait()
    assert job.state == "cancelled"
    shell.run("%memkit jobs --resume static-2 --show-code")
    assert ".resume()" in shell.said
    job.wait()
    assert job.state == "done"
    with pytest.raises(MemkitError, match="Name one of these: static-2"):
        shell.run("%memkit jobs --resume nothing")


def test_without_jobs_there_is_a_sentence(shell: Any, filled: Memory) -> None:
    assert shell.run("%memkit jobs") == []
    assert "Nothing goes on in the background." in shell.said


def test_plugins_lists_what_is_there_what_failed_and_what_can_be_installed(
    shell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import memkit.plugins
    from memkit.plugins import ProviderRow

    shell.run("%memkit plugins")
    for part in ("static-2", "memkit-core", "ok", "idf", "pip install memkit-openai", "weaviate"):
        assert part in shell.said
        assert part in shell.page
    broken = ProviderRow(
        kind="", name="bad", distribution="memkit-bad", version="1", state="failed", failure="Boom"
    )
    monkeypatch.setattr(memkit.plugins, "list_providers", lambda kind=None: [broken])
    shell.run("%memkit plugins --kind store")
    assert "failed: bad: Boom" in shell.said
    assert "memkit-anthropic" not in shell.said


def test_list_duplicates_doctor(shell: Any, filled: Memory) -> None:
    assert [item.memory for item in shell.run("%memkit list --k 1")] == ["I like green tea"]
    assert len(shell.run("%memkit list --everyone")) == 4
    assert len(shell.run('%memkit list --where "priority > 2" -o few')) == 1
    assert len(shell.user_ns["few"]) == 1
    filled.add("I like green tea!", user_id="alice")
    pairs = shell.run("%memkit duplicates --threshold 0.9 --space hash")
    assert isinstance(pairs, Duplicates)
    assert len(pairs) == 1
    assert "I like green tea!" in shell.said
    assert shell.run("%memkit duplicates --user bob") == []
    assert isinstance(shell.run("%memkit doctor --fix"), Report)
    assert "no problems" in shell.said


def test_a_backup(shell: Any, filled: Memory) -> None:
    shell.run("%memkit backup monday.db")
    assert "Wrote everything to" in shell.said
    with Memory("monday.db") as backup:
        assert backup.get_all() == filled.get_all()
    filled.add("later", user_id="alice")
    shell.run("%memkit backup monday.db")
    assert "Nothing was written" in shell.said
    shell.run("%memkit backup monday.db --yes")
    with Memory("monday.db") as backup:
        assert backup.get_all() == filled.get_all()


def test_purge(shell: Any, filled: Memory) -> None:
    id_, text = filled.get_all(limit=1)[0].id, filled.get_all(limit=1)[0].memory
    shell.run(f"%memkit purge {id_[-8:]}")
    assert "Nothing was purged. This would erase 1 event" in shell.said
    assert filled.get(id_).memory == text
    shell.run(f"%memkit purge {id_[-8:]} --reason private --yes")
    assert [event.event for event in filled.history(id_)] == ["PURGE", "PURGE"]
    shell.run(f"%history {id_}")
    shell.run("%memkit status")
    for sure in ("", " --yes"):
        with pytest.raises(ValidationError, match="was purged"):
            shell.run(f"%undo {filled.history(id_)[0].seq}{sure}")


def test_export_and_import(shell: Any, filled: Memory) -> None:
    shell.run("%memkit export out.jsonl")
    assert "Wrote 3 memories to out.jsonl" in shell.said
    shell.run("%memkit export out.jsonl --everyone")
    assert "Nothing was written" in shell.said
    shell.run("%memkit export out.jsonl --everyone --yes --where \"memory contains 'tea'\"")
    assert len(Path("out.jsonl").read_text().splitlines()) == 3
    with Path("out.jsonl").open("a") as file:
        file.write('{"memory": "new", "user_id": "zoe"}\nnot json\n')
    report = shell.run("%memkit import out.jsonl")
    assert (report.added, report.unchanged, len(report.errors)) == (1, 3, 1)
    assert "1 bad line" in shell.said
    with pytest.raises(ValidationError):
        shell.run("%memkit import out.jsonl --strict")


@pytest.mark.parametrize("line", ["explore", "timeline", "compare static-2 hash"])
def test_widgets_that_are_not_there_say_so(
    shell: Any, mem: Memory, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = line.partition(" ")[0]
    monkeypatch.delattr(Memory, name, raising=False)
    with pytest.raises(MemkitError, match=f"%memkit {name} comes with the widgets"):
        shell.run(f"%memkit {line}")


def test_widgets_that_are_there_are_called(
    shell: Any, mem: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compare(self: Memory, *spaces: str, **options: Any) -> Any:
        return spaces, options

    monkeypatch.setattr(Memory, "compare", compare, raising=False)
    monkeypatch.setattr(Memory, "explore", lambda self, **options: options, raising=False)
    assert shell.run("%memkit compare static-2 hash --sample 5") == (
        ("static-2", "hash"), {"user_id": "alice", "sample": 5}
    )  # fmt: skip
    assert shell.run("%memkit explore --show-code") == {"user_id": "alice"}
    assert "mem.explore(user_id='alice')" in shell.said
    assert shell.run("%memkit explore --everyone --space hash") == {"space": "hash"}


def test_an_unknown_subcommand_is_corrected(shell: Any) -> None:
    with pytest.raises(ValidationError, match="Did you mean %memkit compare"):
        shell.run("%memkit compre static-2 minilm")


@pytest.mark.parametrize(
    "line",
    ["%memkit --help", "%recall --help", "%remember -h", "%history --help", "%undo -h",
     "%forget --help", "%memkit use --help", "%memkit compare --help"],
)  # fmt: skip
def test_help_is_told(shell: Any, line: str) -> None:
    shell.run(line)
    assert line.split()[0] in shell.said
    assert "%" in shell.page


# -- the Python that does the same ---------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "%remember I like {thing} --meta category=food --at 2025-01-01",
        "%%remember\nuser: I like tea\nassistant: Noted",
        "%remember --from talk",
        "%recall tea --k 2 --where \"category = 'food'\" --explain",
        "%recall tea --as-of 2 --also boat",
        "%history {first.id}",
        "%undo",
        "%forget {first.id}",
        '%forget --query "green tea" --k 1',
        "%forget --where \"category = 'food'\"",
        "%memkit spaces",
        "%memkit embed static-2 --wait",
        "%memkit duplicates --threshold 0.5",
        "%memkit list --k 2",
        "%memkit doctor",
        "%memkit export some.jsonl",
        "%memkit plugins --kind embedder",
    ],
)
def test_the_code_that_is_shown_runs_and_does_the_same(
    shell: Any, filled: Memory, line: str
) -> None:
    shell.user_ns |= {
        "thing": 'a "quoted" thing',
        "first": filled.get_all()[0],
        "talk": [{"role": "user", "content": "I like cake"}],
    }
    first, *rest = line.split("\n")
    head = filled.engine.journal.head().seq
    shell.run("\n".join([f"{first} --show-code", *rest]))
    code = next(
        data["text/plain"] for data in shell.shown if "mk-code" in data.get("text/html", "")
    )
    if "%undo" in line or "%forget" in line:
        assert filled.engine.journal.head().seq == head  # a preview changes nothing
        before = filled.count()
        shell.run(code)
        assert filled.count() < before
    else:
        shell.run(code)
    if line.startswith(("%remember", "%%remember")):
        assert all(event.event == "ADD" for event in filled.events(since=head))
        assert shell.run(code.partition("= ")[2] or code)[0].event == "NONE"


def test_the_code_of_use_opens_the_same_memory(shell: Any, path: Path) -> None:
    shell.run(f"%memkit use {path} --embedder hash --as mem --show-code")
    code = shell.shown[0]["text/plain"]
    shell.user_ns.pop("mem").close()
    shell.run(code)
    assert shell.user_ns["mem"].spaces[0].key == "hash"
    shell.user_ns["mem"].close()


# -- errors and warnings -------------------------------------------------------------------------


def test_an_error_is_a_short_block_without_a_traceback_and_fails_the_cell(
    bare: Any, shell: Any, mem: Memory
) -> None:
    from IPython.utils.capture import capture_output

    with capture_output() as captured:
        result = shell.run_cell("%recall x --mode vectr")
    assert isinstance(result.error_in_exec, ValidationError)
    said = captured.stdout
    assert "Traceback" not in said
    assert "memkit/notebook" not in said
    assert "\x1b[31m" in said
    lines = said.strip().splitlines()
    assert len(lines) == 2
    assert lines[1] == "Did you mean vector? Use hybrid, vector or text."
    shell.colors = "nocolor"
    with capture_output() as captured:
        shell.run_cell("%recall x --mode vectr")
    assert captured.stdout.startswith("ValidationError: --mode is 'vectr'.\n")


def test_the_python_api_keeps_its_tracebacks(shell: Any, mem: Memory) -> None:
    from IPython.utils.capture import capture_output

    with capture_output() as captured:
        shell.run_cell("mem.get('nope')")
    assert "Traceback" in captured.stdout


def test_what_is_not_an_error_of_memkit_keeps_its_traceback(
    shell: Any, mem: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from IPython.utils.capture import capture_output

    monkeypatch.setattr(Memory, "search", lambda *a, **k: 1 / 0)
    with capture_output() as captured:
        shell.run_cell("%recall tea")
    assert "Traceback" in captured.stdout


def test_an_error_can_not_act_on_the_terminal(shell: Any, mem: Memory) -> None:
    from IPython.utils.capture import capture_output

    shell.colors = "nocolor"
    with capture_output() as captured:
        shell.run_cell("%recall x --mode \x1b]0;title\x07")
    assert "\x1b" not in captured.stdout


def test_a_warning_of_memkit_is_a_note_and_others_pass(
    shell: Any, mem: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def warns(*arguments: Any, **options: Any) -> Hits:
        warnings.warn("The store <b>naps</b>.", MemkitWarning, stacklevel=2)
        return Hits([])

    monkeypatch.setattr(Memory, "search", warns)
    shell.run("%recall tea")
    assert "Note: The store <b>naps</b>." in shell.said
    assert "The store &lt;b&gt;naps" in shell.page


# -- the variable means the default scope --------------------------------------------------------


def test_a_variable_of_as_means_the_default_scope(shell: Any, path: Path) -> None:
    shell.run(f"%memkit use {path} --embedder hash --user alice --as m")
    shell.run("m.add('I like tea')")
    shell.run("%remember I like rice --user bob")
    assert shell.run("[record.user_id for record in m.unscoped().get_all()]") == ["alice", "bob"]
    assert shell.run("m.count()") == 1
    assert len(shell.run("%recall like")) == 1
    assert len(shell.run("%recall like --everyone --show-code")) == 2
    assert "hits = m.unscoped().search('like'" in shell.said
    shell.run("%memkit use --user bob")
    assert shell.run("m.get_all()[0].memory") == "I like rice"
    shell.run("%memkit use --everyone")
    assert shell.run("m.count()") == 2
    shell.run("m")
    shell.run("%memkit use --user alice --agent helper --show-code")
    shell.run("m.add('I like figs')")
    assert shell.run("m.get_all()[0].agent_id") == "helper"


def test_the_code_of_use_makes_the_same_variable(shell: Any, path: Path) -> None:
    shell.run(f"%memkit use {path} --embedder hash --user alice --as m --show-code")
    code = next(data["text/plain"] for data in shell.shown if "Memory(" in data["text/plain"])
    shell.run("%memkit use other.db --embedder hash")
    shell.run("m.close()")
    shell.run(code)
    assert shell.run("m.scope.user_id") == "alice"
    shell.run("m.close()")


def test_a_scoped_memory_brings_its_scope(shell: Any, mem: Memory) -> None:
    shell.user_ns["bobs"] = mem.scoped(user_id="bob")
    shell.run("%memkit use bobs")
    shell.run("%remember I like rice")
    assert mem.get_all()[0].user_id == "bob"
    shell.run("bobs")
    assert "scope bob" in shell.said


# -- interruptions and counts --------------------------------------------------------------------


def test_an_interrupted_magic_says_what_was_kept(
    shell: Any, mem: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from memkit import Interrupted
    from memkit.engine.ingest import import_export

    commit, calls = import_export.commit, list[int]()

    def stopping(*args: Any, **options: Any) -> Any:
        calls.append(len(calls))
        if len(calls) == 2:
            raise KeyboardInterrupt
        return commit(*args, **options)

    monkeypatch.setattr(import_export, "commit", stopping)
    shell.user_ns["notes"] = [{"memory": f"note {n}"} for n in range(2500)]
    with pytest.raises(Interrupted, match="2,000 of 2,500 memories are stored") as caught:
        shell.run("%remember --from notes")
    assert len(caught.value._render_traceback_()) == 2
    shell.run("%remember --from notes")
    assert mem.count() == 2500


def test_any_interrupted_magic_is_short(
    shell: Any, mem: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Memory, "search", stop)
    with pytest.raises(KeyboardInterrupt) as caught:
        shell.run("%recall tea?")
    assert len(caught.value._render_traceback_()) == 2


def test_a_listing_says_of_how_many_and_how_to_see_more(shell: Any, mem: Memory) -> None:
    mem.add_many([f"note {n}" for n in range(130)], user_id="alice", progress=False)
    shell.run("%memkit list")
    assert "50 of 130 memories" in shell.said
    assert "More: --limit 100" in shell.said
    assert "50 of 130 memories" in shell.page
    shell.run("%memkit list --limit 100")
    assert "100 of 130 memories" in shell.said
    assert "note 99" in shell.said
    assert "More: --limit 130" in shell.said
    shell.run("%memkit list -n 200")
    assert "More" not in shell.said
    shell.run("mem.get_all(limit=20)")
    assert "20 of 130 memories" in shell.said
    assert "get_all(..., cursor=" in shell.said
    shell.run("%recall note")
    assert "More: --k 20" in shell.said
    shell.run("%recall note --k 70")
    assert "70 hits" in shell.said
    assert repr(mem.get_all(limit=20)).startswith("<Page: 20 of 130 memories>\nnote 0\n")
    assert repr(mem.get_all(limit=1, cursor=mem.get_all(limit=129).cursor)) == (
        "<Page: 1 of 130 memories>\nnote 129"
    )
