"""What to do about what went wrong, where each front end has its own way to do it."""

from __future__ import annotations

from memkit.domain import defaults
from memkit.errors import Wording

REBUILD = Wording(
    "Run m.reindex(), or `memkit doctor --fix`.",
    magic="Run %memkit doctor --fix.",
    command="Run: memkit doctor --fix",
    widget="Run %memkit doctor --fix in a cell.",
)
MADE_ANEW = Wording(
    "It is made anew from the journal by itself; m.reindex() does it now.",
    magic="It is made anew from the journal by itself; %memkit doctor --fix does it now.",
    command="It is made anew from the journal by itself; memkit doctor --fix does it now.",
    widget="It is made anew from the journal by itself.",
)
REMADE = Wording(
    "m.reindex() makes the index anew, as asked for.",
    magic="%memkit doctor --fix makes the index anew, as asked for.",
    command="memkit doctor --fix makes the index anew, as asked for.",
    widget="%memkit doctor --fix in a cell makes the index anew, as asked for.",
)
MADE_AGAIN = Wording(
    "It is made again from the journal by itself; m.reindex() waits for it.",
    magic="It is made again from the journal by itself; %memkit doctor --fix waits for it.",
    command="It is made again from the journal by itself; memkit doctor --fix waits for it.",
    widget="It is made again from the journal by itself.",
)
TRY_REBUILD_AGAIN = Wording(
    "m.reindex() tries again.",
    magic="%memkit doctor --fix tries again.",
    command="memkit doctor --fix tries again.",
    widget="%memkit doctor --fix in a cell tries again.",
)
SEE_JOBS = Wording(
    "See m.jobs.", magic="See %memkit jobs.", command="See memkit jobs.", widget="See the jobs."
)
REMAKE_SPACE = Wording(
    "Drop their space and add it again, with m.drop_space(...) and m.add_space(...), or restore "
    "the file from a backup.",
    magic="Drop their space and add it again, with %memkit spaces --drop NAME --yes and %memkit "
    "embed NAME, or restore the file from a backup.",
    command="Restore the file from a backup.",
    widget="Restore the file from a backup.",
)
NAME_SPACE = Wording(
    f"Give the key of a space, e.g. {defaults.EMBEDDER!r}; m.spaces lists them.",
    magic=f"Give the name of a space, e.g. {defaults.EMBEDDER}; %memkit spaces lists them.",
    command=f"Give the name of a space, e.g. {defaults.EMBEDDER}.",
    widget="Choose one of the spaces.",
)
ROUND_NUMBER = Wording(
    "Give float(x), which rounds it, or str(x).",
    magic="Give fewer digits, or a text in quotes.",
    command="Give fewer digits, or a text in quotes.",
    widget="Give fewer digits, or a text in quotes.",
)
SPELL_PATH = Wording(
    "Give the path as os.fsdecode() or os.listdir() tells it.",
    magic="Type the path again without that character.",
    command="Type the path again without that character.",
    widget="Type the path again without that character.",
)
EXPORT_INSTEAD = Wording(
    "Back it up with the tools of its database, or write its memories to a file: "
    "m.export('memories.jsonl').",
    magic="Back it up with the tools of its database, or write its memories to a file: %memkit "
    "export memories.jsonl",
    command="Back it up with the tools of its database, or write its memories to a file: memkit "
    "export memories.jsonl",
    widget="Back it up with the tools of its database.",
)
ADD_AGAIN = Wording(
    "Store it again with add(), if it may be kept after all.",
    magic="Store it again with %remember, if it may be kept after all.",
    command="Store it again with memkit add, if it may be kept after all.",
    widget="Add it again, if it may be kept after all.",
)
LOOK_UP_ID = Wording(
    "Look the id up with get_all() or search().",
    magic="Find its id: %recall QUESTION, or %memkit list.",
    command="Find its id: memkit list, or memkit search QUESTION.",
    widget="Look for it in the table.",
)
UNDO_ONE = Wording(
    "Give one of the two: undo(42), or undo(batch=event.batch_id).",
    magic="Give one of the two: %undo 42, or %undo --batch ID.",
    command="Give one of the two: memkit undo 42, or memkit undo --batch ID.",
    widget="Undo a change in the history of a memory.",
)
LIST_EVENTS = Wording(
    "List the events with events() or history(id).",
    magic="%history ID shows them.",
    command="List them: memkit history ID",
    widget="Look at the history of a memory.",
)
LIST_SOURCES = Wording(
    "m.sources() lists what was read.",
    magic="%memkit sources lists what was read.",
    command="List what was read: memkit sources",
    widget="%memkit sources in a cell lists what was read.",
)
GIVE_IDS = Wording(
    "Give a list of ids, e.g. [hit.id for hit in hits].",
    magic="Give one id or more, separated by spaces.",
    widget="Select memories first.",
)
GIVE_SCOPE = Wording(
    "Give at least one of user_id, agent_id, app_id and run_id, e.g. user_id='alice'.",
    magic="Give --user, --agent, --app or --run, e.g. --user alice; %memkit use --user alice means "
    "her from then on.",
    command="Give --user, --agent, --app or --run, e.g. --user alice.",
    widget="Fill in at least one of user, agent, app and run.",
)
GIVE_MOMENT = Wording(
    "Give a datetime, an ISO string such as '2025-03-01T10:00:00Z', or seconds since 1970.",
    magic="Give a date or time such as 2025-03-01 or 2025-03-01T10:00:00Z.",
    command="Give a date or time such as 2025-03-01 or 2025-03-01T10:00:00Z.",
    widget="Give a date or time such as 2025-03-01 or 2025-03-01T10:00:00Z.",
)
GIVE_DURATION = Wording(
    "Give a timedelta, days as a number, or a string such as '12h', '30d' or '1y'.",
    magic="Give a time such as 12h, 30d or 1y.",
    command="Give a time such as 12h, 30d or 1y.",
    widget="Give a time such as 12h, 30d or 1y.",
)
CLEAN_TEXT = Wording(
    "Clean it: text.encode(errors='replace').decode().",
    magic="Type it again without that character.",
    command="Clean it: iconv -c -f UTF-8 -t UTF-8",
    widget="Type it again without that character.",
)
RESUME_JOB = Wording(
    "Go on with it: job.resume().",
    magic="Go on with it: %memkit jobs --resume NAME; %memkit jobs lists them.",
    command="Go on with it: memkit jobs --resume",
    widget="Go on with it: %memkit jobs --resume NAME in a cell.",
)
NAME_RERANKER = Wording(
    "Open it with one: Memory(..., reranker='cohere').",
    magic="Open it with one: %memkit use FILE --reranker cohere",
    command="Name one: --reranker cohere",
    widget="Leave the reranker out, or open the memory with one.",
)

GIVE_LLM = Wording(
    "Open it with one, e.g. Memory(llm='openai:gpt-5-mini') or llm='ollama:qwen3'.",
    magic="Open it with one: %memkit use FILE --llm ollama:qwen3",
    command="Name one: --llm ollama:qwen3, or set MEMKIT_LLM.",
    widget="Open the memory with one, in a cell: %memkit use FILE --llm ollama:qwen3",
)
EXTRACT_AGAIN = Wording(
    "Try it again with m.extract(); m.pending() lists what is still to be read.",
    magic="Try it again: %memkit extract. %memkit pending lists what is still to be read.",
    command="Try it again: memkit extract. What is still to be read: memkit pending",
    widget="Try it again in a cell: %memkit extract. %memkit pending lists what is still to be "
    "read.",
)
FILL_AGAIN = Wording(
    "Try it again with the same add(..., schema=...): no text is stored twice, and no call that "
    "was answered is made again.",
    magic="Run the cell again: no text is stored twice, and no call that was answered is made "
    "again.",
    command="Try it again with the same command: no text is stored twice, and no call that was "
    "answered is made again.",
    widget="Try it again in a cell: %remember TEXT --schema NAME.",
)
PROFILE_AGAIN = Wording(
    "Try it again: no call that was answered is made again.",
)
GO_ON_READING = Wording(
    "What was read stays; m.extract() goes on.",
    magic="What was read stays; %memkit extract goes on.",
    command="What was read stays; memkit extract goes on.",
    widget="What was read stays; %memkit extract in a cell goes on.",
)
GO_ON_EXTRACTING = Wording(
    "Go on with m.extract(); m.pending() lists what is still to be read.",
    magic="Go on with %memkit extract; %memkit pending lists what is still to be read.",
    command="Go on with memkit extract; memkit pending lists what is still to be read.",
    widget="Go on in a cell, with %memkit extract.",
)
RAISE_BUDGET = Wording(
    "m.budget() tells how it stands; m.budget(tokens=...) sets another one.",
    magic="%memkit budget tells how it stands; %memkit budget --tokens N sets another one.",
    command="memkit budget tells how it stands; memkit budget --tokens N sets another one.",
    widget="In a cell, %memkit budget tells how it stands.",
)
LIST_DERIVATIONS = Wording(
    "m.derivations lists those that there are.",
    magic="%memkit derivations lists those that there are.",
    command="List those that there are: memkit derivations",
    widget="%memkit derivations in a cell lists those that there are.",
)
LIST_PROPOSED = Wording(
    "List what is: m.facts(status='proposed').",
    magic="List what is: %memkit facts --status proposed",
    command="List what is: memkit facts --status proposed",
    widget="List what is, with the filter withheld = 'proposed'.",
)
REMEMBER_AGAIN = Wording(
    "Do the same again: add_procedure goes on where it was, and pays for no answer twice.",
    magic="Do the same again: it goes on where it was, and pays for no answer twice.",
    command="Do the same again: it goes on where it was, and pays for no answer twice.",
)
GIVE_LARGER_LLM = Wording(
    "Open the memory with a larger one, or try the profile 'extract': m.derive('second', "
    "profile='extract').",
    magic="Open the memory with a larger one.",
    command="Name a larger one with --llm.",
    widget="Open the memory with a larger one.",
)
RAISE_BUDGET = Wording(
    "Raise it: m.budget(tokens=...), or m.budget() for none.",
    magic="Raise it, in Python.",
    command="Raise it, in Python.",
    widget="Raise it, in Python.",
)
NAME_SPEAKERS = Wording(
    "Give names with scopes: speakers={'Ana': {'user_id': 'ana'}, 'Bob': 'bob'}.",
    magic="Give names with users: --speaker Ana=ana --speaker Bob=bob",
    command="Give names with users: --speaker Ana=ana --speaker Bob=bob",
)
GIVE_CHAT_SCOPE = Wording(
    "Name the speaker, or give the rest of the chat a scope, e.g. run_id='team'.",
    magic="Name the speaker, or give the rest of the chat a scope, e.g. --run team",
    command="Name the speaker, or give the rest of the chat a scope, e.g. --run team",
    widget="Name the speaker, or give the rest of the chat a scope.",
)
WRITE_A_TALK = Wording(
    "Write lines such as 'Ana: ...', or leave speakers out.",
    magic="Write lines such as 'Ana: ...', or leave --speaker out.",
    command="Write lines such as 'Ana: ...', or leave --speaker out.",
)
PREVIEW_MESSAGES = Wording(
    "Preview again, or the messages alone, with infer=False.",
    magic="Preview again, or the messages alone, without --infer.",
    command="Preview again, or the messages alone, without --infer.",
)
MAKE_DERIVATION = Wording(
    "Make one: m.derive('second', llm=...).",
    magic="Make one: %memkit derivations --derive NAME --llm ollama:qwen3",
    command="Make one: memkit derivations --derive NAME --llm ollama:qwen3",
    widget="Make one in a cell: %memkit derivations --derive NAME --llm ollama:qwen3",
)


OPEN_AGAIN = "Open it again: Memory(...)."


def delete_it(id_: str) -> Wording:
    """Delete a memory that can't be rejected."""
    return Wording(
        f"Delete it: m.delete({id_!r}).",
        magic=f"Delete it: %forget {id_} --yes",
        widget="Delete it.",
    )


def give_model(key: str) -> Wording:
    """Give a derivation its model once more."""
    return Wording(
        f"Give it once more: m.derive({key!r}, llm=...).",
        magic=f"Give it once more: %memkit derivations --derive {key} --llm NAME",
        command=f"Give it once more: memkit derivations --derive {key} --llm NAME",
        widget=f"Give it once more in a cell: %memkit derivations --derive {key} --llm NAME",
    )


def add_space(key: str) -> Wording:
    """Add a space that is not there."""
    return Wording(
        f"Add it: m.add_space({key!r}), or see m.spaces.",
        magic=f"Add it: %memkit embed {key}. %memkit spaces lists those there are.",
        command=f"Add it: memkit add-space {key}",
        widget=f"Choose another one, or add it in a cell: %memkit embed {key}",
    )


def fill_space(key: str) -> Wording:
    """Wait for a space that is not filled yet."""
    return Wording(
        f"Wait for it: m.add_space({key!r}, wait=True).",
        magic=f"Wait for it: %memkit embed {key} --wait",
        command=f"Wait for it: memkit add-space {key}",
        widget=f"Wait until it is filled, or in a cell: %memkit embed {key} --wait",
    )


def resume_fill(key: str) -> Wording:
    """Go on with the filling of a space that nobody fills."""
    return Wording(
        f"Go on with it and wait: m.add_space({key!r}, wait=True).",
        magic=f"Go on with it and wait: %memkit embed {key} --wait",
        command=f"Go on with it: memkit add-space {key}, or memkit jobs --resume",
        widget=f"Go on with it in a cell: %memkit embed {key} --wait",
    )


def restart_fill(key: str) -> Wording:
    """End the filling of a space that does not get on, and begin again."""
    return Wording(
        "See m.jobs; cancel() on the job ends it, and "
        f"m.add_space({key!r}, wait=True) goes on where it stopped.",
        magic=f"%memkit jobs --cancel {key} ends it, and %memkit embed {key} --wait goes on where "
        "it stopped.",
        command=f"End it where it runs; memkit add-space {key} goes on where it stopped.",
        widget=f"In a cell, %memkit jobs --cancel {key} ends it, and %memkit embed {key} --wait "
        "goes on where it stopped.",
    )


def drop_broken_space(key: str) -> Wording:
    """Do away with a space that can't be used."""
    return Wording(
        f"Drop the space: m.drop_space({key!r}).",
        magic=f"Drop the space: %memkit spaces --drop {key} --yes",
        command="Restore the file from a backup.",
        widget=f"Drop the space in a cell: %memkit spaces --drop {key} --yes",
    )


def tune_store(key: str) -> Wording:
    """Have the store search a space more broadly."""
    return Wording(
        f"Find a broader search: m.tune({key!r}).",
        magic=f"Find a broader search: %memkit tune 0.99 --space {key}",
        command=f"Find a broader search: memkit tune 0.99 --space {key}",
        widget=f"Find a broader search in a cell: %memkit tune 0.99 --space {key}",
    )


def copy_with_log(path: str) -> Wording:
    """Copy a memory whole."""
    python = f"Memory(journal={{'provider': 'sqlite', 'config': {{'path': {path!r}, "
    python += "'without_log': True}})"
    return Wording(
        "Copy the log beside it, or make the copy by m.backup('copy.db') or `memkit backup`. To go "
        f"on with what is left: {python}.",
        magic="Copy the log beside it, or make the copy by %memkit backup copy.db.",
        command="Copy the log beside it, or make the copy by memkit backup copy.db.",
        widget="Copy the log beside it.",
    )


def use_space(key: str) -> Wording:
    """Make a space the default one."""
    return Wording(
        f"Make it the default with m.use_space({key!r}).",
        magic=f"Make it the default: %memkit spaces --use {key}",
        command=f"Make it the default: memkit add-space {key} --default",
        widget=f"Make it the default in a cell: %memkit spaces --use {key}",
    )


def move_to_space(provider: str) -> Wording:
    """Embed all memories by another model, and make its space the default one."""
    magic = f"%memkit embed {provider}, then %memkit spaces --use {provider}"
    return Wording(
        f"Move over with m.add_space({provider!r}), then m.use_space({provider!r}).",
        magic=f"Move over: {magic}",
        command=f"Move over: memkit add-space {provider} --default",
        widget=f"Move over in a cell: {magic}",
    )


def use_another_space() -> Wording:
    """Make another space the default one first."""
    return Wording(
        "Make another one the default: m.use_space(...).",
        magic="Make another one the default: %memkit spaces --use NAME",
        command="Make another one the default: memkit add-space NAME --default",
        widget="Make another one the default in a cell: %memkit spaces --use NAME",
    )


def drop_space(key: str) -> Wording:
    """Make room for a space of the same name."""
    return Wording(
        f"Drop it first with m.drop_space({key!r}), or choose another key.",
        magic=f"Drop it first: %memkit spaces --drop {key} --yes, or choose another --key.",
        command="Choose another --key.",
        widget=f"Drop it first in a cell: %memkit spaces --drop {key} --yes",
    )


def space_of_its_own(provider: str, key: str, *, use: bool = False) -> Wording:
    """Give a model a second space instead of that of another one.

    Args:
        provider: The embedder.
        key: The name of the new space.
        use: Whether it is to be the default one.
    """
    python = f"m.add_space({provider!r}, key={key!r})" + (
        f", then m.use_space({key!r})" if use else ""
    )
    magic = f"%memkit embed {provider} --key {key}" + (
        f", then %memkit spaces --use {key}" if use else ""
    )
    command = f"memkit add-space {provider} --key {key}" + (" --default" if use else "")
    return Wording(
        f"Give the new model a space of its own: {python}.",
        magic=f"Give the new model a space of its own: {magic}",
        command=f"Give the new model a space of its own: {command}",
        widget=f"Give the new model a space of its own, in a cell: {magic}",
    )


def bring_back(seq: int, id_: str) -> Wording:
    """Look at a deleted memory, or bring it back."""
    return Wording(
        f"undo({seq}) brings it back; history({id_!r}) shows what it said.",
        magic=f"%undo {seq} --yes brings it back; %history {id_} shows what it said.",
        command=f"memkit undo {seq} brings it back; memkit history {id_} shows what it said.",
        widget="Undo in its history brings it back.",
    )


def undo_first(seq: int) -> Wording:
    """Undo a later change before an earlier one."""
    return Wording(
        f"Undo that one first: undo({seq}).",
        magic=f"Undo that one first: %undo {seq} --yes",
        command=f"Undo that one first: memkit undo {seq}",
        widget="Undo that one first, in its history.",
    )


def see_history(id_: str) -> Wording:
    """Look at what happened to a memory."""
    return Wording(
        f"history({id_!r}) shows its events.",
        magic=f"%history {id_} shows its events.",
        command=f"See its events: memkit history {id_}",
        widget="Its history shows its events.",
    )


def delete_twin(id_: str) -> Wording:
    """Keep one of two memories that would say the same."""
    return Wording(
        f"Delete one of the two: delete({id_!r}).",
        magic=f"Delete one of the two: %forget {id_} --yes",
        widget="Merge or delete one of the two.",
    )
