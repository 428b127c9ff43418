"""The options of the loaders: how much a file may ask for."""

from __future__ import annotations

from pydantic import Field

from memkit.plugins import ProviderConfig
from memkit_loaders.limits import Limits


class DocumentConfig(ProviderConfig):
    """What reading one file may cost; a file that asks for more is refused."""

    most_seconds: float = Field(
        default=60.0, gt=0, description="Seconds that one file may take, by the clock."
    )
    most_megabytes: int = Field(
        default=1024,
        ge=128,
        description="Memory of the process that reads, where the system can bound it (Linux).",
    )
    most_file_megabytes: float = Field(
        default=100.0, gt=0, description="Size of a file on disk, in megabytes."
    )
    most_unpacked_megabytes: float = Field(
        default=500.0,
        gt=0,
        description="Size of what is packed in a Word, PowerPoint, Excel or EPUB file, unpacked.",
    )
    most_pages: int = Field(default=5000, ge=1, description="Pages of a PDF, slides, or sheets.")
    most_characters: int = Field(default=20_000_000, ge=1, description="Characters of the text.")

    def limits(self) -> Limits:
        """Return them as the process that reads takes them."""
        return Limits(**{name: getattr(self, name) for name in Limits.__dataclass_fields__})
