"""What the commands print of what models consumed, and how much they may."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from memkit.cli.output import Piece, Screen
from memkit.domain.wording import counted

if TYPE_CHECKING:
    from memkit.domain.results import UsageReport
    from memkit.domain.spending import Budget, TaskUsage


def usage(screen: Screen, found: UsageReport) -> None:
    """Print what each task, model and derivation consumed, and all of them."""
    if not found.recorded:
        screen.say("No language model was asked yet.")
        return
    lines = [_row(one.task, one.model, one.derivation or "", one) for one in found.recorded]
    if len(lines) > 1:
        lines.append(_row("together", "", "", found.recorded_total))
    screen.table(
        ("TASK", "MODEL", "DERIVATION", "CALLS", "TOKENS IN", "OUT", "SECONDS", "US DOLLARS"), lines
    )


def budget(screen: Screen, found: Budget) -> None:
    """Print what is set, used and left."""
    since = "" if found.since is None else f" since {found.since:%Y-%m-%d %H:%M} UTC"
    screen.say(f"{found!r}{since}.")
    if found.spent:
        screen.say((found.spent, "yellow"))


def usage_fields(found: UsageReport) -> dict[str, Any]:
    """Return what was consumed as JSON has it."""
    return {
        "recorded": [_fields(one) for one in found.recorded],
        "total": _fields(found.recorded_total),
    }


def budget_fields(found: Budget) -> dict[str, Any]:
    """Return a budget as JSON has it."""
    return {
        "tokens": found.tokens,
        "usd": found.usd,
        "tokens_used": found.tokens_used,
        "usd_used": found.usd_used,
        "tokens_left": found.tokens_left,
        "usd_left": found.usd_left,
        "calls": found.used.calls,
        "unpriced": found.unpriced,
        "since": None if found.since is None else found.since.isoformat(),
        "spent": found.spent,
    }


def _row(task: str, model: str, derivation: str, one: TaskUsage) -> tuple[Piece, ...]:
    used = one.usage
    return (
        task, model, derivation, f"{used.calls:,}", f"{used.input_tokens:,}",
        f"{used.output_tokens:,}", f"{one.seconds:,.1f}", _dollars(one),
    )  # fmt: skip


def _dollars(one: TaskUsage) -> str:
    said = "" if one.usage.cost is None else f"{one.usage.cost:,.4f}"
    if not one.unpriced:
        return said
    without = f"{counted(one.unpriced, 'call')} without a price"
    return f"{said} and {without}" if said else without


def _fields(one: TaskUsage) -> dict[str, Any]:
    told = asdict(one)
    del told["usage"]
    return {**told, **one.usage.model_dump(mode="json")}
