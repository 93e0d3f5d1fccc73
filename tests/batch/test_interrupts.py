"""An interruption waits for the end of a transaction, and is not lost."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from vanban.batch.interrupts import held_back


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_an_interruption_comes_after_the_block() -> None:
    steps = []
    with pytest.raises(KeyboardInterrupt), held_back():
        press()
        steps.append("written")
    assert steps == ["written"]
    with pytest.raises(KeyboardInterrupt):
        press()
        threading.Event().wait(5)


def test_nothing_happens_without_one() -> None:
    before = signal.getsignal(signal.SIGINT)
    with held_back():
        pass
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_in_the_block_comes_first() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ValueError, match="full"), held_back():
        press()
        raise ValueError("disk full")
    assert signal.getsignal(signal.SIGINT) is before


def test_other_threads_need_no_signals() -> None:
    done = []

    def work() -> None:
        with held_back():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
