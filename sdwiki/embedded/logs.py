"""The log files of programs that run for long: written by `logwriter` from pipes, so that they never grow too large."""

import os
import subprocess
import sys
from pathlib import Path

from sdwiki.embedded import logwriter, paths

KEPT = 3  # older files beside each log
CLOSE_SECONDS = 5


class Logs:
    """One pipe for each log. We hold both ends, so neither a program that ends nor a writer that does breaks it."""

    def __init__(self, var: Path, names: tuple[str, ...], inherited_lock: int, *, limit: int = paths.LOG_BYTES) -> None:
        self.files = {name: paths.log_path(var, name, piped=True) for name in names}
        self.pipes = {name: os.pipe() for name in names}
        self.inherited_lock = inherited_lock
        self.limit = limit
        self.writer = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        """The writer; the kernel does not kill it with us, for our children may still have something to say."""
        logs = [f"{self.pipes[name][0]}={path}" for name, path in self.files.items()]
        return subprocess.Popen(
            [sys.executable, "-I", "-S", logwriter.__file__, str(self.limit), str(KEPT), *logs],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[self.inherited_lock, *(reading for reading, _ in self.pipes.values())],
        )

    def pipe(self, name: str) -> int:
        """What a program is given to write its output to."""
        return self.pipes[name][1]

    def keep(self) -> None:
        """If the writer has ended, start another; what was not read yet waits in the pipes."""
        if self.writer.poll() is not None:
            self.writer = self.start()

    def close(self) -> None:
        """When all programs have ended: have the last words written."""
        for reading, writing in self.pipes.values():
            os.close(writing)
            os.close(reading)
        try:
            self.writer.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self.writer.kill()
            self.writer.wait()
