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

import psycopg
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

    def __init__(self, port: int, *, demo: bool = False, backup: bool = True, elapsed: int = 0) -> None:
        """``elapsed``: for how many seconds the set-up has run already."""
        self.port = port
        self.demo = demo
        self.backup = backup
        self.began = time.monotonic() - elapsed
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
        if failure:  # the last words, for whoever looks later
            for words in (failure, paths.full_disk(self.var)):
                if words:
                    print(words, file=sys.stderr, flush=True)
        return 1 if failure else 0

    def tell(self, text: str) -> None:
        """One line about the start, with the seconds since it began."""
        say(f"[{time.monotonic() - self.began:3.0f} s] {text}")

    def start(self) -> None:
        """From nothing to a page that is served."""
        self.stack.take()
        ports.check(self.port)
        self.start_database()
        self.check_signals()
        self.bring_up_to_date()
        self.check_signals()
        self.tell("4/5 Wiki: bringing it and its questions up to date …")
        self.manage("setup", *(["--demo"] if self.demo else []))
        self.tell("5/5 Processes: starting web server, worker and beat …")
        self.start_services()
        self.wait_for_page()
        self.tell(f"sdwiki is ready at {self.environment['SITE_URL']}/  (logs in {self.var / 'log'}; Ctrl-C stops it)")

    def start_database(self) -> None:
        """PostgreSQL and Valkey, less what is given."""
        names = {"PostgreSQL": "DATABASE_URL", "Valkey": "REDIS_URL"}
        ours = [name for name, variable in names.items() if not os.environ.get(variable)]
        new = "PostgreSQL" in ours and not (self.var / "pg").exists()
        what = f"{'making it and ' if new else ''}starting {' and '.join(ours)}" if ours else "using what is given"
        self.tell(f"2/5 Database: {what} …")
        self.stack.start_servers()
        self.servers = self.stack.kept()

    def bring_up_to_date(self) -> None:
        """Migrate the database where that is needed; one that holds something is saved first."""
        if self.has_schema():
            if self.run_python("manage.py", "migrate", "--check", "--verbosity=0") == 0:
                self.tell("3/5 Schema: it is up to date")
                return
            if self.backup:
                self.tell("3/5 Schema: it is of another version; saving the database first …")
                if self.run_python("-m", "sdwiki.backup.make", "--before-upgrade"):
                    raise EmbeddedError("Without a copy the schema is not changed; script/server --no-backup does so.")
        self.tell("3/5 Schema: bringing it up to date …")
        self.manage("migrate", "--verbosity=0")

    def has_schema(self) -> bool:
        """Whether the database was migrated before."""
        try:
            with psycopg.connect(self.stack.urls.database_url, connect_timeout=10) as connection:
                row = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
        except psycopg.OperationalError as error:
            raise EmbeddedError(f"The database does not answer: {str(error).strip()}") from error
        return bool(row and row[0])

    def start_services(self) -> None:
        """Web server, worker and beat; they may not be ready yet."""
        assert self.stack.children is not None
        assert self.stack.logs is not None
        self.listener = ports.listen(self.port)
        self.services = services(
            self.var, self.stack.children, self.stack.logs, self.environment, self.listener.fileno(), self.port
        )
        for service in self.services:
            service.start()

    def check_signals(self) -> None:
        """Leave the start when someone wants to stop."""
        if self.signals:
            raise Interrupted

    def manage(self, *arguments: str) -> None:
        """Run a management command; its output goes where ours goes. Raises EmbeddedError if it fails."""
        if code := self.run_python("manage.py", *arguments):
            raise EmbeddedError(f"manage.py {arguments[0]} failed (exit code {code}).")

    def run_python(self, *arguments: str) -> int:
        """Run a program to its end, or until someone wants to stop; its exit code."""
        assert self.stack.children is not None
        child = self.stack.children.start(
            arguments[0], [sys.executable, *arguments], env=self.environment, log=None, cwd=paths.ROOT
        )
        try:
            while (code := child.exit_code()) is None:
                self.check_signals()
                self.keep(self.servers)
                time.sleep(0.02)
        finally:
            child.ask_to_stop()
            child.wait(5)
        return code

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
        """Whether the app answers; a redirect to https is an answer too, and so is the refusal of a host."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health/live", headers={"Host": "localhost"})
            return connection.getresponse().status < 500
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
    parser.add_argument("--no-backup", action="store_true", help="migrate a database without saving it first")
    parser.add_argument("--elapsed", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if not 0 < options.port < 65536:
        parser.error(f"--port must be between 1 and 65535, not {options.port}")
    supervisor = Supervisor(options.port, demo=options.demo, backup=not options.no_backup, elapsed=options.elapsed)
    return supervisor.run()


if __name__ == "__main__":
    sys.exit(main())
