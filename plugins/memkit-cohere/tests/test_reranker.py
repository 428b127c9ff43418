import asyncio

import pytest
from memkit_cohere._plugin import RERANKER

from memkit.errors import ProviderError
from memkit.testing import Reply


def test_a_request_is_as_documented(server, make):
    make(RERANKER, max_tokens_per_doc=512).rerank("tea", ["rain", "green tea"], k=1)
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v2/rerank")
    assert request.json == {
        "model": "rerank-v5.0-fast",
        "query": "tea",
        "documents": ["rain", "green tea"],
        "max_tokens_per_doc": 512,
    }


def test_scores_are_the_relevance(make):
    ranked = make(RERANKER).rerank("green tea", ["rain", "green tea", "black tea"], k=3)
    assert [(one.index, one.score) for one in ranked] == [(1, 1.0), (2, 0.5), (0, 0.0)]


def test_empty_texts_are_not_sent_and_come_last(server, make):
    ranked = make(RERANKER).rerank("tea", ["", "green tea", " "], k=3)
    assert server.requests[0].json["documents"] == ["green tea"]
    assert [(one.index, one.score) for one in ranked] == [(1, 1.0), (0, 0.0), (2, 0.0)]


def test_an_empty_query_keeps_the_order(server, make):
    ranked = make(RERANKER).rerank(" ", ["rain", "green tea"], k=2)
    assert [(one.index, one.score) for one in ranked] == [(0, 0.0), (1, 0.0)]
    assert server.requests == []


@pytest.mark.parametrize("waits", [False, True])
def test_many_texts_go_in_several_requests(server, make, waits):
    texts = [f"text {number}" for number in range(2_200)]
    texts[7], texts[1_500], texts[2_150] = "green tea", "", "green tea with honey"
    reranker = make(RERANKER)
    if waits:
        ranked = asyncio.run(reranker.arerank("green tea with milk", texts, k=3))
    else:
        ranked = reranker.rerank("green tea with milk", texts, k=3)
    assert [len(request.json["documents"]) for request in server.requests] == [1000, 1000, 199]
    assert [(one.index, one.score) for one in ranked] == [(2_150, 0.75), (7, 0.5), (0, 0.0)]
    assert reranker.usage.calls == 3


@pytest.mark.parametrize(
    "results",
    [
        [],
        [{"index": 0, "relevance_score": 0.5}],
        [{"index": 0, "relevance_score": 0.5}] * 2,
        [{"index": 0, "relevance_score": 0.5}, {"index": 2, "relevance_score": 0.5}],
        [{"index": 0, "relevance_score": 0.5}, {"index": "one", "relevance_score": 0.5}],
        [{"index": 0, "relevance_score": 0.5}, {"index": 1, "relevance_score": float("nan")}],
        [{"index": 0, "relevance_score": 0.5}, {"index": 1}],
        [{"index": 0, "relevance_score": 0.5}, 7],
        {"0": 0.5, "1": 0.4},
    ],
)
def test_an_order_that_is_none_is_refused(server, make, results):
    server.first(Reply(json={"id": "1", "results": results}))
    with pytest.raises(ProviderError):
        make(RERANKER).rerank("tea", ["rain", "green tea"], k=2)
