"""The worker class of gunicorn: ``--worker-class=sdwiki.web.worker.Worker``."""

import logging
import os
import resource
import time
from types import FrameType
from typing import Any

from django.conf import settings
from gunicorn.workers.base import Worker as BaseWorker
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher
from waitress.wasyncore import loop

from sdwiki.web.channel import Server

TICK_SECONDS = 1
RESERVED_FILES = 100  # descriptors for everything that is no connection
HEADER_BYTES = 32 * 1024
# A stopping worker keeps idle connections for a moment, for a request that may be on its way already.
LAST_SECONDS = 2


class Worker(BaseWorker):
    """One process: a loop that reads and writes, and threads that answer."""

    def run(self) -> None:
        """Serve until gunicorn asks to stop or is gone, then finish what is begun."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of each request that waits for a thread
        self.map: dict[int, Any] = {}
        threads = ThreadedTaskDispatcher()
        threads.set_thread_count(self.cfg.threads)
        limits = self._limits()
        self.servers = [self._server(listener.sock, threads, limits) for listener in self.sockets]
        while self.alive and os.getppid() == self.ppid:
            self._turn(TICK_SECONDS)
        self._finish()
        threads.shutdown()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM: leave the loop at once, and not with its next event."""
        super().handle_exit(sig, frame)
        for server in getattr(self, "servers", []):
            server.pull_trigger()

    def _turn(self, seconds: float) -> None:
        self.notify()
        loop(timeout=seconds, use_poll=True, map=self.map, count=1)

    def _finish(self) -> None:
        """Answer what has arrived or is arriving, for as long as gunicorn waits."""
        for server in self.servers:
            server.stop_accepting()
        began = time.monotonic()
        while (waited := time.monotonic() - began) < self.cfg.graceful_timeout - TICK_SECONDS:
            channels = [channel for server in self.servers for channel in server.active_channels.values()]
            if not any(channel.busy for channel in channels) and (not channels or waited > LAST_SECONDS):
                break
            self._turn(0.1)

    def _server(self, listener: Any, threads: ThreadedTaskDispatcher, limits: Adjustments) -> Server:
        return Server(
            self.wsgi,
            self.map,
            _sock=listener,
            dispatcher=threads,
            adj=limits,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def _limits(self) -> Adjustments:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = self.cfg.worker_connections + RESERVED_FILES
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
        return Adjustments(
            ident=None,  # no Server header
            clear_untrusted_proxy_headers=False,  # Django knows how many proxies to believe
            connection_limit=wanted - RESERVED_FILES,
            backlog=self.cfg.backlog,
            cleanup_interval=TICK_SECONDS,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1,
            log_socket_errors=False,
        )
