"""The subcommands of %memkit that open a memory and look after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memkit.domain.wording import counted
from memkit.errors import NotFoundError, ValidationError
from memkit.notebook import messages, shared_options
from memkit.notebook.state import Session, in_words
from memkit.redaction import redacted
from memkit.text import code

if TYPE_CHECKING:
    from memkit.concurrency.jobs import BackgroundJob, Jobs
    from memkit.notebook.options import Arguments

_PROVIDERS = ("embedder", "llm", "store", "reranker", "journal", "actor", "trust")
# A small space is filled by then, so that the next cell can use it.
_SECONDS_TO_FILL = 2.0


def use(session: Session, line: Arguments, *, variables: Mapping[str, Any]) -> None:
    """Open a memory, or take the one of a variable, and set the default scope."""
    from memkit.memory import Memory

    word = line.words[0] if line.words else None
    settings = {name: line[name] for name in _PROVIDERS if line[name] is not None}
    if line["redact_secrets"]:
        settings["redact_secrets"] = True
    held = variables.get(word) if word is not None else None
    said = ""
    if isinstance(held, Memory):
        if settings:
            raise ValidationError(
                f"{word} is open already, so --{next(iter(settings))} comes too late.",
                fix="Give a file's name to open another memory.",
            )
        assert word is not None
        session.take(held, name=word)
    elif word is not None or settings or session.memory is None:
        # A cell's output stays in the notebook, and a password in an address with it.
        said = redacted(code.call("Memory", *([word] if word else []), **settings))
        session.take(Memory(word, **settings), name="", owned=True)
        session.set_scope({})
    session.set_scope(session.scope_of(line))
    if line["as"]:
        session.bind(line["as"])
    if said:
        if line["as"] and session.scope:
            said += code.call(".scoped", **session.scope)
        session.tell(line, f"from memkit import Memory\n\n{session.variable} = {said}")
    _greet(session)


def spaces(session: Session, line: Arguments) -> Any:
    """Return the embedding spaces, after a change of the default or a loss of one."""
    memory = session.current()
    m = session.variable
    if line["use"] is not None:
        memory.use_space(line["use"])
        session.tell(line, code.call(f"{m}.use_space", line["use"]))
    if line["drop"] is not None:
        session.tell(line, code.call(f"{m}.drop_space", line["drop"]))
        if line["yes"]:
            memory.drop_space(line["drop"])
        else:
            count = {space.key: space.count for space in memory.spaces}.get(line["drop"], 0)
            messages.say(
                f"Nothing was dropped. This would delete {counted(count, 'vector')}: the same "
                "line with --yes."
            )
    if line["use"] is None and line["drop"] is None:
        session.tell(line, f"{m}.spaces")
    return memory.spaces


def embed(session: Session, line: Arguments) -> Any:
    """Open a second space and fill it, in the background if that takes long."""
    memory = session.current()
    wait: dict[str, Any] = {"wait": True} if line["wait"] else {}
    call = redacted(
        code.call(f"{session.variable}.add_space", line.words[0], key=line["key"], **wait)
    )
    job = memory.add_space(
        line.words[0], key=line["key"], wait=line["wait"], progress=bool(line["wait"])
    )
    session.tell(line, call)
    job.wait(_SECONDS_TO_FILL)
    if job.running:
        messages.say(
            f"Space {job.name} is being filled in the background. %memkit jobs shows how far "
            "it is; searches go on meanwhile."
        )
    return memory.spaces


def jobs(session: Session, line: Arguments) -> Any:
    """Return the background jobs, after one was stopped or resumed."""
    memory = session.current()
    m = session.variable
    for verb in ("cancel", "resume"):
        if line[verb] is not None:
            named = f"next(job for job in {m}.jobs if job.name == {line[verb]!r})"
            session.tell(line, f"{named}.{verb}()")
            getattr(_job_of(memory.jobs, line[verb]), verb)()
    if line["cancel"] is None and line["resume"] is None:
        session.tell(line, f"{m}.jobs")
    return memory.jobs


def _job_of(jobs: Jobs, name: str) -> BackgroundJob[Any]:
    for job in jobs:
        if job.name == name:
            return job
    known = ", ".join(job.name for job in jobs)
    raise NotFoundError(
        f"There is no job of {name!r}.",
        fix=f"Name one of these: {known}." if known else "Nothing goes on in the background.",
    )


def import_file(session: Session, line: Arguments) -> Any:
    """Store the memories of a file."""
    memory = session.current()
    options = {**session.scope_of(line), "strict": line["strict"]}
    report = memory.import_(line.words[0], **options, progress=False)
    session.tell(line, code.call(f"{session.variable}.import_", line.words[0], **options))
    return report


def export_file(session: Session, line: Arguments) -> None:
    """Write memories to a file; one that is there is not replaced without being told."""
    memory = session.current()
    path = line.words[0]
    options = {**session.scope_of(line), "where": line["where"], "history": line["history"]}
    # What it imports has no place in the loading of the extension.
    from memkit.domain.files import output_path

    if output_path(path).exists() and not line["yes"]:
        messages.say(f"Nothing was written: {path} is there. To replace it, add --yes.")
        return
    number = memory.export(path, **options)
    session.tell(line, code.call(f"{session.source(line)}.export", path, **options))
    what = counted(number, "line") if line["history"] else counted(number)
    messages.say(f"Wrote {what} to {path}.")


def backup(session: Session, line: Arguments) -> None:
    """Write everything to a new file."""
    memory = session.current()
    path = line.words[0]
    if Path(path).exists() and not line["yes"]:
        messages.say(f"Nothing was written: {path} is there. To replace it, add --yes.")
        return
    written = memory.backup(path, overwrite=line["yes"])
    session.tell(line, code.call(f"{session.variable}.backup", path, overwrite=line["yes"]))
    messages.say(f"Wrote everything to {written}.")


def purge(session: Session, line: Arguments) -> Any:
    """Erase a memory from the history, or say what that would do."""
    memory = session.current()
    id_, reason = line.words[0], line["reason"]
    session.tell(line, code.call(f"{session.variable}.purge", id_, reason=reason))
    if line["yes"]:
        return memory.purge(id_, reason=reason)
    messages.say(
        f"Nothing was purged. This would erase {counted(len(memory.history(id_)), 'event')} of the "
        "memory, and whatever was derived from it, for good: the same line with --yes."
    )
    return None


def doctor(session: Session, line: Arguments) -> Any:
    """Check that everything fits together."""
    memory = session.current()
    session.tell(line, code.call(f"{session.variable}.doctor", fix=line["fix"]))
    return replace(memory.doctor(fix=line["fix"]), idiom="magic")


def recall(session: Session, line: Arguments) -> Any:
    """Measure how much of the exact nearest neighbours the store finds."""
    memory = session.current()
    options = {**session.scope_of(line), "where": line["where"], **_measuring(line)}
    space = [] if line["space"] is None else [line["space"]]
    session.tell(
        line, code.call(f"{session.source(line)}.check_recall", *space, into=line["out"], **options)
    )
    return memory.check_recall(*space, **options)


def tune(session: Session, line: Arguments) -> Any:
    """Have the store search as broadly as it must to find so much."""
    memory = session.current()
    options = _measuring(line)
    if line.words:
        try:
            options["recall"] = shared_options.share(line.words[0])
        except ValueError as error:
            raise ValidationError(f"The recall is {line.words[0]!r}.", fix=str(error)) from None
    space = [] if line["space"] is None else [line["space"]]
    session.tell(line, code.call(f"{session.variable}.tune", *space, into=line["out"], **options))
    return replace(memory.tune(*space, **options), idiom="magic")


def _measuring(line: Arguments) -> dict[str, Any]:
    return {name: line[name] for name in ("k", "sample") if line[name] is not None}


def _greet(session: Session) -> None:
    from memkit.notebook.renderers.whole import opened_bundle

    bundle = opened_bundle(session.current(), name=session.name, scope=in_words(session.scope))
    messages.show(bundle)
