"""What the words around a name tell of what it names: a person, a place, an organisation."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from memkit.extraction.entities.listed import EntityKind
from memkit.extraction.entities.naming import Run
from memkit.extraction.gate.choices import SOMEBODY
from memkit.text.tokens import folded

_PLACES: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "in near", "de": "in nach", "es": "en", "pt": "em", "fr": "à", "it": "in",
        "nl": "in naar", "pl": "w we", "ru": "в во", "uk": "в у",
    }.items()
}  # fmt: skip
_AT = frozenset("bei chez bij presso".split())
_COMPANY = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|ag|corp|corporation|company|bank|university|universit[àäé]\w*"
    r"|universidad\w*|universidade|college|institute|institut|foundation|hospital|museum|club"
    r"|airlines|s\.?a|s\.?l|plc|ооо|зао|университет)\b",
    re.IGNORECASE,
)
# Turkish says where by an ending behind an apostrophe.
_TURKISH_PLACE = re.compile(r"['’][dt][ae](?:n|ki)?$")
_OF_A_SPEAKER = 3


@dataclass(slots=True)
class Hints:
    """What was seen around a name, and how often."""

    counts: Counter[EntityKind] = field(default_factory=Counter)

    def add(self, run: Run, language: str | None) -> None:
        """Count what stands before a name."""
        before = run.before
        if folded(before) in SOMEBODY or before in SOMEBODY:
            self.counts["person"] += 1
        elif before in _PLACES.get(language or "en", ()) or _TURKISH_PLACE.search(run.words[-1]):
            self.counts["place"] += 1
        elif before in _AT or (before == "at" and len(run.words) > 1):
            self.counts["organisation"] += 1

    def add_speaker(self) -> None:
        """Count that it said something."""
        self.counts["person"] += _OF_A_SPEAKER

    def kind(self, name: str) -> EntityKind | None:
        """Return what it is, if what was seen tells."""
        if _COMPANY.search(name):
            return "organisation"
        ordered = self.counts.most_common(2)
        if not ordered or (len(ordered) > 1 and ordered[0][1] == ordered[1][1]):
            return None
        return ordered[0][0]
