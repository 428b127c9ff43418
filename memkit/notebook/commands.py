"""What can be typed: the magics, the subcommands of %memkit, and their options."""

from __future__ import annotations

from memkit.notebook.chat_commands import CHAT as CHAT
from memkit.notebook.cost_commands import COSTS
from memkit.notebook.document_commands import DOCUMENTS
from memkit.notebook.entity_commands import ENTITIES
from memkit.notebook.fact_commands import FACTS
from memkit.notebook.options import Command, Option
from memkit.notebook.shared_options import (
    COUNT,
    EVERYONE,
    FOLLOW_UP,
    LIMIT,
    NEIGHBOURS,
    OUT,
    SAMPLE,
    SCHEMA,
    SCOPE,
    SPACE,
    THRESHOLD,
    WHEN,
    WHERE,
    YES,
    command_of,
    moment,
    number,
    pair,
    variable,
    weight,
    whole,
)
from memkit.notebook.tidying_commands import TIDYING

_SHOWN = Option(flags=("--tokens",), value="N", read=whole,
                help="The most tokens of what is remembered; 800 if not given.")  # fmt: skip
_KIND = Option(flags=("--kind",), value="KIND", choices=("all", "facts", "messages"),
               help="All of it, what was drawn from something, or the rest.")  # fmt: skip
_HOLDS = Option(flags=("--valid-at",), value="WHEN",
                help="Only what holds at a date; else what once held is told, too.")  # fmt: skip
_RERANK = Option(flags=("--rerank",), help="Give the reranker the last word.")
# What of a memory is shown to whoever answers.
_REMEMBERED = (
    *SCOPE, EVERYONE, _SHOWN, WHERE, SPACE, _KIND, _HOLDS, WHEN, *FOLLOW_UP, _RERANK,
)  # fmt: skip

REMEMBER = command_of(
    "%remember",
    "Store a text, or the cell's text; a conversation that was pasted is one memory a message.",
    operand="TEXT",
    verbatim=True,
    options=(
        *SCOPE,
        Option(flags=("--meta", "-m"), value="KEY=VALUE", read=pair, repeat=True,
               complete="metadata", help="Metadata; a value that is JSON is stored as such."),
        Option(flags=("--type",), value="TYPE", choices=("semantic", "episodic", "procedural"),
               help="semantic, episodic or procedural."),
        Option(flags=("--at",), value="WHEN", help="When it was true, e.g. 2025-03-01."),
        Option(flags=("--expires",), value="WHEN", help="From when on it is no longer found."),
        Option(flags=("--valid-from",), value="WHEN", help="From when on it holds."),
        Option(flags=("--valid-to",), value="WHEN", help="Until before when it holds."),
        Option(flags=("--reason",), value="TEXT", help="Why, for the history."),
        Option(flags=("--from",), value="VAR|FILE", complete="variables",
               help="Store what a variable holds (a text, messages, dicts, a data frame), or a "
               "file: .jsonl, .json, .csv, .parquet."),
        Option(flags=("--verbatim",), help="One memory, even if it looks like a transcript."),
        Option(flags=("--speaker",), value="NAME=USER", read=pair, repeat=True,
               help="Of a group chat: whose memory it is what NAME says."),
        Option(flags=("--procedure",),
               help="Of a variable with a run of tools: store how it was done, too."),
        Option(flags=("--preview",), help="Show what it would do, and store nothing."),
        Option(flags=("--infer",), help="Wait for the facts that the LLM draws from it."),
        Option(flags=("--no-infer",), help="Let no facts be drawn from it."),
        SCHEMA,
        OUT,
    ),
    examples=(
        "%remember I moved to Lisbon in March --user alice --meta category=home",
        "%%remember --user alice --at 2025-03-01",
        "%remember --from messages --user alice",
        "%%remember --schema Meeting --user alice",
    ),
)  # fmt: skip
RECALL = command_of(
    "%recall",
    "Find the memories that answer a question, best first.",
    operand="QUESTION",
    verbatim=True,
    options=(
        *SCOPE,
        EVERYONE,
        COUNT,
        WHERE,
        SPACE,
        Option(flags=("--mode",), value="MODE", choices=("hybrid", "vector", "text"),
               help="By meaning and words, by meaning, or by words."),
        Option(flags=("--context",), value="SHARE", read=number,
               help="Of a message's score the next one has at least so much; 0 for nothing."),
        Option(flags=("--role-weight",), value="ROLE=SHARE", read=weight, repeat=True,
               help="How much messages of a role count, e.g. assistant=0.5; assistant=1: fully."),
        Option(flags=("--no-late-interaction",),
               help="Don't compare the best candidates word by word."),
        Option(flags=("--recency",), value="TIME",
               help="Prefer new ones: the half-life of a score, e.g. 30d."),
        _RERANK,
        THRESHOLD,
        WHEN,
        *FOLLOW_UP,
        _KIND,
        Option(flags=("--valid-at",), value="WHEN",
               help="What holds at a date, e.g. 2025-03-01; any: what does not hold, too."),
        Option(flags=("--as-of",), value="WHEN", read=moment,
               help="As it was at a date or time, or after an event's number."),
        Option(flags=("--also",), value="QUESTION", repeat=True,
               help="Another wording; the answers are fused."),
        Option(flags=("--explain",), help="Show what each score was made from."),
        OUT,
    ),
    examples=(
        "%recall what does she like? --k 5",
        '%recall --where "priority >= 3" --explain what does she like?',
        "%recall where does she live? --space minilm -o hits",
        "%recall and her brother? --rewrite --history messages",
    ),
)  # fmt: skip
CONTEXT = command_of(
    "%context",
    "Show what is remembered of a question as a block for a prompt.",
    operand="QUESTION",
    verbatim=True,
    options=(
        *_REMEMBERED,
        Option(flags=("--model",), value="NAME", help="The model whose tokens are counted."),
        OUT,
    ),
    examples=(
        "%context where does she live? --tokens 300",
        "%context what does she like? -o context",
    ),
)  # fmt: skip
ASK = command_of(
    "%ask",
    "Answer a question from what is remembered, each sentence with its source.",
    operand="QUESTION",
    verbatim=True,
    options=(
        *_REMEMBERED,
        Option(flags=("--quote",), help="Quote memories, although there is an LLM."),
        OUT,
    ),
    examples=("%ask where does she live?", "%ask what does she like? --quote -o answer"),
)
HISTORY = command_of(
    "%history",
    "Show what happened to a memory, oldest first; also to a deleted one.",
    operand="ID",
    least=1,
    most=1,
    options=(OUT,),
    examples=("%history 2f9c1e7a", "%history {hits[0].id}"),
    complete="ids",
)
UNDO = command_of(
    "%undo",
    "Bring a memory back to the state before an event; the last one if none is named.",
    operand="[EVENT]",
    most=1,
    options=(
        *SCOPE,
        EVERYONE,
        Option(
            flags=("--batch",),
            value="ID",
            help="All that a call did, by the batch_id of its events.",
        ),
        Option(flags=("--cascade",), help="Delete what was drawn from an addition with it, too."),
        YES,
    ),
    examples=("%undo", "%undo 42 --yes", "%undo 42 --cascade --yes"),
)
FORGET = command_of(
    "%forget",
    "Delete memories: by id, the hits of a question, or all that a filter selects.",
    operand="[ID ...]",
    most=None,
    options=(
        *SCOPE,
        Option(
            flags=("--query", "-q"),
            value="QUESTION",
            help="Delete the hits of a question, those that are close.",
        ),
        Option(flags=("--include-weak",), help="Delete also the hits that are not close."),
        COUNT,
        THRESHOLD,
        WHERE,
        Option(flags=("--reason",), value="TEXT", help="Why, for the history."),
        YES,
    ),
    examples=(
        "%forget 2f9c1e7a --yes",
        '%forget --query "where she lived" --k 1',
        "%forget --where \"category = 'food'\" --user alice --yes",
    ),
    complete="ids",
)
MEMKIT = command_of(
    "%memkit",
    "Open a memory, and look after it.",
    operand="[COMMAND]",
    examples=("%memkit use research.db --user alice", "%memkit status"),
)

_PROVIDERS = (
    Option(flags=("--embedder", "--embed"), value="NAME", complete="embedders",
           help="The embedding model of a new file."),
    Option(flags=("--llm",), value="NAME", complete="llms", help="The LLM."),
    Option(flags=("--store",), value="NAME", complete="stores", help="The search index."),
    Option(flags=("--reranker",), value="NAME", complete="rerankers", help="The reranker."),
    Option(flags=("--journal",), value="NAME", complete="journals",
           help="The database of the journal, if it is not a file."),
)  # fmt: skip

SUBCOMMANDS: dict[str, Command] = {
    command.name.removeprefix("%memkit "): command
    for command in (
        command_of(
            "%memkit use",
            "Open a memory and make it the current one, or set the default scope.",
            operand="[FILE or VARIABLE]",
            most=1,
            options=(
                *SCOPE,
                EVERYONE,
                *_PROVIDERS,
                Option(flags=("--actor",), value="NAME", help="Who makes the changes."),
                Option(flags=("--trust",), value="ADDRESS",
                       help="A server that the memory may name, made by another."),
                Option(flags=("--redact-secrets",),
                       help="Take secrets out of what is added before it is kept."),
                Option(flags=("--as",), value="VAR", read=variable, complete="variables",
                       help="The variable that holds it."),
            ),
            examples=(
                "%memkit use research.db --user alice --embedder static-2 --as mem",
                "%memkit use --user bob",
            ),
            complete="memories",
        ),
        command_of("%memkit status", "Show where the memory is, and what is in it."),
        command_of(
            "%memkit plugins",
            "List the providers, and what can be installed.",
            options=(
                Option(flags=("--kind",), value="KIND", complete="kinds",
                       choices=("embedder", "llm", "store", "reranker", "loader", "journal",
                                "command"),
                       help="Only this kind."),
            ),
        ),
        command_of(
            "%memkit spaces",
            "List the embedding spaces; make one the default, or drop one.",
            options=(
                Option(flags=("--use",), value="NAME", complete="spaces",
                       help="Make this the default."),
                Option(flags=("--drop",), value="NAME", complete="spaces",
                       help="Forget this one and its vectors."),
                YES,
            ),
            examples=("%memkit spaces --use minilm",),
        ),
        command_of(
            "%memkit embed",
            "Open a second space: give every memory a vector of another embedder.",
            operand="EMBEDDER",
            least=1,
            most=1,
            options=(
                Option(flags=("--key",), value="NAME", help="The space's name."),
                Option(flags=("--wait",), help="Return when it is filled."),
            ),
            examples=("%memkit embed openai:text-embedding-3-small",),
            complete="embedders",
        ),
        command_of(
            "%memkit jobs",
            "List what goes on in the background; stop a job, or go on with one.",
            options=(
                Option(flags=("--cancel",), value="NAME", complete="jobs",
                       help="Stop the job of this space or store; what was done stays."),
                Option(flags=("--resume",), value="NAME", complete="jobs",
                       help="Go on where it stopped."),
            ),
            examples=("%memkit jobs --resume minilm",),
        ),
        command_of(
            "%memkit list",
            "Show the memories in the order in which they were stored.",
            options=(*SCOPE, EVERYONE, WHERE, LIMIT, OUT),
        ),
        command_of(
            "%memkit evidence",
            "Show what a memory was drawn from, and whether the quotes still stand.",
            operand="ID",
            least=1,
            most=1,
            options=(OUT,),
            examples=("%memkit evidence 2f9c1e7a",),
            complete="ids",
        ),
        command_of(
            "%memkit stale",
            "Show the memories that are not served because a source of theirs changed.",
            options=(*SCOPE, EVERYONE, WHERE, LIMIT, OUT),
        ),
        *DOCUMENTS,
        *FACTS,
        *COSTS,
        *TIDYING,
        *ENTITIES,
        command_of(
            "%memkit duplicates",
            "Show memories that say nearly the same.",
            options=(*SCOPE, EVERYONE, WHERE, SPACE,
                     Option(flags=("--threshold",), value="COSINE", read=number,
                            help="The least cosine; 0.95 if not given."), OUT),
        ),
        command_of(
            "%memkit import",
            "Store the memories of a JSON, JSONL, CSV or Parquet file.",
            operand="FILE",
            least=1,
            most=1,
            options=(*SCOPE, Option(flags=("--strict",), help="Stop at the first bad line.")),
            complete="files",
        ),
        command_of(
            "%memkit export",
            "Write memories to a JSONL file.",
            operand="FILE",
            least=1,
            most=1,
            options=(*SCOPE, EVERYONE, WHERE,
                     Option(flags=("--history",), help="Write all changes instead."),
                     Option(flags=("--yes", "-y"), help="Replace a file that is there.")),
            complete="files",
        ),
        command_of(
            "%memkit backup",
            "Write everything to a new file, while others go on writing.",
            operand="FILE",
            least=1,
            most=1,
            options=(Option(flags=("--yes", "-y"), help="Replace a file that is there."),),
            complete="files",
        ),
        command_of(
            "%memkit purge",
            "Erase a memory from the history for good, and what was derived from it.",
            operand="ID",
            least=1,
            most=1,
            options=(Option(flags=("--reason",), value="TEXT", help="Why, for the history."), YES),
            examples=("%memkit purge 2f9c1e7a --yes",),
            complete="ids",
        ),
        command_of("%memkit doctor", "Check that everything fits together.",
                 options=(Option(flags=("--fix",), help="Rebuild what can be rebuilt first."),)),
        command_of(
            "%memkit recall",
            "Measure how much of the exact nearest neighbours the store finds.",
            options=(*SCOPE, EVERYONE, WHERE, SPACE, NEIGHBOURS, SAMPLE, OUT),
            examples=("%memkit recall", "%memkit recall --space minilm --k 20"),
        ),
        command_of(
            "%memkit tune",
            "Find the least breadth with which the store finds so much, and search so from now on.",
            operand="[RECALL]",
            most=1,
            options=(SPACE, NEIGHBOURS, SAMPLE, OUT),
            examples=("%memkit tune 0.99", "%memkit tune 0.95 --space minilm"),
        ),
        command_of("%memkit explore", "Open the memory explorer.",
                 options=(*SCOPE, EVERYONE, WHERE, SPACE)),
        command_of("%memkit compare", "Show memories in two or more spaces side by side.",
                 operand="SPACE SPACE ...", least=2, most=4, complete="spaces",
                 options=(*SCOPE, EVERYONE, WHERE,
                          Option(flags=("--sample",), value="N", read=whole,
                                 help="Only this many memories."),),
                 examples=("%memkit compare static-2 minilm",)),
        command_of("%memkit timeline", "Show the changes over time.",
                 options=(*SCOPE, EVERYONE, WHERE,
                          Option(flags=("--by",), value="KEY",
                                 help="What a lane is: user_id, event, a metadata key, ..."),
                          Option(flags=("--time",), value="TIME",
                                 choices=("at", "created_at", "occurred_at"),
                                 help="When it was recorded, stored, or true.")),
                 examples=("%memkit timeline --by category",)),
    )
}  # fmt: skip
