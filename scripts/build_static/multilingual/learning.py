"""Learning where the words of all languages lie in the space of "static".

A word's row is made from the teacher's vector of that word alone, by one small network for all
words, so that words that no training text holds profit from those that do; frequent ones may move a
little on their own. A text's vector is the sum of its words' rows; English words keep their rows of
"static", and get a share of the new ones. The rows learn four things at once:

- a sentence lies where the English one of the same meaning lies in "static";
- it is nearest to that one as it will be embedded (InfoNCE, van den Oord et al., 2018);
- similarities within a batch are distributed as the teacher's (as in `build_static/tune.py`);
- the new rows of English words alone put English texts, and names and keywords of CLDR, there, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

Floats = NDArray[np.float32]
Bag = NDArray[np.int64]


@dataclass(frozen=True)
class Settings:
    """How to train.

    A row is divided by `measure`, so that it is about as long as one of "static".
    """

    hidden: int = 1024
    epochs: int = 4
    batch: int = 1024
    english_batch: int = 512
    cldr_batch: int = 384
    rate: float = 1e-3
    decay: float = 0.02
    dropout: float = 0.1
    own_share: float = 0.7
    measure: float = 0.2
    sif: float = 1e-4
    least_weight: float = 0.02
    sharpness: float = 20.0
    second_share: float = 0.4
    nearest: float = 1.5
    teacher: float = 0.3
    placed: float = 0.6
    english: float = 0.5
    cldr: float = 0.4
    seed: int = 0


@dataclass(frozen=True)
class Data:
    """What is learned from.

    Attributes:
        vectors: The teacher's vector of each word, (words, width).
        shares: The log-share of each word in text, (words,).
        known: Which words are English, bool of shape (words,).
        static: The row of each English word in "static", zeros for others, (words, 256).
        texts: The words of each text of Tatoeba, as numbers.
        text_teacher: The teacher's vectors of these texts, (texts, width).
        text_static: Their vectors of "static", (texts, 256).
        pairs: Places in `texts`: a sentence, and the same in English, (pairs, 2).
        english: The words of more English texts; `english_static`: their vectors of "static".
        cldr: For each entry: the words of its name, and those of all its texts.
        cldr_static: The vectors of "static" of the same in English, (entries, 2, 256).
    """

    vectors: Floats
    shares: Floats
    known: NDArray[np.bool_]
    static: Floats
    texts: Sequence[Bag]
    text_teacher: Floats
    text_static: Floats
    pairs: NDArray[np.int64]
    english: Sequence[Bag]
    english_static: Floats
    cldr: Sequence[tuple[Bag, Bag]]
    cldr_static: Floats


def whitened(vectors: Floats, *, softening: int = 50, sample: int = 40_000) -> Floats:
    """Return vectors whose directions count alike, but for those that hold hardly anything.

    A transformer's vectors lie in a narrow cone, along directions that tell languages apart.
    """
    chosen = np.random.default_rng(0).permutation(len(vectors))[:sample]
    centred = vectors - vectors.mean(axis=0)
    _, lengths, directions = np.linalg.svd(centred[chosen], full_matrices=False)
    found = centred @ directions.T / (lengths + lengths[softening])
    return np.asarray(found / np.linalg.norm(found, axis=1).mean(), dtype=np.float32)


def centred(vectors: Floats) -> Floats:
    """Return vectors of length one around their mean."""
    moved = vectors - vectors.mean(axis=0)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


class _Rows(nn.Module):
    """From the teacher's vectors of words to their rows."""

    def __init__(self, data: Data, settings: Settings) -> None:
        super().__init__()
        width, dim = data.vectors.shape[1], data.static.shape[1]
        seen = _seen(data)
        # Words without a share of their own are rare.
        guessed = np.log(np.maximum(seen, 1) / seen.sum()) - 2
        share = np.exp(np.where(data.shares > -90, data.shares, guessed))
        weights = np.clip(settings.sif / (settings.sif + share), settings.least_weight, 1)
        trust = np.minimum(seen, 20) / (np.minimum(seen, 20) + 4)
        self._settings = settings
        self._inputs = torch.from_numpy(whitened(data.vectors))
        self._weights = torch.from_numpy(np.log(weights).astype(np.float32))
        self._trust = torch.from_numpy((settings.own_share * trust).astype(np.float32))
        self._known = torch.from_numpy(data.known)
        self._static = torch.from_numpy(data.static)
        self._straight = nn.Linear(width, dim, bias=False)
        self._inner = nn.Linear(width, settings.hidden)
        self._bent = nn.Linear(settings.hidden, dim, bias=False)
        self._gate = nn.Sequential(nn.Linear(width + 1, 64), nn.GELU(), nn.Linear(64, 1))
        self._dropout = nn.Dropout(settings.dropout)
        self.own = nn.Embedding(len(data.vectors), dim, sparse=True)
        last = self._gate[2]
        assert isinstance(last, nn.Linear)
        for zero in (self._bent.weight, self.own.weight, last.weight, last.bias):
            nn.init.zeros_(zero)
        nn.init.orthogonal_(self._straight.weight)

    def forward(self, words: Tensor) -> Tensor:
        x, weight = self._inputs[words], self._weights[words, None]
        gate = self._gate(torch.cat([x, weight], dim=1)) + weight
        shared = self._straight(x) + self._bent(functional.gelu(self._inner(self._dropout(x))))
        row: Tensor = shared * torch.exp(gate) + self.own(words) * self._trust[words, None]
        return row / self._settings.measure

    def texts(self, bags: Sequence[Bag], *, with_static: bool = True) -> Tensor:
        """Return the unit vectors of texts.

        Args:
            bags: Their words.
            with_static: Whether English words have their rows of "static", too.
        """
        words, places = np.unique(np.concatenate(list(bags)), return_inverse=True)
        starts = np.cumsum([0, *(len(bag) for bag in bags[:-1])])
        numbers = torch.from_numpy(words)
        rows = self(numbers)
        if with_static:
            mixed = self._static[numbers] + self._settings.second_share * rows
            rows = torch.where(self._known[numbers, None], mixed, rows)
        sums = functional.embedding_bag(
            torch.from_numpy(places), rows, torch.from_numpy(starts), mode="sum"
        )
        return functional.normalize(sums, dim=1)


def learn(data: Data, settings: Settings) -> Floats:
    """Return the rows of the words, (words, 256), in the measure of "static".

    Seeded; another version of torch changes the last digits.
    """
    torch.manual_seed(settings.seed)
    rows = _Rows(data, settings)
    shared = [p for name, p in rows.named_parameters() if not name.startswith("own")]
    optimizers = (
        torch.optim.AdamW(shared, lr=settings.rate, weight_decay=settings.decay),
        torch.optim.SparseAdam(rows.own.parameters(), lr=2 * settings.rate),
    )
    batches = len(data.pairs) // settings.batch
    steps = settings.epochs * batches
    schedules = (
        torch.optim.lr_scheduler.OneCycleLR(
            optimizers[0], settings.rate, total_steps=steps + 1, pct_start=0.1
        ),
        torch.optim.lr_scheduler.LinearLR(optimizers[1], 1.0, 0.05, steps),
    )
    lesson = _Lesson(data, settings, rows)
    for epoch in range(settings.epochs):
        order = lesson.chance.permutation(len(data.pairs))
        total = 0.0
        for low in range(0, batches * settings.batch, settings.batch):
            loss = lesson.loss(data.pairs[order[low : low + settings.batch]])
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            for step in (*optimizers, *schedules):
                step.step()
            total += loss.item()
        print(f"  epoch {epoch + 1} of {settings.epochs}: loss {total / batches:.3f}", flush=True)
    rows.eval()
    with torch.inference_mode():
        every = torch.arange(len(data.vectors)).split(8192)
        return np.asarray(torch.cat([rows(words) for words in every]).numpy(), dtype=np.float32)


class _Lesson:
    """The losses of one step."""

    def __init__(self, data: Data, settings: Settings, rows: _Rows) -> None:
        self.chance = np.random.default_rng(settings.seed)
        self._data, self._settings, self._rows = data, settings, rows
        self._teacher = torch.from_numpy(data.text_teacher)
        self._static = torch.from_numpy(data.text_static)
        self._english_static = torch.from_numpy(data.english_static)
        self._cldr_static = torch.from_numpy(data.cldr_static)

    def loss(self, pairs: NDArray[np.int64]) -> Tensor:
        """Return the loss over some pairs, and over English texts and CLDR beside them."""
        s, data = self._settings, self._data
        strange, english = pairs[:, 0], pairs[:, 1]
        one = self._rows.texts([data.texts[i] for i in strange])
        other = self._rows.texts([data.texts[i] for i in english])
        loss = s.nearest * _nearest(one, other, s.sharpness)
        loss = loss + s.teacher * _alike(one, self._teacher[strange])
        loss = loss + s.placed * self._placed(one, self._static[english])
        chosen = self.chance.integers(len(data.english), size=s.english_batch)
        texts = self._rows.texts([data.english[i] for i in chosen], with_static=False)
        loss = loss + s.english * self._placed(texts, self._english_static[chosen])
        chosen = self.chance.integers(len(data.cldr), size=s.cldr_batch)
        whole = self.chance.integers(2, size=s.cldr_batch)
        bags = [data.cldr[i][w] for i, w in zip(chosen, whole, strict=True)]
        texts = self._rows.texts(bags, with_static=False)
        return loss + s.cldr * self._placed(texts, self._cldr_static[chosen, whole])

    def _placed(self, found: Tensor, wanted: Tensor) -> Tensor:
        away = 1 - (found * wanted).sum(dim=1).mean()
        return _nearest(found, wanted, self._settings.sharpness) + 1.5 * away


def _seen(data: Data) -> NDArray[np.float64]:
    """Return how often each word is in the training texts; English ones and CLDR's count less."""
    seen = np.zeros(len(data.vectors))
    for bags, counts in (
        (data.texts, 1.0),
        (data.english, 0.3),
        ([entry[1] for entry in data.cldr], 0.5),
    ):
        seen += counts * np.bincount(np.concatenate(list(bags)), minlength=len(seen))
    return seen


def _nearest(one: Tensor, other: Tensor, sharpness: float) -> Tensor:
    """Return how far each row is from being nearest to its partner, both ways."""
    others = ~torch.eye(len(one), dtype=torch.bool)
    equal = ((other @ other.T) > 0.999) & others
    scores = (one @ other.T * sharpness).masked_fill(equal, -1e4)
    right = torch.arange(len(one))
    ways = functional.cross_entropy(scores, right), functional.cross_entropy(scores.T, right)
    return (ways[0] + ways[1]) / 2


def _alike(found: Tensor, teacher: Tensor) -> Tensor:
    """Return how far the similarities within a batch are from the teacher's (KL divergence)."""
    itself = torch.eye(len(found), dtype=torch.bool)
    logs = [
        (vectors @ vectors.T / temperature).masked_fill(itself, -1e4).log_softmax(dim=1)
        for vectors, temperature in ((found, 0.1), (teacher, 0.05))
    ]
    return functional.kl_div(logs[0], logs[1], log_target=True, reduction="batchmean")
