"""What every journal must do, one concern a module."""

from __future__ import annotations

from typing import ClassVar

from memkit.plugins.specs import JournalSpec
from memkit.testing.journals.adding import Adding
from memkit.testing.journals.attaching import Attaching
from memkit.testing.journals.calling import Calling
from memkit.testing.journals.changing import Changing
from memkit.testing.journals.deriving import Deriving
from memkit.testing.journals.following import Following
from memkit.testing.journals.history import History
from memkit.testing.journals.purging import Purging
from memkit.testing.journals.selecting import Selecting
from memkit.testing.journals.sharing import Sharing
from memkit.testing.journals.sources import Sources
from memkit.testing.journals.spaces import Spaces
from memkit.testing.journals.text import Text


class JournalConformance(
    Adding,
    Changing,
    Sources,
    History,
    Selecting,
    Text,
    Attaching,
    Spaces,
    Following,
    Deriving,
    Calling,
    Purging,
    Sharing,
):
    """Subclass it, set `spec`, and give the fixture `config`, which must name an empty journal.

    Instances with the same config are the same journal, also in another process.

    Attributes:
        spec: The journal's `JournalSpec`.
    """

    spec: ClassVar[JournalSpec]
