"""`python -m sdwiki.embedded.keeper`: run the servers while commands use them.

A process of its own, because the command that happened to come first need not be the last to end.
"""

import os
import signal
import sys
import time
from types import FrameType

from sdwiki.embedded import locks, paths
from sdwiki.embedded.errors import EmbeddedError
from sdwiki.embedded.lease import BUSY, READY
from sdwiki.embedded.paths import PRIVATE
from sdwiki.embedded.stack import AlreadyRunning, Stack

POLL_SECONDS = 0.1


def say(word: str) -> None:
    """Tell the command that started us how it went, and close the pipe: this is all it reads."""
    print(word, flush=True)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def main() -> int:
    """Start the servers, wait until nobody holds the users' lock or a server has ended, stop them."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    os.umask(PRIVATE)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    stack = Stack(paths.var_dir())
    try:
        stack.start()
    except AlreadyRunning:
        say(BUSY)
        return 1
    except EmbeddedError as error:
        say(str(error))
        return 1
    say(READY)
    users = locks.FileLock(stack.var / locks.USERS)
    # The exclusive lock is kept to the end: until then nobody can begin to use what is being stopped.
    while not stopping and not stack.crashed() and not users.try_lock():
        time.sleep(POLL_SECONDS)
    stack.stop()
    users.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
