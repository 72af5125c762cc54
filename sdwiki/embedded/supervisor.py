"""`python -m sdwiki.embedded.supervisor`: the whole app in the foreground, behind `script/server`.

Servers, schema and content first, then web server, worker and beat; what dies or freezes is started again. Ctrl-C stops
them in the opposite order. The worker gets its signal once and the time to finish its tasks. A second Ctrl-C does not
wait.
"""

import argparse
import http.client
import os
import signal
import socket
import sys
import time
from types import FrameType

from environs import EnvError

from sdwiki import environment
from sdwiki.embedded import paths
from sdwiki.embedded import port as ports
from sdwiki.embedded.errors import EmbeddedError
from sdwiki.embedded.frozen import Frozen
from sdwiki.embedded.kept import Kept
from sdwiki.embedded.services import NAMES, services
from sdwiki.embedded.stack import Stack

GRACE_SECONDS = 60
READY_SECONDS = 90
POLL_SECONDS = 0.1


class Interrupted(Exception):
    """Someone asked us to stop while we were starting."""


def say(text: str) -> None:
    """One line to the person at the terminal, at once even into a pipe."""
    print(text, flush=True)


class Supervisor:
    """The life of one `script/server`."""

    def __init__(self, port: int, *, demo: bool) -> None:
        self.port = port
        self.demo = demo
        self.var = paths.var_dir()
        self.stack = Stack(self.var, logs=("postgres", "valkey", *NAMES))
        self.servers: list[Kept] = []
        self.services: list[Kept] = []
        self.listener: socket.socket | None = None
        self.frozen = Frozen()
        self.signals = 0
        self.environment = os.environ | {
            "SDWIKI_VAR": str(self.var),
            "SITE_URL": os.environ.get("SITE_URL") or f"http://localhost:{port}",
            "C_FORCE_ROOT": "1",  # Celery refuses to run as root otherwise
            "PYTHONUNBUFFERED": "1",
        }

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """Count only: everything is done in the main loop."""
        self.signals += 1

    def run(self) -> int:
        """Start everything, look after it until a signal or a failure, stop everything."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup stays nohup
                signal.signal(number, self.on_signal)
        os.umask(paths.PRIVATE)
        failure = ""
        try:
            environment.check()
            self.start()
            self.look_after()
        except Interrupted:
            pass
        except (EnvError, EmbeddedError) as error:
            failure = str(error)
        if self.stack.children is not None:
            say("Stopping …")
            self.stop()
            say("Stopped.")
        if failure:  # the last line, for whoever looks later
            print(failure, file=sys.stderr, flush=True)
        return 1 if failure else 0

    def start(self) -> None:
        """From nothing to a page that is served."""
        self.stack.take()
        ports.check(self.port)
        names = {"PostgreSQL": "DATABASE_URL", "Valkey": "REDIS_URL"}
        ours = [name for name, variable in names.items() if not os.environ.get(variable)]
        if ours:
            say(f"Starting {' and '.join(ours)} …")
        self.stack.start_servers()
        self.servers = self.stack.kept()
        self.manage("Bringing the database schema up to date …", "migrate", "--verbosity=0")
        self.manage("Loading the wiki and building the question bank …", "setup", *(["--demo"] if self.demo else []))
        say("Starting web server, worker and beat …")
        assert self.stack.children is not None
        assert self.stack.logs is not None
        self.listener = ports.listen(self.port)
        self.services = services(
            self.var, self.stack.children, self.stack.logs, self.environment, self.listener.fileno(), self.port
        )
        for service in self.services:
            service.start()
        self.wait_for_page()
        say(f"sdwiki is ready at {self.environment['SITE_URL']}/  (logs in {self.var / 'log'}; Ctrl-C stops it)")

    def check_signals(self) -> None:
        """Leave the start when someone wants to stop."""
        if self.signals:
            raise Interrupted

    def manage(self, announcement: str, *arguments: str) -> None:
        """Run a management command; its output goes where ours goes."""
        self.check_signals()
        say(announcement)
        assert self.stack.children is not None
        child = self.stack.children.start(
            arguments[0],
            [sys.executable, "manage.py", *arguments],
            env=self.environment,
            log=None,
            cwd=paths.ROOT,
        )
        try:
            while (code := child.exit_code()) is None:
                self.check_signals()
                self.keep(self.servers)
                time.sleep(0.02)
        finally:
            child.ask_to_stop()
            child.wait(5)
        if code:
            raise EmbeddedError(f"manage.py {arguments[0]} failed (exit code {code}).")

    def wait_for_page(self) -> None:
        """Return when the web server answers."""
        web = self.services[0]
        deadline = time.monotonic() + READY_SECONDS
        while not self.page_is_served():
            self.check_signals()
            self.keep(self.servers)
            if web.child is None or web.child.exit_code() is not None:
                raise EmbeddedError(f"The web server did not start ({web.log}):{paths.tail(web.log)}")
            if time.monotonic() > deadline:
                raise EmbeddedError(f"No page after {READY_SECONDS} s ({web.log}):{paths.tail(web.log)}")
            time.sleep(0.05)

    def page_is_served(self) -> bool:
        """Whether the app answers; a redirect to https is an answer too."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health/live", headers={"Host": "localhost"})
            return connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def look_after(self) -> None:
        """Keep everything running until a signal. Raises EmbeddedError when something cannot go on."""
        assert self.stack.children is not None
        assert self.stack.logs is not None
        while not self.signals:
            self.keep([*self.servers, *self.services])
            self.stack.children.keep_watchdog()
            self.stack.logs.keep()
            for news in self.frozen.thaw(time.monotonic()):
                say(news)
            time.sleep(POLL_SECONDS)

    def keep(self, programs: list[Kept]) -> None:
        """Take one look at each of these programs."""
        for program in programs:
            if news := program.look_after():
                say(news)
            if program.hopeless:
                say(f"The end of {program.log}:{paths.tail(program.log)}")
                raise EmbeddedError(program.last_words)

    def stop(self) -> None:
        """Ask web, worker and beat to finish, then stop the servers under them."""
        signals = self.signals
        deadline = time.monotonic() + GRACE_SECONDS
        if self.listener is not None:
            self.listener.close()
        running = [service.child for service in self.services if service.child is not None]
        for child in running:
            child.ask_to_stop()
        for child in running:
            child.wait(max(0, deadline - time.monotonic()), hurry=lambda: self.signals > signals)
        self.stack.stop()


def main(argv: list[str] | None = None) -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="script/server", description="Set up sdwiki and serve it on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (8000)")
    parser.add_argument("--demo", action="store_true", help="add people and a class to look around with")
    options = parser.parse_args(argv)
    if not 0 < options.port < 65536:
        parser.error(f"--port must be between 1 and 65535, not {options.port}")
    return Supervisor(options.port, demo=options.demo).run()


if __name__ == "__main__":
    sys.exit(main())
