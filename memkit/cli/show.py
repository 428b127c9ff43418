"""What the commands print of what a memory returns: text for people, fields for JSON."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from memkit.cli.options import ScopeIds
from memkit.cli.output import GAP, Output, Piece, Screen, one_line, plain
from memkit.domain.relevance import NOTHING_CLOSE
from memkit.domain.wording import counted, counted_of
from memkit.errors import in_idiom
from memkit.text.fields import COMPARED, told, value_of

if TYPE_CHECKING:
    from memkit.concurrency.jobs import BackgroundJob, Jobs
    from memkit.domain.answers import Answer
    from memkit.domain.documents import DocumentInfo
    from memkit.domain.evidence import Evidence, SourceEvidence
    from memkit.domain.prompt_context import Context
    from memkit.domain.recall import RecallReport, Trial
    from memkit.domain.records import AddResult, Event, MemoryRecord
    from memkit.domain.results import Hit, Hits, ImportReport, Page, Report, Space
    from memkit.domain.rewritten import Rewritten
    from memkit.plugins import ProviderRow

STYLES = {"ADD": "green", "UPDATE": "blue", "DELETE": "red", "PURGE": "red",
           "NONE": "bright_black", "STALE": "yellow", "FRESH": "green"}  # fmt: skip
_DIM = "bright_black"
# The length of the longest word on a source.
_SAID = len("does not stand")
_MOST_BAD_LINES = 20
_SCOPE_WORDS = {"user_id": "user", "agent_id": "agent", "app_id": "app", "run_id": "run"}

Available = Sequence[tuple[str, str, str]]
"""Kind, name and distribution of providers that can be installed."""


def results(screen: Screen, added: Sequence[AddResult]) -> None:
    """Print what became of each text."""
    for result in added:
        screen.entry(
            [(result.event, STYLES[result.event])],
            [one_line(result.memory)],
            [(result.id, _DIM)],
            indent=len("UPDATE") + GAP,
        )
    kinds = sorted({kind for result in added for kind in result.redacted})
    if kinds:
        screen.say((f"Secrets were taken out: {', '.join(kinds)}.", "yellow"))
    if any(result.event == "NONE" for result in added):
        screen.say("NONE: this scope holds the text already; nothing was changed.")


def hits(screen: Screen, found: Hits, *, explain: bool) -> None:
    """Print hits, best first; what is not close is faint."""
    _taken_for(screen, found.rewritten, found.times)
    if found.weak:
        screen.say((NOTHING_CLOSE, "yellow"))
    scores = [f"{hit.score:.3f}" for hit in found]
    width = max(map(len, scores))
    for hit, score in zip(found, scores, strict=True):
        screen.entry(
            [(score.rjust(width), _DIM if hit.weak else "bold"), " " * GAP, (_date(hit), _DIM)],
            [(one_line(hit.memory), _DIM) if hit.weak else one_line(hit.memory)],
            [(_about(hit), _DIM)],
            [("; ".join(hit.notes), "yellow")] if hit.notes else [],
            [(f"relevance {hit.relevance:.2f}", "cyan")]
            if explain and hit.relevance is not None
            else [],
            [(_reasons(hit), "cyan")] if explain else [],
            [(_details(hit), _DIM)] if explain and hit.details else [],
            indent=width + 2 * GAP + len("2025-03-01"),
        )


def nothing_found(screen: Screen, query: str, scope: ScopeIds, *, total: int, past: bool) -> None:
    """Say that a search found nothing, and what to do next.

    Args:
        screen: Where to.
        query: What was asked.
        scope: Where it was looked for.
        total: How many memories the scope holds.
        past: Whether they were looked for in the past.
    """
    if not total:
        _nobody(screen, scope, past=past)
        return
    screen.say(
        f"No memories{_of(scope)} match {query!r}. Try other words or fewer conditions, or see "
        f"all {total:,}: memkit list{_scope_options(scope)}"
    )


def why_in_context(screen: Screen, found: Context) -> None:
    """Say why each memory is in a context, and what was left out."""
    screen.say(
        (f"{found.tokens:,} of {counted(found.budget, 'token')} ({found.counted_by})", "bold")
    )
    _taken_for(screen, found.rewritten, found.times)
    for word, items in (("in", found), ("left out", found.left_out)):
        for one in items:
            screen.entry(
                [(word, "green" if word == "in" else "yellow")],
                [one_line(one.memory.memory)],
                [(one.reason, _DIM)],
                indent=len("left out") + GAP,
            )


def answer(screen: Screen, found: Answer) -> None:
    """Print an answer, the words that it rests on, and what was left out for want of them."""
    screen.say((found.answer, "bold" if found.known else "yellow"))
    for one in found.citations:
        screen.entry(
            [f"[{one.number}]"],
            [(f'"{one_line(one.quote)}"', _DIM)],
            [(f"{_date(one.memory)}  {one.memory.id}", _DIM)],
            indent=2 * GAP,
        )
    _taken_for(screen, found.rewritten, found.context.times)
    for left in found.unsupported:
        screen.say((f"Left out: {one_line(left.text)} ({left.reason})", "yellow"))


def page(screen: Screen, records: Page, *, total: int, noun: str = "memory") -> None:
    """Print a page of memories, or of those that a noun names."""
    for record in records:
        screen.entry(
            [(_date(record), "bold")],
            [one_line(record.memory)],
            [(_about(record), _DIM)],
            indent=len("2025-03-01") + GAP,
        )
    if records.cursor is not None:
        screen.say(
            f"\n{counted_of(len(records), total, noun)}. "
            f"Next page: the same command with --cursor {records.cursor}"
        )
    else:
        screen.say(f"\n{counted(total, noun)} in all.")


def nothing_listed(
    screen: Screen, scope: ScopeIds, *, where: str | None, at_end: bool, past: bool
) -> None:
    """Say that there is nothing to list, and what to do next."""
    if at_end:
        screen.say("There are no more.")
    elif where is not None:
        screen.say(f"No memories{_of(scope)} match {where!r}. Try it without --where.")
    else:
        _nobody(screen, scope, past=past)


def history(screen: Screen, events: Sequence[Event]) -> None:
    """Print what happened to a memory."""
    screen.say((events[0].memory_id, _DIM))
    indent = max(len(str(event.seq)) for event in events) + GAP
    for event in events:
        heading: list[Piece] = [
            (event.event, STYLES.get(event.event, _DIM)),
            " " * (len("UPDATE") - len(event.event) + GAP),
            _time(event.at),
        ]
        if event.actor is not None:
            heading.append(f" by {event.actor}")
        if event.reason is not None:
            heading.append(f" ({event.reason})")
        screen.entry([(str(event.seq).rjust(indent - GAP), "bold")], heading, indent=indent)
        for mark, text, style in _texts(event):
            screen.entry([" " * indent, (mark, style)], [(text, style)], indent=indent + GAP)
        for line in _changes(event):
            screen.entry([" " * indent], [(line, _DIM)], indent=indent + GAP)


def event_fields(event: Event) -> dict[str, Any]:
    """Return an event as JSON has it: the texts on either side first, then both memories whole."""
    fields = event.model_dump(mode="json")
    return {"old_memory": event.old_memory, "new_memory": event.new_memory, **fields}


def evidence(screen: Screen, found: Evidence) -> None:
    """Print the sources of a memory, and what is there of them."""
    for one in found:
        at = "" if one.start is None else f"at {one.start}-{one.end}"
        name = one.source.memory_id or one.source.document or ""
        style = {True: "green", False: "red", None: _DIM}[one.stands]
        text = one.record.memory if one.record else str(one.source)
        screen.entry(
            [(one.said.ljust(_SAID), style)],
            [one_line(one.quote or text)],
            [(" ".join(filter(None, [name, at])), _DIM)],
            indent=_SAID + GAP,
        )
    if not found:
        screen.say("It names no sources.")


def evidence_fields(one: SourceEvidence) -> dict[str, Any]:
    """Return what JSON says of a source."""
    return {
        "source": one.source.model_dump(mode="json", exclude_none=True),
        "record": None if one.record is None else one.record.model_dump(mode="json"),
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
        "stands": one.stands,
        "unchanged": one.unchanged,
    }


def imported(out: Output, report: ImportReport, *, file: str) -> None:
    """Print what became of an import; bad lines go to stderr."""
    parts = [f"{report.added:,} new"]
    parts += [f"{report.updated:,} expired and brought back"] if report.updated else []
    parts += [f"{report.unchanged:,} there already"] if report.unchanged else []
    parts += [f"secrets taken out of {report.redacted:,}"] if report.redacted else []
    out.screen.say(f"Imported {file}: {', '.join(parts)}.")
    if not report.errors:
        return
    bad = len(report.errors)
    screen = Screen(sys.stderr)
    screen.say((f"{counted(bad, 'line')} could not be read:", "bold yellow"))
    for line, problem in report.errors[:_MOST_BAD_LINES]:
        screen.entry([f"  line {line}"], [problem], indent=len(f"  line {line}") + GAP)
    if bad > _MOST_BAD_LINES:
        screen.say(f"  and {bad - _MOST_BAD_LINES:,} more; --json lists all of them.")
    screen.say("Mend them and import the file again: what is there already is left as it is.")


def import_fields(report: ImportReport) -> dict[str, Any]:
    """Return a report of an import as JSON has it."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "total": report.total,
        "errors": [error._asdict() for error in report.errors],
        **({"redacted": report.redacted} if report.redacted else {}),
    }


def report(screen: Screen, found: Report) -> None:
    """Print what `doctor` found."""
    screen.say(f"Checked: {', '.join(found.checked)}.")
    for measured in found.recall:
        screen.say(f"{measured.headline}.")
    for note in found.notes:
        screen.say(in_idiom(note, "command"))
    if found.ok:
        screen.say(("ok", "green"), ": no problems.")
        return
    screen.say((f"{counted(len(found.problems), 'problem')}:", "bold red"))
    for number, problem in enumerate(found.problems, start=1):
        screen.entry(
            [f"{number}"],
            [problem.what],
            [in_idiom(problem.fix, "command")],
            indent=len(str(number)) + GAP,
        )


def recall(screen: Screen, found: RecallReport, *, chosen: Trial, said: str) -> None:
    """Print how much a store finds, and what other settings gave.

    Args:
        screen: Where to.
        found: What was measured, and what was tried.
        chosen: The setting that stands now.
        said: What to say of it.
    """
    screen.say(said)
    if not found.tried:
        return
    trials = sorted({found.stands, *found.tried}, key=lambda one: one.breadth or 0)
    screen.say("")
    screen.table(
        ((found.option or "").upper(), "RECALL", "95 %", "MS", ""),
        [
            (
                "-" if one.breadth is None else str(one.breadth),
                *one.cells,
                ("now", "green") if one == chosen else "before" if one == found.stands else "",
            )
            for one in trials
        ],
    )


def spaces(screen: Screen, found: Sequence[Space]) -> None:
    """Print embedding spaces, and whether a better model is there."""
    # Here, because help is printed without the engine.
    from memkit.engine.spaces.listing import successor_note

    rows: list[tuple[Piece, ...]] = [
        (
            space.key,
            space.model,
            f"{space.count:,}",
            ("default, " if space.default else "") + ("ready" if space.ready else "filling"),
        )
        for space in found
    ]
    screen.table(("SPACE", "MODEL", "VECTORS", "STATE"), rows)
    note = successor_note(found)
    if note is not None:
        screen.say(in_idiom(note, "command"))


def jobs(screen: Screen, found: Jobs) -> None:
    """Print background jobs, and what each is at."""
    if not found:
        screen.say("Nothing was left unfinished.")
        return
    rows: list[tuple[Piece, ...]] = []
    for job in found:
        total = "" if job.total is None else f" of {job.total:,}"
        style = "green" if job.state == "done" else "yellow"
        rows.append(
            (job.kind, job.name, (job.state, style), f"{job.completed:,}{total} {job.unit}",
             job.about)
        )  # fmt: skip
    screen.table(("JOB", "OF", "STATE", "DONE", ""), rows)


def job_fields(job: BackgroundJob[Any]) -> dict[str, Any]:
    """Return a job as JSON has it."""
    names = ("kind", "name", "state", "completed", "total", "unit", "message")
    return {name: getattr(job, name) for name in names}


def providers(
    screen: Screen, rows: Sequence[ProviderRow], available: Available | None, *, kind: str | None
) -> None:
    """Print the table of providers, the causes of failures, and what can be installed."""
    if rows:
        header = ("KIND", "NAME", "DISTRIBUTION", "VERSION", "STATE", "CAPABILITIES")
        screen.table(header, [_row(row) for row in rows])
    else:
        screen.say(f"No {kind or 'provider'} is installed. See what can be: memkit plugins --all")
    failed = [row for row in rows if row.failure is not None]
    if failed:
        screen.say("")
    for row in failed:
        origin = f"{row.distribution} {row.version}".strip()
        screen.say((row.state, "red"), f"  {row.name} of {origin}: {row.failure}")
    if available:
        screen.say("")
        screen.table(
            ("KIND", "NAME", "TO INSTALL"),
            [(kind_, name, f"pip install {dist}") for kind_, name, dist in available],
        )
    elif available is not None:
        screen.say("\nNothing else is known that could be installed.")


def provider_fields(rows: Sequence[ProviderRow], available: Available | None) -> dict[str, Any]:
    """Return the table of providers as JSON has it; "available" only if it was asked for."""
    fields: dict[str, Any] = {"providers": [asdict(row) for row in rows]}
    if available is not None:
        fields["available"] = [
            {"kind": kind, "name": name, "distribution": dist, "install": f"pip install {dist}"}
            for kind, name, dist in available
        ]
    return fields


def _row(row: ProviderRow) -> tuple[Piece, ...]:
    style = "green" if row.state == "ok" else "red"
    return (
        row.kind or "-",
        row.name,
        row.distribution,
        row.version,
        (row.state, style),
        ", ".join(row.capabilities) or "-",
    )


def _nobody(screen: Screen, scope: ScopeIds, *, past: bool) -> None:
    if past:
        screen.say(
            f"There were no memories{_of(scope)} then. Leave --as-of out to see those of now."
        )
        return
    options = _scope_options(scope) or " --user alice"
    screen.say(f"There are no memories{_of(scope)} yet. Add one: memkit add 'I like tea'{options}")


def _of(scope: ScopeIds) -> str:
    names = [
        value if key == "user_id" else f"{_SCOPE_WORDS[key]} {value}"
        for key, value in scope.items()
        if value is not None
    ]
    return f" of {', '.join(map(str, names))}" if names else ""


def _scope_options(scope: ScopeIds) -> str:
    return "".join(
        f" --{_SCOPE_WORDS[key]} {shlex.quote(str(value))}"
        for key, value in scope.items()
        if value is not None
    )


def whose(one: MemoryRecord | DocumentInfo) -> list[str]:
    """Return whose something is: "user=ana"."""
    return [f"{word}={value}" for key, word in _SCOPE_WORDS.items() if (value := getattr(one, key))]


def _about(record: MemoryRecord) -> str:
    parts = [record.id, *whose(record)]
    if record.type != "semantic":
        parts.append(record.type)
    if record.role is not None:
        parts.append(f"{record.role} {record.name}" if record.name else record.role)
    parts += [one_line(f"{key}={plain(value)}", most=60) for key, value in record.metadata.items()]
    if record.expires_at is not None:
        parts.append(f"expires {_time(record.expires_at)}")
    parts += [one_line(f"{name}={_value(value)}", most=60) for name, value in told(record)]
    return (" " * GAP).join(parts)


def _taken_for(screen: Screen, rewritten: Rewritten | None, times: Sequence[str]) -> None:
    # Here, so that `memkit --help` loads no pydantic.
    from memkit.domain.rewritten import taken_for

    for line in taken_for(rewritten, times):
        screen.say((one_line(line), _DIM))


def _reasons(hit: Hit) -> str:
    return " + ".join(f"{name} {value:.3f}" for name, value in hit.reasons.items())


def _details(hit: Hit) -> str:
    return (" " * GAP).join(
        f"{name}={value:.3f}" if isinstance(value, float) else f"{name}={plain(value)}"
        for name, value in hit.details.items()
    )


def _texts(event: Event) -> Iterator[tuple[str, str, str]]:
    if event.old_memory == event.new_memory and event.new_memory is not None:
        yield "=", event.new_memory, ""
        return
    if event.old_memory is not None:
        yield "-", event.old_memory, "red"
    if event.new_memory is not None:
        yield "+", event.new_memory, "green"


def _changes(event: Event) -> Iterator[str]:
    if event.before is None or event.after is None:
        return
    for name in COMPARED:
        if getattr(event.before, name) != getattr(event.after, name):
            old, new = value_of(event.before, name), value_of(event.after, name)
            yield f"{name}: {_value(old)} -> {_value(new)}"


def _value(value: Any) -> str:
    if value is None:
        return "none"
    return _time(value) if isinstance(value, datetime) else plain(value)


def _date(record: MemoryRecord) -> str:
    moment = record.occurred_at or record.created_at
    return moment.astimezone(UTC).date().isoformat()


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
