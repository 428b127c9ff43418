"""Asking a model what an image shows, once for each image, and keeping it as a derived memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Add, Call
from memkit.contracts.llm import LLM
from memkit.domain.attachments import Attachment
from memkit.domain.digests import text_digest
from memkit.domain.records import Message, Scope, Source, Usage
from memkit.domain.states import State
from memkit.engine.engine import Engine
from memkit.engine.ingest.write import commit
from memkit.errors import MemkitError, PurgedError
from memkit.extraction.asking.call import Asker, BudgetSpent
from memkit.extraction.describing.undescribed import Undescribed, undescribed
from memkit.extraction.tasks.prompts import prompt

TASK = "describe"

_ANSWER_TOKENS = 400
_MOST_CHARACTERS = 2000


@dataclass(slots=True)
class Described:
    """What became of images.

    Attributes:
        images: How many were described.
        problems: Why others were not.
        usage: What the calls consumed that were made now.
    """

    images: int = 0
    problems: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)


def describing(
    engine: Engine,
    llm: LLM,
    *,
    provider: str,
    derivation: str,
    scope: Scope,
    proceed: Callable[[str], str | None],
) -> Effects[Described]:
    """Describe the images of a scope that are not described yet.

    The journal records the answers: the same image in another scope, or after a crash, is not asked
    for again. What fails stays pending.

    Args:
        engine: The memory.
        llm: A model that takes images.
        provider: The name of its provider; `derivation`: that of who draws facts with it.
        scope: Whose images.
        proceed: Is told how far it is before each image, and returns why to stop, if so.

    Raises:
        ProviderError: The embedder failed.
    """
    done = Described()
    asker = Asker(
        llm=llm, provider=provider, derivation=derivation,
        calls=engine.journal, budget=engine.journal.budget,
    )  # fmt: skip
    waiting = undescribed(engine.journal, scope)
    for number, one in enumerate(waiting, 1):
        why = proceed(f"image {number:,} of {len(waiting):,}")
        if why is not None:
            done.problems.append(why)
            break
        try:
            yield from _describe(engine, asker, one, done)
        except BudgetSpent as error:
            done.problems.append(error.problem)
            break
        except PurgedError:
            continue
        except MemkitError as error:
            done.problems.append(f"{one.attachment} could not be described: {error.problem}")
    return done


def _describe(engine: Engine, asker: Asker, one: Undescribed, done: Described) -> Effects[None]:
    call, answer = yield from asker.ask(
        _messages(engine, one.attachment),
        schema=None,
        max_tokens=_ANSWER_TOKENS,
        task=TASK,
        prompt=prompt("describe").version,
        shown=(one.message.id,),
    )
    if answer is not None:
        done.usage += answer.usage
    said = _description_in(call)
    if said is None:
        done.problems.append(f"{one.attachment} was not described: the answer was {call.stop!r}.")
        return
    addition = Add(scope=one.message.scope, state=_state(one, said, call))
    yield from commit(engine, [addition], reason=prompt("describe").version,
                      shown=(one.message.id,))  # fmt: skip
    done.images += 1


def _messages(engine: Engine, attachment: Attachment) -> list[Message]:
    assert attachment.digest is not None
    # Its name and its message may say anything; an image is asked for once, whatever they say.
    bare = Attachment(media_type=attachment.media_type, digest=attachment.digest)
    return [
        Message(role="system", content=prompt("describe").text),
        Message(
            role="user",
            content="The image:",
            attachments=(bare,),
            contents=engine.journal.contents([attachment.digest]),
        ),
    ]


def _description_in(call: Call) -> str | None:
    """Return what an answer says on one line; None for one that was refused or is blank."""
    if call.stop not in ("end", "length"):
        return None
    said = " ".join(call.answer.split())
    return said[:_MOST_CHARACTERS] or None


def _state(one: Undescribed, said: str, call: Call) -> State:
    source = Source(
        memory_id=one.message.id,
        document=f"sha256:{one.attachment.digest}",
        digest=text_digest(one.message.memory),
    )
    return State(
        text=f"{one.attachment} {said}",
        sources=(source,),
        derived_by=f"{call.model}, {call.prompt}",
        attachments=(replace(one.attachment, description=said),),
    )
