"""What breaks first, from the file of the drills to a quiz: stored, kept up to date, drawn, and followed up."""

from pathlib import Path

import pytest
from django.urls import reverse

from content.importing.files import read_path
from content.models import Drill, Topic
from content.practice.store import stored_drills
from quizzes.bank.assemble import Blueprint
from quizzes.bank.exchange.entries import entries
from quizzes.bank.generate.breaks import breaking
from quizzes.bank.kinds import AMOUNT, BREAKS, CHANGE
from quizzes.bank.models import Choice, Question
from quizzes.bank.queries import draw, report
from quizzes.importing.services import import_library
from tests.bank.drawing import draw as drawn

pytestmark = pytest.mark.django_db
DRILLED = {BREAKS, CHANGE, AMOUNT}
LIBRARY = Path(__file__).parents[1] / "library"

DRILLS = """- slug: requests
  title: Requests
  topics: [storage, messaging]
  prompt: "{rate} a second: how many a minute?"
  inputs:
    - {name: rate, low: 10, high: 300, step: 10}
    - {name: size, choices: [1, 100, 1000]}
  formula: rate * 60
  tolerance: 0.1
  steps: ["{rate} × 60 = {rate * 60}"]
  checks: [{inputs: {rate: 10, size: 1}, answer: 600}]
  design: "{rate} requests a second of {size} KB arrive."
  limits:
    - {resource: front, need: rate, capacity: 200, unit: requests/s, because: "Measured.",
       change: {do: "Add fronts", things: fronts, each: 100}}
    - {resource: link, need: rate * size / 1000, capacity: 100, unit: MB/s, because: "Bought.",
       change: {do: "Add links"}}
    - {resource: disk, need: rate * size * 86400 / 10 ** 9, capacity: 50, unit: TB, because: "Bought.",
       change: {do: "Add disks"}}
"""


@pytest.fixture
def drilled(wiki, now, tmp_path):
    """Imports the small wiki with a text for its drills; what the import did."""
    for source in LIBRARY.rglob("*"):
        if source.is_file():
            target = tmp_path / source.relative_to(LIBRARY)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source.read_text())

    def run(text=DRILLS):
        (tmp_path / "drills.yaml").write_text(text)
        return import_library(read_path(tmp_path), now=now, overwrite=True)

    return run


def live():
    return {question.key for question in Question.objects.live().filter(kind__in=DRILLED)}


def test_drills_of_a_file_are_asked_in_their_first_topic_and_a_second_import_changes_nothing(drilled):
    done = drilled().synced
    expected = {question.key for question in breaking("Storage", *stored_drills(asked_in=["storage"])).questions}
    assert live() == expected
    assert {key.split("/")[0] for key in expected} == DRILLED
    assert {key.split("/")[3] for key in expected} == {"front", "link"}
    assert done.questions_added == len(expected)
    assert set(Question.objects.filter(kind__in=DRILLED).values_list("topic__slug", flat=True)) == {"storage"}
    assert not Question.objects.filter(kind__in=DRILLED, facts__isnull=False).exists()
    again = drilled()
    assert (again.synced.written, again.synced.questions_retired, again.applied.drilled) == (0, 0, frozenset())
    assert stored_drills(asked_in=["messaging"]) == ()


def test_changed_capacity_brings_the_bank_of_its_topic_up_to_date_though_no_page_changed(drilled):
    drilled()
    before = live()
    done = drilled(DRILLS.replace("capacity: 200", "capacity: 120"))
    assert done.applied.changed == []
    assert live() == {question.key for question in breaking("Storage", *stored_drills(asked_in=["storage"])).questions}
    assert live() != before
    assert done.synced.pages.keys() == {"storage"}


def test_limits_that_go_are_asked_no_more_and_stay_in_the_bank_as_retired(drilled):
    drilled()
    before = live()
    drilled(DRILLS[: DRILLS.index("  design:")])
    assert live() == set()
    assert set(Question.objects.filter(key__in=before).values_list("state", flat=True)) == {Question.State.RETIRED}
    assert Drill.objects.get().limits.count() == 0


def test_fault_of_a_limit_is_a_notice_of_the_import(drilled):
    done = drilled(DRILLS.replace("unit: TB", "unit: barns"))
    notice = next(notice for notice in done.library.notices if notice.file == "drills.yaml")
    assert (notice.line, "unknown unit “barns”" in notice.message) == (18, True)
    assert live() == set()
    assert Drill.objects.get().slug == "requests"


def test_an_exam_asks_once_about_a_design(drilled):
    drilled()
    topics = list(Topic.objects.values_list("pk", flat=True))
    asked = 0
    for seed in range(40):
        found = drawn(topics=topics, count=10, seed=str(seed), graded=True)
        about = [one for one in found if one.question.kind in DRILLED]
        assert len(about) <= 1
        asked += len(about)
    assert asked > 10


def test_practice_asks_what_helps_and_how_much_of_it_after_what_breaks(drilled):
    drilled()
    topic = Topic.objects.get(slug="storage")
    blueprint = Blueprint(3, frozenset(DRILLED), followed=True)
    runs = set()
    for seed in range(60):
        versions = draw(topics=[topic.pk], blueprint=blueprint, seed=str(seed)).versions
        if versions[0].question.kind == BREAKS:
            kinds = tuple(version.question.kind for version in versions)
            assert len({version.question.key.partition("/")[2] for version in versions}) == 1
            assert kinds == ((BREAKS, CHANGE, AMOUNT) if "/front/" in versions[0].question.key else (BREAKS, CHANGE))
            runs.add(kinds)
    assert len(runs) == 2


def test_source_leads_to_the_drill_on_its_page_and_goes_out_as_its_address(drilled, client):
    drilled()
    place = reverse("content:drills") + "#requests"
    assert {choice.address for choice in Choice.objects.filter(version__question__kind__in=DRILLED)} == {place}
    sources = {choice["source"] for entry in entries() if entry["kind"] in DRILLED for choice in entry["choices"]}
    assert sources == {place}
    page = client.get(place).content.decode().replace("\u00a0", " ")
    assert 'id="requests"' in page
    assert "150 requests a second of 100 KB arrive." in page
    assert "Measured." in page


def test_report_knows_the_drills(drilled):
    drilled()
    told = report()
    assert {kind: told["questions"][kind] for kind in DRILLED} == {
        kind: sum(key.startswith(f"{kind}/") for key in live()) for kind in DRILLED
    }
    assert told["refusals_by_reason"]["breaks: never-first"] == 1
