"""Queries become expressions that cannot be malformed, and marks on the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vanban.errors import UsageError
from vanban.store.query import MAX_TERMS, find_marks, parse_query

SCATTERED_CO_HOAC = [
    '((exact : "có" AND exact : "hoặc")) NOT ((exact : "có hoặc"))',
    '((folded : "co hoac")) NOT ((exact : "có" AND exact : "hoặc"))',
    '((folded : "co" AND folded : "hoac")) NOT ((exact : "có" AND exact : "hoặc") OR (folded : "co hoac"))',
]
GPMB_WITHOUT_XA = [
    '((folded : "gpmb") NOT folded : "xa")',
    '(((((folded : "gpmb") OR exact : "giải phóng mặt bằng")) NOT folded : "xa")) NOT '
    '(((folded : "gpmb") NOT folded : "xa"))',
]
SCATTERED = (
    '(folded : "so" AND folded : "giai" AND folded : "phong" AND folded : "mat" AND folded : "bang" AND folded : "2")'
)
EXPRESSIONS: list[tuple[str, list[str]]] = [
    ("chuyen", ['(folded : "chuyen")']),
    ("chuyển", ['(exact : "chuyển")', '((folded : "chuyen")) NOT ((exact : "chuyển"))']),
    ('"chuyen doi"', ['(folded : "chuyen doi")']),
    ("“chuyen doi”", ['(folded : "chuyen doi")']),
    ("57-NQ/TW", ['(folded : "57 nq tw")']),
    ("kinh*", ['(folded : "kinh"*)']),
    ("so cap", ['(folded : "so cap")', '((folded : "so" AND folded : "cap")) NOT ((folded : "so cap"))']),
    (
        "so cấp",
        [
            '(exact : "so cấp")',
            '((folded : "so" AND exact : "cấp")) NOT ((exact : "so cấp"))',
            '((folded : "so cap")) NOT ((folded : "so" AND exact : "cấp"))',
            '((folded : "so" AND folded : "cap")) NOT ((folded : "so" AND exact : "cấp") OR (folded : "so cap"))',
        ],
    ),
    ('cap "nhan luc"', ['(folded : "cap" AND folded : "nhan luc")']),
    ("so OR cap", ['(folded : "so") OR (folded : "cap")']),
    ("so NOT cap xa", ['((folded : "so") NOT folded : "cap xa")']),
    ("so NOT cáp", ['((folded : "so") NOT exact : "cáp")']),
    ("so AND cap*", ['(folded : "so" AND folded : "cap"*)']),
    ("", []),
    ("?!… - ( ) * : ^ {} + ~", []),
    ('"', []),
    ('""', []),
    ("OR AND", []),
    ("so\0-\udcff", ['(folded : "so")']),
    ("near(so)", ['(folded : "near so")']),
    ("so HOẶC cap", ['(folded : "so") OR (folded : "cap")']),
    ("so KHÔNG cap xa", ['((folded : "so") NOT folded : "cap xa")']),
    ("so VÀ cap*", ['(folded : "so" AND folded : "cap"*)']),
    # in a query all in capitals, as the first word and in small letters they are words
    ("CÓ HOẶC", ['(exact : "có hoặc")', *SCATTERED_CO_HOAC]),
    ("KHÔNG", ['(exact : "không")', '((folded : "khong")) NOT ((exact : "không"))']),
    ('"KHÔNG"', ['(exact : "không")', '((folded : "khong")) NOT ((exact : "không"))']),
    ("gpmb KHÔNG xa", GPMB_WITHOUT_XA),
    ("GPMB KHÔNG BQL", [part.replace('"xa"', '"bql"') for part in GPMB_WITHOUT_XA]),
    # other forms of known words come last
    ("gpmb", ['(folded : "gpmb")', '((((folded : "gpmb") OR exact : "giải phóng mặt bằng"))) NOT ((folded : "gpmb"))']),
    ('"gpmb"', ['(folded : "gpmb")']),
    ("gpmb*", ['(folded : "gpmb"*)']),
    (
        "so giai phong mat bang 2",
        [
            '(folded : "so giai phong mat bang 2")',
            f'({SCATTERED}) NOT ((folded : "so giai phong mat bang 2"))',
            '((folded : "so" AND ((folded : "giai" AND folded : "phong" AND folded : "mat" AND folded : "bang") OR '
            f'exact : "gpmb") AND folded : "2")) NOT ({SCATTERED})',
        ],
    ),
    ("x-gpmb", ['(folded : "x gpmb")']),  # a part of one word
]


@pytest.mark.parametrize(("query", "expressions"), EXPRESSIONS, ids=[repr(q) for q, _ in EXPRESSIONS])
def test_expressions(query: str, expressions: list[str], form: Callable[[str], str]) -> None:
    assert [step.expression for step in parse_query(form(query)).steps()] == expressions


@pytest.mark.parametrize("query", ["NOT x", "a OR NOT b", "a HOẶC NOT b", " ".join(["x"] * (MAX_TERMS + 1))])
def test_queries_without_an_answer_are_told(query: str) -> None:
    with pytest.raises(UsageError):
        parse_query(query)


MARKED = [
    ("thiếu nhân lực", "Cấp xã thiếu nhân lực.", "Cấp xã [thiếu nhân lực]."),
    ("thieu nhan luc", "Cấp xã THIẾU nhân lực.", "Cấp xã [THIẾU nhân lực]."),
    ("nhân lực", "Nhân viên thiếu lực lượng", "[Nhân] viên thiếu [lực] lượng"),
    ("nhân lực", "Nhân viên thiếu nhân lực", "Nhân viên thiếu [nhân lực]"),
    ("nhân lực trẻ", "Trẻ, nhân lực, nhàn", "[Trẻ], [nhân lực], nhàn"),
    ('"nhân lực"', "Nhân viên thiếu nhân lực", "Nhân viên thiếu [nhân lực]"),
    # with its diacritics once, it is marked only there
    ("đề nghị", "Để nghỉ ngơi, đề nghị chờ", "Để nghỉ ngơi, [đề nghị] chờ"),
    ("đề nghị", "Để nghỉ ngơi", "[Để nghỉ] ngơi"),
    ("hoà", "Thái Hòa và hoà giải", "Thái [Hòa] và [hoà] giải"),
    ("kỹ thuật", "kĩ thuật", "[kĩ thuật]"),
    ("57-NQ/TW", "Nghị quyết 57-NQ/TW, 157-NQ/TW", "Nghị quyết [57-NQ/TW], 157-NQ/TW"),
    ("kinh*", "Kinh phí, kinhphi, phí", "[Kinh] phí, [kinh]phi, phí"),
    ("phí NOT kinh", "kinh phí", "kinh [phí]"),
    ("số OR dữ liệu", "Dữ liệu số", "[Dữ liệu số]"),
    ("không", "chẳng có", "chẳng có"),
    # other forms of known words, where the words themselves do not stand
    ("hạ tầng CNTT", "Hạ tầng công nghệ thông tin yếu", "[Hạ tầng công nghệ thông tin] yếu"),
    ("công nghệ thông tin", "Thông báo về CNTT", "Thông báo về [CNTT]"),
    ("cong nghe thong tin xã", "Xã thông báo về CNTT", "[Xã] thông báo về [CNTT]"),
    ("cntt", "công nghệ thông tin (CNTT)", "công nghệ thông tin ([CNTT])"),
    ("giấy chứng nhận quyền sử dụng đất", "Cấp sổ đỏ theo sơ đồ", "Cấp [sổ đỏ] theo sơ đồ"),
    ('"công nghệ thông tin" OR xã', "Thông tin của xã", "Thông tin của [xã]"),
]


@pytest.mark.parametrize(("query", "text", "marked"), MARKED, ids=[f"{q}-{t}" for q, t, _ in MARKED])
def test_marks(query: str, text: str, marked: str, form: Callable[[str], str]) -> None:
    shown, at = "", 0
    for start, end in find_marks(parse_query(form(query)), text):
        shown += f"{text[at:start]}[{text[start:end]}]"
        at = end
    assert shown + text[at:] == marked
