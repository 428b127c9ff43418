from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, SecretStr, field_validator

from memkit.plugins import ProviderConfig


class StoreConfig(ProviderConfig):
    path: Path | None = None
    api_key: SecretStr | None = None


class ApproximateConfig(StoreConfig):
    ef_search: int = 40


class ModelConfig(ProviderConfig):
    model: str = "fake"
    api_key: SecretStr | None = None


class LooseConfig(BaseModel):
    """Neither frozen nor strict, with a key that anyone can read."""

    path: Path | None = None
    api_key: str = ""


class TalkativeConfig(StoreConfig):
    """Shows the address that it was given, with whatever is in it."""

    url: str = ""

    def __repr__(self):
        return f"TalkativeConfig({self.url})"


class ChangingConfig(StoreConfig):
    """Reads another value from what it wrote."""

    name: str = "x"

    @field_validator("name")
    @classmethod
    def longer(cls, name: str) -> str:
        return name + "x"
