"""A package of somebody with rows in every table that names people, as a reader opens it."""

import csv
import io
import json
import zipfile

import pytest
from django.utils import timezone

from quizzes.takeout.services import write_package
from tests.events.conftest import heard as heard
from tests.leaving.conftest import ada as ada
from tests.leaving.conftest import world as world


class Opened:
    """The files of a package."""

    def __init__(self, data):
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        assert self.zip.testzip() is None

    @property
    def names(self):
        return set(self.zip.namelist())

    def text(self, name):
        return self.zip.read(name).decode("utf-8-sig")

    def json(self, name):
        return json.loads(self.text(f"{name}.json"))

    def csv(self, name):
        return list(csv.DictReader(io.StringIO(self.text(f"{name}.csv"), newline="")))

    @property
    def everything(self):
        return "\n".join(self.text(name) for name in sorted(self.names))


@pytest.fixture
def taken():
    """What somebody takes along now."""

    def take(person):
        file = io.BytesIO()
        write_package(learner=person, file=file, now=timezone.now())
        return Opened(file.getvalue())

    return take
