"""Images and files in a memory on PostgreSQL."""

import base64

import pytest

from memkit.domain.attachments import content_digest
from memkit.errors import NotFoundError

GIF = b"GIF89a\x07\x00\x05\x00\x00\x00\x00;"


def said(text, *contents):
    parts = [
        {
            "type": "image",
            "source": {
                "type": "base64",
                "media_type": "image/gif",
                "data": base64.b64encode(content).decode(),
            },
        }
        for content in contents
    ]
    return {"role": "user", "content": [{"type": "text", "text": text}, *parts]}


def test_they_are_kept_exported_and_erased(open_memory, tmp_path):
    """Every byte of them, many at once, and large ones."""
    many = [GIF + bytes([n % 256, n // 256]) for n in range(300)]
    large = GIF + bytes(range(256)) * (9 << 12)
    memory = open_memory()
    (all_, big) = memory.add([said("all", *many), said("big", large)], user_id="ana")
    memory.add([said(f"{n}", GIF) for n in range(100)], user_id="bob")
    for one in (*many, large, GIF):
        assert memory.attachment(content_digest(one)) == one
    assert [one.digest for one in memory.get(all_.id).attachments] == [
        content_digest(one) for one in many
    ]
    assert len(memory.pending(user_id="bob").images) == 1
    memory.export(tmp_path / "all.jsonl", history=True)
    memory.purge(big.id)
    with pytest.raises(NotFoundError):
        memory.attachment(content_digest(large))
    assert memory.attachment(content_digest(GIF)) == GIF
    assert memory.doctor().ok
    memory.reset(confirm=True)
    memory.import_(tmp_path / "all.jsonl", progress=False, strict=True)
    assert memory.attachment(content_digest(large)) == large
    assert memory.count() == 102
    assert memory.doctor().ok
