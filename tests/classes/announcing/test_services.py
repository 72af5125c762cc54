"""Messages to a class: each learner is told once, and nobody else."""

import uuid

import pytest

from quizzes.classes import services as classes
from quizzes.classes.announcing.models import ClassMessage
from quizzes.classes.announcing.queries import messages_for
from quizzes.classes.announcing.services import MOST_A_DAY, tell_all, write
from quizzes.classes.errors import NotPossible
from quizzes.classes.joining import groups
from sdwiki.inbox.kinds import CLASS_MESSAGE
from sdwiki.inbox.models import MailCopy, Notice
from sdwiki.inbox.services import unsubscribe
from tests.inbox.conftest import confirmed

SAID = {"title": "Monday", "text": "We meet at nine."}


def said(school, now, **changes):
    values = {"cohort": school.cohort, "group": None, "author": school.deputy, "key": uuid.uuid4(), "now": now}
    return write(**(values | SAID | changes))


def told():
    return sorted(Notice.objects.filter(kind=CLASS_MESSAGE).values_list("person__name", flat=True))


@pytest.fixture
def group(school):
    made = groups.make(cohort=school.cohort, name="Mondays")
    groups.change(group=made, name="Mondays", learners=[school.learner.pk])
    return made


def test_every_learner_of_the_class_is_told_once(school, now):
    message = said(school, now)
    assert [tell_all(now=now), tell_all(now=now)] == [2, 0]
    assert told() == ["Lea", "Mate"]
    notice = Notice.objects.first()
    assert (notice.title, notice.text) == ("Spring: Monday", "We meet at nine.")
    assert notice.link == f"/classes/{school.cohort.pk}/messages/"
    message.refresh_from_db()
    assert message.told_at == now


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_class_larger_than_a_batch_is_told_whole(school, now, most):
    said(school, now)
    assert tell_all(now=now, most=most) == 2
    assert told() == ["Lea", "Mate"]


def test_a_group_alone_is_told(school, group, now):
    message = said(school, now, group=group)
    tell_all(now=now)
    assert told() == ["Lea"]
    assert list(messages_for(school.cohort, school.learner)) == [message]
    assert list(messages_for(school.cohort, school.classmate)) == []
    assert list(messages_for(school.cohort, school.assistant)) == [message]


def test_what_was_said_to_a_group_that_is_gone_is_told_nobody(school, group, now):
    said(school, now, group=group)
    groups.take_away(group=group)
    assert tell_all(now=now) == 0
    assert (told(), list(messages_for(school.cohort, school.learner))) == ([], [])


def test_a_form_sent_twice_says_it_once(school, now):
    key = uuid.uuid4()
    assert said(school, now, key=key) == said(school, now, key=key)
    assert ClassMessage.objects.count() == 1


def test_an_archived_class_and_a_full_day_take_no_message(school, now):
    for _ in range(MOST_A_DAY):
        said(school, now)
    with pytest.raises(NotPossible):
        said(school, now)
    classes.archive(cohort=school.cohort, now=now)
    with pytest.raises(NotPossible):
        said(school, now)
    assert ClassMessage.objects.count() == MOST_A_DAY


def test_a_mail_copies_it_for_who_wants_that_alone(school, now, settings):
    settings.EMAIL_URL = "smtp://a mail server"
    wants, wants_none = confirmed(email="w@example.com"), confirmed(email="n@example.com")
    unsubscribe(person=wants_none, kind=CLASS_MESSAGE)
    for person in (wants, wants_none):
        classes.join(cohort=school.cohort, learner=person, now=now)
    said(school, now)
    assert tell_all(now=now) == 4
    assert [copy.person for copy in MailCopy.objects.all()] == [wants]
