"""Row 34: every documented variable of the environment, set, does what its line in the documentation says."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from django.core import signing

from benchmarks.site import ROOT, Person, clean_environment, free_port, wait_until
from sdwiki import environment
from sdwiki.accounts.services import SETUP_SALT
from sdwiki.embedded.stack import Descriptor
from tests.operation.mail import LOGIN, MailServer, make_certificate

# Of the test's mail server, which does not see that TLS from the first byte is TLS.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

SECRET = "only-for-this-test-" + "x" * 40
SHOWN: set[str] = set()


def shows(*names):
    """Note which variables a test shows; the last test compares them with the documentation."""
    SHOWN.update(names)
    return lambda test: test


def documented():
    """The variables in the tables of README.md and CONTRIBUTING.md."""
    found = set()
    for name in ("README.md", "CONTRIBUTING.md"):
        for line in (ROOT / name).read_text().splitlines():
            if line.startswith("| `"):
                found.update(re.findall(r"`([A-Z][A-Z_]+)(?:=\d)?`", line.split("|")[1]))
    return found


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def behind_proxies(start, certificate, tmp_path_factory):
    """A site as it is behind https and two proxies, and its mail server (TLS at once)."""
    runtime = tmp_path_factory.mktemp("r")
    with MailServer(free_port(), certificate, starttls=False) as server:
        site = start(
            SITE_URL="https://quiz.example",
            TRUSTED_PROXIES="2",
            ALLOWED_HOSTS="quiz.example,other.example",
            SECRET_KEY=SECRET,
            EMAIL_URL=f"smtps://{LOGIN}@localhost:{server.port}",
            DEFAULT_FROM_EMAIL="Quiz <quiz@quiz.example>",
            SSL_CERT_FILE=str(certificate),
            LOG_FORMAT="json",
            WEB_CONCURRENCY="1",
            CELERY_CONCURRENCY="1",
            SESSION_DAYS="9",
            SESSION_IDLE_DAYS="3",
            HSTS="host",
            SDWIKI_RUNTIME_DIR=str(runtime),
        )
        site.runtime = runtime
        site.mails = server.mails
        yield site


@pytest.fixture(scope="module")
def at_home(start, certificate):
    """A site for its developer, and its mail server (STARTTLS)."""
    with MailServer(free_port(), certificate, starttls=True) as server:
        site = start(
            DEBUG="1",
            LOG_LEVEL="DEBUG",
            EMAIL_URL=f"smtp+tls://{LOGIN}@localhost:{server.port}",
            SSL_CERT_FILE=str(certificate),
            SDWIKI_NO_USERNS="1",
        )
        site.server = server
        yield site


def proxied(site, host="quiz.example", **headers):
    return Person(site, **{"Host": host, "X-Forwarded-Proto": "https"} | headers)


# As `ask` says it.
PROXIED = {"Host": "quiz.example", "X-Forwarded-Proto": "https"}


def log_of(site):
    """What the web server has written since it started; the file came with a copy of another site."""
    lines = (site.var / "log" / "web.log").read_text().splitlines()
    return "\n".join(lines[max(at for at, line in enumerate(lines) if "Starting gunicorn" in line) :])


def link_in(mail):
    [link] = re.findall(r"https?://\S+/accounts/\S+", mail.text)
    return link


@shows("SITE_URL")
def test_an_https_address_makes_cookies_secure_and_sends_everybody_there(behind_proxies):
    assert "sdwiki is ready at https://quiz.example/" in behind_proxies.lines[-1]
    status, headers, _ = proxied(behind_proxies).send("GET", "/accounts/login/")
    assert status == 200
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Server" not in headers
    assert headers["Set-Cookie"].startswith("__Host-csrf=")
    assert "Secure" in headers["Set-Cookie"]
    status, headers, _ = Person(behind_proxies, Host="quiz.example").send("GET", "/wiki/")
    assert (status, headers["Location"]) == (301, "https://quiz.example/wiki/")


@shows("HSTS")
def test_browsers_insist_on_https_for_no_more_than_is_said(behind_proxies):
    for path in ("/wiki/", "/static/css/base.css", "/no-such-page/"):
        _, headers, _ = proxied(behind_proxies).send("GET", path)
        assert headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("off", (False, False, False)),
        ("host", (True, False, False)),
        ("subdomains", (True, True, False)),
        ("preload", (True, True, True)),
    ],
)
def test_each_reach_of_https_includes_those_before_it(value, found):
    assert tuple(environment.hsts(value).values()) == found


@shows("ALLOWED_HOSTS")
def test_other_hosts_than_those_given_are_refused(behind_proxies):
    assert proxied(behind_proxies, "other.example").send("GET", "/wiki/")[0] == 200
    assert proxied(behind_proxies, "evil.example").send("GET", "/wiki/")[0] == 400


@shows("SECRET_KEY")
def test_the_key_that_is_given_signs(behind_proxies):
    [link] = [line for line in behind_proxies.lines if "/setup/" in line]
    token = link.rstrip("/").rpartition("/")[2]
    assert signing.loads(token, key=SECRET, salt=SETUP_SALT) == 0
    with pytest.raises(signing.BadSignature):
        signing.loads(token, key=(behind_proxies.var / "secret_key").read_text().strip(), salt=SETUP_SALT)


@shows("WEB_CONCURRENCY", "CELERY_CONCURRENCY")
def test_as_many_processes_run_as_is_said(behind_proxies, at_home):
    for site, number in ((behind_proxies, 1), (at_home, 2)):
        assert wait_until(lambda: len(site.child("web server").children()) == number)  # noqa: B023
        assert wait_until(lambda: len(site.child("worker").children()) == number)  # noqa: B023


@shows("SDWIKI_RUNTIME_DIR", "SDWIKI_VAR")
def test_sockets_and_data_lie_where_they_should(behind_proxies):
    note = Descriptor.read(behind_proxies.var)
    assert Path(note.runtime).parent == behind_proxies.runtime
    assert psutil.Process(behind_proxies.child("PostgreSQL").pid).cwd() == str(behind_proxies.var / "pg")


@pytest.fixture(scope="module")
def ada(behind_proxies):
    """Somebody who signs up from behind three proxies, confirms the address and logs in; and the mail she got."""
    ada = proxied(behind_proxies, **{"X-Forwarded-For": "203.0.113.9, 198.51.100.7, 192.0.2.1"})
    status, page = ada.post("/accounts/signup/", email="ada@example.com", password1="correct horse battery")
    assert status == 200, page
    [ada.mail] = [mail for mail in behind_proxies.mails if mail.to == "ada@example.com"]
    ada.link = link_in(ada.mail)
    status, page = ada.post(ada.link.removeprefix("https://quiz.example"))
    assert status == 200, page
    ada.log_in("ada@example.com", "correct horse battery")
    assert "Log out" in ada.open("/wiki/")[1]
    return ada


@shows("EMAIL_URL", "DEFAULT_FROM_EMAIL")
def test_the_mail_of_a_sign_up_confirms_the_address(behind_proxies, ada):
    assert (ada.mail.sender, ada.mail.encrypted, ada.mail.logged_in) == ("Quiz <quiz@quiz.example>", True, True)
    assert ada.link.startswith("https://quiz.example/accounts/confirm-email/")
    assert behind_proxies.execute("SELECT email FROM account_emailaddress WHERE verified") == [("ada@example.com",)]


@shows("SESSION_DAYS", "SESSION_IDLE_DAYS")
def test_a_login_ends_when_it_is_said_to(behind_proxies, ada):
    [[days]] = behind_proxies.execute(
        "SELECT extract(epoch FROM max(s.expire_date) - now()) / 86400 FROM django_session s"
        " JOIN usersessions_usersession USING (session_key)"
    )
    assert 2.9 < days < 3.1


@shows("TRUSTED_PROXIES")
def test_the_address_before_the_trusted_proxies_is_the_persons(behind_proxies, ada):
    noted = behind_proxies.execute("SELECT DISTINCT host(ip) FROM usersessions_usersession")
    assert noted == [("198.51.100.7",)]


def test_mails_name_the_sites_address_whatever_host_was_asked(behind_proxies):
    person = proxied(behind_proxies, "other.example")
    status, page = person.post("/accounts/password/reset/", email="learner1@demo.example")
    assert status == 200, page
    [mail] = [mail for mail in behind_proxies.mails if mail.to == "learner1@demo.example" and "reset" in mail.text]
    assert link_in(mail).startswith("https://quiz.example/accounts/password/reset/key/")
    assert "other.example" not in mail.text
    status, _ = person.post("/accounts/password/reset/", email="nobody@example.com")
    assert status == 200
    [mail] = [mail for mail in behind_proxies.mails if mail.to == "nobody@example.com"]
    assert "https://quiz.example/accounts/signup/" in mail.text
    assert "other.example" not in mail.text


def test_the_link_of_a_reset_sets_a_password_that_logs_in(at_home):
    person = Person(at_home)
    status, _ = person.post("/accounts/password/reset/", email="learner2@demo.example")
    assert status == 200
    [mail] = [mail for mail in at_home.server.mails if mail.to == "learner2@demo.example"]
    assert (mail.sender, mail.encrypted, mail.logged_in) == ("sdwiki <sdwiki@localhost>", True, True)
    link = link_in(mail)
    assert link.startswith(f"{at_home.url}/accounts/password/reset/key/")
    _, headers, _ = person.send("GET", link.removeprefix(at_home.url))
    status, page = person.post(headers["Location"], password1="a new long password", password2="a new long password")
    assert status == 200, page
    [(password,)] = at_home.execute("SELECT password FROM accounts_user WHERE email = 'learner2@demo.example'")
    before = at_home.execute("SELECT password FROM accounts_user WHERE email = 'learner3@demo.example'")
    assert [(password,)] != before


@shows("LOG_LEVEL")
def test_the_log_tells_as_much_as_is_wanted(at_home, behind_proxies):
    assert at_home.get("/wiki/") == behind_proxies.get("/wiki/", **PROXIED) == 200
    assert re.search(r"Z debug +log logger=django", log_of(at_home))
    assert '"level": "debug"' not in log_of(behind_proxies)


@shows("LOG_FORMAT")
def test_the_log_is_for_programs_or_for_people(at_home, behind_proxies):
    assert at_home.get("/wiki/") == behind_proxies.get("/wiki/", **PROXIED) == 200
    lines = [json.loads(line) for line in log_of(behind_proxies).splitlines()]
    assert {"log", "request"} <= {line["event"] for line in lines}
    assert re.search(r"Z info +request request_id=\w{32} .* method=GET path=/wiki/ status=200", log_of(at_home))


@shows("DEBUG")
def test_debugging_shows_what_is_behind_an_error(at_home, behind_proxies):
    status, page = at_home.ask("/no-such-page/")
    assert (status, "DEBUG = True" in page) == (404, True)
    status, page = behind_proxies.ask("/no-such-page/", **PROXIED)
    assert (status, "DEBUG = True" in page) == (404, False)


@shows("SDWIKI_NO_USERNS")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_postgres_runs_as_nobody_where_user_namespaces_are_not_wanted(at_home, behind_proxies):
    assert at_home.child("PostgreSQL").username() == "nobody"
    assert behind_proxies.child("PostgreSQL").username() == "root"


def test_a_mail_server_that_is_gone_is_said_and_nothing_is_lost(at_home):
    at_home.server.close()
    try:
        status, page = Person(at_home).post(
            "/accounts/signup/", email="grace@example.com", password1="correct horse battery"
        )
        assert status == 503
        assert "The mail could not be sent" in page
        assert at_home.execute("SELECT count(*) FROM accounts_user WHERE email = 'grace@example.com'") == [(1,)]
    finally:
        at_home.server.open()


@pytest.mark.parametrize("name", sorted(environment.KINDS))
def test_a_wrong_value_is_said_in_one_line_that_names_the_variable(name, monkeypatch):
    monkeypatch.setenv(name, "wrong:secret@")
    with pytest.raises(ValueError, match=rf'^Environment variable "{name}" invalid: it must be [^\n]+$') as error:
        environment.check()
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    "value",
    [
        "mail.example", "http://h", "smtp://", "smtp://h:port", "smtp://h:99999", "smtp+tls://user@h",
        "smtp+tls://:secret@h", "smtp://h/path", "smtp+tls://user:se#cret@h", "smtp+tls://user:se/cret@h:587",
        "smtp://[::1",
    ],
)  # fmt: skip
def test_an_address_of_no_mail_server_is_refused(value, monkeypatch):
    monkeypatch.setenv("EMAIL_URL", value)
    with pytest.raises(ValueError, match="smtp\\+tls://user:password@host:587") as error:
        environment.check()
    assert "cret" not in str(error.value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
        ("smtps://a:b@h", ("h", 465, "a", "b", False, True)),
        ("smtp+tls://a:b@h", ("h", 587, "a", "b", True, False)),
        ("smtp+tls://a%40x:p%2F%3A%25@[::1]:2525/", ("::1", 2525, "a@x", "p/:%", True, False)),
    ],
)
def test_the_parts_of_a_mail_servers_address(value, found):
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    settings = environment.mail_server(value)
    assert tuple(settings[f"EMAIL_{name}"] for name in names) == found


@pytest.mark.parametrize("command", [["manage.py", "check"], ["-m", "sdwiki.embedded.supervisor"]])
def test_a_wrong_value_ends_every_program_with_that_line(command, tmp_path):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=clean_environment(SDWIKI_VAR=str(tmp_path / "var"), EMAIL_URL="mail.example"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    [line] = done.stderr.splitlines()
    assert line.startswith('Environment variable "EMAIL_URL" invalid: it must be smtp+tls://user:password@host:587')


@shows("SDWIKI_PYTHON")
def test_the_environment_is_made_from_the_interpreter_that_is_given(tmp_path):
    (tmp_path / "script").mkdir()
    (tmp_path / "script" / "_setup.sh").write_text((ROOT / "script" / "_setup.sh").read_text())
    (tmp_path / "requirements.txt").write_text("")
    mine = tmp_path / "mine"
    base = Path(sys.base_prefix) / "bin" / "python3"
    mine.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\nexec {base} "$@"\n')
    mine.chmod(0o755)
    done = subprocess.run(
        ["bash", "-c", ". script/_setup.sh; setup"],
        cwd=tmp_path,
        env=clean_environment(SDWIKI_PYTHON=str(mine)),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "calls").exists()
    assert (tmp_path / ".venv" / "bin" / "python").exists()


def pytest_with(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@shows("SDWIKI_CLOCK")
@pytest.mark.parametrize("command", [["manage.py", "check"], ["-m", "sdwiki.embedded.supervisor"]])
def test_a_clock_that_moves_is_refused_outside_tests(command, tmp_path):
    """That it moves all processes within tests, those of ten days in a browser show."""
    environment = clean_environment(SDWIKI_VAR=str(tmp_path / "var"), SDWIKI_CLOCK=str(tmp_path / "clock"))
    del environment["PYTEST_VERSION"]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert re.fullmatch(r'Environment variable "SDWIKI_CLOCK" invalid: it moves the clock .+\n', done.stderr)
    assert not (tmp_path / "var" / "pg").exists()


@shows("SDWIKI_NO_BROWSER")
def test_browser_tests_can_be_left_out():
    done = pytest_with("--collect-only", "tests/e2e", SDWIKI_NO_BROWSER="1")
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED


@shows("CHROMIUM")
def test_the_browser_that_is_given_is_started(tmp_path):
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/called\nexit 1\n')
    browser.chmod(0o755)
    (tmp_path / "conftest.py").write_text("from tests.e2e.conftest import browser_type_launch_args\n")
    (tmp_path / "test_it.py").write_text("def test_it(browser):\n    pass\n")
    done = pytest_with(f"--rootdir={ROOT}", f"-c{ROOT}/pyproject.toml", str(tmp_path), CHROMIUM=str(browser))
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert "--no-sandbox" in (tmp_path / "called").read_text()


def test_every_variable_that_is_read_is_documented_and_every_documented_one_is_shown():
    code = [ROOT / "manage.py", *(ROOT / "script").glob("*"), *(ROOT / "sdwiki").rglob("*.py")]
    code.append(ROOT / "tests" / "e2e" / "conftest.py")
    reads = r"""env\.\w+\("([A-Z_]+)"|environ(?:\.get\(|\[)["']([A-Z_]+)["']|\$\{(SDWIKI_[A-Z_]+|CHROMIUM)"""
    read = {
        name
        for path in code
        if path.is_file()
        for names in re.findall(reads, path.read_text())
        for name in names
        if name
    }
    assert read - {"DJANGO_SETTINGS_MODULE"} == documented()
    assert documented() - SHOWN == {"DATABASE_URL", "REDIS_URL"}  # test_outside.py
