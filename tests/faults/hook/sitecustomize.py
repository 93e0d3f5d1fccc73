"""Stands on PYTHONPATH of worker processes under test: files that begin with "!word" do harm to whoever reads them."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HARM = {}


def harm(function):
    HARM[function.__name__] = function
    return function


@harm
def segfault(word):
    ctypes.string_at(0)


@harm
def abort(word):
    os.abort()


@harm
def exit(word):
    os._exit(7)


@harm
def loop(word):
    while True:
        pass


@harm
def memory(word):
    held = []
    while True:
        held.append(bytearray(16 << 20))


@harm
def child_memory(word):
    """Take memory in a child that has no limit of its own."""
    code = "import time; held = bytearray(b'x') * (700 << 20); time.sleep(3600)"
    subprocess.run(["sh", "-c", 'ulimit -v unlimited; exec "$@"', "sh", sys.executable, "-S", "-c", code], check=False)


@harm
def stuck_child(word):
    """Wait for a program that never ends, in a session of its own, as LibreOffice is run."""
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    child = subprocess.Popen(["sleep", "3600"], start_new_session=True)
    Path(word).write_text(str(child.pid))
    child.wait()


@harm
def litter(word):
    """Leave a file and die."""
    handle, name = tempfile.mkstemp()
    os.write(handle, b"x" * 1000)
    Path(word).write_text(name)
    os.abort()


@harm
def network(word):
    refused = 0
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.create_connection(("127.0.0.1", int(word)), 1) if family == socket.AF_INET else socket.socket(family)
        except OSError:
            refused += 1
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import socket; socket.create_connection(('127.0.0.1', {word}))"], check=False
    )
    raise OSError(5, f"refused {refused}, child {done.returncode}")


@harm
def killed_once(word):
    """Be killed from outside the first time only."""
    if not Path(word).exists():
        Path(word).touch()
        os.kill(os.getpid(), signal.SIGKILL)


@harm
def slow(word):
    time.sleep(float(word))


def obey(data):
    if data.startswith(b"!"):
        name, _, word = data.decode().partition("\n")[0].strip("!").partition(" ")
        HARM[name](word)


def hook_in():
    import vanban.batch.worker as worker

    real = worker.read

    def read(path, **options):
        obey(Path(path).read_bytes())
        return real(path, **options)

    real_member = worker.read_member

    def read_member(member, **options):
        obey(member.data)
        return real_member(member, **options)

    worker.read, worker.read_member = read, read_member


if "vanban.batch.template" in " ".join(sys.orig_argv):
    hook_in()
