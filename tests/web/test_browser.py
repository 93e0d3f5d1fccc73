"""The page in a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from web.test_upload import really, zipped

import vanban
from vanban.store import open_archive
from vanban.web.app import create_app
from vanban.web.settings import Settings

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.base")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")

FILES = Path(__file__).parents[2] / "corpora" / "demo" / "files"
PDF, WORD = "bc-quy3-sotuphap-caobang-2025.pdf", "bc-nam-soyte-baclieu-2023.docx"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def served(path: Path, **options: Any) -> Iterator[str]:
    """Serve an archive to the browser from a thread of this process."""
    import uvicorn

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(str(path), settings=Settings(port=port, **options))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with two papers, one PDF with its original kept and one from Word."""
    path = tmp_path_factory.mktemp("browser") / "kho.db"
    with open_archive(path) as archive:
        for name in (PDF, WORD):
            analysis = vanban.analyse(FILES / name)
            archive.add(analysis)
            archive.keep((FILES / name).read_bytes(), analysis.document.sha256 or "")
    with served(path) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Any, address: str) -> Iterator[Any]:
    """A tab that fails its test where the page breaks its own policy or a script of it fails."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


def test_from_search_by_facet_to_the_mark_on_the_page(tab: Any) -> None:
    tab.goto("/")
    tab.keyboard.press("/")
    tab.keyboard.type("phan mem ho tich")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/tim-kiem\?q="))
    before = int(tab.inner_text("#so-ket-qua").split()[0])
    tab.click(".facet a:has-text('Đề xuất, kiến nghị')")
    tab.wait_for_url(re.compile("label=proposal"))
    after = int(tab.inner_text("#so-ket-qua").split()[0])
    assert 0 < after < before
    assert tab.locator(".chip").count() == 1
    assert tab.locator(".hit mark").first.inner_text().lower().startswith("phần mềm")
    tab.click(".hit:has-text('386/BC-STP') .hit-text a >> nth=0")
    tab.wait_for_url(re.compile("#tim-thay$"))
    image = tab.locator("img[alt^='Trang 4']")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1240
    mark, sheet = tab.locator("#tim-thay").bounding_box(), image.bounding_box()
    assert sheet["x"] < mark["x"] < mark["x"] + mark["width"] < sheet["x"] + sheet["width"]
    assert sheet["y"] < mark["y"] < sheet["y"] + sheet["height"]
    assert 0 <= mark["y"] < 900


def test_ink_stands_under_a_mark(tab: Any) -> None:
    """The box of a fact lies where the words are drawn, not beside them."""
    tab.goto("/van-ban/1?layer=proposal")
    shares = tab.evaluate(
        """async () => {
          const rect = document.querySelector('.on-proposal');
          const image = rect.closest('.sheet').querySelector('img');
          image.loading = 'eager';
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
          const context = canvas.getContext('2d');
          context.drawImage(image, 0, 0);
          const frame = rect.ownerSVGElement.viewBox.baseVal;
          const scale = canvas.width / frame.width;
          const dark = (y) => {
            const box = [rect.x, rect.y, rect.width, rect.height].map((side) => side.baseVal.value * scale);
            const pixels = context.getImageData(box[0], box[1] + y * scale, box[2], box[3]).data;
            let count = 0;
            for (let place = 0; place < pixels.length; place += 4) count += pixels[place] < 128;
            return count / (pixels.length / 4);
          };
          return [dark(0), canvas.height / canvas.width, frame.height / frame.width];
        }"""
    )
    assert shares[0] > 0.04
    assert shares[1] == pytest.approx(shares[2], rel=0.01)


def test_marks_and_list_lead_to_each_other(tab: Any) -> None:
    tab.goto("/van-ban/1")
    line = tab.locator(".fact-proposal").first
    key = line.get_attribute("data-fact")
    line.locator("a").click()
    tab.wait_for_url(re.compile(f"#m-{key}$"))
    tab.wait_for_selector(f"[id='m-{key}'].is-chosen")  # set a moment after the address has changed
    box = tab.locator(f"#m-{key} rect").bounding_box()
    assert 0 <= box["y"] < 900
    tab.locator(f"#m-{key} rect").click()
    tab.wait_for_url(re.compile(f"#f-{key}$"))
    tab.wait_for_selector(f"[id='f-{key}'].is-chosen")


def test_word_text_is_marked(tab: Any) -> None:
    tab.goto("/van-ban/2")
    assert tab.locator(".laid-out .in-difficulty").count() > 0
    tab.click(".layer-difficulty")
    tab.wait_for_url(re.compile("layer="))
    assert tab.locator(".laid-out .in-difficulty").count() == 0


def test_tables_are_exported_with_their_filters(tab: Any) -> None:
    tab.goto("/kien-nghi?province=Cao+Bằng")
    with tab.expect_download() as started:
        tab.click("a:has-text('Xuất CSV')")
    lines = Path(started.value.path()).read_text("utf-8-sig").splitlines()
    assert "Nội dung" in lines[0]
    assert len(lines) > 1
    assert all("Cao Bằng" in line for line in lines[1:] if line[:1].isdigit())


def test_keys_are_enough(tab: Any) -> None:
    tab.goto("/van-ban")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "noi-dung"
    for _ in range(30):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.matches('tbody a')"):
            break
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/van-ban/\d+$"))


def test_the_theme_is_kept(tab: Any) -> None:
    tab.goto("/")
    assert tab.evaluate("document.documentElement.dataset.theme") == "light"
    tab.click("#theme")
    tab.goto("/van-ban")
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"


def test_logging_in_and_out(browser: Any, kho: Path, users: dict[str, str]) -> None:
    with served(kho) as address:
        context = browser.new_context(base_url=address)
        context.set_default_timeout(15_000)
        tab = context.new_page()
        tab.goto("/van-ban?province=Cà+Mau")
        tab.wait_for_url(re.compile("/dang-nhap"))
        assert faults_of(tab, "login") == []
        tab.fill("#name", "lan")
        tab.fill("#password", "sai")
        tab.click("main button")
        tab.wait_for_selector("[role=alert]")
        assert faults_of(tab, "login after a wrong password") == []
        tab.fill("#name", "lan")
        tab.fill("#password", users["lan"])
        tab.click("main button")
        tab.wait_for_url(re.compile(r"/van-ban\?province="))
        assert tab.locator("nav a:has-text('Tải lên')").count() == 0  # a reader may not
        tab.click("text=Đăng xuất")
        tab.goto("/van-ban")
        assert "/dang-nhap" in tab.url
        context.close()


# every page, also those that are seen seldom; of documents fewer marks, which axe looks at one by one
EVERY = (
    "/", "/tim-kiem", "/tim-kiem?q=kinh+phi", "/tim-kiem?q=kh%C3%B4ng+c%C3%B3+g%C3%AC", "/kien-nghi", "/chi-tieu",
    "/vien-dan", "/van-ban", "/van-ban?province=C%C3%A0+Mau", "/van-ban/1?layer=proposal", "/van-ban/2?layer=difficulty",
    "/tai-len", "/nhat-ky", "/api", "/dang-nhap", "/khong-co",
)  # fmt: skip
CHECK = """async (rules) => (await axe.run(document, {resultTypes: ['violations'], runOnly: rules})).violations
  .filter((fault) => ['serious', 'critical'].includes(fault.impact))
  .map((fault) => [fault.id, fault.nodes[0].html.slice(0, 200)])"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def test_every_page_fits_and_has_no_serious_fault_in_light_and_dark(browser: Any, address: str) -> None:
    """Nothing hangs over the edge at 360 and 1920 pixels; axe finds neither serious nor critical faults."""
    context = browser.new_context(base_url=address, bypass_csp=True)
    context.set_default_timeout(30_000)
    tab = context.new_page()
    found: list[Any] = []
    for view in EVERY:
        tab.goto(view, wait_until="domcontentloaded")
        found += faults_of(tab, view)
    context.close()
    assert found == []


def faults_of(tab: Any, view: str) -> list[Any]:
    """Give what is wrong with the page that is open, wide and narrow, light and dark."""
    before = tab.viewport_size
    tab.set_viewport_size({"width": 1920, "height": 900})
    found = over_the_edge(tab, view, 1920)
    tab.evaluate(axe.AXE_SCRIPT)
    found += [("light", view, *fault) for fault in tab.evaluate(CHECK, WCAG)]
    tab.evaluate("document.documentElement.dataset.theme = 'dark'")
    found += [("dark", view, *fault) for fault in tab.evaluate(CHECK, ["color-contrast"])]
    tab.evaluate("delete document.documentElement.dataset.theme")
    tab.set_viewport_size({"width": 360, "height": 780})
    found += over_the_edge(tab, view, 360)
    tab.set_viewport_size(before)
    return found


def over_the_edge(tab: Any, view: str, width: int) -> list[Any]:
    """Give what makes a page wider than the window."""
    if tab.evaluate("document.documentElement.scrollWidth") <= width:
        return []
    wide = """(width) => [...document.querySelectorAll('main *')]
      .filter((one) => one.getBoundingClientRect().right > width + 1 && !one.closest('.scroll'))
      .slice(0, 2).map((one) => one.outerHTML.slice(0, 120))"""
    return [(width, view, tab.evaluate(wide, width))]


def test_keys_lead_from_a_search_to_the_mark_in_a_document(tab: Any) -> None:
    tab.goto("/")
    tab.keyboard.press("/")
    tab.keyboard.type("phần mềm hộ tịch")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/tim-kiem\?q="))
    go_on_until(tab, ".hit-text a")
    wanted = tab.evaluate("document.activeElement.textContent").split()
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("#tim-thay$"))
    assert tab.locator("#tim-thay").count() == 1
    go_on_until(tab, ".facts a")
    assert tab.evaluate("document.activeElement.textContent").split()
    key = tab.evaluate("document.activeElement.closest('[data-fact]').dataset.fact")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(f"#m-{key}$"))
    tab.wait_for_selector(f"[id='m-{key}'].is-chosen")  # set a moment after the address has changed
    assert wanted


def go_on_until(tab: Any, selector: str) -> None:
    """Press Tab until something of a kind has the focus, and see that it shows it."""
    for _ in range(120):
        tab.keyboard.press("Tab")
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


def test_an_editor_logs_in_sends_files_follows_them_and_logs_out(
    browser: Any, kho: Path, users: dict[str, str], tmp_path: Path
) -> None:
    paper, bundle = tmp_path / "báo cáo xã.txt", tmp_path / "gói.zip"
    paper.write_text("Xã còn thiếu cán bộ công nghệ thông tin.", "utf-8")
    bundle.write_bytes(zipped(a_txt="Huyện thiếu máy tính.", b_pdf="%PDF-1.7 hỏng"))
    with served(kho, take_in=really, upload_dir=tmp_path / "den") as address:
        context = browser.new_context(base_url=address, viewport={"width": 360, "height": 780})
        context.set_default_timeout(15_000)
        tab = context.new_page()
        faults: list[str] = []
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.goto("/tai-len")
        tab.fill("#name", "binh")
        tab.fill("#password", users["binh"])
        tab.keyboard.press("Enter")
        tab.wait_for_url(re.compile(r"^[^?]*/tai-len$"))  # not /dang-nhap?…=/tai-len
        assert faults_of(tab, "upload") == []
        tab.set_input_files("#files", [paper, bundle])
        tab.click("main button")
        tab.wait_for_url(re.compile("/tai-len/."))
        rows = tab.locator("#tien-do tbody tr")
        rows.nth(1).get_by_text("Chỉ vào kho một phần").wait_for()
        assert rows.nth(0).locator("td").nth(1).inner_text() == "Đã vào kho"
        assert rows.nth(1).locator("li").inner_text().startswith("b.pdf: ")
        assert faults_of(tab, "progress of an upload") == []
        rows.nth(0).locator("a").click()
        tab.wait_for_url(re.compile(r"/van-ban/\d+$"))
        assert "thiếu cán bộ" in tab.inner_text(".laid-out")
        tab.click("text=Đăng xuất")
        tab.goto("/tai-len")
        assert "/dang-nhap" in tab.url
        assert faults == []
        context.close()
