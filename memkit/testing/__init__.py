"""The conformance kit: what every plug-in of a kind must do, as tests to inherit.

    from memkit.testing import StoreConformance
    from memkit_weaviate._plugin import SPEC

    class TestWeaviate(StoreConformance):
        spec = SPEC

        @pytest.fixture
        def config(self, tmp_path):
            return {"path": str(tmp_path)}

Tests of a capability run if the spec declares it, and are skipped with a reason if it does not. A
test of the kit that a subclass replaces must be named in `overrides`, with the reason.
"""

try:
    import pytest
except ImportError as error:
    raise ImportError(
        "memkit.testing needs pytest, which is not installed. "
        "Run: pip install 'memkit-core[testing]'"
    ) from error

_MODULES = (
    "base", "commands", "embedders", "hosted", "hosted_memory", "journals", "llms", "loaders",
    "memories", "plugin", "rerankers", "secrets", "stores", "tuning",
)  # fmt: skip
pytest.register_assert_rewrite(*(f"{__name__}.{module}" for module in _MODULES))

# After the line above, so that a failed assertion shows its values.
from memkit.testing.building import building  # noqa: E402 - see above
from memkit.testing.commands import CommandConformance  # noqa: E402 - see above
from memkit.testing.context import DictContext, SampleMemory  # noqa: E402 - see above
from memkit.testing.embedders import EmbedderConformance  # noqa: E402 - see above
from memkit.testing.hosted import HostedConformance, HostedLLMConformance  # noqa: E402 - see above
from memkit.testing.hosted_memory import HostedMemoryConformance  # noqa: E402 - see above
from memkit.testing.journals import JournalConformance  # noqa: E402 - see above
from memkit.testing.leaks import CANARY  # noqa: E402 - see above
from memkit.testing.llms import LLMConformance  # noqa: E402 - see above
from memkit.testing.loaders import LoaderConformance  # noqa: E402 - see above
from memkit.testing.memories import StoredMemoryConformance  # noqa: E402 - see above
from memkit.testing.plugin import PluginConformance  # noqa: E402 - see above
from memkit.testing.rerankers import RerankerConformance  # noqa: E402 - see above
from memkit.testing.secrets import SecretsConformance  # noqa: E402 - see above
from memkit.testing.stores import StoreConformance  # noqa: E402 - see above
from memkit.testing.tuning import TunedStoreConformance  # noqa: E402 - see above
from memkit.testing.wire import Reply, Request, WireServer  # noqa: E402 - see above

__all__ = [
    "CANARY",
    "CommandConformance",
    "DictContext",
    "EmbedderConformance",
    "HostedConformance",
    "HostedLLMConformance",
    "HostedMemoryConformance",
    "JournalConformance",
    "LLMConformance",
    "LoaderConformance",
    "PluginConformance",
    "Reply",
    "Request",
    "RerankerConformance",
    "SampleMemory",
    "SecretsConformance",
    "StoreConformance",
    "StoredMemoryConformance",
    "TunedStoreConformance",
    "WireServer",
    "building",
]
