"""PostgreSQL refuses to run as root, and initdb wants a user with a name.

Root is given to neither: where the kernel allows it, the program runs in a user namespace in which root's files belong
to an ordinary user, so nothing changes its owner and no user is created. Where that is blocked (in most containers), it
runs as `nobody`, to whom its folders are given. A data folder that belongs to somebody already is served as that user.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sdwiki.embedded.errors import EmbeddedError


@dataclass(frozen=True)
class Account:
    """How to start a program as somebody: the words before its command, and who owns its folders if not we."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    @property
    def switch(self) -> tuple[int | None, int | None]:
        """The user and group that the process itself must change to; the prefix does so where there is one."""
        return (None, None) if self.prefix else (self.uid, self.gid)

    def give(self, folder: Path) -> None:
        """Make a folder of ours and what is in it belong to this account, if it is not us."""
        if self.uid is None or self.gid is None or folder.stat().st_uid == self.uid:
            return
        for parent, folders, files in os.walk(folder):
            for name in (*folders, *files):
                os.chown(os.path.join(parent, name), self.uid, self.gid, follow_symlinks=False)
        os.chown(folder, self.uid, self.gid)


def ordinary_account(data: Path) -> Account:
    """Who may work on this data folder: ourselves if we are an ordinary user, else the best substitute."""
    root = os.geteuid() == 0
    if not root and _has_name(os.geteuid()):
        return Account()
    if root and data.exists() and (owner := data.stat()).st_uid != 0:
        return _other(owner.st_uid, owner.st_gid)  # what belongs to someone goes on belonging to them
    prefix = _namespace()
    if prefix:
        return Account(prefix=prefix)
    if not root:
        raise EmbeddedError(
            f"The user id {os.geteuid()} has no entry in the password file, which PostgreSQL needs, "
            "and user namespaces are blocked. Add the entry, or give DATABASE_URL."
        )
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise EmbeddedError(
            "PostgreSQL does not run as root, user namespaces are blocked and there is no user 'nobody'. "
            "Run as an ordinary user, or give DATABASE_URL."
        ) from error
    return _other(nobody.pw_uid, nobody.pw_gid)


def _other(uid: int, gid: int) -> Account:
    """Another user, who can still reach what only root can, such as a checkout in root's home.

    PostgreSQL minds only who it runs as; what it may read is decided by whoever runs script/server as root.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is not None:
        reach = "+dac_override"
        prefix = (
            setpriv, f"--reuid={uid}", f"--regid={gid}", "--clear-groups",
            f"--inh-caps={reach}", f"--ambient-caps={reach}",
            # The kernel forgets the signal when the user changes.
            "--pdeathsig=QUIT", "--",
        )  # fmt: skip
        if _works(prefix):
            return Account(prefix, uid, gid)
    return Account((), uid, gid)


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _namespace() -> tuple[str, ...]:
    """The words that map us to a user with a name; none where user namespaces do not work."""
    unshare = shutil.which("unshare")
    names = [entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid]
    if unshare is None or not names or os.environ.get("SDWIKI_NO_USERNS") == "1":
        return ()
    uid = max(names)
    prefix = (unshare, "--user", f"--map-user={uid}", f"--map-group={uid}", "--")
    return prefix if _works(prefix) else ()


def _works(prefix: tuple[str, ...]) -> bool:
    return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
