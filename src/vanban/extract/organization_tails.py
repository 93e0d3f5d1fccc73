"""Finds where the free part of a name ends: "Trung tâm" + "Nghiên cứu và Nhân giống thủy sản Bến Đá"."""

from __future__ import annotations

from collections.abc import Callable

from vanban.extract.areas import capital_run, is_capital, level_at, match_area
from vanban.extract.localities import hamlet_end
from vanban.extract.organization_parts import (
    Organization,
    form_at,
    is_all_capitals,
    is_class,
    is_joined,
    key_at,
)
from vanban.lexicon.organizations import Head, function_words, head_book, name_words, post_book, surnames
from vanban.lexicon.places import commune_book, district_book, province_book
from vanban.lexicon.words import Words

Matcher = Callable[[Words, int, int], Organization | None]

_LINKS = {"và", "-", "&", ","}
_LISTERS = {
    "Ban Chỉ đạo",
    "Ban Chỉ huy",
    "Tổ giúp việc",
    "Tổ công tác",
    "Tiểu ban",
}  # go on with all that they care for
_NOT_FIRST = {"xây dựng", "quản lý", "giám sát", "tổ chức", "kiểm tra", "hỗ trợ", "tư vấn"}
_NUMBERED = {
    "Ban Quản lý dự án", "Ban Chỉ đạo", "Quân khu", "Quân đoàn", "Bệnh viện", "Trường", "Công ty", "Sư đoàn", "Trung đoàn",
    "Lữ đoàn", "Nhà máy", "Xí nghiệp", "Thuế cơ sở",
}  # fmt: skip
_WHOLE = {"quốc gia", "trung ương"}  # may end a name that has no capital after its head
# words after a lister: "về", "thực hiện", "triển khai", "Đề án", "phong trào"
_ABOUT = {"về": 1, "thực": 2, "triển": 2, "đề": 2, "phong": 2}
_TRADERS = {"Hợp tác xã", "Liên hiệp Hợp tác xã"}  # "Hợp tác xã tinh dầu sả Mường Lay": the trade in any words
_MAX_TRADE = 8  # words of it
_FIRMS = {"Công ty", "Công ty Điện lực", "Tổng công ty", "Nhà máy", "Xí nghiệp"}
_MAX_WORDS = 24


class TailReader:
    """Reads on from the words that open a name; `done` is the index after what surely belongs to it."""

    def __init__(self, words: Words, index: int, head: Head, match: Matcher, depth: int) -> None:
        self.words, self.index, self.head, self.match, self.depth = words, index, head, match, depth
        self.at = self.done = index
        self.proper = 0  # capitalised syllables outside known words, in a row
        self.lists = head.name in _LISTERS
        self.capitals = is_all_capitals(words, index - 1) and form_at(words, index).isupper()

    def read(self) -> int:
        """Give the index after the name; the index it began with where nothing belongs to it."""
        size = min(len(self.words.keys), self.index + _MAX_WORDS)
        while self.at < size:
            area_stop = self._area_stop()
            if area_stop is not None:
                return area_stop
            if not self._step():
                break
        return min(self.done, len(self.words.keys))

    def _step(self) -> bool:
        form = self.words.forms[self.at]
        if form[0].isupper() or (form[0].isdigit() and self.at == self.index and self.head.name in _NUMBERED):
            return self._capital()
        if form[0].isdigit():
            return self._digits()
        if form[0].isalpha():
            return self._small()
        return self._sign()

    def _area_stop(self) -> int | None:
        area = match_area(self.words, self.at)
        if area is None or (self.at == self.index and not area.is_named and form_at(self.words, self.at)[0].isupper()):
            return None
        if is_class(self.words, area):
            return self.done
        if self.lists and key_at(self.words, area.stop) == "về":
            self.at = self.done = area.stop
            return None
        return area.stop

    def _capital(self) -> bool:
        words, at = self.words, self.at
        if at > self.index and (post_book().longest(words.keys, at) or self._other_begins()):
            return False
        known = name_words().longest(words.keys, at) or self._firm(at)
        if self.capitals and known is None and words.keys[at] != "và" and function_words().longest(words.keys, at):
            return False
        if at == self.index and self._is_person():
            return False
        place = 0 if self.capitals else self._place_end()
        if place:
            self.at, self.proper = place, 2
        elif known:
            self.at, self.proper = known[0], 0
        elif self.proper == 0 and not self.capitals and self._completes(at + 1):
            self.at = at + 2
        else:
            self.at, self.proper = at + 1, self.proper + 1
        self.done = self.at
        return True

    def _firm(self, at: int) -> tuple[int, str] | None:
        """Find the words that open a firm's name inside that of its branch: "Chi nhánh Lai Châu Công ty …"."""
        head = head_book().longest(self.words.keys, at) if self.head.name == "Chi nhánh" else None
        return (head[0], head[1].name) if head is not None and head[0] > at + 1 else None

    def _digits(self) -> bool:
        words, at = self.words, self.at
        before = words.keys[at - 1]
        if not (self.lists and before == "án"):  # Đề án 06
            counts = form_at(words, at + 1)[0].islower() and not level_at(words, at + 1)
            if before != "số" and not self._is_its_number() and (counts or not (self.lists or before == "khu")):
                return False
        self.at = self.done = at + 1
        return True

    def _is_its_number(self) -> bool:
        """Tell whether a number closes a name ("Bệnh viện Quân y 175"): nothing that could be counted follows."""
        words, at = self.words, self.at
        if self.head.name not in _NUMBERED or self.done != at or not is_joined(words, at):
            return False
        initial = len(words.forms[at - 1]) == 1 and words.forms[at - 1].isupper()  # "Công ty B 10 tỷ đồng"
        if initial or not 2 <= len(words.forms[at]) <= 3:
            return False
        after = form_at(words, at + 1)
        if not after[0].isalpha():
            return after in ("\n", "\t", ".", ";", ")") or (after == "," and not form_at(words, at + 2)[0].isdigit())
        return after[0].islower() and function_words().longest(words.keys, at + 1) is not None

    def _small(self) -> bool:
        words, at = self.words, self.at
        key = words.keys[at]
        if key == "số" and form_at(words, at + 1)[0].isdigit():
            self.at += 1
            return True
        hamlet = hamlet_end(words, at) if self.done > self.index else None
        if hamlet is not None:
            self.at = self.done = hamlet
            return False
        known, ending = name_words().longest(words.keys, at), function_words().longest(words.keys, at)
        if known and self.proper < 2 and (self.lists or at == self.index or ending is None or ending[0] < known[0]):
            if at == self.index and known[1] in _NOT_FIRST and not self.lists:
                return False
            self.at = known[0]
            if self.lists or is_capital(words, self.index) or known[1] in _WHOLE:
                self.done = self.at
            return True
        if self.lists and key in _ABOUT:
            self.at += _ABOUT[key]
            return True
        if self._tells_trade(ending):
            self.at += 1
            return True
        if key != "và" or (self.done == self.index and at == self.index):
            return False
        self.at, self.proper = at + 1, 0
        goes_on = is_capital(words, at + 1) or name_words().longest(words.keys, at + 1) is not None
        return goes_on and not self._opens_other(at + 1)

    def _tells_trade(self, ending: tuple[int, str] | None) -> bool:
        """Tell whether a word that the lexicon does not know is of what a cooperative does, before its own name."""
        return (
            self.head.name in _TRADERS
            and ending is None
            and self.done == self.index
            and self.at - self.index < _MAX_TRADE
            and level_at(self.words, self.at) is None
        )

    def _sign(self) -> bool:
        words, at = self.words, self.at
        form, key = words.forms[at], words.keys[at]
        if form in "'’" or (form == "." and form_at(words, at - 1) in ("P", "C", "TP", "St")):
            self.at += 1
            return True
        if key == "-" and self._names_its_group(at + 1):
            self.at = self.done = at + 2
            return False
        if key == "&" or (
            self.done > self.index and (key == "-" or (key == "," and (self.lists or self._closes_list())))
        ):
            self.at, self.proper = at + 1, 0
            goes_on = (is_capital(words, at + 1) or self.lists) and not (key == "-" and self._full_name(at + 1))
            return goes_on and not self._opens_other(at + 1) and post_book().longest(words.keys, at + 1) is None
        return False

    def _names_its_group(self, at: int) -> bool:
        """Tell whether the short form of its group closes a firm's name: "Công ty cổ phần Xi măng Bến Đá - VICEM"."""
        words, form, after = self.words, form_at(self.words, at), form_at(self.words, at + 1)
        if self.head.name not in _FIRMS or self.done != at - 1 or len(form) < 2 or not form.isupper():
            return False
        if level_at(words, at) is not None or after[0].isupper() or after[0].isdigit():
            return False  # "- TP. Sơn La", "- EVN Hà Nội"
        other = self.match(words, at, self.depth)
        return other.stop == at + 1 if other is not None else head_book().longest(words.keys, at) is None

    def _place_end(self) -> int:
        """Give the index after a place of two syllables or more that begins here; 0 where none begins."""
        for book in (province_book(), district_book(), commune_book()):
            found = book.longest(self.words.keys, self.at)
            if found is not None and found[0] > self.at + 1 and self.words.forms[found[0] - 1][0].isupper():
                return found[0]
        return 0

    def _is_person(self) -> bool:
        """Tell whether a full name follows a head in small letters ("giám đốc hợp tác xã Lê Thị B")."""
        words, at = self.words, self.at
        if words.forms[at - 1][0].isupper() or surnames().get(words.forms[at]) != "frequent":
            return False
        return capital_run(words, at) - at >= 3

    def _full_name(self, at: int) -> bool:
        """Tell whether a person's full name begins at a word: "Ủy ban An toàn giao thông Quốc gia - Lò Văn Mận"."""
        return form_at(self.words, at) in surnames() and capital_run(self.words, at) - at in (3, 4)

    def _other_begins(self) -> bool:
        """Tell whether another organisation begins at a capital inside a name."""
        if self.capitals or self.words.keys[self.at] not in head_book():
            return False
        inner = self.match(self.words, self.at, self.depth)
        return inner is not None and (not inner.head.tail.startswith("open") or self.words.keys[self.at - 1] in _LINKS)

    def _opens_other(self, index: int) -> bool:
        words = self.words
        if not is_capital(words, index):
            return False
        if self.match(words, index, self.depth) is not None:
            return True
        head = head_book().longest(words.keys, index)  # "… và Công an các tỉnh"
        return head is not None and key_at(words, head[0]) in ("các", "những", "cấp")

    def _completes(self, index: int) -> bool:
        """Tell whether a small syllable that the lexicon does not know is the second half of the capital one before it."""
        words = self.words
        if not form_at(words, index)[0].islower() or not is_joined(words, index) or len(words.forms[index]) < 2:
            return False
        if words.forms[index - 1].isupper() and len(words.forms[index - 1]) > 1:
            return False
        return function_words().longest(words.keys, index) is None and name_words().longest(words.keys, index) is None

    def _closes_list(self) -> bool:
        """Tell whether a comma stands inside a name such as "Kinh tế, Hạ tầng và Đô thị": "và" and a capital follow soon."""
        words, comma = self.words, self.at
        if not is_capital(words, comma + 1) or self._opens_other(comma + 1):
            return False
        for at in range(comma + 2, min(comma + 8, len(words.keys) - 1)):
            if words.keys[at] == "và":
                return is_capital(words, at + 1) and not self._opens_other(at + 1)
            if not words.forms[at][0].isalpha():
                return False
        return False
