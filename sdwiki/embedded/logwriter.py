"""Writes what programs say into their log files, and begins a new file when one is full.

A program of its own, run by path (`python logwriter.py BYTES KEPT DESCRIPTOR=PATH …`), so that it starts fast and
imports nothing of ours: for each descriptor, the reading end of a pipe, a log file. A program cannot be told to write
elsewhere once it runs, and to copy and cut its file loses what it says meanwhile; through a pipe nothing is lost. It
ends when nobody holds the other ends any more.
"""

import os
import selectors
import signal
import sys

CHUNK = 65536


class Log:
    """One log: the file that is written, and up to ``kept`` older ones beside it (`web.log.1` is the youngest)."""

    def __init__(self, path: str, limit: int, kept: int) -> None:
        self.path = path
        self.limit = limit
        self.kept = kept
        self.lost = 0
        self.file = self.size = -1
        self.open()

    def open(self) -> None:
        """Go on with the file that is there, or begin one that only its owner may read."""
        try:
            self.file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            self.size = os.fstat(self.file).st_size
        except OSError:  # the folder is gone, or the disk is full: tried again with the next words
            self.file = -1

    def write(self, words: bytes) -> None:
        """Append; a full file is put aside at the end of a line, so no line is ever in two."""
        while words:
            end = len(words)
            if self.size + end > self.limit:
                end = words.find(b"\n", max(0, self.limit - self.size - 1)) + 1 or end
            self.append(words[:end])
            if self.size >= self.limit and words[end - 1 : end] == b"\n":
                self.put_aside()
            words = words[end:]

    def append(self, words: bytes) -> None:
        """Write, or count what could not be: a full disk must not make the programs wait."""
        if self.file < 0:
            self.open()
        note = f"({self.lost} bytes are missing here: they could not be written)\n".encode() if self.lost else b""
        words = note + words
        try:
            while words:
                written = os.write(self.file, words)
                self.size += written
                words = words[written:]
            self.lost = 0
        except OSError:
            self.lost += len(words)

    def put_aside(self) -> None:
        """Begin a new file."""
        try:
            for number in range(self.kept - 1, 0, -1):
                if os.path.exists(f"{self.path}.{number}"):
                    os.replace(f"{self.path}.{number}", f"{self.path}.{number + 1}")
            os.replace(self.path, f"{self.path}.1")
        except OSError:  # better a long file than none
            return
        os.close(self.file)
        self.open()


def main() -> None:
    """Read the pipes to their ends."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    limit, kept, *logs = sys.argv[1:]
    with selectors.DefaultSelector() as pipes:
        for log in logs:
            descriptor, _, path = log.partition("=")
            pipes.register(int(descriptor), selectors.EVENT_READ, Log(path, int(limit), int(kept)))
        while pipes.get_map():
            for key, _ in pipes.select():
                if words := os.read(key.fd, CHUNK):
                    key.data.write(words)
                else:
                    pipes.unregister(key.fd)


if __name__ == "__main__":
    main()
