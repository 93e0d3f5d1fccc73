"""The pages as a browser gets them: what stands on them, and that every state has an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from samples import full_analysis, make_analysis
from starlette.testclient import TestClient

from vanban.model import Span
from vanban.store import open_archive
from vanban.web.app import create_app
from vanban.web.charts import Series, bar, column_chart, heat_step, line_chart, ticks
from vanban.web.laid_out import lay_out, windows
from vanban.web.marks import Mark, pieces_of
from vanban.web.paging import Pages
from vanban.web.settings import Settings
from vanban.web.tile_map import PLACES, tiles
from vanban.web.timelines import timeline

VIEWS = ("/", "/tim-kiem", "/tim-kiem?q=thieu", "/kien-nghi", "/chi-tieu", "/vien-dan", "/van-ban", "/van-ban/1")


@pytest.mark.parametrize("address", VIEWS)
def test_a_view_answers_and_obeys_the_policy(page: TestClient, address: str) -> None:
    answer = page.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", answer.text)
    assert all(part.startswith(' src="/static/') for part in re.findall(r"<script([^>]*)>", answer.text))
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("address", [*VIEWS[:1], *VIEWS[3:7]])
def test_an_empty_archive_says_so(tmp_path: Path, address: str) -> None:
    with open_archive(tmp_path / "trong.db"):
        pass
    app = create_app(str(tmp_path / "trong.db"), settings=Settings())
    with TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 5000)) as client:
        answer = client.get(address)
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/van-ban/999", 404),
        ("/van-ban/1/trang/1.png", 404),
        ("/van-ban?province=Atlantis", 400),
        ("/chi-tieu?status=perhaps", 400),
        ("/chi-tieu?period=soon", 400),
        ("/?map=moon", 400),
        ("/tim-kiem?q=NOT+x", 400),
        ("/tim-kiem?q=%00%22%22%2A", 400),
        ("/van-ban/1?at=5-2&layer=nothing", 200),
        ("/van-ban/1?at=0-99999999", 200),
        ("/van-ban?page=99999", 200),
        ("/vien-dan?cites=x", 200),
        ("/tim-kiem?q=" + "a+" * 100, 400),
    ],
)
def test_an_address_of_any_kind_gets_an_answer(page: TestClient, address: str, status: int) -> None:
    assert page.get(address).status_code == status


def test_a_hit_leads_to_its_mark(page: TestClient) -> None:
    found = re.search(r'href="(/van-ban/\d+\?at=[^"]+)#tim-thay"', page.get("/tim-kiem?q=thieu").text)
    assert found is not None
    assert 'id="tim-thay"' in page.get(found[1].replace("&amp;", "&")).text


def test_a_fact_and_its_line_lead_to_each_other(page: TestClient) -> None:
    text = page.get("/van-ban/1").text
    marks, lines = set(re.findall(r'id="m-(\w+)"', text)), set(re.findall(r'id="f-(\w+)"', text))
    assert marks == lines
    assert marks
    for key in marks:
        assert f'href="#m-{key}"' in text


def test_filters_are_carried_to_exports_and_other_views(page: TestClient) -> None:
    text = page.get("/van-ban?province=Cà+Mau&from=2024").text
    assert 'href="/xuat/documents.csv?province=C%C3%A0+Mau&amp;from=2024"' in text
    assert page.get("/xuat/documents.csv?province=C%C3%A0+Mau&from=2024").status_code == 200
    assert "province=C%C3%A0+Mau" in page.get("/?province=Cà+Mau").text


def test_a_search_is_kept_and_opened_again(page: TestClient) -> None:
    token = re.search(r'name="csrf" value="(\w+)"', page.get("/tim-kiem?q=thieu").text)
    assert token is not None
    form = {"csrf": token[1], "name": "Thiếu & đủ", "state": "q=thieu&label=difficulty"}
    answer = page.post("/tim-kiem/luu", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/tim-kiem?q=thieu&label=difficulty")
    assert '<a href="/tim-kiem?q=thieu&amp;label=difficulty">Thiếu &amp; đủ</a>' in page.get("/tim-kiem").text
    page.post("/tim-kiem/bo", data={"csrf": token[1], "name": "Thiếu & đủ"})
    assert "Thiếu &amp; đủ" not in page.get("/tim-kiem").text


# -- drawing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("highest", "lowest", "wanted"),
    [(17, 0, [0, 5, 10, 15, 20]), (1, 0, [0, 0.25, 0.5, 0.75, 1]), (100, 80, [80, 85, 90, 95, 100]), (0, 0, [0, 0.25])],
)
def test_ticks_are_round_and_hold_all(highest: float, lowest: float, wanted: list[float]) -> None:
    assert ticks(highest, lowest=lowest) == wanted


@pytest.mark.parametrize(("value", "highest", "step"), [(0, 5, 0), (1, 6, 1), (6, 6, 6), (1, 100, 1), (25, 100, 3)])
def test_heat_steps(value: int, highest: int, step: int) -> None:
    assert heat_step(value, highest) == step


def test_columns_stack_and_names_are_escaped() -> None:
    chart = str(column_chart(["2024", "2025"], [Series("A<b>", (1, 0)), Series("B", (2, 3), 2)], label='x"y'))
    assert len(re.findall("<rect", chart)) == 3
    assert "A&lt;b&gt;, 2024: 1" in chart
    assert "<b>" not in chart
    assert 'aria-label="x&#34;y"' in chart


def test_lines_skip_what_is_not_known() -> None:
    chart = str(line_chart(["1", "2", "3"], [Series("A", (1, None, 3))], label="x"))
    assert (chart.count("<circle"), chart.count('class="line-1"')) == (2, 1)


def test_bars_stay_within_their_place() -> None:
    assert 'width="100%"' in bar(7.5)
    assert 'width="0%"' in bar(-1)


def test_every_province_has_a_tile_of_its_own() -> None:
    laid = tiles({"Huế": 4})
    assert len(laid) == len({(tile.row, tile.column) for tile in laid}) == len(PLACES) == 34
    assert [(tile.name, tile.value, tile.step) for tile in laid if tile.value] == [("Huế", 4, 6)]


@pytest.mark.parametrize(
    ("months", "labels"),
    [
        ([(2025, 1), (2025, 3)], ["01/25", "02/25", "03/25"]),
        ([(2023, 12), (2025, 4)], ["Q4/23", "Q1/24", "Q2/24", "Q3/24", "Q4/24", "Q1/25", "Q2/25"]),
        ([(2010, 1), (2025, 3)], [str(year) for year in range(2010, 2026)]),
        ([], []),
    ],
)
def test_periods_that_fit(months: list[tuple[int, int]], labels: list[str]) -> None:
    assert timeline(months).labels == labels


@pytest.mark.parametrize(
    ("number", "total", "offered"),
    [(1, 0, [1]), (1, 20, [1, 2]), (2, 50, [1, 2, 3, 4, 5]), (6, 200, [1, None, 4, 5, 6, 7, 8, None, 20])],
)
def test_pager(number: int, total: int, offered: list[int | None]) -> None:
    assert Pages(number, 10, total).offered == offered


def test_text_is_cut_where_facts_begin_and_end() -> None:
    marks = [Mark("a", "result", Span(0, 7), None, "", ""), Mark("b", "dates", Span(3, 10), None, "", "")]
    given: set[str] = set()
    cut = list(pieces_of("abcdefghijkl", Span(0, 12), marks, given, Span(10, 12)))
    assert [(piece.text, [mark.key for mark in piece.marks], piece.starts, piece.found) for piece in cut] == [
        ("abc", ["a"], ("a",), False),
        ("defg", ["a", "b"], ("b",), False),
        ("hij", ["b"], (), False),
        ("kl", [], (), True),
    ]


def test_a_long_text_is_shown_in_parts() -> None:
    analysis = make_analysis([("chữ " * 5000, "other")] * 8)
    parts = windows(analysis)
    assert [number for part in parts for number in part] == list(range(len(analysis.document.blocks)))
    assert len(parts) > 1


def test_laid_out_text_is_the_text() -> None:
    analysis = full_analysis()
    laid = lay_out(analysis, windows(analysis)[0], [], None)
    shown = "".join(piece.text for block in laid for piece in block.pieces)
    assert analysis.document.blocks[0].span.of(analysis.document.text) in shown


def test_the_heat_table_counts_each_statement_once_in_its_last_column(page: TestClient) -> None:
    """A statement of two topics stands in two cells; all rows together are the number at the top of the page."""
    html = page.get("/").text
    table = html[html.index('class="heat"') :].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", table, re.DOTALL)
    assert rows
    totals = []
    for row in rows:
        cells = [int(value) for value in re.findall(r'class="heat-\d">(?:<a[^>]*>)?(\d+)', row)]
        (total,) = (int(value) for value in re.findall(r'class="number">(\d+)', row))
        totals.append(total)
        assert max(cells) <= total <= sum(cells)
    assert any("Lào Cai" in row and row.count(">1<") == 3 for row in rows)  # one statement, two topics
    (known,) = re.findall(r"Khó khăn, vướng mắc: </span>(\d+)", html)
    assert sum(totals) == int(known)


@pytest.mark.parametrize(("words", "count"), [("hồ sơ", 2), ("ho so", 2), ("ho", 2), ("tr", 0), ("sơ trực", 2)])
def test_indicators_are_found_by_whole_words_as_the_export_finds_them(page: TestClient, words: str, count: int) -> None:
    html = page.get("/chi-tieu", params={"name": words}).text
    exported = page.get("/xuat/indicators.jsonl", params={"name": words}).text.splitlines()
    assert len(exported) == count
    assert (f"trong {count} chỉ tiêu" in html) is (count > 0)


def test_an_indicator_without_a_result_says_so(browse: Callable[..., TestClient], kho: Path) -> None:
    report = full_analysis(source="ke-hoach.txt")
    plan = replace(report.indicators[0], value=None, status=None, indicator_id="only-a-plan")
    with open_archive(kho) as archive:
        document = replace(report.document, sha256="ab" * 32)
        archive.add(replace(report, document=document, indicators=(plan,)))
    html = browse().get("/chi-tieu?indicator=only-a-plan").text
    assert "chưa có kết quả nào" in html
    assert "80%" in html


def test_the_log_tells_the_time_of_vietnam(browse: Callable[..., TestClient], kho: Path) -> None:
    with open_archive(kho) as archive, archive.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO audit_log (at, user_name, address, action, target)"
            " VALUES ('2025-12-31 18:30:05', 'chu', '10.0.0.1', 'login', '')"
        )
    assert "01/01/2026 01:30:05" in browse().get("/nhat-ky").text
