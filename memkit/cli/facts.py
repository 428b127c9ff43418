"""The commands on facts: reading messages, what is pending, derivations, reviews."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from memkit.cli import show, show_facts, show_structured
from memkit.cli.options import (
    FLAG,
    WHICH,
    Agent,
    App,
    Cursor,
    Database,
    Json,
    Limit,
    Model,
    Run,
    Schema,
    User,
    Where,
    scope_ids,
)
from memkit.cli.output import Output
from memkit.cli.session import opened
from memkit.domain import fixes
from memkit.domain.wording import counted
from memkit.errors import ValidationError

_ID = typer.Argument(metavar="ID", help="A fact's id, or the end of it.", show_default=False)
_WANTED = "What is wanted of facts"

# The same values as memkit.domain.records.Status, and those of memkit.extraction's, which cost an
# import of pydantic and numpy.
Status = Literal["served", "unsupported", "stale", "proposed", "rejected"]
Review = Literal["none", "changes", "all"]
Profile = Literal["select", "extract", "full"]


def facts(
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    where: Where = None,
    status: Annotated[
        Status | None,
        typer.Option(
            "--status",
            metavar="STATUS",
            help="served, unsupported, stale, proposed or rejected.",
            rich_help_panel=WHICH,
        ),
    ] = None,
    derivation: Annotated[
        str | None,
        typer.Option(
            "--derivation",
            metavar="NAME",
            help="Whose facts; those of the one in use if not given.",
            rich_help_panel=WHICH,
        ),
    ] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print the facts that were drawn from messages, a page at a time.

    Below each stand its quote's source, who said it, and its status if it is
    not served. `memkit evidence ID` shows the words that it was drawn from.

    Examples:
      memkit facts --user alice
      memkit facts --status proposed --json
    """
    out = Output(as_json)
    scope = scope_ids(user, agent, app, run)
    with opened(out, db) as memory:
        page = memory.facts(
            **scope, where=where, status=status, derivation=derivation, limit=limit, cursor=cursor
        )
        if out.as_json:
            records = [record.model_dump(mode="json") for record in page]
            out.document({"facts": records, "cursor": page.cursor, "total": page.total})
        elif page:
            show.page(out.screen, page, total=page.total or len(page), noun="fact")
        else:
            narrower = where is not None or status is not None or any(scope.values())
            out.screen.say("No such facts." if narrower else "No facts yet: memkit extract")


def pending(
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    limit: Limit = 1_000,
    cursor: Cursor = None,
    llm: Model = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print the messages from which facts are still to be drawn.

    They are computed: messages of whose present text there is no reading.
    What failed at one is told beside it.

    Examples:
      memkit pending
      memkit pending --user alice --json
    """
    out = Output(as_json)
    with opened(out, db, llm=llm) as memory:
        found = memory.pending(**scope_ids(user, agent, app, run), limit=limit, cursor=cursor)
    if out.as_json:
        messages = [show_facts.unread_fields(one) for one in found]
        place = {"cursor": found.cursor, "total": found.total}
        out.document({"derivation": found.derivation, "pending": messages, **place})
    else:
        show_facts.pending(out.screen, found)


def extract(
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    retry: Annotated[
        bool,
        typer.Option(
            "--retry/--no-retry",
            help="Try again what could not be read before.",
            rich_help_panel=WHICH,
        ),
    ] = True,
    llm: Model = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Draw facts from the messages that are still to be read.

    Each fact is printed with what it does to what was known: it is new, the
    same, adds, changes or corrects; what does not stand in its message is
    unsupported, kept, and not served. Exits with 1 if messages could not be
    read; they stay pending.

    Examples:
      memkit extract
      memkit extract --user alice --no-retry
    """
    out = Output(as_json)
    with opened(out, db, llm=llm) as memory:
        found = memory.extract(**scope_ids(user, agent, app, run), retry=retry)
    if out.as_json:
        out.document(show_facts.extraction_fields(found))
    else:
        show_facts.extraction(out, found)
    if found.failed:
        raise typer.Exit(show_facts.UNREAD)


def profile(
    user: User = None,
    agent: Agent = None,
    app: App = None,
    run: Run = None,
    schema: Schema = "person",
    limit: Annotated[
        int,
        typer.Option(
            "--limit", "-n", metavar="N", min=1, help="Of how many facts at most, the newest."
        ),
    ] = 500,
    llm: Model = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Gather what is known of somebody into one instance of a schema.

    Each field is printed with the words that it comes from; nothing is
    written. Without an LLM only structured memories of the schema are put
    together: memkit add --schema.

    Examples:
      memkit profile --user alice
      memkit profile --user alice --schema preference --json
    """
    out = Output(as_json)
    with opened(out, db, llm=llm) as memory:
        found = memory.profile(**scope_ids(user, agent, app, run), schema=schema, limit=limit)
    if out.as_json:
        out.document(show_structured.fields(found))
    else:
        show_structured.structured(out.screen, found)


def derivations(
    use: Annotated[
        str | None,
        typer.Option("--use", metavar="NAME", help="Serve the facts of this one from now on."),
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--compare",
            metavar="NAME NAME",
            help="Print which facts only one of two has.",
            show_default=False,
        ),
    ] = None,
    derive: Annotated[
        str | None,
        typer.Option("--derive", metavar="NAME", help="Draw facts by --llm, beside the others."),
    ] = None,
    drop: Annotated[
        str | None,
        typer.Option("--drop", metavar="NAME", help="Forget this one, and delete its facts."),
    ] = None,
    yes: Annotated[
        bool,
        typer.Option("--yes", "-y", metavar=FLAG, help="Do drop it.", show_default=False),
    ] = False,
    llm: Model = None,
    profile: Annotated[
        Profile | None,
        typer.Option(
            "--profile", metavar="PROFILE", help="What the model can do: select, extract or full."
        ),
    ] = None,
    review: Annotated[
        Review | None,
        typer.Option(
            "--review",
            metavar="WHAT",
            help="What waits for a person: none, changes or all facts.",
            rich_help_panel=_WANTED,
        ),
    ] = None,
    instructions: Annotated[
        str | None,
        typer.Option(
            "--instructions",
            metavar="TEXT",
            help="What is wanted, in your words; '' for nothing.",
            rich_help_panel=_WANTED,
        ),
    ] = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print who drew facts, and change whose facts are served.

    A derivation is a model with its prompts and what is wanted of the facts.
    Several read the same messages, side by side; one is in use.

    Examples:
      memkit derivations
      memkit derivations --json
    """
    out = Output(as_json)
    with opened(out, db, llm=llm if derive is None else None) as memory:
        if compare is not None:
            found = memory.compare_derivations(*compare)
            if out.as_json:
                out.document(show_facts.compared_fields(found))
            else:
                show_facts.compared(out.screen, found)
            return
        if review is not None or instructions is not None:
            memory.set_wishes(review=review, instructions=instructions)
            if not memory.derivations:
                raise ValidationError("There is nobody to draw facts yet.", fix=fixes.GIVE_LLM)
        if derive is not None:
            made = memory.derive(derive, llm=llm, profile=profile)
            show_facts.unread(out, made)
        if use is not None:
            memory.use_derivation(use)
        if drop is not None:
            if not yes:
                gone = counted(memory.facts(derivation=drop, limit=1).total or 0, "fact")
                raise ValidationError(
                    f"Nothing was dropped. This would delete {gone} of {drop!r}.",
                    fix="If you mean it, add --yes.",
                )
            memory.drop_derivation(drop)
        listed = memory.derivations
    if out.as_json:
        out.document({"derivations": [show_facts.derivation_fields(one) for one in listed]})
    else:
        show_facts.derivations(out.screen, listed)


def accept(
    id: Annotated[str, _ID],
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="TEXT", help="What it is to say instead."),
    ] = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Let a proposed fact hold, with what it does to an old one.

    Which ones wait: memkit facts --status proposed

    Examples:
      memkit accept 0198c0de-8f00-7d00-8000-5a1b2c3d4e5f
      memkit accept 6b2c3d4e5f60 --text "Alice lives in Lisbon"
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        results = memory.accept(id, text=text)
    if out.as_json:
        out.document({"results": [result.model_dump(mode="json") for result in results]})
    else:
        show.results(out.screen, results)


def reject(id: Annotated[str, _ID], db: Database = None, as_json: Json = False) -> None:
    """Refuse a fact: it is not served, and the same words don't bring it back.

    It may have been proposed or not. `memkit undo` takes the refusal back.

    Examples:
      memkit reject 0198c0de-8f00-7d00-8000-5a1b2c3d4e5f
      memkit reject 6b2c3d4e5f60
    """
    out = Output(as_json)
    with opened(out, db) as memory:
        results = memory.reject(id)
    if out.as_json:
        out.document({"results": [result.model_dump(mode="json") for result in results]})
    else:
        show.results(out.screen, results)


def check_llm(
    long: Annotated[
        bool, typer.Option("--long/--no-long", help="Also send a long prompt, to see if it is cut.")
    ] = True,
    llm: Model = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Try the LLM on a dozen transcripts, and say how to use it.

    It tells whether a schema is obeyed, quotes are copied, languages kept and
    orders in a text resisted, how fast it is, and which profile suits. This
    makes a dozen calls or so, and costs what they cost.

    Examples:
      memkit check-llm
      memkit check-llm --no-long --json
    """
    out = Output(as_json)
    with opened(out, db, llm=llm) as memory:
        found = memory.check_llm(long=long)
    if out.as_json:
        out.document(found.to_dict())
    else:
        show_facts.llm(out.screen, found)
