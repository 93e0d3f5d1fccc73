"""What may stand on the command line, with its Vietnamese help. Imports nothing heavy: --help answers at once."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable
from typing import Any, NoReturn

from vanban.lexicon.labels import LABEL_NAMES, TOPIC_NAMES
from vanban.version import __version__

# command → module of vanban.cli and its function
COMMANDS = {
    "extract": "extract:run",
    "ingest": "ingest:run",
    "status": "status:run",
    "retry": "ingest:run_retry",
    "search": "find:run_search",
    "indicators": "find:run_indicators",
    "show": "find:run_show",
    "summary": "summary:run",
    "export": "export:run",
    "digest": "digest:run",
    "evaluate": "quality:run_evaluate",
    "train": "quality:run_train",
    "doctor": "doctor:run",
    "serve": "serve:run",
    "user": "user:run",
    "watch": "watch:run",
    "backup": "backup:run_backup",
    "verify": "backup:run_verify",
}
_DESCRIPTION = "Biến kho báo cáo thành cơ sở dữ liệu: mỗi số liệu, khó khăn, kiến nghị đều chỉ về đúng trang văn bản."
_EPILOG = (
    "Kho mặc định là vanban.db trong thư mục hiện tại, hoặc $VANBAN_DB. Mã thoát: 0 tốt; 1 kiểm tra không đạt; "
    "2 dùng sai lệnh; 3 thiếu phần mềm; 4 một số tệp lỗi (các tệp khác vẫn vào kho); 130 bị ngắt (không mất gì)."
)


class Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=min(110, max(60, _columns())))

    def add_argument(self, action: argparse.Action) -> None:
        super().add_argument(action)
        if isinstance(action, argparse._SubParsersAction):
            self._action_max_length += self._indent_increment  # argparse forgets that subcommands stand deeper

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


def _columns() -> int:
    try:
        return os.get_terminal_size().columns
    except OSError:
        return 110


_MESSAGES = (
    (re.compile(r"the following arguments are required: (.*)"), r"thiếu \1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"không hiểu \1 (từ khóa bắt đầu bằng dấu - thì viết sau --)"),
    (re.compile(r"invalid choice: (.*) \(choose from (.*)\)"), r"không có giá trị \1; chọn một trong: \2"),
    (re.compile(r"expected (?:one argument|at least one argument)"), "phải có giá trị đi kèm"),
    (re.compile(r"invalid \S+ value: (.*)"), r"giá trị \1 không hợp lệ"),
    (re.compile(r"not allowed with argument (.*)"), r"không dùng cùng \1"),
    (re.compile(r"argument (\S+):"), r"\1:"),
)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Vietnamese."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "Tham số"
        self._optionals.title = "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        for pattern, words in _MESSAGES:
            message = pattern.sub(words, message)
        self.exit(2, f"{self.prog}: {message}\nXem hướng dẫn: {self.prog} --help\n")


def build_parser() -> Parser:
    parser = Parser(prog="vanban", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"vanban {__version__}", help="hiện phiên bản")
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", required=True, title="Các lệnh")

    def add(name: str, help: str, *, db: bool = True, json: bool = True) -> Parser:
        command: Parser = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
        if db:
            command.add_argument(
                "--db", metavar="URL", default=os.environ.get("VANBAN_DB") or "vanban.db",
                help="kho: tệp SQLite hoặc postgresql://… (mặc định $VANBAN_DB, nếu không thì vanban.db)",
            )  # fmt: skip
        if json:
            command.add_argument("--json", action="store_true", help="kết quả dạng JSON")
        return command

    _add_extract(add)
    _add_ingest(add)
    _add_finding(add)
    _add_leaving(add)
    _add_quality(add)
    _add_serving(add)
    _add_keeping(add)
    return parser


Add = Callable[..., Parser]


def _add_extract(add: Add) -> None:
    command = add("extract", "trích dữ kiện từ một hay nhiều tệp, in ra màn hình", db=False, json=False)
    command.add_argument("files", nargs="+", metavar="TỆP", help="tệp cần đọc; - là văn bản từ đầu vào chuẩn")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="một mảng JSON")
    form.add_argument("--jsonl", action="store_true", help="mỗi tệp một dòng JSON")
    command.add_argument("--with-text", action="store_true", help="kèm toàn văn mà các vị trí (span) chỉ vào")
    command.add_argument(
        "--reference-date", metavar="NGÀY", help="ngày làm mốc cho “quý này”, “năm trước”… (2025-06-20)"
    )
    _add_ocr(command)


def _add_ocr(command: Parser) -> None:
    command.add_argument(
        "--ocr", choices=("auto", "always", "never"), default="auto",
        help="nhận dạng chữ ảnh quét: trang không có lớp chữ tốt (mặc định), mọi trang, không trang nào",
    )  # fmt: skip


def _add_ingest(add: Add) -> None:
    command = add("ingest", "đưa tệp và thư mục vào kho; dừng lúc nào cũng được, chạy lại sẽ làm tiếp")
    command.add_argument("paths", nargs="+", metavar="ĐƯỜNG_DẪN", help="tệp hoặc thư mục")
    _add_engine(command)
    _add_reports(command)
    command = add("status", "cho biết trong kho có gì, tệp nào lỗi và vì sao, nhanh chậm ra sao")
    command.add_argument("--failed", action="store_true", help="chỉ liệt kê mọi tệp lỗi, mỗi tệp một lý do")
    command = add("retry", "làm lại các tệp lỗi, hoặc các văn bản do phiên bản cũ phân tích")
    command.add_argument("--failed", action="store_true", help="các tệp lỗi hoặc dở dang (mặc định)")
    command.add_argument("--stale", action="store_true", help="các văn bản do phiên bản cũ phân tích")
    command.add_argument("--quarantined", action="store_true", help="các tệp bị cách ly (hai lần làm sập tiến trình)")
    _add_engine(command)
    _add_reports(command)
    command = add("watch", "theo dõi một thư mục, tự đưa tệp mới hoặc mới sửa vào kho; dừng bằng Ctrl-C", json=False)
    command.add_argument("folder", metavar="THƯ_MỤC", help="thư mục cần theo dõi, kể cả các thư mục con")
    command.add_argument(
        "--interval", type=_positive, metavar="GIÂY", default=5,
        help="bao lâu xem lại một lần (mặc định 5); tệp được nhận khi qua một lần xem không đổi nữa",
    )  # fmt: skip
    _add_engine(command)
    _add_reports(command)


def _add_engine(command: Parser) -> None:
    command.add_argument("--workers", type=_positive, metavar="N", help="số tiến trình (mặc định: mọi nhân của máy)")
    command.add_argument("--engine", choices=("local", "ray"), default="local", help="nơi chạy: máy này hoặc cụm Ray")
    command.add_argument("--address", metavar="A", help="địa chỉ cụm Ray (mặc định: dựng một cụm trên máy này)")
    _add_ocr(command)
    command.add_argument(
        "--timeout", type=_positive, metavar="GIÂY", help="giới hạn mỗi tệp (mặc định 300, thêm 30 cho mỗi MB)"
    )
    command.add_argument("--memory", type=_positive, metavar="MB", help="giới hạn mỗi tệp (mặc định 2048)")
    command.add_argument("--no-keep", action="store_true", help="không giữ bản gốc cạnh kho")
    command.add_argument(
        "--allow-classified", action="store_true", help="nhận cả văn bản Mật, Tối mật, Tuyệt mật (máy được phép lưu)"
    )


def _add_reports(command: Parser) -> None:
    command.add_argument("--log", metavar="TỆP", help="ghi thêm mỗi tệp một dòng JSON vào tệp này")
    command.add_argument(
        "--metrics", metavar="TỆP|CỔNG", help="số đo dạng Prometheus: ghi ra tệp .prom, hoặc mở cổng ở 127.0.0.1"
    )


def _add_filters(command: Parser) -> None:
    group = command.add_argument_group("Bộ lọc (lặp lại một bộ lọc: chỉ cần thỏa một giá trị)")
    group.add_argument("--label", action="append", metavar="NHÃN", help=", ".join(LABEL_NAMES))
    group.add_argument("--topic", action="append", metavar="CHỦ_ĐỀ", help=", ".join(TOPIC_NAMES))
    group.add_argument("--province", action="append", metavar="TỈNH", help="tên hiện nay hoặc tên cũ")
    group.add_argument("--issuer", action="append", metavar="CƠ_QUAN", help="cơ quan ban hành")
    group.add_argument("--addressee", action="append", metavar="CƠ_QUAN", help="cơ quan được đề nghị")
    group.add_argument("--type", action="append", metavar="LOẠI", dest="doc_type", help="bao_cao, cong_van, …")
    group.add_argument(
        "--sector", action="append", metavar="LĨNH_VỰC", help="y_te, giao_duc, chuyen_doi_so, nong_nghiep, …"
    )
    group.add_argument("--cites", action="append", metavar="SỐ", help="có viện dẫn văn bản này, ví dụ 57-NQ/TW")
    group.add_argument("--year", action="append", metavar="NĂM", help="năm ban hành")
    group.add_argument("--from", metavar="NGÀY", dest="since", help="ban hành từ ngày (2025-06-20, 6/2025, 2025)")
    group.add_argument("--to", metavar="NGÀY", dest="until", help="ban hành đến hết ngày")


def _add_finding(add: Add) -> None:
    command = add("search", "tìm trong kho; gõ có dấu hay không dấu đều được")
    command.add_argument("query", nargs="*", metavar="TỪ_KHÓA", help='từ, "cụm từ", tiền_tố*, HOẶC, KHÔNG (OR, NOT)')
    command.add_argument(
        "--order",
        choices=("relevance", "newest", "oldest"),
        default="relevance",
        help="thứ tự (mặc định: sát nhất trước)",
    )
    command.add_argument(
        "--mode", choices=("text", "meaning", "both"), default="text",
        help="theo chữ (mặc định); theo nghĩa: câu gần nghĩa dù khác chữ; hoặc cả hai",
    )  # fmt: skip
    command.add_argument("--limit", type=_positive, default=20, metavar="N", help="số kết quả (mặc định 20)")
    _add_filters(command)
    command = add("indicators", "liệt kê chỉ tiêu: kế hoạch, kết quả, kỳ, trạng thái")
    command.add_argument("name", nargs="*", metavar="TÊN", help="các từ trong tên chỉ tiêu")
    command.add_argument("--period", metavar="KỲ", help="2025, 2025-06 hoặc 2021..2025")
    command.add_argument("--status", metavar="TRẠNG_THÁI", help="met, not_met, in_progress")
    command.add_argument("--csv", action="store_true", help="kết quả dạng CSV")
    command.add_argument("--limit", type=_positive, metavar="N", help="số kết quả (mặc định: tất cả)")
    _add_filters(command)
    command = add("show", "cho xem một văn bản và các dữ kiện của nó")
    command.add_argument("id", metavar="MÃ", help="mã số, 8 chữ số đầu của SHA-256, hoặc đường dẫn tệp")
    command.add_argument("--with-text", action="store_true", help="với --json: kèm toàn văn")
    command = add("summary", "tổng hợp: khó khăn theo chủ đề, kiến nghị theo nơi nhận, chỉ tiêu, văn bản được viện dẫn")
    command.add_argument("--limit", type=_positive, default=10, metavar="N", help="số dòng mỗi bảng (mặc định 10)")
    command.add_argument("--phrases", action="store_true", help="thêm cụm từ nổi bật trong khó khăn của từng tỉnh")
    _add_filters(command)


def _add_leaving(add: Add) -> None:
    command = add("export", "xuất bảng ra tệp CSV, Excel, JSON Lines, Parquet hoặc gói dữ liệu", json=False)
    command.add_argument(
        "what", metavar="BẢNG", help="documents, statements, indicators, citations, figures, dates, tables, all"
    )
    command.add_argument(
        "--format", metavar="DẠNG", help="csv, xlsx, jsonl, parquet, datapackage (mặc định: theo đuôi của --out)"
    )
    command.add_argument(
        "--out", metavar="TỆP", required=True, help="nơi ghi; datapackage, và all mà không phải xlsx: thư mục"
    )
    _add_filters(command)
    command = add("digest", "lập báo cáo tổng hợp khó khăn, kiến nghị, chỉ tiêu ra Word hoặc Excel", json=False)
    command.add_argument("--out", metavar="TỆP", required=True, help="tệp .docx hoặc .xlsx")
    command.add_argument("--office", metavar="TÊN", help="cơ quan lập báo cáo (không có thì để trống)")
    command.add_argument("--parent-office", metavar="TÊN", help="cơ quan chủ quản")
    command.add_argument("--place", metavar="ĐỊA_DANH", help="địa danh ghi trước ngày tháng")
    _add_filters(command)


def _add_quality(add: Add) -> None:
    command = add("evaluate", "đo độ chính xác trên văn bản đã gán nhãn", db=False)
    command.add_argument("gold", nargs="+", metavar="GOLD", help="tệp gán nhãn, hoặc thư mục chứa chúng")
    command.add_argument("--docs", metavar="THƯ_MỤC", help="nơi để văn bản gốc của các tệp .gold.json")
    command.add_argument("--split", choices=("train", "dev", "test"), help="chỉ phần này của kho ngữ liệu")
    command.add_argument("--floors", metavar="TỆP", help="điểm sàn (JSON); thấp hơn thì mã thoát 1")
    command.add_argument("--models", metavar="THƯ_MỤC", help="đo mô hình trong thư mục này thay cho mô hình đi kèm")
    command.add_argument("--html", metavar="TỆP", help="ghi trang HTML liệt kê từng lỗi trong ngữ cảnh")
    command = add("train", "huấn luyện các mô hình từ kho ngữ liệu", db=False)
    command.add_argument("--corpus", metavar="THƯ_MỤC", default="corpora/documents", help="kho ngữ liệu")
    command.add_argument("--out", metavar="THƯ_MỤC", default="models", help="nơi ghi mô hình (mặc định models)")
    command.add_argument(
        "--split", default="train,dev", metavar="PHẦN", help="học từ các phần này (mặc định train,dev)"
    )
    command.add_argument("--also", metavar="THƯ_MỤC", help="học thêm văn bản của đơn vị, cùng dạng với kho ngữ liệu")
    add("doctor", "kiểm tra những gì đã cài, còn thiếu gì và cách cài", db=False)


def _add_serving(add: Add) -> None:
    command = add("serve", "mở trang web và API để cả cơ quan tra cứu kho", json=False)
    command.add_argument("--host", metavar="H", default="127.0.0.1", help="địa chỉ (mặc định 127.0.0.1: chỉ máy này)")
    command.add_argument("--port", type=_positive, metavar="P", default=8000, help="cổng (mặc định 8000)")
    command.add_argument(
        "--name", action="append", metavar="TÊN", help="tên máy mà trình duyệt gọi, ví dụ kho.so.gov.vn"
    )
    command.add_argument("--https", action="store_true", help="phía trước có máy chủ HTTPS chuyển tiếp đến đây")
    command.add_argument(
        "--upload-max", type=_positive, metavar="MB", default=64, help="giới hạn mỗi tệp tải lên (mặc định 64)"
    )
    command = add("user", "thêm, liệt kê, xóa người dùng của trang web")
    command.add_argument("action", choices=("add", "list", "delete"), metavar="VIỆC", help="add, list hoặc delete")
    command.add_argument("name", nargs="?", metavar="TÊN", help="tên người dùng; add một tên đã có: đổi mật khẩu")
    command.add_argument(
        "--role", choices=("reader", "editor", "admin"), default="reader",
        help="reader: đọc (mặc định); editor: thêm tải lên; admin: thêm nhật ký",
    )  # fmt: skip


def _add_keeping(add: Add) -> None:
    command = add("backup", "sao lưu kho cùng các bản gốc; người khác vẫn đọc, ghi được trong lúc đó")
    command.add_argument("out", metavar="NƠI_GHI", help="tệp SQLite mới, hoặc postgresql://… của cơ sở dữ liệu trống")
    add("verify", "kiểm tra kho có nguyên vẹn không: dòng, vị trí, chỉ mục tìm kiếm, bản gốc")


def _positive(word: str) -> int:
    value = int(word)
    if value < 1:
        raise ValueError(word)
    return value


FILTERS = ("label", "topic", "province", "issuer", "addressee", "doc_type", "sector", "cites", "year", "since", "until")


def chosen_filters(options: argparse.Namespace) -> Any:
    """Give the filters on the command line as `FilterOptions`."""
    return {name: getattr(options, name) for name in FILTERS}
