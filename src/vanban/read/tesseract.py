"""Tesseract, run as a program: a grey page in, its words out. One thread a page; a run that stands still is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

LANGUAGE = "vie"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie"
PAGE_S = 90  # of one page, after which the program is killed
_STRIP_S = 10  # of a number by itself
_ASK_S = 20
_WORD_LEVEL, _COLUMNS = "5", 12  # of the TSV output

Grey = npt.NDArray[np.uint8]


class OcrWord(NamedTuple):
    """A word with its ink box in pixels; words of one `line` stand on one line."""

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float  # 0..1
    line: tuple[int, int, int]  # block, paragraph, line


class OcrFailure(Exception):
    """The program did not give the words of a page; `code` says why: timeout or crash."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(f"{code}: {reason}")


def find_program() -> str | None:
    """Give the path of the program; None where it is not installed."""
    return shutil.which("tesseract")


@cache
def _languages_of(program: str) -> frozenset[str]:
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=_ASK_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset((done.stdout or done.stderr).split())


def missing_part() -> str | None:
    """Name what is not installed, in Vietnamese: the program, or the data of the language; None where all is there."""
    program = find_program()
    if program is None:
        return "chương trình Tesseract"
    return None if LANGUAGE in _languages_of(program) else "dữ liệu tiếng Việt (vie) của Tesseract"


def read_words(page: Grey, *, dpi: int, layout: int = 3, signs: str = "", timeout_s: float = PAGE_S) -> list[OcrWord]:
    """Give the words of a grey page, in the program's order.

    `layout` is its page segmentation mode: 3 finds blocks, 6 takes the page for one block, 7 for one line.
    Where `signs` are given, no others are read.
    Raises OcrFailure where it stood still or broke down.
    """
    program = find_program()
    if program is None:
        raise OcrFailure("missing", "tesseract")
    command = [program, "stdin", "stdout", "-l", LANGUAGE, "--psm", str(layout), "--dpi", str(dpi)]
    command += ["-c", f"tessedit_char_whitelist={signs}"] if signs else []
    height, width = page.shape
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        with tempfile.TemporaryFile() as image:  # a pipe would take a page in a thousand small pieces
            image.write(b"P5 %d %d 255\n" % (width, height))
            image.write(np.ascontiguousarray(page).data)
            for _ in range(2):  # who is killed from outside is run again: its page would be missing for good
                image.seek(0)
                done = subprocess.run(
                    [*command, "tsv"], stdin=image, capture_output=True, timeout=timeout_s, env=environment, check=False
                )
                if done.returncode != -signal.SIGKILL:
                    break
    except subprocess.TimeoutExpired as error:
        raise OcrFailure("timeout", f"{timeout_s:.0f} s") from error
    except OSError as error:
        raise OcrFailure("crash", str(error)) from error
    if done.returncode != 0:
        raise OcrFailure("crash", done.stderr.decode("utf-8", "replace").strip()[-200:] or f"{done.returncode}")
    return _parse(done.stdout.decode("utf-8", "replace"))


def read_digits(strip: Grey, *, dpi: int) -> tuple[str, float]:
    """Give the digits of a strip of one line, and the confidence of the least sure of them."""
    words = read_words(strip, dpi=dpi, layout=7, signs="0123456789", timeout_s=_STRIP_S)
    return "".join(word.text for word in words), min((word.confidence for word in words), default=0.0)


def _parse(table: str) -> list[OcrWord]:
    words: list[OcrWord] = []
    for row in table.split("\n")[1:]:
        fields = row.split("\t")
        if len(fields) != _COLUMNS or fields[0] != _WORD_LEVEL:
            continue
        text = fields[11].strip()
        left, top, width, height = (int(field) for field in fields[6:10])
        if text and width > 0 and height > 0:
            line = (int(fields[2]), int(fields[3]), int(fields[4]))
            confidence = min(max(float(fields[10]) / 100, 0.0), 1.0)
            words.append(OcrWord(text, left, top, left + width, top + height, confidence, line))
    return words
