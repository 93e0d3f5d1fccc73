"""Take pictures of every page: python scripts/screenshots.py [--db demo.db] [--out build/screenshots].

At 360, 1280 and 1920 pixels, in light and dark. The pictures stay out of the repository.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

import uvicorn
from playwright.sync_api import sync_playwright

from vanban.store import open_archive
from vanban.web.app import create_app
from vanban.web.settings import Settings, Taken

WIDTHS = {360: 780, 1280: 900, 1920: 1080}
VIEWS = {
    "tong-quan": "/",
    "tim-kiem": "/tim-kiem",
    "ket-qua": "/tim-kiem?q=kinh+phí",
    "kien-nghi": "/kien-nghi",
    "chi-tieu": "/chi-tieu",
    "vien-dan": "/vien-dan",
    "van-ban": "/van-ban",
    "tai-len": "/tai-len",
    "nhat-ky": "/nhat-ky",
    "dang-nhap": "/dang-nhap",
    "api": "/api",
    "khong-co": "/van-ban/0",
}
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", default="demo.db")
    parser.add_argument("--out", type=Path, default=Path("build/screenshots"))
    given = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is missing: apt-get install chromium", file=sys.stderr)
        return 3
    given.out.mkdir(parents=True, exist_ok=True)
    address, server = serve(given.db)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        for theme in ("light", "dark"):
            context = playwright.chromium.launch_persistent_context(
                profile, executable_path=chromium, args=list(FLAGS), color_scheme=theme
            )
            page = context.new_page()
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                for name, path in {**VIEWS, **documents(given.db)}.items():
                    page.goto(address + path)
                    target = given.out / f"{name}-{width}-{theme}.png"
                    page.screenshot(path=target, full_page=not name.startswith("doc"))
                    print(target)
            context.close()
    server.should_exit = True
    return 0


def documents(db: str) -> dict[str, str]:
    """Give a document that has pages and one that has none, and an indicator."""
    with open_archive(db, create=False) as archive:
        rows = archive.documents()
        indicator = next((row["indicator_id"] for row in archive.indicators() if row["indicator_id"]), None)
    paged = next((row["id"] for row in rows if row["n_pages"]), None)
    bare = next((row["id"] for row in rows if not row["n_pages"]), None)
    found = {"doc-trang": paged, "doc-chu": bare}
    views = {name: f"/van-ban/{number}" for name, number in found.items() if number is not None}
    return views | ({"mot-chi-tieu": f"/chi-tieu?indicator={quote(indicator)}"} if indicator else {})


def serve(db: str) -> tuple[str, uvicorn.Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(db, settings=Settings(port=port, take_in=lambda archive, path: Taken("failed")))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{port}", server


if __name__ == "__main__":
    sys.exit(main())
