"""What a model writes down of a window, before anything of it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["state", "event", "preference", "plan", "instruction", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is worth remembering, as a model wrote it.

    Attributes:
        line: The number of the line that says so.
        quote: The words that say so, copied from that line.
        when: The words of time, copied; "" for none.
        about: Who or what it is about.
        text: A sentence that can be understood alone.
        kind: What sort of thing it is.
        entities: Names of people, places and organisations in it; only a large model is asked.
        categories: Those of the user's categories that it belongs to; likewise.
    """

    line: int
    quote: str
    when: str
    about: str
    text: str
    kind: Kind
    entities: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
