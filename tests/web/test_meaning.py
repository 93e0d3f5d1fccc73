"""Search by meaning on the page and in the API; the sector as a facet."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from starlette.testclient import TestClient

from vanban.lexicon.word_vectors import WordVectors
from vanban.store import meaning

TERMS = {"máy": (1, 0), "tính": (1, 0), "thiết": (1, 0), "bị": (1, 0), "tiền": (0, 1)}


@pytest.fixture
def client(browse: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch) -> TestClient:
    words = WordVectors(list(TERMS), np.array(list(TERMS.values()), np.float32), "thu")
    monkeypatch.setattr(meaning, "word_vectors", lambda: words)
    return browse()


def test_the_page_offers_three_ways(client: TestClient) -> None:
    shown = client.get("/tim-kiem", params={"q": "thiết bị", "mode": "meaning"}).text
    assert 'aria-label="Cách tìm"' in shown
    assert 'mode=meaning" aria-current="true">Theo nghĩa</a>' in shown
    assert "để số hóa" in shown
    assert "gần nghĩa" in shown
    assert "Không tìm thấy gì" in client.get("/tim-kiem", params={"q": "thiết bị xa lạ", "mode": "text"}).text


def test_the_api_takes_a_mode(client: TestClient) -> None:
    found = client.get("/api/v1/search", params={"q": "thiết bị", "mode": "both"}).json()
    assert any("để số hóa" in item["text"] for item in found["items"])
    counted = client.get("/api/v1/facets", params={"q": "thiết bị", "mode": "meaning"}).json()
    assert {value["value"] for value in counted["label"]} >= {"difficulty"}
    assert client.get("/api/v1/search", params={"q": "thiết bị", "mode": "x"}).status_code == 400


def test_what_is_missing_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/tim-kiem", params={"q": "lạ hoắc", "mode": "meaning"})
    assert (answer.status_code, "không biết từ nào" in answer.text) == (400, True)
    monkeypatch.setattr(meaning, "word_vectors", lambda: None)
    answer = client.get("/tim-kiem", params={"q": "tiền", "mode": "meaning"})
    assert (answer.status_code, "vectors.npz" in answer.text) == (400, True)
    assert client.get("/api/v1/search", params={"q": "tiền", "mode": "meaning"}).status_code == 501


def test_the_sector_is_a_facet(client: TestClient) -> None:
    counted = client.get("/api/v1/facets").json()["sector"]
    assert [value["label"] for value in counted] == ["Khoa học công nghệ, chuyển đổi số"]
    assert "Lĩnh vực" in client.get("/tim-kiem?q=thiếu").text
    assert client.get("/api/v1/documents", params={"sector": "y_te"}).json()["total"] == 0
    assert client.get("/tim-kiem?q=thiếu&sector=xyz").status_code == 400
