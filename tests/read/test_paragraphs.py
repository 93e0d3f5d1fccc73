"""Where a line goes on with the one before it, and where it begins something."""

import pytest
from page_samples import centred, line

from vanban.model import BlockKind
from vanban.read.page_lines import PageLine
from vanban.read.paragraphs import Frame, Paragraph, find_paragraphs, frame_of, runs_over

LEFT, RIGHT, PITCH = 85.0, 545.0, 18.0
FRAME = Frame(LEFT, RIGHT, PITCH, frozenset({round(LEFT / 3.5), round((LEFT + 28) / 3.5)}))

# what stands on each line: how far in it begins, its text, how far it reaches ("full" = to the right edge), its look
Row = tuple[float, str, str]


def draw(rows: list[Row]) -> list[PageLine]:
    """Draw rows under each other; "full" lines reach the right edge, "bold" is bold, "gap" leaves room above."""
    lines, baseline = [], 100.0
    for indent, text, look in rows:
        baseline += PITCH * (1.7 if "gap" in look else 1)
        x0 = LEFT + indent
        width = RIGHT - x0 if "full" in look else None
        lines.append(line(text, x0, baseline, width=width, bold="bold" in look))
    return lines


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        pytest.param(
            [(28, "Trong năm 2025, Sở đã ban hành Kế hoạch", "full"), (0, "số 45/KH-SYT về chuyển đổi số.", "")],
            [2],
            id="a paragraph and its last line",
        ),
        pytest.param(
            [(28, "Sở đã làm việc với các cơ quan của TP.", "full"), (28, "Hồ Chí Minh về việc này.", "")],
            [2],
            id="an abbreviation before a name ends no paragraph",
        ),
        pytest.param(
            [(28, "Tình hình công tác y tế năm 2025", "full"), (0, "Kính gửi: UBND tỉnh Lào Cai.", "")],
            [1, 1],
            id="whom it is sent to stands by itself",
        ),
        pytest.param(
            [(28, "Các xã đã triển khai đồng bộ nhiệm vụ.", "full"), (28, "Kết quả bước đầu khả quan.", "")],
            [1, 1],
            id="an indent begins a paragraph",
        ),
        pytest.param(
            [(28, "Hạ tầng đã được nâng cấp.", ""), (0, "Nhân lực còn thiếu.", "")],
            [1, 1],
            id="a short line ends a paragraph",
        ),
        pytest.param(
            [(28, "- Đường truyền chậm, thường xuyên", "full"), (0, "gián đoạn;", ""), (28, "- Thiếu máy quét.", "")],
            [2, 1],
            id="items of a list",
        ),
        pytest.param(
            [(0, "1. Ban hành quy chế phối hợp giữa các", "full"), (18, "sở, ngành và địa phương,", "full"),
             (18, "trước ngày 30/9/2025.", "")],
            [3],
            id="an item that hangs",
        ),
        pytest.param(
            [(28, "Thực hiện Kế hoạch số 12/KH-UBND ngày", "full"), (0, "5. Tháng sau sẽ sơ kết.", "")],
            [2],
            id="a number at the beginning of a line is no marker inside a sentence",
        ),
        pytest.param(
            [(28, "Tỷ lệ giải ngân đạt 47% kế hoạch", ""), (0, "được giao đầu năm.", "")],
            [2],
            id="a soft line break inside a sentence",
        ),
        pytest.param(
            [(28, "I. KẾT QUẢ THỰC HIỆN", "bold"), (28, "Công tác chỉ đạo được quan tâm.", "")],
            [1, 1],
            id="a heading in bold",
        ),
        pytest.param(
            [(28, "2. Nhiệm vụ trọng tâm về hạ tầng số và", "bold full"), (0, "dữ liệu dùng chung", "bold"),
             (28, "Đầu tư máy chủ.", "")],
            [2, 1],
            id="a heading of two lines",
        ),
        pytest.param(
            [(28, "1. Về nhân lực: hiện có 12 cán bộ chuyên", "bold full"), (0, "trách, còn thiếu 5 người.", "")],
            [2],
            id="a paragraph that begins in bold",
        ),
        pytest.param(
            [(0, "Đoạn thứ nhất hết ở cuối dòng này.", "full"), (0, "Đoạn thứ hai.", "gap")],
            [1, 1],
            id="white space between paragraphs",
        ),
        pytest.param(
            [(0, "Văn bản này giãn dòng rộng nên câu còn", "full"), (0, "tiếp ở dòng dưới", "gap")],
            [2],
            id="a wide gap inside a sentence",
        ),
        pytest.param(
            [(0, "Kinh phí đã phân bổ đủ cho các đơn vị;", "full"), (0, "số còn lại chuyển sang năm sau.", "")],
            [2],
            id="a semicolon at the end of a line",
        ),
        pytest.param(
            [(0, "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NĂM 2025", "full"), (0, "(Kèm theo Báo cáo số 12/BC-UBND)", "")],
            [1, 1],
            id="what an annex comes with, under its title",
        ),
    ],
)  # fmt: skip
def test_lines_that_go_on(rows: list[Row], joined: list[int]) -> None:
    assert [len(p.lines) for p in find_paragraphs(draw(rows), FRAME)] == joined


MIDDLE = (LEFT + RIGHT) / 2


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        pytest.param(["*KẾ HOẠCH", "*TRIỂN KHAI NHIỆM VỤ NĂM 2026"], [1, 1], id="name of the type over its subject"),
        pytest.param(
            ["*BÁO CÁO", "*Kết quả công tác y tế", "*6 tháng đầu năm 2025"], [1, 2], id="subject of two lines"
        ),
        pytest.param(["*PHỤ LỤC I", "*DANH MỤC DỰ ÁN"], [1, 1], id="label of an annex"),
        pytest.param(["*DANH MỤC DỰ ÁN", "(Kèm theo Quyết định số 8/QĐ-UBND)"], [1, 1], id="note under a title"),
        pytest.param(["*CHƯƠNG II", "*TỔ CHỨC THỰC HIỆN"], [1, 1], id="number of a chapter"),
    ],
)
def test_centred_lines(texts: list[str], joined: list[int]) -> None:
    lines = [
        centred(text.lstrip("*"), MIDDLE, 100 + PITCH * k, bold=text.startswith("*")) for k, text in enumerate(texts)
    ]
    paragraphs = find_paragraphs(lines, FRAME)
    assert [len(p.lines) for p in paragraphs] == joined
    assert all(p.style.centered for p in paragraphs)


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (["UBND TỈNH BẮC NINH", "SỞ NÔNG NGHIỆP VÀ", "MÔI TRƯỜNG", "Số: 12/SNNMT"], [1, 2, 1]),
        (["BỘ TÀI CHÍNH", "CỤC THUẾ", "Số: 45/CT-TTHT", "V/v báo cáo kết quả", "thu ngân sách"], [1, 1, 1, 2]),
        (["CỤC THỐNG KÊ", "Số: 9/CTK", "V/v thực hiện", "Nghị quyết số 5-NQ/TU", "của Tỉnh ủy"], [1, 1, 3]),
        (["CỘNG HÒA XÃ HỘI CHỦ", "NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"], [2, 1]),
    ],
)
def test_letterheads(texts: list[str], joined: list[int]) -> None:
    lines = [centred(text, 160, 60 + 16 * k) for k, text in enumerate(texts)]
    assert [len(p.lines) for p in find_paragraphs(lines, frame_of(lines), beside=True)] == joined


@pytest.mark.parametrize(
    ("last", "first", "expected"),
    [
        ((0, "các đơn vị đã phối hợp chặt chẽ với", "full"), (0, "lực lượng công an cấp xã.", ""), True),
        ((0, "các đơn vị đã phối hợp tốt.", ""), (28, "Về nhân lực, còn thiếu.", ""), False),
        ((0, "các đơn vị đã phối hợp tốt trong quý.", "full"), (28, "Về nhân lực, còn thiếu.", ""), False),
        ((0, "theo Quyết định số", "full"), (0, "1152/QĐ-UBND ngày 05/8/2025.", ""), True),
        ((0, "gồm các nhiệm vụ sau:", ""), (28, "- Rà soát quy hoạch;", ""), False),
    ],
)
def test_sentences_over_the_page_end(last: Row, first: Row, expected: bool) -> None:
    (above,), (below,) = draw([last]), draw([first])
    below.page = 2
    assert runs_over(Paragraph([above], FRAME), below, FRAME) is expected


@pytest.mark.parametrize(
    ("text", "bold", "is_centred", "beside", "kind"),
    [
        ("I. ĐÁNH GIÁ CHUNG", True, False, False, BlockKind.HEADING),
        ("1. Mục đích", True, False, False, BlockKind.HEADING),
        ("- Rà soát, bổ sung quy hoạch.", True, False, False, BlockKind.LIST_ITEM),
        ("TỜ TRÌNH", True, True, False, BlockKind.HEADING),
        ("Kết quả thực hiện năm 2025", True, True, False, BlockKind.HEADING),
        ("(Kèm theo Tờ trình số 8/TTr-UBND)", True, True, False, BlockKind.PARAGRAPH),
        ("SỞ Y TẾ", True, True, True, BlockKind.PARAGRAPH),
        ("- Lưu: VT.", False, False, True, BlockKind.LIST_ITEM),
        ("a) Số hóa hồ sơ.", False, False, False, BlockKind.LIST_ITEM),
        ("Các xã đã hoàn thành.", False, False, False, BlockKind.PARAGRAPH),
    ],
)
def test_kinds(text: str, bold: bool, is_centred: bool, beside: bool, kind: BlockKind) -> None:
    drawn = line(text, LEFT, 100, bold=bold)
    assert Paragraph([drawn], FRAME, is_centred, beside).guess_kind() is kind
