"""Tuning a table of token vectors towards the teacher's sentence vectors.

A text's vector is the sum of its tokens' rows. The rows start as SIF-weighted token vectors
(Arora et al., "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017) and move
so that sums point where the teacher's vectors point (as in Tulkens and van Dongen, "Model2Vec",
2024, and its "tokenlearn"), and so that similarities within a batch are distributed alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Settings:
    """How to train; the loss is cosine + `kl_weight` x KL divergence at `temperature`."""

    epochs: int = 3
    batch: int = 512
    rate: float = 2e-3
    kl_weight: float = 1.0
    temperature: float = 0.05
    seed: int = 0


def tune(
    start: Floats, ids: Sequence[Sequence[int]], targets: Floats, settings: Settings
) -> Floats:
    """Return the tuned table, of the shape of `start`: (vocabulary, dimensions).

    Args:
        start: The rows to begin with. Rows of zeros stay zeros.
        ids: The token ids of each text.
        targets: The teacher's vectors of length one, in the space of `start`.
        settings: How to train.
    """
    torch.manual_seed(settings.seed)
    scale = float(np.linalg.norm(start, axis=1)[np.any(start, axis=1)].mean())
    weight = torch.nn.Parameter(torch.from_numpy(start / scale))
    frozen = torch.from_numpy(~np.any(start, axis=1))
    optimizer = torch.optim.Adam([weight], lr=settings.rate)
    kept = [i for i, tokens in enumerate(ids) if tokens]
    steps = settings.epochs * (len(kept) // settings.batch)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, steps)
    chance = np.random.default_rng(settings.seed)
    goal = torch.from_numpy(targets)
    for epoch in range(settings.epochs):
        order = chance.permutation(kept)
        total = 0.0
        count = len(order) // settings.batch
        for low in range(0, count * settings.batch, settings.batch):
            chosen = order[low : low + settings.batch]
            flat = torch.tensor([t for i in chosen for t in ids[i]])
            offsets = torch.tensor(np.cumsum([0] + [len(ids[i]) for i in chosen[:-1]]))
            summed = torch.nn.functional.embedding_bag(flat, weight, offsets, mode="sum")
            student = torch.nn.functional.normalize(summed, dim=1)
            teacher = goal[chosen]
            loss = 1 - (student * teacher).sum(dim=1).mean()
            if settings.kl_weight:
                diagonal = torch.eye(len(chosen), dtype=torch.bool)
                wanted = (teacher @ teacher.T / settings.temperature).masked_fill(diagonal, -1e4)
                found = (student @ student.T / settings.temperature).masked_fill(diagonal, -1e4)
                loss = loss + settings.kl_weight * torch.nn.functional.kl_div(
                    found.log_softmax(dim=1),
                    wanted.log_softmax(dim=1),
                    log_target=True,
                    reduction="batchmean",
                )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            if weight.grad is not None:
                weight.grad[frozen] = 0
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(
            f"  epoch {epoch + 1} of {settings.epochs}: loss {total / max(count, 1):.4f}",
            flush=True,
        )
    return np.asarray(weight.detach().numpy(), dtype=np.float32)
