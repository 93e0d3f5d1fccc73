"""Processor time of a session: that of a child and its own children counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from vanban.read.session_time import session_seconds

_WORK = "import os, time\nwhile time.process_time() < 0.3: pass\nprint(flush=True)\ninput()"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no /proc on this machine")
def test_counts_the_time_of_children() -> None:
    shell = ["/bin/sh", "-c", '"$0" -c "$1"; true', sys.executable, _WORK]
    with subprocess.Popen(shell, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        spent = session_seconds(process.pid)
        process.communicate(b"\n")
    assert spent is not None
    assert 0.25 <= spent < 30


def test_knows_nothing_of_a_session_that_is_not_there() -> None:
    assert session_seconds(2**31 - 1) is None
