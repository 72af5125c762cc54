"""Everything of one's own is in the package, and nothing of anybody else."""

import re
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey
from django.utils import timezone

from quizzes.attempts.models import Answer, AnswerPart, Attempt, AttemptQuestion, SpellingClaim
from quizzes.bank.models import Fact
from quizzes.classes.models import Cohort
from quizzes.reviews.models import Card, Review, Tick
from quizzes.reviews.services import grade
from quizzes.takeout.account import LEFT_OUT, SETTINGS
from quizzes.takeout.services import CHUNK, TABLES, rows_of, write_package
from quizzes.takeout.study import RATINGS, REVIEWS
from sdwiki.accounts.models import User
from tests.factories import UserFactory
from tests.leaving.conftest import EMAIL, NAME
from tests.progress.memories import facts_of, remember

pytestmark = pytest.mark.django_db
OWN = {User, Card, Review, Attempt, AttemptQuestion, Answer}  # whose rows have parts in other tables


def columns_to(models):
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model in models
    }


def test_every_table_of_a_person_is_in_the_package_or_left_out_with_a_reason():
    covered = [name for part in (*TABLES, *LEFT_OUT) for name in part.covers]
    assert sorted(covered) == sorted(columns_to(OWN))
    for table in TABLES:
        assert {name.rpartition(".")[0] for name in table.covers} <= {table.model}, table.name


def test_every_column_of_the_account_is_in_the_settings_or_is_none_of_a_members():
    paths = {"id" if column.path == "pk" else column.path for column in SETTINGS.columns}
    assert {field.name for field in User._meta.concrete_fields} - paths == {"password", "left_at"}


def test_the_readme_tells_of_each_file_each_column_and_what_is_left_out(ada, taken):
    package = taken(ada)
    readme = package.text("README.txt")
    files = {f"{table.name}.{form}" for table in TABLES for form in ("csv", "json")}
    assert package.names == files | {"README.txt"}
    assert all(name in readme for name in files)
    for table in TABLES:
        assert package.text(f"{table.name}.csv").splitlines()[0] == ",".join(column.name for column in table.columns)
        assert all(f"  {column.name}: {column.says}" in readme for column in table.columns)
    assert all(f"- {one.says}" in readme for one in LEFT_OUT)


def test_what_somebody_did_is_in_it(world, ada, taken):
    package = taken(ada)
    assert package.json("settings")[0] | {"email": EMAIL, "name": NAME} == package.json("settings")[0]
    cards = {row["card"]: row for row in package.json("cards")}
    assert cards.keys() == set(Card.objects.filter(learner=ada).values_list("pk", flat=True))
    card = Card.objects.select_related("fact__topic").get(pk=world.card.pk)
    told = cards[card.pk]
    assert (told["fact"], told["page"]) == (card.fact.key, card.fact.topic.slug)
    # The question that was drawn may be about this card's fact: then the answer is evidence about it, too.
    ratings = [RATINGS[review.rating] for review in card.reviews.order_by("pk")]
    assert ratings[0] == "good"
    assert told["state"] == ("review" if ratings == ["good"] else "relearning")
    assert told["due"] == card.due.isoformat().replace("+00:00", "Z")
    assert (told["stability"], told["difficulty"]) == (card.stability, card.difficulty)
    assert [row["rating"] for row in package.json("reviews") if row["card"] == card.pk] == ratings
    [answer] = package.json("answers")
    assert answer["choice"] == Answer.objects.get().choice.text
    [mark] = package.json("marks")
    assert (mark["answer"], mark["share"] in (0, 1), mark["rules"]) == (answer["answer"], True, "marked")
    quizzes = {row["quiz"]: row for row in package.json("quizzes")}
    assert quizzes[answer["quiz"]]["title"] == "Messaging"
    assert len(package.json("questions")) == AttemptQuestion.objects.filter(attempt__learner=ada).count()
    assert [row["class"] for row in package.json("classes")] == ["Spring"]
    assert [row["class"] for row in package.json("classes_taught")] == ["Hers"]
    assert [row["page"] for row in package.json("readings")] == ["messaging"]
    assert [row["reason"] for row in package.json("question_reports")] == ["wrong"]
    assert {row["kind"] for row in package.json("second_steps")} == {"totp", "recovery_codes"}
    assert len(package.json("plans")) == 1
    assert [(row["kind"], row["title"]) for row in package.json("inbox")] == [("reminder", "3 reviews")]
    assert [row["state"] for row in package.json("mails")] == ["pending"]
    assert [(row["hour"], row["mailed"]) for row in package.json("messages_chosen")] == [(18, True)]


def test_both_files_of_each_table_say_the_same(ada, taken):
    package = taken(ada)
    for table in TABLES:
        assert len(package.csv(table.name)) == len(package.json(table.name)), table.name


def test_no_file_holds_a_secret(world, ada, taken, client):
    client.force_login(ada)
    client.get("/settings/")
    everything = taken(ada).everything
    ada.refresh_from_db()
    secrets = [ada.password, client.session.session_key, "JBSWY3DPEHPK3PXP"]
    secrets += [cohort.token for cohort in Cohort.objects.all()]
    secrets += [ada.calendar_address.token]
    secrets += [str(key) for key in Review.objects.values_list("key", flat=True)]
    secrets += [str(key) for key in Attempt.objects.values_list("key", flat=True)]
    secrets += list(Attempt.objects.exclude(seed="1").values_list("seed", flat=True))
    assert [secret for secret in secrets if secret in everything] == []


def test_nothing_of_another_person_is_in_it(world, ada, taken):
    now = timezone.now()
    other = UserFactory(email="grace.hopper@example.com", name="Grace Hopper")
    card = remember(other, facts_of("messaging")[0], now)
    grade(learner=other, card_id=card.pk, rating=1, now=now, key=uuid.uuid4())
    quiz = Attempt.objects.create(
        learner=other, kind="practice", title="Graces", seed="2", key=uuid.uuid4(), started_at=now
    )
    version = world.attempt.questions.first().version
    question = AttemptQuestion.objects.create(attempt=quiz, position=1, version=version, order=[])
    answer = Answer.objects.create(question=question, sequence=1, at=now, key=uuid.uuid4())
    AnswerPart.objects.create(answer=answer, value="what Grace typed")
    claim = {"question": version.question, "text": "what Grace claims", "spelling": "grace", "at": now}
    SpellingClaim.objects.create(answer=answer, **claim)
    hers = Review.objects.get(card=card)
    Tick.objects.create(review=hers, position=1, text="what Grace said", said=True)
    mine, theirs = taken(ada), taken(other)
    assert not re.search("grace", mine.everything, re.IGNORECASE)
    for table, column in (("cards", "card"), ("reviews", "review"), ("quizzes", "quiz"), ("answers", "answer")):
        ids = [{row[column] for row in package.json(table)} for package in (mine, theirs)]
        assert ids[0], table
        assert ids[1], table
        assert not ids[0] & ids[1], table
    for text in ("what Grace typed", "what Grace claims", "what Grace said", "Graces"):
        assert text in theirs.everything
    assert not re.search("lovelace", theirs.everything, re.IGNORECASE)
    assert other.email not in mine.everything


def test_somebody_who_has_done_nothing_takes_settings_along(db, taken):
    new = UserFactory()
    package = taken(new)
    assert [table.name for table in TABLES if package.json(table.name)] == ["settings"]


def big(learner, facts, reviews):
    """Many cards, each of which has been reviewed several times."""
    now, topic = timezone.now(), Fact.objects.first().topic_id
    made = Fact.objects.bulk_create(
        Fact(key=f"big/{n}", topic_id=topic, kind="cell", group="big", option_key=str(n), option="Option", label="L",
             dimension="Dimension", value="Value", position=n)
        for n in range(facts)
    )  # fmt: skip
    memory = {"state": 2, "due": now, "stability": 9.5, "difficulty": 5.0}
    cards = Card.objects.bulk_create(Card(learner=learner, fact=fact, **memory) for fact in made)
    Review.objects.bulk_create(
        (
            Review(learner=learner, card=cards[n % facts], fact_version=1, source="review", rating=3, key=uuid.uuid4(),
                   at=now - timedelta(minutes=n), day=now.date(), **memory)
            for n in range(reviews)
        ),
        batch_size=2_000,
    )  # fmt: skip


def test_many_rows_come_in_chunks_that_the_server_keeps(wiki, tmp_path):
    learner = UserFactory()
    big(learner, 3_370, 20_000)
    asked = []

    def listen(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen), (tmp_path / "big.zip").open("wb") as file:
        assert write_package(learner=learner, file=file, now=timezone.now()) == 1 + 3_370 + 20_000
    waiting = sum(bool(table.attempt or table.assignment) for table in TABLES)  # asks first what may be told
    assert sum("SELECT" in sql for sql in asked) == len(TABLES) + waiting  # so many, however many rows they have
    rows = rows_of(REVIEWS, learner, timezone.now())
    next(iter(rows))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE statement LIKE '%quizzes_review%'")
        assert cursor.fetchone() == (1,)
    assert sum(1 for _ in rows) == 20_000 - 1
    assert CHUNK <= 1_000
