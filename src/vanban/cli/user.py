"""`vanban user`: who may use the page."""

from __future__ import annotations

import argparse
import getpass
import sys

from vanban.cli.output import align, day, say, say_json, warn
from vanban.cli.serve import require_web
from vanban.errors import EXIT_OK, UsageError
from vanban.store import Archive, open_archive
from vanban.store.audit import Deed, write_deeds
from vanban.store.users import delete_user, list_users, user_name
from vanban.store.write import now

_ROLES = {"reader": "đọc", "editor": "đọc, tải lên", "admin": "đọc, tải lên, xem nhật ký"}


def run(options: argparse.Namespace) -> int:
    if options.action != "list" and not options.name:
        raise UsageError(f"vanban user {options.action}: thiếu tên người dùng")
    with open_archive(options.db, create=False) as archive:
        if options.action == "list":
            _list(archive, as_json=options.json)
        elif options.action == "add":
            _add(archive, options.name, options.role)
        else:
            _delete(archive, options.name)
    return EXIT_OK


def _list(archive: Archive, *, as_json: bool) -> None:
    with archive.reading() as connection:
        users = list_users(connection)
    if as_json:
        say_json([{"name": user.name, "role": user.role, "added_at": user.added_at} for user in users])
    elif users:
        rows = [(user.name, user.role, _ROLES[user.role], day(user.added_at)) for user in users]
        say(align(rows, titles=("Tên", "Vai trò", "Được phép", "Ngày thêm")))
    else:
        warn("Chưa có người dùng nào; thêm bằng: vanban user add TÊN")


def _add(archive: Archive, name: str, role: str) -> None:
    require_web()
    from vanban.web.users import add_user

    is_new = add_user(archive, name, _password(name), role=role)
    _log(archive, "user added" if is_new else "user changed", f"{user_name(name)} {role}")
    done = "đã thêm" if is_new else "đã đổi mật khẩu và vai trò; các phiên đang mở của người này đã kết thúc"
    say(f"{user_name(name)} ({role}): {done}")


def _password(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(f"Mật khẩu của {name}: ")
    if getpass.getpass("Gõ lại mật khẩu: ") != password:
        raise UsageError("hai lần gõ mật khẩu không giống nhau; hãy chạy lại")
    return password


def _delete(archive: Archive, name: str) -> None:
    with archive.writing() as connection:
        known = delete_user(connection, name)
    if not known:
        raise UsageError(f"{name}: không có người dùng này; xem danh sách: vanban user list")
    _log(archive, "user deleted", user_name(name))
    say(f"{user_name(name)}: đã xóa, các phiên đang mở đã kết thúc")


def _log(archive: Archive, action: str, target: str) -> None:
    try:
        operator = getpass.getuser()
    except (OSError, KeyError):  # no name for this number on the machine
        operator = None
    with archive.writing() as connection:
        write_deeds(connection, [Deed(now(), operator, "vanban user", action, target)])
