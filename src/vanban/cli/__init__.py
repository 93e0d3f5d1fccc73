"""The command line: parses, calls, shows. Results go to stdout, messages to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from vanban.cli.arguments import COMMANDS, build_parser
from vanban.cli.output import warn
from vanban.errors import EXIT_INTERRUPTED, EXIT_OK, VanbanError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code; the one place where errors become messages."""
    _prepare_streams()
    try:
        options = build_parser().parse_args(argv)
        module, _, function = COMMANDS[options.command].partition(":")
        code: int = getattr(import_module(f"vanban.cli.{module}"), function)(options)
        sys.stdout.flush()
    except SystemExit as stop:  # argparse: --help, --version, wrong use
        code = stop.code if isinstance(stop.code, int) else EXIT_OK
    except VanbanError as error:
        warn(f"vanban: {error}")
        code = error.exit_code
    except KeyboardInterrupt:
        warn("vanban: đã dừng theo yêu cầu")
        code = EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough: `vanban search … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter's last flush complains
        code = EXIT_OK
    return code


def _prepare_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
