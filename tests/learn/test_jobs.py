"""Jobs side by side: their answers in order, and the error of one that fails."""

from functools import partial
from operator import truediv

import pytest

from vanban.learn.jobs import run_jobs


def test_answers_come_in_the_order_of_the_jobs() -> None:
    assert run_jobs([partial(truediv, 6, n) for n in (1, 2, 3)]) == [6.0, 3.0, 2.0]
    assert run_jobs([]) == []


def test_the_error_of_a_job_is_raised_and_the_next_jobs_run() -> None:
    with pytest.raises(ZeroDivisionError):
        run_jobs([partial(truediv, 6, n) for n in (1, 0)])
    assert run_jobs([partial(truediv, 6, 2)]) == [3.0]
