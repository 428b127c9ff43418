"""Zip files, which Word, PowerPoint, Excel and EPUB files are: looked at before they are opened."""

from __future__ import annotations

import io
import zipfile

from memkit_loaders.limits import MEGABYTE, Limits, Refusal

_MOST_PARTS = 50_000
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


def opened(content: bytes, limits: Limits, *, kind: str) -> zipfile.ZipFile:
    """Return a file's parts, which are few, and not too large once unpacked.

    Python reads no more of a part than its entry says, so that a false size helps nobody.

    Args:
        content: The file's bytes.
        limits: `most_unpacked_megabytes` is kept.
        kind: What it should be, for the message: "Word file".

    Raises:
        Refusal: It is no zip file, is damaged or encrypted, or asks for too much.
    """
    if content.startswith(_OLD_OFFICE):
        raise Refusal(
            f"it is encrypted, or of the format before 2007, and no {kind}",
            "Save a copy without a password, in today's format.",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    # The last one is what zipfile raises at a method of packing that it does not know.
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal(f"it is damaged, or no {kind}: {error}", "Get it once more.") from error
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS:
        raise Refusal(
            f"it has {len(parts)} parts, and a {kind} with more than {_MOST_PARTS} is none",
            "Leave it out.",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("it is encrypted with a password", "Save a copy without a password.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.most_unpacked_megabytes * MEGABYTE:
        raise limits.refusal(
            "most_unpacked_megabytes", f"it unpacks to {unpacked / MEGABYTE:,.0f} megabytes"
        )
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Return a part; None if there is none of that name."""
    try:
        return archive.read(name)
    except KeyError:
        return None
