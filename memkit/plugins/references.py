"""How users name a provider: `name`, `name:text`, `distribution/name`, `distribution/name:text`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from memkit.errors import ValidationError

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?\Z")
_DISTRIBUTION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z")

_FIX = (
    "Write 'name', 'name:text' such as 'openai:text-embedding-3-small', "
    "or 'distribution/name' such as 'memkit-weaviate/weaviate'."
)


def same_name(name: str) -> str:
    """Return the form in which provider names are compared: lower case, dashes."""
    return name.lower().replace("_", "-")


def same_distribution(name: str) -> str:
    """Return the form in which distribution names are compared (PyPA's name normalization)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True, slots=True)
class Reference:
    """A provider as users name it.

    Attributes:
        name: The provider's name.
        distribution: The distribution it comes from, where two offer the same name.
        text: What stands after the colon; it fills the field `shorthand` of the spec names.
    """

    name: str
    distribution: str | None = None
    text: str | None = None

    @classmethod
    def parse(cls, value: str | Reference) -> Reference:
        """Read a reference; the text may hold further colons and slashes.

        A URL stands for itself: in "postgresql://host/db" the provider is "postgresql" and the
        text is the whole URL.

        Raises:
            ValidationError: It is not of this form.
        """
        if isinstance(value, Reference):
            return value
        if not isinstance(value, str):
            raise ValidationError(
                f"A provider is named by a string, not by {type(value).__name__}.", fix=_FIX
            )
        head, colon, text = value.strip().partition(":")
        distribution, slash, name = head.rpartition("/")
        if not _NAME.match(name) or (slash and not _DISTRIBUTION.match(distribution)):
            raise ValidationError(f"{value!r} does not name a provider.", fix=_FIX)
        if colon and not text:
            raise ValidationError(f"{value!r} has nothing after the colon.", fix=_FIX)
        if text.startswith("//"):
            text = f"{name}:{text}"
        return cls(name, distribution or None, text or None)

    @property
    def provider(self) -> str:
        """The reference without its text."""
        return f"{self.distribution}/{self.name}" if self.distribution else self.name

    def __str__(self) -> str:
        if self.text is None:
            return self.provider
        if self.text.startswith(f"{self.name}://"):
            return f"{self.distribution}/{self.text}" if self.distribution else self.text
        return f"{self.provider}:{self.text}"
