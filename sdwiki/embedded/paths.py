"""Where things lie: the data folder, the short folder of the sockets, the secret key, the log files."""

import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path

from sdwiki.embedded.errors import EmbeddedError

ROOT = Path(__file__).resolve().parents[2]

# sun_path holds 108 bytes on Linux and 104 on the BSDs and macOS, the closing NUL included.
SOCKET_PATH_BYTES = 107 if sys.platform == "linux" else 103
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"
LOG_BYTES = 10_000_000
FULL_BYTES = 50_000_000  # PostgreSQL wants some files of 16 MB
LOG_SECONDS = 0.2  # what comes through a pipe is in the file a moment later
PRIVATE = 0o077  # the umask under which our processes make files
OUR_FILES = (".*lock", "secret_key", "stack.json", "celerybeat-schedule*")
# PostgreSQL closes its own folder; what is in `static` is public.
OUR_FOLDERS = ("log", "mail", "media", "valkey", "backup")


def var_dir() -> Path:
    """The folder of everything that must survive: `SDWIKI_VAR`, or `var/` in the checkout."""
    return Path(os.environ.get("SDWIKI_VAR") or ROOT / "var").absolute()


def make_private(folder: Path | str) -> None:
    """Make a folder that only its owner may enter; one that others may enter, if it is ours, is closed to them."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    _close(Path(folder), 0o700)


def make_var(var: Path) -> None:
    """Create the data folder, or say why it cannot be used."""
    try:
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private(var / "log")
        # Asks the file system itself: permission bits say nothing about read-only mounts, or about root.
        with tempfile.TemporaryFile(dir=var):
            pass
    except OSError as error:
        raise EmbeddedError(
            f"The data folder {var} cannot be written ({error.strerror}). "
            "Run as the user it belongs to, or set SDWIKI_VAR to a folder of yours."
        ) from error


def mend_modes(var: Path) -> None:
    """Close to others what an earlier start left open: people's data, mails, logs, the key that signs sessions.

    Only what bears a name of ours is touched, for `SDWIKI_VAR` may be a folder of many things.
    """
    _close(var, 0o700)
    for pattern in OUR_FILES:
        for path in var.glob(pattern):
            _close(path, 0o600)
    for name in OUR_FOLDERS:
        for parent, _, files in os.walk(var / name):
            _close(Path(parent), 0o700)
            for file in files:
                _close(Path(parent, file), 0o600)


def _close(path: Path, mode: int) -> None:
    status = path.lstat()
    shared = status.st_mode & stat.S_ISVTX  # a folder like /tmp
    if status.st_uid == os.geteuid() and not stat.S_ISLNK(status.st_mode) and not shared and status.st_mode & 0o077:
        path.chmod(mode)


def make_runtime_dir() -> Path:
    """A new private folder whose name is short enough for the sockets in it.

    Its name is random, so nobody else can have prepared it; the descriptor of the running stack tells it to others.
    """
    chosen = os.environ.get("SDWIKI_RUNTIME_DIR")
    parents = [chosen] if chosen else [tempfile.gettempdir(), "/tmp"]
    reasons = []
    for parent in dict.fromkeys(parents):
        longest = len(os.fsencode(parent)) + len("/sdwiki-xxxxxxxx/") + len(POSTGRES_SOCKET)
        if longest > SOCKET_PATH_BYTES:
            reasons.append(
                f"{parent} is too long: a socket in it would have a path of {longest} bytes, "
                f"and {SOCKET_PATH_BYTES} are possible"
            )
            continue
        try:
            return Path(tempfile.mkdtemp(prefix="sdwiki-", dir=parent))  # mkdtemp gives mode 700
        except OSError as error:
            reasons.append(f"{parent} cannot be written ({error.strerror})")
    raise EmbeddedError(
        "No folder for the sockets: " + "; ".join(reasons) + ". Set SDWIKI_RUNTIME_DIR to a short path."
    )


def secret_key(var: Path) -> str:
    """The key that signs sessions and links, made once and readable by its owner only."""
    path = var / "secret_key"
    if not path.exists():
        make_var(var)
        with tempfile.NamedTemporaryFile("w", dir=var, prefix=".secret_key-") as new:  # mode 600
            new.write(secrets.token_urlsafe(64))
            new.flush()
            os.fsync(new.fileno())
            # link() fails where another process was faster; then that one's key counts.
            if not path.exists():
                try:
                    os.link(new.name, path)
                except FileExistsError:
                    pass
    try:
        return path.read_text().strip()
    except OSError as error:
        raise EmbeddedError(
            f"{path} cannot be read ({error.strerror}). Run as the user it belongs to, "
            "or set SECRET_KEY and SDWIKI_VAR."
        ) from error


def log_path(var: Path, name: str, *, piped: bool = False) -> Path:
    """The log file of one process. A long one is put aside first, unless `logwriter` does so while it writes."""
    path = var / "log" / f"{name}.log"
    if not piped and path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path


def full_disk(var: Path) -> str:
    """A line for whoever looks for the reason of a failure, if the disk of the data folder is full; else nothing."""
    try:
        free = shutil.disk_usage(var).free
    except OSError:  # it failed before there was a folder
        return ""
    if free > FULL_BYTES:
        return ""
    return f"The disk of {var} is full ({free / 1e6:.0f} MB are left). Make room and start again."


def tail(path: Path, lines: int = 8) -> str:
    """The end of a log file, indented, for an error message."""
    time.sleep(LOG_SECONDS)
    try:
        text = path.read_bytes()[-20_000:].decode(errors="replace")
    except OSError:
        return ""
    return "".join(f"\n    {line}" for line in text.splitlines()[-lines:])


def remove_tree(path: Path) -> None:
    """Remove a folder of ours, whatever is left of it."""
    shutil.rmtree(path, ignore_errors=True)
