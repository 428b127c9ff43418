"""Requests of the API as they are: checked for their parameters' names, nothing else."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from memkit.errors import ValidationError

# What the plug-in itself sets.
_OURS = frozenset({"self", "model"})


def checked(create: Any, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request that the SDK takes.

    Args:
        create: The SDK's method.
        request: The parameters, without the model.

    Raises:
        ValidationError: The SDK knows no such parameter.
    """
    known = set(inspect.signature(create).parameters) - _OURS
    unknown = sorted(set(request) - known)
    if unknown:
        raise ValidationError(
            f"The API has no parameter {unknown[0]!r}.",
            fix=f"Leave it out, or give it as extra_body={{{unknown[0]!r}: ...}}.",
        )
    return dict(request)


def with_body(request: Mapping[str, Any], extra_body: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a request with what the settings of the model add to every one."""
    both = {**(extra_body or {}), **(request.get("extra_body") or {})}
    return {**request, "extra_body": both} if both else dict(request)
