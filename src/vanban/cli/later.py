"""Commands that this version does not have yet; they say so and do nothing."""

from __future__ import annotations

import argparse

from vanban.errors import MissingDependencyError


def run(options: argparse.Namespace) -> int:
    raise MissingDependencyError(f"lệnh {options.command} chưa có trong bản này; xem CHANGELOG.md của bản mới hơn")
