"""Files that editors send: put into a folder, read by a worker process one after another, followed on a page."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from vanban.errors import ClassifiedError
from vanban.store import Archive
from vanban.store.ledger import Failure, count_members, enlist, find_entries, list_failures, stored_path
from vanban.store.users import ADMIN, EDITOR
from vanban.web.downloads import file_name
from vanban.web.errors import log, wants_json
from vanban.web.render import render
from vanban.web.security import OWNER, UPLOAD_PATH, check_token, requires
from vanban.web.settings import MEGABYTE, Settings, Taken
from vanban.wording import number

WAITING, WORKING, DONE, PARTLY, FAILED = "waiting", "working", "done", "partly", "failed"
STATES = {
    WAITING: "Đang chờ",
    WORKING: "Đang đọc",
    DONE: "Đã vào kho",
    PARTLY: "Chỉ vào kho một phần",
    FAILED: "Không vào được kho",
}
OUTCOMES = {
    "same": "Nội dung này đã có trong kho",
    "unchanged": "Nội dung này đã có trong kho",
    "replaced": "Đã đọc lại bằng phiên bản mới",
}
DELETED = "tệp đã được xóa khỏi máy chủ"
QUEUED, REMEMBERED = 200, 500
SHOWN = 50  # refused members of one bundle
OVERHEAD = 64 * 1024  # of a form, beside its files
_CHUNK = 1 << 20
_BROKEN = Taken("failed", "lỗi của chương trình khi đọc tệp này", "báo cho người quản trị")


@dataclass(slots=True)
class Item:
    """A file that was sent."""

    name: str
    size: int
    path: Path
    state: str = WAITING
    message: str = ""
    document_id: int | None = None
    refused: tuple[str, ...] = ()  # of a bundle: members that did not go in, each with the reason


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of one sending."""

    id: str
    user_name: str
    items: list[Item] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return all(item.state in (DONE, PARTLY, FAILED) for item in self.items)


class Uploads:
    """Takes in what was sent, one file at a time; remembers the latest sendings."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self._archive, self._settings = archive, settings
        self._batches: OrderedDict[str, Batch] = OrderedDict()
        self._waiting: deque[Item] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    @property
    def folder(self) -> Path | None:
        if self._settings.upload_dir is not None:
            return self._settings.upload_dir
        kept = self._archive.originals_folder
        return kept.with_name(f"{kept.name.removesuffix('.files')}.uploads") if kept is not None else None

    @property
    def is_open(self) -> bool:
        return self._settings.take_in is not None and self.folder is not None

    def start(self) -> None:
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="vanban uploads", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the file that is being read; what waits is in the ledger and taken in by `vanban retry`."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def begin(self, user_name: str) -> Batch:
        return Batch(secrets.token_urlsafe(12), user_name)

    def put(self, batch: Batch, name: str, source: IO[bytes]) -> None:
        """Copy a file into the folder; it keeps its name, made safe, in a folder of its own."""
        folder = self.folder
        assert folder is not None
        path = folder / secrets.token_hex(8) / file_name(name)
        path.parent.mkdir(mode=0o700, parents=True)
        size = 0
        with path.open("xb") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
                size += len(chunk)
        batch.items.append(Item(path.name, size, path))

    def submit(self, batch: Batch) -> None:
        """Have the files of a sending taken in.

        Raises HTTPException 503 where too many wait.
        """
        with self._archive.writing() as connection:
            enlist(connection, [stored_path(item.path) for item in batch.items])
        with self._changed:
            self._batches[batch.id] = batch
            while len(self._batches) > REMEMBERED:
                self._batches.popitem(last=False)
            self._waiting.extend(batch.items)
            self._changed.notify_all()

    def check_room(self) -> None:
        if len(self._waiting) >= QUEUED:
            raise HTTPException(503, "Đang có quá nhiều tệp chờ đọc. Hãy thử lại sau ít phút.", {"Retry-After": "60"})

    def find(self, id: str) -> Batch | None:
        return self._batches.get(id)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._waiting)
                if self._closing:
                    return
                item = self._waiting.popleft()
            self._take_in(item)

    def _take_in(self, item: Item) -> None:
        item.state = WORKING
        take_in = self._settings.take_in
        assert take_in is not None
        try:
            taken = take_in(self._archive, item.path)
        except Exception as error:  # one file must not stop the thread
            log.error("%s could not be taken in", item.path, exc_info=error)
            taken = _BROKEN
        stored = stored_path(item.path)
        with self._archive.reading() as connection:
            entry = find_entries(connection, [stored]).get(stored)
            members = count_members(connection, stored)
            failures = list(list_failures(connection, inside=stored))
        secret = taken.classified or any(failure.error == ClassifiedError.__name__ for failure in failures)
        if secret:
            discard(item.path)
        item.document_id = entry.document_id if entry is not None else None
        item.refused = tuple(_told(failure) for failure in failures[:SHOWN])
        parts = [] if taken.problem is None else [taken.problem, DELETED if secret else taken.remedy]
        if taken.outcome == "opened" or members or failures:
            parts += _told_of_bundle(members, len(failures), deleted=secret)
        item.message = "; ".join(filter(None, parts)) or OUTCOMES.get(taken.outcome, "")
        if taken.problem is None and not failures:
            item.state = DONE
        else:
            item.state = PARTLY if members else FAILED


def _told_of_bundle(members: int, failures: int, *, deleted: bool) -> Iterator[str]:
    if members:
        yield f"{number(members)} tệp trong gói đã vào kho"
    if failures:
        yield f"{number(failures)} tệp trong gói không vào được"
    if not members and not failures:
        yield "gói không có tệp nào đọc được"
    if deleted:
        yield "cả gói đã được xóa khỏi máy chủ vì có văn bản mật"


def _told(failure: Failure) -> str:
    """Give the name of a member and why it did not go in."""
    remedy = None if failure.error == ClassifiedError.__name__ else failure.remedy
    reason = "; ".join(filter(None, (failure.problem, remedy)))
    return f"{failure.path.partition('!/')[2]}: {failure.place + ': ' if failure.place else ''}{reason}"


def discard(path: Path) -> None:
    """Delete a file that was sent, and the folder made for it."""
    path.unlink(missing_ok=True)
    path.parent.rmdir()


@requires(EDITOR)
def show(request: Request) -> Response:
    state = request.app.state
    return render(
        request,
        "upload.html",
        is_open=state.uploads.is_open,
        megabytes=state.settings.upload_bytes // MEGABYTE,
        most_files=state.settings.upload_files,
    )


@requires(EDITOR)
async def receive(request: Request) -> Response:
    """Take the files of a form; of several in one form all are refused where one is too large."""
    uploads, settings = request.app.state.uploads, request.app.state.settings
    if not uploads.is_open:
        raise HTTPException(501, "Máy chủ này không nhận tệp tải lên; hãy dùng: vanban ingest")
    uploads.check_room()
    check_token_early = request.headers.get("x-csrf-token") is not None  # the guard has looked at it
    try:
        form = await MultiPartParser(
            request.headers, _limited(request, settings.upload_bytes), max_files=settings.upload_files, max_fields=10
        ).parse()
    except MultiPartException as error:
        raise HTTPException(400, f"Biểu mẫu gửi lên bị hỏng ({error.message}).") from error
    try:
        if not check_token_early:
            check_token(request, str(form.get("csrf") or ""))
        files = [found for found in form.getlist("files") if isinstance(found, UploadFile) and found.filename]
        if not files:
            raise HTTPException(400, "Chưa chọn tệp nào.")
        batch = await run_in_threadpool(_keep, request, files)
    finally:
        await form.close()
    address = f"{UPLOAD_PATH}/{batch.id}"
    return JSONResponse({"address": address}, 202) if wants_json(request) else RedirectResponse(address, 303)


async def _limited(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """Give the body, as long as it is not larger than allowed, whatever its length is said to be."""
    too_large = HTTPException(
        413, f"Mỗi lần gửi không quá {most // MEGABYTE} MB; tệp lớn hơn: vanban ingest trên máy chủ."
    )
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most + OVERHEAD:
        raise too_large
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most + OVERHEAD:
            raise too_large
        yield chunk


def _keep(request: Request, files: Sequence[UploadFile]) -> Batch:
    uploads: Uploads = request.app.state.uploads
    batch = uploads.begin(request.state.user.name)
    for found in files:
        uploads.put(batch, found.filename or "", found.file)
        request.app.state.audit.record(request, "upload", batch.items[-1].name, size=batch.items[-1].size)
    uploads.submit(batch)
    return batch


@requires(EDITOR)
def follow(request: Request) -> Response:
    batch = _found(request)
    return render(request, "upload_progress.html", batch=batch, states=STATES)


@requires(EDITOR)
def state(request: Request) -> Response:
    """Say how far a sending is, for the script that asks again and again."""
    batch = _found(request)
    items: list[dict[str, Any]] = [
        {
            "name": item.name,
            "state": item.state,
            "title": STATES[item.state],
            "message": item.message,
            "refused": list(item.refused),
            "address": f"/van-ban/{item.document_id}" if item.document_id is not None else None,
        }
        for item in list(batch.items)
    ]
    return JSONResponse({"over": batch.is_over, "items": items})


def _found(request: Request) -> Batch:
    batch: Batch | None = request.app.state.uploads.find(request.path_params["id"])
    user = request.state.user
    if batch is None or not (user is OWNER or user.name == batch.user_name or user.may(ADMIN)):
        raise HTTPException(
            404, "Máy chủ không còn theo dõi lần gửi này. Văn bản đã đọc xong thì có trong mục Văn bản."
        )
    return batch


routes: list[BaseRoute] = [
    Route(UPLOAD_PATH, show, name="upload"),
    Route(UPLOAD_PATH, receive, methods=["POST"]),
    Route(f"{UPLOAD_PATH}/{{id}}/tien-do", state, name="upload_state"),
    Route(f"{UPLOAD_PATH}/{{id}}", follow, name="upload_progress"),
]
