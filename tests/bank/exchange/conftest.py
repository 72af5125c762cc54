import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pytest

from quizzes.bank.exchange.records import ExchangeChoice, ExchangeQuestion
from quizzes.bank.generate.breaks import of_drills
from quizzes.bank.generate.questions import generate
from quizzes.bank.records import joined
from tests.shipped import shipped_library

LIBRARY = Path(__file__).parents[3] / "content" / "library"

PARSER = "gift-pegjs@1.0.2"
SHA256 = "b15e322e9f9145c753bee378a12c31b9f45526f472ac81186a0ff706722f1c7d"
PARSE = """
const {parse} = require(process.argv[1]);
const chunks = [];
process.stdin.on("data", chunk => chunks.push(chunk)).on("end", () =>
    process.stdout.write(JSON.stringify(parse(Buffer.concat(chunks).toString("utf8")))));
"""


def exchanged(question, phase):
    """A generated question as it goes out."""
    choices = (ExchangeChoice(c.text, c.correct, c.reason, getattr(c, "target", "")) for c in question.choices)
    tags = (f"phase::{phase}", f"topic::{question.topic}", f"kind::{question.kind}")
    return ExchangeQuestion(
        question.key,
        question.kind,
        question.key,
        question.stem,
        tuple(choices),
        question.explanation,
        tags,
        question.topic,
    )


@pytest.fixture(scope="session")
def shipped():
    """Every question, of every kind, that the shipped library gives."""
    found = []
    library = shipped_library()
    for topic in library.topics:
        drills = [drill for drill in library.drills if drill.topics[0] == topic.source.slug]
        around = of_drills(drills, {topic.source.slug: topic.source.title}).values()
        bank = joined(generate(topic.source.title, topic.facts, {}, topic.needs), *around)
        found += [exchanged(question, topic.source.phase) for question in bank.questions]
    return found


@pytest.fixture(scope="session")
def gift_pegjs(request):
    """The npm parser of GIFT as a function from text to what it read. SDWIKI_NO_NODE=1 leaves its tests out."""
    if os.environ.get("SDWIKI_NO_NODE") == "1":
        pytest.skip("SDWIKI_NO_NODE=1")
    if not shutil.which("npm") or not shutil.which("node"):
        pytest.skip("node and npm are not on this machine: the GIFT export is not read by gift-pegjs here")
    module = _package(Path(request.config.cache.mkdir("gift-pegjs")))

    def parse(text):
        done = subprocess.run(
            ["node", "-e", PARSE, str(module)], input=text.encode(), capture_output=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        return json.loads(done.stdout)

    return parse


def _package(cache):
    """The unpacked parser, fetched once and checked. Nothing of it is run but its one module."""
    folder = cache / f"{PARSER}-{SHA256[:8]}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(dir=cache) as made:
            packed = subprocess.run(
                ["npm", "pack", "--ignore-scripts", "--silent", PARSER],
                cwd=made, capture_output=True, text=True, timeout=300, check=False,
            )  # fmt: skip
            archives = list(Path(made).glob("*.tgz"))
            assert archives, f"npm could not fetch {PARSER} (SDWIKI_NO_NODE=1 leaves this out): {packed.stderr[-1000:]}"
            assert hashlib.sha256(archives[0].read_bytes()).hexdigest() == SHA256, f"another {PARSER} than was tested"
            with tarfile.open(archives[0]) as archive:
                archive.extractall(Path(made) / "unpacked", filter="data")
            try:
                (Path(made) / "unpacked" / "package").rename(folder)
            except OSError:
                assert folder.is_dir()  # another process was quicker
    return folder / "pegjs-gift.js"
