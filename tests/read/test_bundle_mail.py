from __future__ import annotations

import base64
import time
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from bundle_files import msg_of, ole_of, zip_of

from vanban.read.bundle import Member, bundle_kind, members, read_member


def opened(folder: Path, data: bytes, name: str = "thư.eml") -> list[Member]:
    path = folder / name
    path.write_bytes(data)
    return list(members(path, source=name))


def told(folder: Path, data: bytes, name: str = "thư.eml") -> list[tuple[str, str]]:
    return [(m.path, str(m.problem) if m.problem else m.data.decode("utf-8-sig")) for m in opened(folder, data, name)]


def mail(text: str = "Kính gửi báo cáo.") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Báo cáo tháng 6"
    message["From"] = "Văn thư Sở Y tế <vanthu@example.vn>"
    message["To"] = "ubnd@example.vn"
    message["Date"] = "Fri, 20 Jun 2025 09:30:00 +0700"
    message.set_content(text)
    return message


def test_body_and_attachments(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment("một".encode(), maintype="text", subtype="plain", filename="báo cáo số 5.txt")
    message.add_attachment(zip_of({"a/b.txt": "hai"}), maintype="application", subtype="zip", filename="kèm.zip")
    assert told(tmp_path, message.as_bytes()) == [
        ("thư.eml!/nội dung thư.txt", "Kính gửi báo cáo.\n"),
        ("thư.eml!/báo cáo số 5.txt", "một"),
        ("thư.eml!/kèm.zip!/a/b.txt", "hai"),
    ]
    body, attachment, _ = opened(tmp_path, message.as_bytes())
    document = read_member(body)
    assert document.text == "Kính gửi báo cáo.\n"
    assert dict(document.properties) == {
        "title": "Báo cáo tháng 6",
        "author": "Văn thư Sở Y tế <vanthu@example.vn>",
        "recipients": "ubnd@example.vn",
        "created": "Fri, 20 Jun 2025 09:30:00 +0700",
    }
    assert dict(read_member(attachment).properties) == {}


def test_of_two_bodies_that_say_the_same_html_is_taken(tmp_path: Path) -> None:
    message = mail("Số liệu: 5")
    message.add_alternative("<html><body><p>Số liệu: <b>5</b></p></body></html>", subtype="html")
    message.add_attachment("một", filename="a.txt")
    found = opened(tmp_path, message.as_bytes())
    assert [m.path for m in found] == ["thư.eml!/nội dung thư.html", "thư.eml!/a.txt"]
    assert read_member(found[0]).text == "Số liệu: 5\n"


def test_pictures_within_the_text_are_left_aside(tmp_path: Path) -> None:
    message = mail()
    message.add_alternative("<p>Kính gửi<img src='cid:logo'></p>", subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", cid="<logo>")
    assert [m.path for m in opened(tmp_path, message.as_bytes())] == ["thư.eml!/nội dung thư.html"]


def test_mail_in_a_mail(tmp_path: Path) -> None:
    inner = mail("Thư gốc")
    inner.add_attachment("một", filename="a.txt")
    message = mail("Chuyển tiếp")
    message.add_attachment(inner)
    assert told(tmp_path, message.as_bytes()) == [
        ("thư.eml!/nội dung thư.txt", "Chuyển tiếp\n"),
        ("thư.eml!/Báo cáo tháng 6.eml!/nội dung thư.txt", "Thư gốc\n"),
        ("thư.eml!/Báo cáo tháng 6.eml!/a.txt", "một\n"),
    ]


@pytest.mark.parametrize(
    ("disposition", "expected"),
    [
        ('attachment; filename="=?utf-8?B?' + base64.b64encode("Báo cáo.txt".encode()).decode() + '?="', "Báo cáo.txt"),
        ("attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o.txt", "Báo cáo.txt"),
        ("attachment; filename*0*=utf-8''B%C3%A1o; filename*1=.txt", "Báo.txt"),
        ('attachment; filename="../../x.txt"', None),
        ('attachment; filename="=?xx?Q?hỏng"', "=?xx?Q?hỏng"),
    ],
)
def test_names_of_attachments(tmp_path: Path, disposition: str, expected: str | None) -> None:
    head = f"MIME-Version: 1.0\nContent-Type: text/plain\nContent-Disposition: {disposition}\n\nmột\n"
    [member] = opened(tmp_path, head.encode())
    if expected is None:
        assert member.problem is not None and "trỏ ra ngoài gói" in str(member.problem)
    else:
        assert (member.path, member.problem) == (f"thư.eml!/{expected}", None)


def test_saved_page(tmp_path: Path) -> None:
    page = MIMEMultipart("related", type="text/html")
    text = MIMEText("<html><body><p>Tin về chuyển đổi số</p></body></html>", "html", "utf-8")
    text["Content-Location"] = "https://example.vn/tin"
    page.attach(text)
    style = MIMEText("p {}", "css")
    style["Content-Location"] = "https://example.vn/a.css"
    page.attach(style)
    [member] = opened(tmp_path, page.as_bytes(), "trang.mht")
    assert member.path == "trang.mht!/nội dung thư.html"
    assert read_member(member).text == "Tin về chuyển đổi số\n"


def test_old_charset(tmp_path: Path) -> None:
    head = b"MIME-Version: 1.0\nContent-Type: text/plain; charset=windows-1258\nContent-Transfer-Encoding: 8bit\n\n"
    [member] = opened(tmp_path, head + "Thu\u0301y".encode("cp1258"))
    assert read_member(member).text == "Thúy\n"


def test_mails_made_to_do_harm_end_soon(tmp_path: Path) -> None:
    start = time.perf_counter()
    deep = b"MIME-Version: 1.0\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)
    )
    problem = opened(tmp_path, deep + b"Content-Type: text/plain\n\nx\n")[-1]
    assert problem.problem is None or "hỏng" in str(problem.problem)
    subject = b"MIME-Version: 1.0\nSubject: " + b"=?utf-8?Q?" * 200_000 + b"\n\nxin\n"
    assert [m.data.strip() for m in opened(tmp_path, subject)] == [b"xin"]
    assert time.perf_counter() - start < 5


# -- Outlook -----------------------------------------------------------------------------------------------------------


def test_outlook_mail(tmp_path: Path) -> None:
    long = ("Số liệu. " * 1_000).encode()
    inner = msg_of("Thư gốc", "Nội dung gốc", [("c.txt", b"ba")])
    data = ole_of(msg_of("Báo cáo tháng 6", "Kính gửi báo cáo.", [("báo cáo.txt", long), inner, ("../x.txt", b"leo")]))
    path = tmp_path / "thư.msg"
    path.write_bytes(data)
    assert bundle_kind(path) == "msg"
    found = told(tmp_path, data, "thư.msg")
    assert found[:4] == [
        ("thư.msg!/nội dung thư.txt", "Kính gửi báo cáo."),
        ("thư.msg!/báo cáo.txt", long.decode()),
        ("thư.msg!/Thư gốc.msg/nội dung thư.txt", "Nội dung gốc"),
        ("thư.msg!/Thư gốc.msg/c.txt", "ba"),
    ]
    assert found[4][0] == "thư.msg!/[..]/x.txt" and "trỏ ra ngoài gói" in found[4][1]
    body = read_member(opened(tmp_path, data, "thư.msg")[0])
    assert (body.properties["title"], body.properties["author"]) == ("Báo cáo tháng 6", "Văn thư")


def test_outlook_mail_with_html(tmp_path: Path) -> None:
    html = "<html><meta charset='utf-8'><body><p>Số liệu</p></body></html>".encode()
    [body] = opened(tmp_path, ole_of(msg_of("Thư", "Số liệu", html=html)), "thư.msg")
    assert body.path == "thư.msg!/nội dung thư.html"
    assert read_member(body).text == "Số liệu\n"


def test_torn_outlook_mail(tmp_path: Path) -> None:
    data = ole_of(msg_of("Thư", "Số liệu " * 2_000, [("a.txt", b"x" * 9_000)]))
    for cut in range(600, len(data), 1_024):
        for member in opened(tmp_path, data[:cut], "thư.msg"):
            assert member.problem is None or member.problem.remedy
