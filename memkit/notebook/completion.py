"""Tab completion inside memkit's magics, as a matcher of IPython's completer.

What is offered: subcommands, options, the names of providers and spaces, users and other ids of
scopes, metadata keys and values, ids of memories, variables, files.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from memkit.domain.defaults import READY_SCHEMAS
from memkit.errors import MemkitError
from memkit.notebook import commands
from memkit.notebook.options import Command, Completed, Option, pieces

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, SimpleMatcherResult

    from memkit.domain.records import MemoryRecord
    from memkit.filters import Where
    from memkit.notebook.state import Session

Offer = tuple[str, str]
"""A text that can stand there, and what it is."""

_MAGIC = re.compile(
    r"\s*(?:[^\W\d]\w*\s*=\s*)?%%?(memkit|remember|recall|context|ask|chat|history|undo|forget)\s"
)
_WORD = re.compile(r"[\w.-]*\Z")
_VALUE = re.compile(r"([\w.]+)\s*(?:=|!=|contains|icontains|in\s*\()\s*'([^']*)\Z")
# How many of the last changes and of all memories are looked at for metadata.
_LOOKED_AT = 500
_IDS_OFFERED = 50


def matcher(session: Session) -> Callable[[CompletionContext], SimpleMatcherResult]:
    """Return the matcher of a session."""
    from IPython.core.completer import SimpleCompletion, context_matcher

    # IPython is typed in some versions and not in others, hence `unused-ignore`.
    @context_matcher(identifier="memkit", priority=100)  # type: ignore[untyped-decorator, unused-ignore]
    def memkit_matcher(context: CompletionContext) -> SimpleMatcherResult:
        found = offers(session, context.text_until_cursor)
        if found is None:
            return {"completions": []}
        fragment, offered = found
        return {
            "completions": [SimpleCompletion(text, type=kind) for text, kind in offered],
            "matched_fragment": fragment,
            "ordered": True,
            "suppress": True,
        }

    # The identifier is all that tells matchers apart.
    return memkit_matcher  # type: ignore[no-any-return, unused-ignore]


def offers(session: Session, line: str) -> tuple[str, list[Offer]] | None:
    """Return what can stand at the end of a line: the part it takes the place of, and the offers.

    None if the line is not one of memkit's magics.
    """
    start = _MAGIC.match(line)
    if start is None:
        return None
    name, rest = start[1], line[start.end() :]
    try:
        return _offers(session, name, rest)
    except MemkitError:
        # A completion that can't be had must not get in the way of typing.
        return "", []


def _offers(session: Session, name: str, rest: str) -> tuple[str, list[Offer]]:
    known: dict[str, Command] = {
        "remember": commands.REMEMBER,
        "recall": commands.RECALL,
        "context": commands.CONTEXT,
        "ask": commands.ASK,
        "chat": commands.CHAT,
        "history": commands.HISTORY,
        "undo": commands.UNDO,
        "forget": commands.FORGET,
    }
    command = known.get(name)
    if command is None:
        typed, space, after = rest.lstrip().partition(" ")
        if not space:
            given = [(sub, item.summary) for sub, item in commands.SUBCOMMANDS.items()]
            return typed, _starting(typed, ((sub, "command") for sub, _ in given))
        command = commands.SUBCOMMANDS.get(typed)
        if command is None:
            return "", []
        rest = after
    return _in_command(session, command, rest)


def _in_command(session: Session, command: Command, rest: str) -> tuple[str, list[Offer]]:
    words = list(pieces(rest))
    open_word = bool(rest) and not rest[-1].isspace()
    option, fragment = _waiting_option(command, rest, open_word=open_word)
    if option is not None:
        return _values(session, option, fragment)
    if any(word.text == "--" and not word.quoted for word in words[:-1]):
        return "", []
    fragment = rest[words[-1].start :] if words and open_word else ""
    if fragment.startswith("-"):
        used = {word.text for word in words[:-1]}
        return fragment, _starting(fragment, _flags(command, used))
    offered: list[Offer] = []
    if command.complete:
        quote = fragment[:1] if fragment[:1] in ("'", '"') else ""
        found = _source(session, command.complete, fragment.removeprefix(quote))
        offered = [(_quoted(text, quote), kind) for text, kind in found]
    if not fragment and not offered and not command.verbatim:
        offered = list(_flags(command, {word.text for word in words}))
    return fragment, offered


def _waiting_option(command: Command, rest: str, *, open_word: bool) -> tuple[Option | None, str]:
    """Return the option whose value is being typed, and what was typed of it."""
    flags = command.flags
    # An open quote hides the words in it, so what stands before a value is looked for by hand.
    for place in reversed(list(re.finditer(r"(?<!\S)(--[A-Za-z][\w-]*|-[A-Za-z])(=|\s+)", rest))):
        option = flags.get(place[1])
        if option is None or not option.value:
            continue
        typed = rest[place.end() :]
        if not typed:
            return option, ""
        first = next(pieces(typed), None)
        if typed[0] in "'\"" and first is not None and not first.quoted:
            return option, typed
        if first is not None and first.end == len(typed) and open_word:
            return option, typed
    return None, ""


def _values(session: Session, option: Option, typed: str) -> tuple[str, list[Offer]]:
    quote = typed[:1] if typed[:1] in ("'", '"') else ""
    bare = typed[len(quote) :]
    if option.complete == "filters":
        inside = _VALUE.search(bare)
        if inside is not None:
            return inside[2], _starting(inside[2], _metadata_values(session, inside[1]))
        word = _WORD.search(bare)
        fragment = word[0] if word else ""
        return fragment, _source(session, "filters", fragment)
    if option.complete == "metadata":
        key, sign, value = bare.partition("=")
        if sign:
            return value, _starting(value, _metadata_values(session, key))
        keys = [(f"{name}=", kind) for name, kind in _metadata_keys(session)]
        return bare, _starting(bare, keys)
    if option.choices:
        found = _starting(bare, ((choice, "value") for choice in option.choices))
    else:
        found = _source(session, option.complete, bare) if option.complete else []
    return typed, [(_quoted(text, quote), kind) for text, kind in found]


def _flags(command: Command, used: set[str]) -> Iterator[Offer]:
    for option in command.options:
        if option.repeat or not used.intersection(option.flags):
            yield option.flags[0], option.help.rstrip(".")


def _source(session: Session, what: Completed, typed: str) -> list[Offer]:
    scopes = {"users": "user_id", "agents": "agent_id", "apps": "app_id", "runs": "run_id"}
    kinds = {
        "embedders": "embedder",
        "stores": "store",
        "rerankers": "reranker",
        "llms": "llm",
        "journals": "journal",
    }
    if what in scopes:
        found: Iterable[Offer] = _scope_ids(session, scopes[what])
    elif what in kinds:
        found = _providers(kinds[what])
    elif what == "spaces":
        found = [(space.key, f"{space.dim} d") for space in session.current().spaces]
    elif what == "jobs":
        found = [(job.name, job.state) for job in session.current().jobs]
    elif what == "derivations":
        found = [(one.name, one.model) for one in session.current().derivations]
    elif what == "ids":
        return _ids(session, typed)
    elif what == "proposed":
        return _ids_of(session.current().facts(status="proposed"), typed)
    elif what == "filters":
        # Not with the module: it loads pydantic, which `%load_ext` does without.
        from memkit.filters import RECORD_FIELDS

        data = {f"data.{key}" for record in _sample(session) for key in record.data}
        found = [
            *_metadata_keys(session),
            *((name, "data") for name in sorted(data)),
            *((name, "field") for name in RECORD_FIELDS),
        ]
    elif what == "schemas":
        found = [*((name, "schema") for name in READY_SCHEMAS), *_classes(session)]
    elif what == "variables":
        found = [(name, "variable") for name in _variables(session)]
    elif what == "memories":
        found = [*((name, "memory") for name in session.in_variables()), *_files(typed)]
    elif what == "files":
        found = _files(typed)
    else:
        found = []
    return _starting(typed, found)


def _classes(session: Session) -> list[Offer]:
    """Return the classes of the notebook that have fields as a schema has."""
    names = session.shell.user_ns.items()
    return [
        (name, "class")
        for name, value in names
        if isinstance(value, type) and hasattr(value, "model_fields")
    ]


def _starting(typed: str, found: Iterable[Offer]) -> list[Offer]:
    low = typed.lower()
    return [offer for offer in dict(found).items() if offer[0].lower().startswith(low)]


def _providers(kind: Any) -> list[Offer]:
    from memkit.plugins import list_providers

    return [(row.name, row.distribution) for row in list_providers(kind) if row.kind == kind]


def _sample(session: Session, where: Where | None = None) -> list[MemoryRecord]:
    """Return some memories, the ones that changed last first."""
    from memkit.contracts.store import Selection
    from memkit.domain.times import now
    from memkit.engine.samples import some_of

    memory = session.current()
    journal = memory.engine.journal
    head = journal.head().seq
    events = memory.events(since=max(0, head - _LOOKED_AT))
    recent = [event.after for event in reversed(events) if event.after is not None]
    chosen = Selection(scope=memory.scope, where=where, now=now())
    return [*recent, *some_of(journal, chosen, _LOOKED_AT)]


def _scope_ids(session: Session, key: str) -> list[Offer]:
    from memkit.domain.times import now

    memory = session.current()
    values = memory.engine.journal.scope_ids(key, scope=memory.scope, now=now())
    return [(value, key.removesuffix("_id")) for value in sorted(values)]


def _metadata_keys(session: Session) -> list[Offer]:
    keys: dict[str, None] = {}
    for record in _sample(session):
        keys.update(dict.fromkeys(record.metadata))
    return [(key, "metadata") for key in sorted(keys)]


def _metadata_values(session: Session, key: str) -> list[Offer]:
    from memkit.filters import METADATA, Compare

    values = {
        value
        for record in _sample(session, Compare((METADATA, key), "$exists", True))
        if isinstance(value := record.metadata.get(key), str) and len(value) <= 40
    }
    return [(value, key) for value in sorted(values)]


def _ids(session: Session, typed: str) -> list[Offer]:
    """Return ids of memories, the last changed first."""
    return _ids_of(_sample(session), typed)


def _ids_of(records: Iterable[MemoryRecord], typed: str) -> list[Offer]:
    """Return ids as tables show them; whole ones to whoever types one."""
    from memkit.notebook.plain import one_line, short_id

    whole = len(typed) > len(short_id("0" * 36))
    found: dict[str, str] = {}
    for record in records:
        name = record.id if whole else short_id(record.id)
        if name.startswith(typed.lower()):
            found.setdefault(name, one_line(record.memory, 48))
        if len(found) >= _IDS_OFFERED:
            break
    return list(found.items())


def _variables(session: Session) -> list[str]:
    hidden = session.shell.user_ns_hidden
    return sorted(
        name for name in session.shell.user_ns if not name.startswith("_") and name not in hidden
    )


def _files(typed: str) -> list[Offer]:
    found = glob.glob(glob.escape(typed) + "*")
    named = sorted(name + os.sep if os.path.isdir(name) else name for name in found)
    ours = [name for name in named if name.endswith((os.sep, ".db", ".jsonl", ".json"))]
    return [(name, "file") for name in ours]


def _quoted(text: str, quote: str = "") -> str:
    quote = quote or ('"' if re.search(r"\s", text) else "")
    return f"{quote}{text}{quote}"
