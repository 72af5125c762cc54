"""What lies in the data folder is its owner's alone, also what an earlier start left open."""

import os
import stat

import pytest
from django.core.mail import EmailMessage, get_connection

from sdwiki.embedded import paths
from sdwiki.embedded.stack import Stack


def open_to_others(folder):
    """Everything in a folder that somebody else may read, by name; links have no mode of their own."""
    found = [folder] if folder.stat().st_mode & 0o077 else []
    return found + [path for path in folder.rglob("*") if not path.is_symlink() and path.lstat().st_mode & 0o077]


@pytest.fixture
def loose_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_first_start_leaves_nothing_that_others_may_read(new_var, loose_umask, run):
    assert run("from sdwiki.embedded import secret_key, urls, var_dir; urls(); secret_key(var_dir())") == (0, "", "")
    assert {path.name for path in new_var.iterdir()} >= {"pg", "valkey", "log", "secret_key"}
    assert open_to_others(new_var) == []


def test_a_start_closes_what_an_earlier_one_left_open(var):
    for name in ("log", "mail", "media/a", "backup"):
        (var / name).mkdir(parents=True, exist_ok=True, mode=0o755)
        (var / name / "file").write_text("private")
    (var / "secret_key").write_text("key")
    (var / "celerybeat-schedule.dat").write_text("")
    for path in [var, *var.rglob("*")]:
        if "pg" not in path.parts[len(var.parts) :]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    stack = Stack(var)
    stack.start()
    stack.stop()
    assert open_to_others(var) == []
    assert (var / "secret_key").read_text() == "key"
    assert stat.S_IMODE(var.stat().st_mode) == 0o700
    assert stat.S_IMODE((var / "mail" / "file").stat().st_mode) == 0o600


def test_what_is_not_ours_stays_as_it_is(tmp_path):
    """`SDWIKI_VAR` may be a folder of many things, and what is in `static` is public."""
    for name in ("photos", "static"):
        (tmp_path / name).mkdir(mode=0o755)
        (tmp_path / name / "a").write_text("")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "log").symlink_to(elsewhere)
    before = {path: path.lstat().st_mode for path in tmp_path.rglob("*")}
    paths.mend_modes(tmp_path)
    assert {path: path.lstat().st_mode for path in tmp_path.rglob("*")} == before


def test_a_folder_that_all_share_is_not_closed(tmp_path):
    tmp_path.chmod(0o1777)
    paths.mend_modes(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
    tmp_path.chmod(0o700)


def test_mails_without_a_mail_server_are_private(tmp_path, loose_umask):
    (tmp_path / "mail").mkdir(mode=0o755)
    with get_connection("sdwiki.mail.PrivateFiles", file_path=tmp_path / "mail") as connection:
        EmailMessage("Hello", "link", "a@example.com", ["b@example.com"], connection=connection).send()
    [mail] = (tmp_path / "mail").iterdir()
    assert "link" in mail.read_text()
    assert open_to_others(tmp_path / "mail") == []
