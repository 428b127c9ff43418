"""ONNX models in the layout that FastEmbed reads, made on the spot: no hub can be asked in a test.

Two of them: one that adds up fixed random directions of a text's words, and a cross-encoder that
counts the words that query and text share.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

DIM = 64
WINDOW = 128
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
_OPSET = 17
_IR = 9


class Graph:
    """Builds a graph node by node."""

    def __init__(self, *inputs: str) -> None:
        self.inputs = inputs
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: np.ndarray) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, *inputs: str | np.ndarray, **attributes: object) -> str:
        name = f"n{len(self.nodes)}"
        taken = [one if isinstance(one, str) else self.constant(one) for one in inputs]
        self.nodes.append(helper.make_node(kind, taken, [name], **attributes))
        return name

    def save(self, result: str, *shape: object, path: Path) -> None:
        self.nodes.append(helper.make_node("Identity", [result], ["output"]))
        int64, float32 = TensorProto.INT64, TensorProto.FLOAT
        graph = helper.make_graph(
            self.nodes,
            "model",
            [helper.make_tensor_value_info(name, int64, ["n", "t"]) for name in self.inputs],
            [helper.make_tensor_value_info("output", float32, list(shape))],
            self.constants,
        )
        opset = [helper.make_opsetid("", _OPSET)]
        model = helper.make_model(graph, opset_imports=opset, ir_version=_IR)
        onnx.checker.check_model(model)
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(model, str(path))


def words_model(folder: Path, *, words: list[str]) -> Path:
    """Make an embedder whose token vectors are random directions, by a fixed seed."""
    rng = np.random.default_rng(7)
    table = rng.normal(size=(_tokenizer(folder, words), DIM)).astype(np.float32)
    table[: len(SPECIAL)] *= 0.01
    graph = Graph("input_ids", "attention_mask")
    vectors = graph.add("Gather", table, "input_ids")
    graph.save(vectors, "n", "t", DIM, path=folder / "onnx" / "model.onnx")
    return folder


def overlap_model(folder: Path, *, words: list[str]) -> Path:
    """Make a cross-encoder: how many of the query's words, on the average, the text has."""
    size = _tokenizer(folder, words)
    rng = np.random.default_rng(7)
    table = rng.normal(size=(size, DIM)).astype(np.float32)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    plain = np.ones(size, np.float32)
    plain[: len(SPECIAL)] = 0
    graph = Graph("input_ids", "attention_mask", "token_type_ids")
    vectors = graph.add("Gather", table, "input_ids")
    real = graph.add("Gather", plain, "input_ids")
    second = graph.add("Cast", "token_type_ids", to=TensorProto.FLOAT)
    of_text = graph.add("Mul", real, second)
    of_query = graph.add("Sub", real, of_text)
    turned = graph.add("Transpose", vectors, perm=[0, 2, 1])
    alike = graph.add("MatMul", vectors, turned)
    axis = np.array([1], np.int64)
    alike = graph.add("Mul", alike, graph.add("Unsqueeze", of_text, axis))
    best = graph.add("ReduceMax", alike, axes=[2], keepdims=0)
    total = graph.add("ReduceSum", graph.add("Mul", best, of_query), axis, keepdims=1)
    count = graph.add("ReduceSum", of_query, axis, keepdims=1)
    score = graph.add("Div", total, graph.add("Max", count, np.float32(1)))
    graph.save(score, "n", 1, path=folder / "onnx" / "model.onnx")
    return folder


def words_of(*texts: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", " ".join(texts).lower())


def _tokenizer(folder: Path, words: list[str]) -> int:
    """Write a WordPiece tokenizer of words and letters, and return how many tokens it knows."""
    letters = [chr(code) for code in range(33, 127)]
    pieces = [*letters, *(f"##{letter}" for letter in letters)]
    known = list(dict.fromkeys([*SPECIAL, *pieces, *words]))
    vocabulary = {token: place for place, token in enumerate(known)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(token, vocabulary[token]) for token in ("[CLS]", "[SEP]")],
    )
    tokenizer.add_special_tokens(SPECIAL)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    named = {f"{token[1:-1].lower()}_token": token for token in SPECIAL}
    settings = {"model_max_length": WINDOW, "pad_token": "[PAD]"}
    (folder / "special_tokens_map.json").write_text(json.dumps(named))
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    (folder / "config.json").write_text(json.dumps({"pad_token_id": 0}))
    return len(known)
