"""A server of Chroma behind quotas, as the cloud has them, in its words."""

from __future__ import annotations

from typing import Any

import httpx

from memkit.testing import Reply, Request, WireServer


class Limited:
    """Answers as another server does, but for requests beyond a quota.

    Args:
        url: The server's.
        records, results, predicates: The quotas.

    Attributes:
        refused: What was refused so far.
    """

    def __init__(self, url: str, *, records: int, results: int, predicates: int) -> None:
        self._limits = {
            "Number of records": records,
            "Number of results": results,
            "Number of where clause predicates": predicates,
        }
        self._client = httpx.Client(base_url=url, timeout=30)
        self.refused: list[str] = []
        self.server = WireServer(self._answer)

    def __enter__(self) -> Limited:
        self.server.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.server.__exit__(*error)
        self._client.close()

    def _answer(self, request: Request) -> Reply:
        action = request.path.rpartition("/")[2].title()
        asked = request.json if request.body and request.method == "POST" else {}
        used = {
            "Number of records": len(asked.get("ids") or []),
            "Number of results": asked.get("n_results") or 0,
            "Number of where clause predicates": _predicates(asked.get("where") or {}),
        }
        for what, usage in used.items():
            if usage > self._limits[what]:
                self.refused.append(what)
                said = (
                    f"Quota exceeded: '{what}' exceeded quota limit for action '{action}': "
                    f"current usage of {usage} exceeds limit of {self._limits[what]}"
                )
                return Reply(status=422, json={"error": "ChromaError", "message": said})
        headers = {"Content-Type": "application/json"}
        answer = self._client.request(
            request.method, request.path, content=request.body or None, headers=headers
        )
        return Reply(status=answer.status_code, body=answer.content, headers=headers)


def _predicates(condition: Any) -> int:
    return sum(
        sum(map(_predicates, inner)) if isinstance(inner, list) else 1
        for inner in condition.values()
    )
