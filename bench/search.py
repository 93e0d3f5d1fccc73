"""How fast a large archive is searched: text with filters and facets, beside Tantivy on the same rows in one run.

    python bench/search.py [--statements 1000000] [--queries 200] [--db FILE.db|postgresql://…] [--clock cpu]
                           [--no-tantivy] [--meaning]

The statements are made up of the words that reports use, common ones common; each query is asked once, as a page asks:
the first 20 hits with their texts, the number of all, and the facets. Tantivy gives 20 hits, the number, and no facets;
it is asked for the words of a phrase and of a prefix one by one. The files of the concordance are made first.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from vanban.lexicon.labels import LABEL_NAMES, TOPIC_NAMES
from vanban.lexicon.provinces import provinces_now
from vanban.store import Archive, index, open_archive
from vanban.store.insert import insert_tuples
from vanban.store.postgresql import is_postgresql
from vanban.store.schema import (
    citations,
    documents,
    passages,
    statement_addressees,
    statement_topics,
    statements,
    texts,
)
from vanban.store.words import body_words, spelling

A_DOCUMENT = 20  # statements
PHRASES = (
    """
thiếu nhân lực|nhân lực công nghệ thông tin|chuyển đổi số|cấp xã|dịch vụ công trực tuyến|hồ sơ trực tuyến|cán bộ
viên chức|giải ngân vốn đầu tư công|giải phóng mặt bằng|đường truyền|máy tính|chưa đồng bộ|cơ sở dữ liệu|kinh phí
dữ liệu đất đai|an toàn thông tin|ngân sách|thủ tục hành chính|phần mềm dùng chung|tập huấn|người dân|doanh nghiệp
hạ tầng|đề nghị|kiến nghị|sớm ban hành|hướng dẫn|bố trí|rà soát|quy hoạch|tỷ lệ|kế hoạch|tiến độ|hợp tác xã
nông thôn mới|y tế cơ sở|giáo viên|trường học|du lịch|xuất khẩu|môi trường|rác thải|nước sạch|lao động|việc làm|hộ nghèo
""".strip()
    .replace("\n", "|")
    .split("|")
)
ONSETS = "b|c|ch|d|đ|g|gi|h|k|kh|l|m|n|ng|nh|ph|qu|r|s|t|th|tr|v|x"
RIMES = "a|ai|an|ang|anh|ao|ăn|ân|âu|e|en|ê|i|iên|iêu|in|o|oai|on|ô|ôi|ông|ơi|u|ui|ung|ư|ưa|ương|ay|uyên"
ISSUERS = ("UBND TỈNH", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "SỞ TÀI CHÍNH", "SỞ NỘI VỤ", "UBND HUYỆN")
ASKED = ("Bộ Nội vụ", "Bộ Tài chính", "UBND tỉnh", "Bộ Khoa học và Công nghệ", "Chính phủ")


class Vocabulary:
    """Syllables by Zipf's law with phrases of the field among them."""

    def __init__(self, dice: random.Random) -> None:
        syllables = [onset + rime for onset in ONSETS.split("|") for rime in RIMES.split("|")]
        toned = [_toned(syllable, tone) for syllable in syllables for tone in "\u0300\u0301\u0309\u0303\u0323"]
        dice.shuffle(toned)
        self.words = PHRASES + toned
        self.weights = [1 / (place + 8) for place in range(len(self.words))]


def _toned(syllable: str, tone: str) -> str:
    place = max(place for place, letter in enumerate(syllable) if letter in "aăâeêioôơuư")
    return unicodedata.normalize("NFC", syllable[: place + 1] + tone + syllable[place + 1 :])


def make_statements(count: int) -> Iterator[list[str]]:
    """Give the statements of one document after another."""
    dice = random.Random(1)
    vocabulary = Vocabulary(dice)
    for _ in range(count // A_DOCUMENT):
        words = dice.choices(vocabulary.words, vocabulary.weights, k=A_DOCUMENT * 18)
        yield [" ".join(words[place : place + 18]) + "." for place in range(0, len(words), 18)]


def fill(archive: Archive, count: int) -> None:
    """Write documents by the hundred, past the analysis; each row as the store itself would write it."""
    made, first = make_statements(count), 0
    while batch := [said for said, _ in zip(made, range(100), strict=False)]:
        with archive.writing() as connection:
            _write(connection, batch, first)
        first += len(batch)
    with archive.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")
            connection.exec_driver_sql("ANALYZE")


def _write(connection: Any, batch: list[list[str]], first: int) -> None:
    names, labels, topics = provinces_now(), list(LABEL_NAMES), list(TOPIC_NAMES)
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in ("d", "t", "s", "st", "sa", "p", "c")}
    moment = dt.datetime(2026, 1, 1)
    for number, said in enumerate(batch, first + 1):
        dice = random.Random(number)
        province, issuer = dice.choice(names).name, dice.choice(ISSUERS)
        text, at = "\n".join(said), 0
        day = dt.date(2020, 1, 1) + dt.timedelta(dice.randrange(2300))
        rows["d"].append(
            (number, f"{number:064x}", f"{number}.pdf", "application/pdf", len(text), "bao_cao", str(number), issuer,
             day, province, province, {}, {}, body_words(issuer), spelling(province), spelling(province), "0", moment,
             moment, number)
        )  # fmt: skip
        rows["t"].append((number, text))
        cited = f" nghi quyet {dice.randrange(1, 80)} nq tw "
        rows["c"].append((number, number, f"{number:016x}", 0, 5, 1.0, "bench", text[:5], "nghi_quyet", cited, "0"))
        for place, sentence in enumerate(said):
            fact, label = (number - 1) * A_DOCUMENT + place + 1, dice.choice(labels)
            end = at + len(sentence)
            rows["s"].append((fact, number, f"{fact:016x}", at, end, 0.9, "bench", sentence, label, "0"))
            rows["p"].append((fact, number, "statement", at, end, fact))
            if label in ("difficulty", "cause", "proposal"):
                rows["st"].append((fact, dice.choice(topics), 0))
            if label == "proposal":
                asked = dice.choice(ASKED)
                rows["sa"].append((fact, 0, asked, body_words(asked)))
            at = end + 1
    for table, name, columns in _COLUMNS:
        insert_tuples(connection, table, tuple(columns.split()), rows[name])
    places: dict[int, list[tuple[int, int, int]]] = {}
    for fact, number, _, at, end, _ in rows["p"]:
        places.setdefault(number, []).append((fact, at, end))
    for number, text in rows["t"]:
        index.insert(connection, text, places[number])


_COLUMNS = (
    (documents, "d", "id sha256 source media_type n_characters doc_type number issuer issued_on province province_now "
     "spans properties issuer_folded province_folded province_as_named version added_at analysed_at change"),
    (texts, "t", "document_id text"),
    (citations, "c", "id document_id key span_start span_end score rule text doc_type cited version"),
    (statements, "s", "id document_id key span_start span_end score rule text label version"),
    (statement_topics, "st", "statement_id topic ordinal"),
    (statement_addressees, "sa", "statement_id ordinal addressee folded"),
    (passages, "p", "id document_id kind span_start span_end statement_id"),
)  # fmt: skip


class Asked(NamedTuple):
    query: str
    filters: dict[str, Any]


def make_queries(count: int) -> list[Asked]:
    """Give queries of one to three phrases or rarer words, each with up to two filters."""
    dice, manner = random.Random(2), random.Random(3)
    vocabulary = Vocabulary(random.Random(1))
    rare = vocabulary.words[len(PHRASES) : len(PHRASES) + 800]
    asked = []
    for _ in range(count):
        words = dice.sample(PHRASES, dice.randint(1, 2)) + ([dice.choice(rare)] if dice.random() < 0.4 else [])
        filters: dict[str, Any] = {}
        if dice.random() < 0.6:
            filters["label"] = dice.choice(["difficulty", "proposal"])
        if dice.random() < 0.4:
            filters["province"] = dice.choice(provinces_now()).name
        if dice.random() < 0.2:
            filters["since"] = "2024"
        asked.append(Asked(_written(" ".join(words), manner), filters))
    return asked


def _written(words: str, manner: random.Random) -> str:
    """Put some queries in quotes, and let the last word of some go on."""
    drawn = manner.random()
    if drawn < 0.15:
        return f'"{words}"'
    return f"{words}*" if drawn < 0.25 else words


def tell(name: str, times_s: list[float], note: str = "") -> None:
    cuts = statistics.quantiles([1000 * second for second in times_s], n=20)
    print(f"{name:34} p50 {cuts[9]:7.1f} ms   p95 {cuts[18]:7.1f} ms   max {1000 * max(times_s):7.1f} ms  {note}")


CLOCKS = {"cpu": time.process_time, "wall": time.perf_counter}
clock = "wall"


def timed(work: Callable[[Asked], object], queries: list[Asked]) -> list[float]:
    times = []
    for asked in queries:
        start = CLOCKS[clock]()
        work(asked)
        times.append(CLOCKS[clock]() - start)
    return times


def ask_by_meaning(archive: Archive, queries: list[Asked]) -> None:
    """Ask for hits, number and facets by meaning, and by both; the vectors of the statements are made first."""
    start = time.process_time()
    if archive.update_search():
        print(f"vectors of the statements written in {time.process_time() - start:.0f} s of processor time")
    for mode in ("meaning", "both"):

        def page(asked: Asked, mode: Any = mode) -> None:
            archive.search(asked.query, mode=mode, **asked.filters)
            archive.count(asked.query, mode=mode, **asked.filters)
            archive.facets(asked.query, mode=mode, **asked.filters)

        page(queries[0])  # reads vectors and, if it is installed, the model
        tell(f"vanban, mode {mode}: all three", timed(page, queries))


def make_files(archive: Archive) -> None:
    """Make the files of the concordance, without the vectors of search by meaning."""
    start = time.process_time()
    with archive.reading() as connection:
        if archive.finder.update(connection):
            print(f"files of the concordance written in {time.process_time() - start:.0f} s of processor time")


def ask_archive(archive: Archive, queries: list[Asked]) -> None:
    make_files(archive)
    start = time.perf_counter()
    archive.facets("không có trong kho")  # reads the columns, once a process
    print(f"columns read in {time.perf_counter() - start:.1f} s")
    found = [archive.count(asked.query, **asked.filters) for asked in queries[:50]]
    print(f"hits of a query: median {statistics.median(found):.0f}, most {max(found)}")
    archive.finder.forget()

    def page(asked: Asked) -> None:
        archive.search(asked.query, **asked.filters)
        archive.count(asked.query, **asked.filters)
        archive.facets(asked.query, **asked.filters)

    tell("vanban: hits, number, facets", timed(page, queries))
    tell("vanban: hits alone", timed(lambda asked: archive.search(asked.query, **asked.filters), queries))
    archive.finder.forget()
    tell("vanban: number and facets alone", timed(lambda asked: archive.facets(asked.query, **asked.filters), queries))


def ask_tantivy(folder: Path, count: int, queries: list[Asked]) -> None:
    """Ask Tantivy for the same words with the same filters; its words are split and folded as ours."""
    import tantivy

    from vanban.text import canonical, fold

    builder = tantivy.SchemaBuilder()
    for name in ("folded", "exact"):
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in ("label", "province"):
        builder.add_text_field(name, tokenizer_name="raw")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_integer_field("id", stored=True)
    made = tantivy.Index(builder.build(), path=str(folder))
    writer = made.writer(256_000_000, 1)
    names, labels, number = provinces_now(), list(LABEL_NAMES), 0
    for document, said in enumerate(make_statements(count), 1):
        dice = random.Random(document)
        province, _ = dice.choice(names).name, dice.choice(ISSUERS)
        day = (dt.date(2020, 1, 1) + dt.timedelta(dice.randrange(2300))).toordinal()
        for sentence in said:
            number += 1
            exact = canonical(sentence.rstrip("."))
            writer.add_document(
                tantivy.Document(
                    folded=fold(exact),
                    exact=exact,
                    label=labels[number % len(labels)],
                    province=province,
                    day=day,
                    id=number,
                )
            )
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    searcher = made.searcher()

    def ask(asked: Asked) -> None:
        words = canonical(asked.query.strip('"*')).split()
        parts = [f'+(folded:"{fold(word)}" OR exact:"{word}")' for word in words]
        parts += [f'+{name}:"{asked.filters[name]}"' for name in ("label", "province") if name in asked.filters]
        if "since" in asked.filters:
            parts.append(f"+day:[{dt.date(2024, 1, 1).toordinal()} TO *]")
        found = searcher.search(made.parse_query(" ".join(parts), ["folded"]), 20, count=True)
        [searcher.doc(address)["id"] for _, address in found.hits]

    tell("Tantivy: hits and number", timed(ask, queries))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--db")
    parser.add_argument("--no-tantivy", action="store_true")
    parser.add_argument("--meaning", action="store_true", help="ask by meaning, too")
    parser.add_argument("--clock", choices=list(CLOCKS), default="wall", help="cpu: of this process, on a busy machine")
    options = parser.parse_args()
    global clock
    clock = options.clock
    queries = make_queries(options.queries)
    with tempfile.TemporaryDirectory() as folder:
        url = options.db or str(Path(folder, "archive.db"))
        with open_archive(url) as archive:
            if not archive.status()["documents"]:
                start = time.perf_counter()
                fill(archive, options.statements)
                print(f"{options.statements} statements written in {time.perf_counter() - start:.0f} s")
            count = archive.status()["facts"]["statements"]
            print(f"{'PostgreSQL' if is_postgresql(url) else 'SQLite'}, {count} statements, {clock} time")
            ask_archive(archive, queries)
            if options.meaning:
                ask_by_meaning(archive, queries)
        if not options.no_tantivy:
            Path(folder, "tantivy").mkdir()
            ask_tantivy(Path(folder, "tantivy"), count, queries)


if __name__ == "__main__":
    main()
