"""Reading a saved comparison, whoever made the file: sizes are known before anything is read."""

from __future__ import annotations

import io
import math
import re
import struct
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from memkit.analysis.layouts import Layout, Projection
from memkit.comparison.corpus import ArrayCorpus, JournalCorpus
from memkit.comparison.derived import Arrays, Derived
from memkit.contracts.store import Selection
from memkit.domain.files import refuse_database
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.validation import checked_metadata
from memkit.errors import MemkitError, NotFoundError, ValidationError

if TYPE_CHECKING:
    from memkit.comparison.comparison import Comparison
    from memkit.engine.verbs import Verbs

C = TypeVar("C", bound="Comparison")

FORMAT = "memkit-comparison"
VERSION = 1

# In bytes, unpacked. Beyond them no browser draws what a file holds.
_MOST_TOLD = 64 << 20
_MOST_TEXT = 512 << 20
_MOST_IN_ALL = 4 << 30
_MOST_ENTRIES = 10_000
_MOST_MEMORIES = 1_000_000
_MOST_DIMENSIONS = 1 << 15
# Sums of squares of float32 stay finite below it.
_LARGEST = 1e15
_END = struct.Struct("<4s4H2LH")
_ZIP64 = b"PK\x06\x07"
_DERIVED = re.compile(r"derived/(([a-z_]+)-[0-9a-f]{32})\.npz")
_ARRAY = re.compile(r"([a-z_]+)\.npy")
# What each result consists of; others are of a newer memkit.
_PARTS = {
    "layout": {"positions", "disparities"},
    "anchors": {"rows", "weights"},
    "faithfulness": {"numbers", "counts"},
    "neighbours": {"rows", "cosines"},
    "clusters": {"labels"},
    "names": {"names"},
}

_PARTS_OF_TEXT = {("names", "names")}
_LONGEST_NAME = 1000
# Of two spaces: one number each.
_PAIRS = {"geometry": {"cka", "rank_correlation"}, "grouping": {"ari", "ami"}}

_Name = Annotated[str, Field(min_length=1, max_length=1000)]


class _About(BaseModel):
    """What a file says of itself."""

    model_config = ConfigDict(strict=True)

    format: str
    version: int = Field(ge=1)
    spaces: list[_Name] = Field(min_length=2, max_length=16)
    wanted: Projection
    projection: Projection
    layout: Layout
    dims: int = Field(ge=2, le=3)
    k: int = Field(ge=1, le=10_000)
    seed: int = Field(ge=0, lt=2**32)
    notes: list[Annotated[str, Field(max_length=10_000)]] = Field(max_length=1000)
    selection: list[_Name] = Field(max_length=_MOST_MEMORIES)


def load(cls: type[C], path: Path, memory: Verbs | None) -> C:
    """Read a comparison.

    Raises:
        NotFoundError: There is no such file.
        ValidationError: It is no saved comparison, is damaged, or holds more than one can.
    """
    try:
        return _load(cls, path, memory)
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {str(path)!r}.", fix="Check the path.") from error
    except MemkitError as error:
        raise _refused(path, error.problem.removesuffix(".")) from error
    except zipfile.BadZipFile as error:
        raise _refused(path, str(error).removesuffix(".")) from error
    except Exception as error:
        raise _refused(path, f"{type(error).__name__}: {str(error)[:300]}") from error


def _refused(path: Path, problem: str) -> ValidationError:
    return ValidationError(
        f"{str(path)!r} is no saved comparison: {problem}.",
        fix="Give a file that comparison.save(path) of this memkit or an older one wrote.",
    )


def _load(cls: type[C], path: Path, memory: Verbs | None) -> C:
    if path.is_dir():
        raise IsADirectoryError(path)
    refuse_database(path)
    with path.open("rb") as raw:
        _check_end(raw)
        with zipfile.ZipFile(raw) as file:
            entries = _entries(file)
            about = _about(file, entries)
            records = _records(file, entries)
            vectors = {
                space: _vectors(file, entries.get(f"vectors/{number}.npy"), len(records))
                for number, space in enumerate(about.spaces)
            }
            derived = Derived()
            derived.hold(_held(file, entries, n=len(records), spaces=len(about.spaces)))
    behind = None
    if memory is not None:
        behind = JournalCorpus(memory.engine, Selection.of(Scope(), None), np.empty(0, np.int64))
    loaded = cls(
        ArrayCorpus(records, vectors, behind=behind),
        about.spaces,
        projection=about.projection,
        layout=about.layout,
        dims=about.dims,
        k=about.k,
        seed=about.seed,
        derived=derived,
        notes=about.notes,
        memory=memory,
    )
    if any(part.shape != (len(records), about.dims) for part in loaded.positions.values()):
        raise ValueError("the picture is not of these memories")
    loaded.wanted = about.wanted
    # Memories that a sample leaves out are not in the file.
    loaded.selection = [id_ for id_ in about.selection if loaded._corpus.has(id_)]
    return loaded


# -- the archive ---------------------------------------------------------------------------------


def _check_end(raw: BinaryIO) -> None:
    """Look at how long the list of entries is before it is read."""
    size = raw.seek(0, io.SEEK_END)
    raw.seek(max(0, size - (1 << 16) - _END.size - 20))
    tail = raw.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise zipfile.BadZipFile("it is not a zip file")
    _, _, _, _, count, listed, _, _ = _END.unpack_from(tail, at)
    if tail[max(0, at - 20) :].startswith(_ZIP64) or count > _MOST_ENTRIES or listed > 1 << 22:
        raise zipfile.BadZipFile("it has too many entries")
    raw.seek(0)


def _entries(file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries = {entry.filename: entry for entry in file.infolist()}
    if len(entries) != len(file.infolist()) or len(entries) > _MOST_ENTRIES:
        raise ValueError("an entry is there twice")
    if sum(entry.file_size for entry in entries.values()) > _MOST_IN_ALL:
        raise ValueError("it holds too much")
    for entry in entries.values():
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(f"the entry {entry.filename[:100]!r} is packed in another way")
        if entry.flag_bits & 1:
            raise ValueError(f"the entry {entry.filename[:100]!r} is encrypted")
    return entries


def _read(
    file: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str, *, most: int
) -> bytes:
    entry = entries.get(name)
    if entry is None:
        raise ValueError(f"there is no entry {name!r}")
    if entry.file_size > most:
        raise ValueError(f"the entry {name!r} is too large")
    return file.read(entry)


# -- what stands in it ---------------------------------------------------------------------------


def _about(file: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> _About:
    told = _read(file, entries, "comparison.json", most=_MOST_TOLD)
    about = _Version.model_validate_json(told)
    if about.format != FORMAT or about.version > VERSION:
        raise ValueError("it is of a newer memkit; upgrade memkit-core")
    read = _About.model_validate_json(told)
    if len(set(read.spaces)) != len(read.spaces):
        raise ValueError("a space is there twice")
    return read


class _Version(BaseModel):
    model_config = ConfigDict(strict=True)

    format: str
    version: int


def _records(file: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> list[MemoryRecord]:
    told = _read(file, entries, "memories.jsonl", most=_MOST_TEXT)
    if told.count(b"\n") >= _MOST_MEMORIES:
        raise ValueError("it has too many memories")
    records = []
    for line in io.BytesIO(told):
        if line.strip():
            record = MemoryRecord.model_validate_json(line)
            checked_metadata(record.metadata)
            checked_metadata(record.data, "data")
            records.append(record)
    if len({record.id for record in records}) != len(records):
        raise ValueError("a memory is there twice")
    return records


def _vectors(file: zipfile.ZipFile, entry: zipfile.ZipInfo | None, n: int) -> NDArray[np.float32]:
    if entry is None:
        raise ValueError("the vectors of a space are missing")
    vectors = _array(file, entry, kinds="f")
    if vectors.ndim != 2 or len(vectors) != n or not 1 <= vectors.shape[1] <= _MOST_DIMENSIONS:
        raise ValueError(f"{n} memories have vectors of shape {vectors.shape}")
    if vectors.size and not float(np.abs(vectors).max()) < _LARGEST:
        raise ValueError("a vector has numbers that are none, or too large")
    return np.ascontiguousarray(vectors, np.float32)


def _held(
    file: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], *, n: int, spaces: int
) -> dict[str, Arrays]:
    held: dict[str, Arrays] = {}
    for name in entries:
        found = _DERIVED.fullmatch(name)
        if found is None:
            continue
        content = io.BytesIO(_read(file, entries, name, most=_MOST_IN_ALL))
        _check_end(content)
        with zipfile.ZipFile(content) as inner:
            arrays = {}
            for part, entry in _entries(inner).items():
                called = _ARRAY.fullmatch(part)
                if called is None:
                    raise ValueError(f"{name!r} holds something else")
                arrays[called[1]] = _array(inner, entry, kinds="biufU")
        _check_result(found[2], arrays, n=n, spaces=spaces)
        held[found[1]] = arrays
    return held


def _array(file: zipfile.ZipFile, entry: zipfile.ZipInfo, *, kinds: str) -> NDArray[Any]:
    """Return an array whose header says just as much as there is."""
    with file.open(entry) as stream:
        version = np.lib.format.read_magic(stream)
        if version not in ((1, 0), (2, 0)):
            raise ValueError("an array is of another format")
        read = (
            np.lib.format.read_array_header_1_0
            if version == (1, 0)
            else np.lib.format.read_array_header_2_0
        )
        shape, fortran, dtype = read(stream, max_header_size=10_000)
        size = math.prod(shape) * dtype.itemsize
        if dtype.kind not in kinds or dtype.hasobject or dtype.names or len(shape) > 3:
            raise ValueError(f"an array holds {dtype}")
        if any(side < 0 for side in shape) or size != entry.file_size - stream.tell():
            raise ValueError("an array is not as large as it says")
        content = stream.read()
    if len(content) != size:
        raise ValueError("an array is cut off")
    flat = np.frombuffer(bytearray(content), dtype)
    return flat.reshape(shape, order="F" if fortran else "C")


def _check_result(kind: str, arrays: Arrays, *, n: int, spaces: int) -> None:
    """Make sure that what was computed can be of these memories."""
    missing = _PARTS.get(kind, set()) - set(arrays)
    fits = not missing
    for name, array in arrays.items():
        if array.dtype.kind == "f":
            known = ~np.isnan(array)
            fits &= not np.isinf(array[known]).any()
            if name in {"positions", "cosines", "weights"}:
                fits &= bool(known.all()) and not (np.abs(array) > _LARGEST).any()
        if name in {"rows", "labels"} and kind in _PARTS:
            least = -1 if name == "labels" else 0
            fits &= array.dtype.kind in "iu" and not ((array < least) | (array >= n)).any()
        elif (kind, name) in _PARTS_OF_TEXT:
            fits &= array.dtype.kind == "U" and array.itemsize <= 4 * _LONGEST_NAME
        elif kind in _PARTS or kind in _PAIRS:
            fits &= array.dtype.kind in "biuf"
    shapes = {name: array.shape for name, array in arrays.items()}
    if fits and kind == "layout":
        positions = shapes["positions"]
        fits = positions[:2] == (spaces, n) and positions[2:] in ((2,), (3,))
        fits &= shapes["disparities"] == (spaces,)
    elif fits and kind == "neighbours":
        fits = shapes["rows"] == shapes["cosines"] and shapes["rows"][:1] == (n,)
        fits &= len(shapes["rows"]) == 2
    elif fits and kind == "anchors":
        fits = shapes["rows"] == shapes["weights"] and len(shapes["rows"]) == 2
    elif fits and kind == "clusters":
        fits = shapes["labels"] == (n,)
    elif fits and kind == "faithfulness":
        fits = (shapes["numbers"], shapes["counts"]) == ((2,), (3,))
    elif fits and kind in _PAIRS:
        fits = set(shapes) == _PAIRS[kind] and all(shape == (1,) for shape in shapes.values())
    if not fits:
        raise ValueError(f"what was computed as {kind!r} does not fit the memories")
