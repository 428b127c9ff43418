"""The subcommands of %memkit on facts: reading messages, derivations, reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.domain import fixes
from memkit.domain.wording import counted
from memkit.errors import ValidationError
from memkit.notebook import messages
from memkit.notebook.state import Session, in_words
from memkit.redaction import redacted
from memkit.text import code

if TYPE_CHECKING:
    from memkit.notebook.options import Arguments


def facts(session: Session, line: Arguments) -> Any:
    """Return facts, in the order in which they were drawn."""
    memory = session.current()
    scope = session.scope_of(line)
    given = {name: line[name] for name in ("where", "status", "derivation")}
    options = {**scope, **given, "limit": line["limit"] or session.settings.max_rows}
    session.tell(line, code.call(f"{session.source(line)}.facts", into=line["out"], **options))
    page = memory.facts(**options)
    page.rows = options["limit"]
    if not page:
        asked = any(value is not None for value in given.values())
        more = "" if asked else " %memkit pending shows what is still to be read."
        whose = f" for {in_words(scope)}" if scope else ""
        messages.say(f"No {'such ' if asked else ''}facts{whose}.{more}")
        return None
    return page


def pending(session: Session, line: Arguments) -> Any:
    """Return the messages that are still to be read."""
    options: dict[str, Any] = {**session.scope_of(line)}
    if line["limit"]:
        options["limit"] = line["limit"]
    session.tell(line, code.call(f"{session.source(line)}.pending", into=line["out"], **options))
    return session.current().pending(**options)


def extract(session: Session, line: Arguments) -> Any:
    """Draw facts from what is still to be read."""
    memory = session.current()
    options: dict[str, Any] = {**session.scope_of(line)}
    # False is what is meant, and must stand in the code.
    said = dict(options)
    for name, given in (("retry", line["no_retry"]), ("wait", line["background"])):
        if given:
            options[name] = False
            said[name] = code.Name("False")
    session.tell(line, code.call(f"{session.source(line)}.extract", into=line["out"], **said))
    found = memory.extract(**options)
    if line["background"]:
        messages.say("Facts are drawn in the background: %memkit jobs, %memkit pending.")
        return None
    return found


def accept(session: Session, line: Arguments) -> Any:
    """Let a proposed fact hold."""
    id_, text = line.words[0], line["text"]
    session.tell(line, code.call(f"{session.variable}.accept", id_, text=text))
    return session.current().accept(id_, text=text)


def reject(session: Session, line: Arguments) -> Any:
    """Refuse a fact."""
    session.tell(line, code.call(f"{session.variable}.reject", line.words[0]))
    return session.current().reject(line.words[0])


def derivations(session: Session, line: Arguments) -> Any:
    """Return who drew facts, after a change of that; or two of them side by side."""
    memory = session.current()
    m = session.variable
    if line["compare"]:
        return _compare(session, line)
    wanted = {name: line[name] for name in ("review", "instructions") if line[name] is not None}
    done = []
    if wanted:
        memory.set_wishes(**wanted)
        done.append(code.call(f"{m}.set_wishes", **wanted))
        if not memory.derivations:
            raise ValidationError("There is nobody to draw facts yet.", fix=fixes.GIVE_LLM)
    if line["derive"] is not None:
        options = {"llm": line["llm"], "profile": line["profile"]}
        memory.derive(line["derive"], **options)
        done.append(redacted(code.call(f"{m}.derive", line["derive"], **options)))
    if line["use"] is not None:
        memory.use_derivation(line["use"])
        done.append(code.call(f"{m}.use_derivation", line["use"]))
    if line["drop"] is not None:
        _drop(session, line)
        done.append(code.call(f"{m}.drop_derivation", line["drop"]))
    session.tell(line, "\n".join(done) or f"{m}.derivations")
    return memory.derivations


def check_llm(session: Session, line: Arguments) -> Any:
    """Try the LLM."""
    long = not line["short"]
    shown = {} if long else {"long": code.Name("False")}
    session.tell(line, code.call(f"{session.variable}.check_llm", into=line["out"], **shown))
    return session.current().check_llm(long=long)


def _compare(session: Session, line: Arguments) -> Any:
    names = line["compare"]
    if len(names) != 2:
        raise ValidationError(
            f"{counted(len(names), 'derivation')} can't be put side by side.",
            fix="Give two: --compare default --compare second",
        )
    scope = session.scope_of(line)
    function = f"{session.source(line)}.compare_derivations"
    session.tell(line, code.call(function, *names, into=line["out"], **scope))
    return session.current().compare_derivations(*names, **scope)


def _drop(session: Session, line: Arguments) -> None:
    memory = session.current()
    if line["yes"]:
        memory.drop_derivation(line["drop"])
        return
    gone = counted(memory.facts(derivation=line["drop"], limit=1).total or 0, "fact")
    messages.say(f"Nothing was dropped. This would delete {gone}: the same line with --yes.")
