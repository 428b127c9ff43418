"""The verbs that change a memory: add, update, delete."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Add, Applied, Edit, Instruction, Reading, Remove
from memkit.contracts.store import EVER, Selection
from memkit.domain import fixes
from memkit.domain.passages import searched_text
from memkit.domain.records import AddResult, Scope
from memkit.domain.results import AddResults
from memkit.domain.times import new_id, now
from memkit.domain.validation import checked_text, flag
from memkit.domain.values import shown
from memkit.engine.engine import Engine
from memkit.engine.inference import Fill, Inference
from memkit.engine.ingest.attachments import refuse_unkept
from memkit.engine.ingest.redaction import Redaction
from memkit.engine.ingest.speakers import Said, Speakers, said_in
from memkit.engine.ingest.states import (
    Messages,
    checked_fields,
    checked_validity,
    cleared_fields,
    states_of,
)
from memkit.engine.memory_ids import missing, resolve, resolve_links
from memkit.engine.retrieval import advice
from memkit.errors import NotFoundError, PurgedError, ValidationError
from memkit.filters import Predicate, compile_predicate

_CHUNK = 10_000


def commit(
    engine: Engine,
    instructions: list[Instruction],
    *,
    texts: Sequence[str] | None = None,
    reason: str | None = None,
    readings: Sequence[Reading] = (),
    closes: Sequence[int] = (),
    shown: Collection[str] = (),
    infer: bool | None = None,
    drops: str | None = None,
    batch_id: str | None = None,
) -> Effects[list[Applied]]:
    """Embed what is new and carry the instructions out, in one transaction.

    Args:
        engine: The memory.
        instructions: What to do.
        texts: The texts to search by that they bring in; those of the additions if it is None.
        reason: Why, for the history.
        readings, closes, shown, infer, drops, batch_id: As of `Changes.apply`.

    Raises:
        ProviderError, SpaceError: The default space's embedder failed; nothing was changed.
        NotFoundError, PurgedError, ValidationError, JournalError: Nothing was changed.
    """
    states = [item.state for item in instructions if isinstance(item, Add)]
    attached = [state for state in states if state.attachments]
    if attached:
        refuse_unkept(engine, attached)
    if texts is None:
        texts = [state.searched_text for state in states]
    redaction = Redaction() if engine.settings.redact_secrets else None
    if redaction is not None:
        instructions = redaction.instructions(instructions)
        texts = [redaction.text(text) for text in texts]
        reason = None if reason is None else redaction.text(reason)
    vectors = yield from engine.spaces.embed(texts)
    try:
        applied = engine.journal.apply(
            instructions,
            vectors=vectors,
            now=now(),
            batch_id=batch_id or new_id(),
            actor=engine.settings.actor,
            reason=reason,
            readings=readings,
            closes=closes,
            shown=shown,
            infer=infer,
            drops=drops,
        )
    except PurgedError:
        raise
    except NotFoundError as error:
        named = [item.id for item in instructions if isinstance(item, (Edit, Remove))]
        raise (missing(engine, named) if named else error) from error
    if engine.index.persistent:
        # A store that outlives this process is handed the change at once; others follow when
        # they are searched.
        engine.follow_if_it_can(changed=True)
    return applied if redaction is None else redaction.told(applied)


def add(
    engine: Engine,
    messages: Messages,
    *,
    scope: Scope,
    fields: Mapping[str, Any],
    speakers: Speakers | None,
    infer: bool | None,
    schema: Any = None,
    reason: str | None,
) -> Effects[AddResults]:
    """Store a text, or each message of a conversation, with fields that all of them share."""
    infer = checked_inference(engine, infer)
    fill = None if schema is None else _checked_filling(engine, schema, fields)
    fields = checked_fields(with_whole_ids(engine, fields))
    said = said_of(messages, fields, scope=scope, speakers=speakers)
    instructions: list[Instruction] = [
        Add(scope=one.scope, state=one.state, is_reply=number > 0)
        for number, one in enumerate(said)
    ]
    applied = yield from commit(engine, instructions, reason=reason, infer=infer)
    done = results(applied)
    inference = engine.inference
    if inference is not None and (infer is not None or _follows(engine, inference)):
        scopes = list(dict.fromkeys(one.scope for one in said))
        done.extraction = yield from inference.added(applied, scopes=scopes, infer=infer)
    if fill is not None:
        done.structured = yield from fill([one.id for one in applied], scope)
    return done


def _follows(engine: Engine, inference: Inference) -> bool:
    return inference.follows and (engine.llm is not None or inference.has_models)


def _checked_filling(engine: Engine, schema: Any, fields: Mapping[str, Any]) -> Fill:
    """Return what fills in a schema, if that can be done.

    Raises:
        ValidationError: There is no model, the schema can't be asked for, or what is added was
            derived itself.
        NotFoundError: There is no such schema.
    """
    if fields.get("derived_by") is not None:
        raise ValidationError(
            f"What was derived by {shown(fields['derived_by'])} is not read for a schema.",
            fix="Leave derived_by out, or give the fields as data=...",
        )
    if engine.inference is None:
        raise ValidationError("Nothing here can fill in a schema.", fix=fixes.GIVE_LLM)
    return engine.inference.filling(schema)


def said_of(
    messages: Messages, fields: Mapping[str, Any], *, scope: Scope, speakers: Speakers | None
) -> list[Said]:
    """Return the states that messages become, each with its scope.

    Raises:
        ValidationError: Something has the wrong shape.
        ScopeError: A message of a group chat belongs nowhere.
    """
    if speakers is None:
        found = [Said(state=state, scope=scope) for state in states_of(messages, fields)]
    else:
        found = said_in(messages, fields, scope=scope, speakers=speakers)
    return [replace(one, state=checked_validity(one.state)) for one in found]


def update(
    engine: Engine,
    id: str,
    text: str | None,
    *,
    fields: Mapping[str, Any],
    clear: Sequence[str],
    reason: str | None,
) -> Effects[AddResult]:
    """Change a memory: fields that are not None, and those to be cleared."""
    whole = resolve(engine, id)
    if isinstance(fields.get("data"), str):
        raise ValidationError(
            f"data is {shown(fields['data'])}, which is not a dict.",
            fix="A text goes beside the id: update(id, 'text'); data are structured fields.",
        )
    changes = {**cleared_fields(clear), **checked_fields(with_whole_ids(engine, fields))}
    if text is not None:
        changes["text"] = checked_text(text, "The memory", blank=False)
    if not changes:
        raise ValidationError(
            f"There is nothing to change about {id!r}.", fix="Give a text, metadata or a time."
        )
    if changes.get("superseded_by") == whole:
        raise ValidationError(
            f"Memory {whole!r} can't take its own place.", fix="Give the id of the newer memory."
        )
    texts = _texts_after(engine, whole, changes) if {"text", "sources"} & set(changes) else []
    edit = Edit(id=whole, change=lambda state: checked_validity(replace(state, **changes)))
    (applied,) = yield from commit(engine, [edit], texts=texts, reason=reason)
    return result(applied)


def _texts_after(engine: Engine, id: str, changes: Mapping[str, Any]) -> list[str]:
    """Return the text that a memory is found by after changes of its text or its sources."""
    there = engine.journal.get([id]).get(id)
    text = changes.get("text", there and there.memory)
    sources = changes.get("sources", there.sources if there else ())
    return [] if text is None else [searched_text(text, sources)]


def delete(engine: Engine, id: str, *, reason: str | None) -> Effects[AddResult]:
    """Delete a memory; its history stays."""
    (applied,) = yield from commit(engine, [Remove(id=resolve(engine, id))], reason=reason)
    return result(applied)


def delete_all(
    engine: Engine,
    selection: Selection,
    *,
    reason: str | None,
    drops: str | None = None,
    quiet: bool = False,
) -> Effects[int]:
    """Delete every memory of a selection, also the expired ones, in one transaction.

    What is changed meanwhile, so that the filter no longer finds it, stays. With it goes the
    derivation `drops`, if one is named. `quiet` gives no advice where there is nothing.
    """
    advice.say(advice.on_texts_like_times(selection.where))
    instructions: list[Instruction] = []
    after = 0
    selection = replace(selection, now=EVER)
    fits = None if selection.where is None else compile_predicate(selection.where)
    while page := engine.journal.page(selection, limit=_CHUNK, after=after):
        instructions += [
            Remove(id=record.id, missing_ok=True, condition=fits and _still(record.seq, fits))
            for _, record in page
        ]
        after = page[-1][0]
    if not instructions and drops is None:
        if not quiet:
            advice.say(advice.on_nothing(engine.journal, selection.scope, selection.where))
        return 0
    applied = yield from commit(engine, instructions, reason=reason, drops=drops)
    return sum(item.event == "DELETE" for item in applied)


def _still(seq: int, fits: Predicate) -> Predicate:
    """Return whether a memory is as it was after an event, or fits nevertheless."""
    return lambda record: record.seq == seq or fits(record)


def with_whole_ids(engine: Engine, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of a memory with whole ids where they name other memories, as few do."""
    if fields.get("superseded_by") is None and fields.get("sources") is None:
        return fields
    return resolve_links(engine, fields)


def checked_inference(engine: Engine, infer: bool | None) -> bool | None:
    """Return whether facts are to be drawn, if that can be done.

    Raises:
        ValidationError: They are, and there is no model.
    """
    wanted = None if infer is None else flag(infer, "infer")
    if wanted and engine.inference is not None:
        engine.inference.refuse()
    return wanted


def results(applied: list[Applied]) -> AddResults:
    """Return what users see of what was done."""
    return AddResults(result(item) for item in applied)


def result(applied: Applied) -> AddResult:
    """Return what users see of one thing that was done."""
    return AddResult.trusted(
        {
            "id": applied.id,
            "memory": applied.text,
            "event": applied.event,
            "redacted": applied.redacted,
        }
    )
