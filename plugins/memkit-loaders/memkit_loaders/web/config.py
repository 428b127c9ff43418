"""The options of the loader of web pages: whom it may ask, and how much it takes."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator

from memkit_loaders.config import DocumentConfig
from memkit_loaders.limits import Refusal
from memkit_loaders.web.urls import Url


class WebConfig(DocumentConfig):
    """Whom the loader may ask for pages, and what one of them may cost."""

    allow_private: bool = Field(
        default=False,
        description="Whether addresses of this machine and of private networks may be asked.",
    )
    allowed_hosts: tuple[str, ...] = Field(
        default=(),
        description="Hosts that may be private, each with a port if it is an unusual one: "
        "'wiki.local', 'localhost:8000'.",
    )
    ports: tuple[int, ...] = Field(default=(80, 443), description="Ports that may be asked.")
    most_file_megabytes: float = Field(
        default=20.0, gt=0, description="Size of a page or a file, unpacked, in megabytes."
    )
    most_fetch_seconds: float = Field(
        default=30.0,
        gt=0,
        description="Seconds that fetching a page may take, with all that it redirects to.",
    )
    most_redirects: int = Field(default=5, ge=0, description="How often a page may lead on.")
    robots: bool = Field(default=True, description="Whether robots.txt is respected.")
    pause_seconds: float = Field(
        default=1.0, ge=0, description="The least time between two requests to one host."
    )
    user_agent: str = Field(
        default="memkit/0.1 (+https://pypi.org/project/memkit-loaders/)",
        pattern=r"^[!-~][ -~]*$",
        description="Who asks. What stands before the first slash is the name in robots.txt.",
    )
    ca_file: Path | None = Field(
        default=None, description="Certificates to trust instead of the public ones, as PEM."
    )

    @field_validator("allowed_hosts")
    @classmethod
    def _are_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            try:
                Url(f"http://{host}")
            except Refusal as refusal:
                raise ValueError(f"{host!r}: {refusal.problem}") from refusal
        return hosts

    def is_trusted(self, host: str) -> bool:
        """Tell whether a host may be at any address."""
        return self.allow_private or any(host == url.host for url in self._allowed())

    def takes_port(self, url: Url) -> bool:
        """Tell whether the port of an address may be asked."""
        named = any((url.host, url.port) == (one.host, one.port) for one in self._allowed())
        return named or url.port in self.ports

    def _allowed(self) -> list[Url]:
        return [Url(f"http://{host}") for host in self.allowed_hosts]
