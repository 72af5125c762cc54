"""Child processes that never outlive their owner.

Each child runs in a session of its own, so a Ctrl-C in the terminal reaches the owner alone, which then stops the
children in order. Should the owner die without doing so, two things end them: on Linux the kernel signals each child
(`PR_SET_PDEATHSIG`), and everywhere a watchdog kills their whole process groups.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sdwiki.embedded import watchdog
from sdwiki.embedded.privileges import Account

PR_SET_PDEATHSIG = 1


def die_with(parent: int, number: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before its program: ask the kernel for this signal when the parent's thread ends."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)

    return prepare


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class Child:
    """One running child process with its process group."""

    def __init__(self, family: "Children", name: str, process: subprocess.Popen[bytes]) -> None:
        self.family = family
        self.name = name
        self.process = process
        self.asked = False

    def exit_code(self) -> int | None:
        """None while it runs; else its exit code, with what may be left of its group killed."""
        code = self.process.poll()
        if code is not None:
            self.family.forget(self)
        return code

    def ask_to_stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Signal it once. A second SIGTERM makes Celery drop the tasks it is about to finish."""
        if not self.asked and self.process.poll() is None:
            self.asked = True
            self.process.send_signal(number)

    def kill(self) -> None:
        """End it and its group without asking; `exit_code` tells when it is over."""
        watchdog.send(self.process.pid, signal.SIGKILL)

    def wait(self, seconds: float, *, hurry: Callable[[], bool] = lambda: False) -> int:
        """Wait for its end; when time is up, or someone hurries, kill its group."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None:
            if time.monotonic() > deadline or hurry():
                watchdog.send(self.process.pid, signal.SIGKILL)
                self.process.wait()
                break
            time.sleep(0.02)
        self.family.forget(self)
        return self.process.returncode


class Children:
    """The children of this process, and the watchdog that knows them."""

    def __init__(self, inherited_lock: int) -> None:
        self.inherited_lock = inherited_lock
        self.living: dict[int, Child] = {}
        self.death_signals: dict[int, signal.Signals] = {}
        self.folders: set[Path] = set()
        self.watchdog = self.start_watchdog()

    def start_watchdog(self) -> subprocess.Popen[bytes]:
        """The one who clears up after us."""
        return subprocess.Popen(
            [sys.executable, "-I", "-S", watchdog.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[self.inherited_lock],
        )

    def keep_watchdog(self) -> None:
        """If the watchdog has ended, start another and tell it what the first one knew."""
        if self.watchdog.poll() is None:
            return
        self.watchdog = self.start_watchdog()
        for group in self.living:
            self.tell(f"+ {group} {int(self.death_signals[group])}")
        for folder in self.folders:
            self.tell(f"d {folder}")

    def start(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        log: Path | int | None,
        cwd: Path | None = None,
        account: Account | None = None,
        death_signal: signal.Signals = signal.SIGKILL,
        pass_fds: Sequence[int] = (),
    ) -> Child:
        """Start a program with its output in a log file or a pipe, or in ours if there is none."""
        account = account or Account()
        uid, gid = account.switch
        output = open(log, "ab", opener=_private) if isinstance(log, Path) else log  # noqa: SIM115
        try:
            process = subprocess.Popen(
                [*account.prefix, *argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=None if output is None else subprocess.STDOUT,
                env=env,
                cwd=cwd,
                start_new_session=True,
                preexec_fn=die_with(os.getpid(), death_signal),
                pass_fds=[self.inherited_lock, *pass_fds],
                user=uid,
                group=gid,
                extra_groups=None if uid is None else [],
            )
        finally:
            if output is not None and not isinstance(output, int):
                output.close()
        child = self.living[process.pid] = Child(self, name, process)
        self.death_signals[process.pid] = death_signal
        self.tell(f"+ {process.pid} {int(death_signal)}")
        return child

    def forget(self, child: Child) -> None:
        """An ended child: kill what it left of its group, and tell the watchdog, for its id may be used anew."""
        group = child.process.pid
        if group in self.living:
            watchdog.send(group, signal.SIGKILL)
            del self.living[group], self.death_signals[group]
            self.tell(f"- {group}")

    def remove_in_the_end(self, folder: Path) -> None:
        """Have the watchdog remove this folder if we cannot."""
        self.folders.add(folder)
        self.tell(f"d {folder}")

    def removed(self, folder: Path) -> None:
        """The folder is gone; its name may come to belong to someone else."""
        self.folders.discard(folder)
        self.tell(f"x {folder}")

    def tell(self, line: str) -> None:
        """Write one line to the watchdog; without it the kernel's signal still ends the children."""
        assert self.watchdog.stdin is not None
        try:
            self.watchdog.stdin.write(f"{line}\n".encode())
            self.watchdog.stdin.flush()
        except OSError:
            pass

    def close(self) -> None:
        """Kill what still runs, and let the watchdog finish."""
        for child in list(self.living.values()):
            child.wait(0)
        assert self.watchdog.stdin is not None
        try:
            self.watchdog.stdin.close()
        except OSError:
            pass
        self.watchdog.wait()
