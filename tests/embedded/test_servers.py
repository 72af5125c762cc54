"""The embedded PostgreSQL and Valkey with real processes: started, stopped, killed, started again."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from sdwiki.embedded import EmbeddedError, locks, paths, secret_key
from sdwiki.embedded.stack import Descriptor, Stack
from tests.embedded.conftest import OWNER, wait_for_end

COUNT = """
import psycopg
from sdwiki.embedded import urls
with psycopg.connect(urls().database_url) as connection:
    print(connection.execute("SELECT count(*) FROM notes").fetchone()[0])
"""


def write_note(owner):
    with psycopg.connect(owner.database_url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (text text)")
        connection.execute("INSERT INTO notes VALUES ('kept')")
    with valkey(owner) as client:
        client.set("note", "kept")


def valkey(owner):
    return redis.Redis(unix_socket_path=owner.redis_socket)


def count_notes(owner):
    with psycopg.connect(owner.database_url) as connection:
        return connection.execute("SELECT count(*) FROM notes").fetchone()[0]


def test_data_of_a_first_start_survive_a_restart(start_owner):
    owner = start_owner()
    write_note(owner)
    family = owner.family()
    assert owner.stop() == ""
    assert wait_for_end(family) == []
    assert not Path(owner.redis_socket).parent.exists()

    owner = start_owner()
    assert count_notes(owner) == 1
    with valkey(owner) as client:
        assert client.get("note") == b"kept"


def test_servers_are_the_wheels_own_and_listen_on_no_port(var, start_owner):
    owner = start_owner()
    servers = [p for p in psutil.Process(owner.process.pid).children() if "watchdog.py" not in str(p.cmdline())]
    programs = {process.exe() for process in servers}
    assert {Path(program).name for program in programs} == {"postgres", "valkey-server"}
    assert all(Path(program).is_relative_to(Path(sys.prefix).resolve()) for program in programs)
    assert [c for process in servers for c in process.net_connections(kind="inet") if c.status == "LISTEN"] == []


def test_sockets_are_reachable_for_their_owner_only(var, start_owner):
    assert Path(start_owner().redis_socket).parent.stat().st_mode & 0o777 == 0o700


def test_database_compares_text_the_same_on_every_machine(var, start_owner):
    with psycopg.connect(start_owner().database_url) as connection:
        row = connection.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding), lower('ÄÖ') FROM pg_database "
            "WHERE datname = current_database()"
        ).fetchone()
    assert row == ("b", "C.UTF-8", "UTF8", "äö")


@pytest.mark.parametrize(("durable", "autovacuum"), [(True, "on"), (False, "off")])
def test_only_servers_of_a_test_run_go_without_autovacuum(new_var, durable, autovacuum):
    stack = Stack(new_var, durable=durable)
    stack.start()
    try:
        with psycopg.connect(stack.urls.database_url) as connection:
            assert connection.execute("SHOW autovacuum").fetchone() == (autovacuum,)
    finally:
        stack.stop()


def test_valkey_refuses_writes_rather_than_forget(var, start_owner):
    with valkey(start_owner()) as client:
        settings = client.config_get("maxmemory-policy") | client.config_get("appendonly")
    assert settings == {"maxmemory-policy": "noeviction", "appendonly": "yes"}


def test_kill_of_the_owner_leaves_no_process_and_no_loss(var, start_owner):
    owner = start_owner()
    write_note(owner)
    family = owner.family()
    owner.process.kill()
    assert wait_for_end(family) == []
    assert not Path(owner.redis_socket).parent.exists()

    owner = start_owner()
    assert count_notes(owner) == 1
    with valkey(owner) as client:
        assert client.get("note") == b"kept"


def test_start_right_after_a_kill_waits_for_the_dead_owners_servers(var, start_owner):
    owner = start_owner()
    write_note(owner)
    owner.process.kill()
    assert count_notes(start_owner()) == 1


def test_kill_of_owner_and_watchdog_together_leaves_no_process(var, start_owner):
    if sys.platform != "linux":
        pytest.skip("only Linux signals the children of a dead process")
    owner = start_owner()
    family = owner.family()
    for process in family:
        with suppress(psutil.NoSuchProcess):  # what only lived for a moment
            if process.ppid() == owner.process.pid and "watchdog.py" in str(process.cmdline()):
                process.kill()
    owner.process.kill()
    assert wait_for_end(family) == []
    # Nobody was left to remove the folder of the sockets; the next owner does.
    assert Path(owner.redis_socket).parent.exists()
    start_owner()
    assert not Path(owner.redis_socket).parent.exists()


def test_second_copy_is_refused_and_told_the_pid(var, start_owner, start_process):
    owner = start_owner()
    second = start_process(OWNER)
    assert second.wait(timeout=60) == 1
    assert f"already running on {os.environ['SDWIKI_VAR']} (pid {owner.process.pid})" in second.stderr.read()
    write_note(owner)


def test_crash_of_postgres_ends_the_stack_and_the_next_start_recovers(var, start_owner):
    owner = start_owner()
    write_note(owner)
    family = owner.family()
    [postmaster] = [p for p in family if p.name() == "postgres" and p.ppid() == owner.process.pid]
    postmaster.kill()
    assert "PostgreSQL ended (exit code -9" in owner.process.stdout.read()
    assert owner.process.wait(timeout=60) == 0
    assert wait_for_end(family) == []
    assert count_notes(start_owner()) == 1


def test_interrupted_first_start_is_begun_anew(new_var, start_owner):
    (new_var / "pg.new").mkdir(parents=True)
    (new_var / "pg.new" / "PG_VERSION").write_text("18\n")
    write_note(start_owner())
    assert not (new_var / "pg.new").exists()


def test_pid_file_that_names_another_program_by_now_is_no_hindrance(var, start_owner):
    owner = start_owner()
    write_note(owner)
    owner.stop()
    (var / "pg" / "postmaster.pid").write_text(f"{os.getpid()}\n{var / 'pg'}\n0\n5432\n\n\n")
    assert count_notes(start_owner()) == 1


def test_data_of_another_postgres_version_are_refused(var, start_owner):
    start_owner().stop()
    (var / "pg" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedError, match=r"written by PostgreSQL 17"):
        Stack(var).start()


def test_var_that_cannot_be_written_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedError, match=r"cannot be written \(Not a directory\).*SDWIKI_VAR"):
        Stack(tmp_path / "file" / "var").start()


def test_var_of_someone_else_is_a_clear_error(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (tmp_path / "var").mkdir(mode=0o500)
    with pytest.raises(EmbeddedError, match=r"cannot be written \(Permission denied\)"):
        Stack(tmp_path / "var").start()


def test_socket_path_that_is_too_long_is_a_clear_error(new_var, tmp_path, monkeypatch):
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setenv("SDWIKI_RUNTIME_DIR", str(long))
    with pytest.raises(EmbeddedError, match=r"is too long: .* bytes, and 10[37] are possible.*SDWIKI_RUNTIME_DIR"):
        Stack(new_var).start()
    assert not locks.is_locked(new_var / locks.OWNER)


def test_long_temporary_folder_is_avoided(tmp_path, monkeypatch):
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    runtime = paths.make_runtime_dir()
    assert runtime.parent == Path("/tmp")
    runtime.rmdir()


def test_given_servers_are_not_started(new_var, monkeypatch, run):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///theirs")
    monkeypatch.setenv("REDIS_URL", "redis://theirs")
    assert run("from sdwiki.embedded import urls; print(urls())")[1] == (
        "Urls(database_url='postgresql:///theirs', redis_socket='')"
    )
    assert not new_var.exists()


def test_only_the_missing_server_is_started(var, monkeypatch, start_owner):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///theirs")
    owner = start_owner()
    assert owner.database_url == "postgresql:///theirs"
    assert "postgres" not in {process.name() for process in owner.family()}
    with valkey(owner) as client:
        assert client.ping()


def test_command_is_told_to_use_the_database_of_the_running_copy(var, monkeypatch, start_owner, run):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///theirs")
    start_owner()
    monkeypatch.delenv("DATABASE_URL")
    assert (
        "was started with DATABASE_URL; give the same DATABASE_URL here"
        in run("from sdwiki.embedded import urls; urls()")[2]
    )


def test_command_uses_the_running_servers(var, start_owner, run):
    owner = start_owner()
    write_note(owner)
    assert run(COUNT) == (0, "1", "")
    assert count_notes(owner) == 1


def test_command_starts_servers_for_its_own_time(var, start_owner, run):
    owner = start_owner()
    write_note(owner)
    owner.stop()
    assert run(COUNT) == (0, "1", "")
    assert not locks.is_locked(var / locks.OWNER)
    assert not locks.is_locked(var / locks.CHILDREN)
    assert Descriptor.read(var) is None


def test_command_that_came_later_keeps_the_servers(var, start_process):
    first = start_process("from sdwiki.embedded import urls; urls(); print('up', flush=True); input()")
    assert first.stdout.readline() == "up\n"
    second = start_process(
        "import psycopg; from sdwiki.embedded import urls; url = urls().database_url; print('up', flush=True); input();"
        "print(psycopg.connect(url).execute('SELECT 1').fetchone()[0])"
    )
    assert second.stdout.readline() == "up\n"
    first.communicate("\n", timeout=60)
    assert locks.is_locked(var / locks.OWNER)
    assert second.communicate("\n", timeout=60)[0] == "1\n"
    # The keeper was the first one's child, so the second cannot wait for it.
    assert locks.FileLock(var / locks.CHILDREN).lock(60)


def test_killed_command_leaves_no_server(var, start_process):
    command = start_process("from sdwiki.embedded import urls; urls(); print('up', flush=True); input()")
    assert command.stdout.readline() == "up\n"
    family = psutil.Process(command.pid).children(recursive=True)
    assert {"postgres", "valkey-server"} <= {process.name() for process in family}
    command.kill()
    assert wait_for_end(family) == []


def test_commands_that_start_at_once_share_one_keeper(var, start_process):
    code = "from sdwiki.embedded import urls; print(urls(), flush=True); input()"
    commands = [start_process(code) for _ in range(4)]
    assert len({command.stdout.readline() for command in commands}) == 1


def test_failure_to_start_reaches_the_command(tmp_path, monkeypatch, run):
    monkeypatch.setenv("SDWIKI_RUNTIME_DIR", str(tmp_path / "missing"))
    code, _, errors = run("from sdwiki.embedded import urls; urls()")
    assert code == 1
    assert errors.splitlines()[-1].startswith("sdwiki.embedded.errors.EmbeddedError: No folder for the sockets")


def test_secret_key_is_made_once_and_private(new_var):
    first = secret_key(new_var)
    assert len(first) >= 50
    assert secret_key(new_var) == first
    assert (new_var / "secret_key").stat().st_mode & 0o777 == 0o600


def test_secret_key_is_the_same_for_processes_that_start_at_once(new_var, start_process):
    code = "from sdwiki.embedded import paths, secret_key; print(secret_key(paths.var_dir()))"
    keys = {process.communicate(timeout=60)[0] for process in [start_process(code) for _ in range(4)]}
    assert len(keys) == 1
    assert keys != {""}
