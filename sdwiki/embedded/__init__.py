"""PostgreSQL and Valkey for a machine that has nothing but Python.

Both come as wheels and run as child processes on Unix sockets, with their data in `var/`. Two kinds of process own
them: the supervisor behind `script/server`, and, when that does not run, a keeper that lives as long as some
`manage.py` command needs the servers. `urls()` finds either. `DATABASE_URL` and `REDIS_URL` replace the servers.

Nothing here imports Django: the settings call it.
"""

from sdwiki.embedded.errors import EmbeddedError
from sdwiki.embedded.lease import urls
from sdwiki.embedded.paths import secret_key, var_dir
from sdwiki.embedded.stack import Urls

__all__ = ["EmbeddedError", "Urls", "secret_key", "urls", "var_dir"]
