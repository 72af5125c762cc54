"""Every code sample of the library does what the page says: Python by itself, SQL on PostgreSQL, Lua on Valkey."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
import redis

from tests.shipped import shipped_library

TIMEOUT_SECONDS = 60


class Sample(NamedTuple):
    name: str
    language: str
    place: str
    code: str


def find_samples() -> Iterator[Sample]:
    """Every block of code in a language that runs. One without `sample=` has no name."""
    for topic in shipped_library().texts:
        for token in topic.document.tokens:
            language, _, mark = token.info.partition(" ") if token.type == "fence" else ("", "", "")
            if language in ("python", "sql", "lua") or mark:
                place = f"{topic.source.file}:{topic.source.first_line + token.map[0]}"
                yield Sample(mark.removeprefix("sample="), language, place, token.content)


SAMPLES = {sample.place: sample for sample in find_samples()}


def of(language: str) -> list:
    return [pytest.param(s, id=s.name or s.place) for s in SAMPLES.values() if s.language == language]


def run_python(code: str, folder: Path) -> None:
    path = folder / "sample.py"
    path.write_text(code)
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", str(path)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def run_sql(code: str) -> None:
    """Run a script in a schema of its own, which is dropped afterwards."""
    schema = f"sample_{uuid.uuid4().hex}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        try:
            connection.execute(f"SET search_path = {schema}")
            connection.execute(f"SET statement_timeout = '{TIMEOUT_SECONDS}s'")
            connection.execute(code)
        finally:
            connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def valkey() -> Iterator[redis.Redis]:
    with redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True) as client:
        yield client


def check_fixed_window(valkey: redis.Redis, code: str, user: str) -> None:
    """Calls beyond the limit are refused; the next window starts anew; the expiry is set once."""
    window, following = f"rl:{{{user}}}:100", f"rl:{{{user}}}:101"
    try:
        calls = [valkey.eval(code, 1, window, 3, 60) for _ in range(5)]
        assert calls == [[1, 1], [1, 2], [1, 3], [0, 4], [0, 5]]
        assert 60 < valkey.ttl(window) <= 120
        valkey.expire(window, 30)
        assert valkey.eval(code, 1, window, 3, 60) == [0, 6]
        assert valkey.ttl(window) <= 30
        assert valkey.eval(code, 1, following, 3, 60) == [1, 1]
    finally:
        valkey.delete(window, following)


def check_token_bucket(valkey: redis.Redis, code: str, user: str) -> None:
    """A burst passes up to the size, then calls are refused until credit has grown; credit stops at the size."""
    key, size, rate = f"tb:{{{user}}}", 2, 0.01  # a token in 100 s, so that the test's own time does not matter

    def call(cost=1):
        return valkey.eval(code, 1, key, size, rate, cost)

    def let_pass(seconds):
        valkey.hset(key, "at", f"{float(str(valkey.hget(key, 'at'))) - seconds:.6f}")

    try:
        assert [call(), call()] == [[1, 0], [1, 0]]
        allowed, wait = call()
        assert allowed == 0
        assert 0 < wait <= 100_000
        let_pass(wait / 1000)
        assert call() == [1, 0]
        assert call()[0] == 0
        let_pass(1_000_000)
        assert [call()[0] for _ in range(3)] == [1, 1, 0]
        let_pass(1_000_000)
        assert [call(cost=2)[0], call()[0]] == [1, 0]
        assert 0 < valkey.ttl(key) <= 201
    finally:
        valkey.delete(key)


LUA = {"fixed-window": check_fixed_window, "token-bucket": check_token_bucket}


def test_every_sample_has_a_name_of_its_own_and_a_runner():
    names = [sample.name for sample in SAMPLES.values()]
    assert [place for place, sample in SAMPLES.items() if not sample.name] == []
    assert len(names) == len(set(names)) >= 20
    assert {sample.language for sample in SAMPLES.values()} == {"python", "sql", "lua"}
    assert {sample.name for sample in SAMPLES.values() if sample.language == "lua"} == set(LUA)


@pytest.mark.parametrize("sample", of("python"))
def test_python_sample_holds(sample, tmp_path):
    assert "assert" in sample.code
    run_python(sample.code, tmp_path)


@pytest.mark.parametrize("sample", of("sql"))
def test_sql_sample_holds(sample):
    assert "ASSERT" in sample.code
    run_sql(sample.code)


@pytest.mark.parametrize("sample", of("lua"))
def test_lua_sample_holds(sample, valkey):
    LUA[sample.name](valkey, sample.code, f"sample-{uuid.uuid4().hex}")


def test_python_sample_that_is_wrong_fails(tmp_path):
    with pytest.raises(AssertionError, match="two and two"):
        run_python("assert 2 + 2 == 5, 'two and two'", tmp_path)


def test_sql_sample_that_is_wrong_fails():
    with pytest.raises(psycopg.errors.AssertFailure, match="two and two"):
        run_sql("SELECT 1; DO $$ BEGIN ASSERT 2 + 2 = 5, 'two and two'; END $$;")


@pytest.mark.parametrize("sample", of("lua"))
def test_lua_sample_that_is_wrong_fails(sample, valkey):
    wrong = sample.code.replace("<=", "<").replace("level >= cost", "level >= 0")
    assert wrong != sample.code
    with pytest.raises(AssertionError):
        LUA[sample.name](valkey, wrong, f"sample-{uuid.uuid4().hex}")
