"""Messages over a socket between a worker and the process that has the archive; neither waits for half a message."""

from __future__ import annotations

import pickle
import select
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!Q")
_CHUNK = 1 << 20


class Channel:
    """One end of a stream socket. Messages are pickled: the other end is this program's own child."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._received = bytearray()
        self._put = b""

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def send(self, message: object) -> None:
        """Send a message, and before it those that were put. Raises OSError where the other end is gone."""
        self.put(message)
        data, self._put = self._put, b""
        self._socket.sendall(data)

    def put(self, message: object) -> None:
        """Have a message sent together with the next."""
        data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
        self._put += _LENGTH.pack(len(data)) + data

    def receive(self) -> Any:
        """Wait for a message. Raises EOFError where the other end is gone."""
        while (message := self.take()) is None:
            self.feed()
        return message

    def feed(self) -> None:
        """Take in what has come. Raises EOFError where the other end is gone."""
        try:
            data = self._socket.recv(_CHUNK)
        except ConnectionResetError as error:
            raise EOFError from error
        if not data:
            raise EOFError
        self._received += data

    def take(self) -> Any:
        """Give the next message that is here as a whole, or None."""
        if len(self._received) < _LENGTH.size:
            return None
        end = _LENGTH.size + _LENGTH.unpack_from(self._received)[0]
        if len(self._received) < end:
            return None
        message = pickle.loads(memoryview(self._received)[_LENGTH.size : end])
        del self._received[:end]
        return message

    def has_more(self) -> bool:
        return bool(select.select([self._socket], [], [], 0)[0])
