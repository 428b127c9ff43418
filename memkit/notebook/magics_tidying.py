"""The subcommands of %memkit that tidy facts up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.notebook.state import Session
from memkit.text import code

if TYPE_CHECKING:
    from memkit.notebook.options import Arguments


def recheck(session: Session, line: Arguments) -> Any:
    """Check again what lost its evidence."""
    memory = session.current()
    options = {**session.scope_of(line), "where": line["where"]}
    session.tell(line, code.call(f"{session.source(line)}.recheck", into=line["out"], **options))
    return memory.recheck(**options)


def consolidate(session: Session, line: Arguments) -> Any:
    """Propose what can be tidied up, and carry out or reject some of it."""
    memory = session.current()
    options: dict[str, Any] = {**session.scope_of(line)}
    if line["kind"]:
        options["kinds"] = line["kind"]
    options |= {name: line[name] for name in ("older_than", "by") if line[name] is not None}
    call = code.call(f"{session.source(line)}.consolidate", **options)
    chosen = line["apply"] or line["reject"] or line["apply_all"]
    if chosen:
        found = memory.consolidate(**options)
        done = [f"found = {call}"]
        results: list[Any] = []
        m = session.variable
        if line["reject"]:
            results += memory.reject(found.only(*line["reject"]))
            done.append(f"{m}.reject({code.call('found.only', *line['reject'])})")
        if line["apply_all"]:
            refused = set(line["reject"])
            results += memory.apply([one for one in found if one.key not in refused])
            done.append(f"{m}.apply(found)")
        elif line["apply"]:
            results += memory.apply(found.only(*line["apply"]))
            done.append(f"{m}.apply({code.call('found.only', *line['apply'])})")
        session.tell(line, "\n".join(done))
        # It brings pydantic and numpy, which `%load_ext` waits for nobody to need.
        from memkit.domain.results import AddResults

        return AddResults(results)
    session.tell(
        line, code.call(f"{session.source(line)}.consolidate", into=line["out"], **options)
    )
    return memory.consolidate(**options)
