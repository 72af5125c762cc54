"""A word to one learner: seen first, sent once, taken back in time, told once, and not again for three days."""

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from quizzes.classes import services as classes
from quizzes.classes.assignments import services as assignments
from quizzes.classes.assignments.given import given
from quizzes.classes.assignments.models import Arrangement
from quizzes.classes.assignments.telling import GRACE
from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Membership
from quizzes.classes.nudging import services
from quizzes.classes.nudging.models import Nudge
from quizzes.classes.nudging.services import AGAIN_AFTER
from sdwiki import clock
from sdwiki.inbox.kinds import NUDGE
from sdwiki.inbox.models import MailCopy, Notice
from sdwiki.inbox.services import unsubscribe

pytestmark = pytest.mark.django_db


def send(school, now, **changes):
    values = {
        "one": given([school.assignment.pk])[0],
        "membership": Membership.objects.get(cohort=school.cohort, learner=school.learner),
        "by": school.instructor,
        "why": "has not begun",
        "text": "Begin with what Today names.",
        "key": uuid.uuid4(),
        "now": now,
    }
    return services.send(**(values | changes))


def told():
    return list(Notice.objects.filter(kind=NUDGE).values_list("person__name", "title", "text"))


def address(school, learner=None):
    return reverse("quizzes:class-nudge", args=[school.cohort.pk, school.assignment.pk, (learner or school.learner).pk])


# --- Sent, told, taken back -----------------------------------------------------------------------------------


def test_a_nudge_is_told_once_after_its_grace(school, now):
    nudge = send(school, now)
    assert services.tell_all(now=now + GRACE - timedelta(microseconds=1)) == 0
    assert [services.tell_all(now=now + GRACE), services.tell_all(now=now + GRACE)] == [1, 0]
    assert told() == [("Lea", "A word about “Communication”", "Begin with what Today names.")]
    nudge.refresh_from_db()
    assert (nudge.told_at, nudge.taken_back_at) == (now + GRACE, None)


def test_who_was_nudged_lately_is_not_offered_another(client, school):
    client.force_login(school.instructor)
    assert "Send it" in client.get(address(school)).content.decode()
    send(school, clock.now())
    page = client.get(address(school)).content.decode()
    assert "Leave them time until" in page
    assert "Send it" not in page


def test_what_is_taken_back_is_told_nobody(school, now):
    nudge = send(school, now)
    assert [services.take_back(nudge=nudge, now=now), services.take_back(nudge=nudge, now=now)] == [True, True]
    assert services.tell_all(now=now + GRACE) == 0
    assert told() == []
    assert send(school, now).pk != nudge.pk  # and another can be sent at once


def test_what_was_told_cannot_be_taken_back(school, now):
    nudge = send(school, now)
    services.tell_all(now=now + GRACE)
    assert not services.take_back(nudge=nudge, now=now + GRACE)


@pytest.mark.parametrize("most", [1, 2])
def test_more_than_a_batch_is_told_whole(school, now, most):
    send(school, now)
    send(school, now, membership=Membership.objects.get(cohort=school.cohort, learner=school.classmate))
    assert services.tell_all(now=now + GRACE, most=most) == 2
    assert sorted(name for name, *_ in told()) == ["Lea", "Mate"]


@pytest.mark.parametrize("what", ["left", "archived", "withdrawn", "excused"])
def test_what_is_not_asked_any_more_is_told_nobody(school, now, what):
    nudge = send(school, now)
    if what == "left":
        classes.leave(cohort=school.cohort, learner=school.learner, now=now)
    elif what == "archived":
        classes.archive(cohort=school.cohort, now=now)
    elif what == "withdrawn":
        assignments.withdraw(assignment=school.assignment, now=now)
    else:
        excused = {"kind": Arrangement.Kind.EXCUSED, "why": "Ill.", "key": uuid.uuid4(), "by": school.instructor}
        assignments.arrange(assignment=school.assignment, learner=school.learner, now=now, **excused)
    assert services.tell_all(now=now + GRACE) == 0
    assert told() == []
    nudge.refresh_from_db()
    assert nudge.taken_back_at == now + GRACE
    with pytest.raises(NotPossible):
        send(school, now + AGAIN_AFTER)


def test_a_mail_copies_it_until_its_kind_is_wanted_no_more(school, now, settings):
    settings.EMAIL_URL = "smtp://x"
    EmailAddress.objects.create(user=school.learner, email=school.learner.email, verified=True, primary=True)
    send(school, now)
    services.tell_all(now=now + GRACE)
    assert MailCopy.objects.get().kind == NUDGE
    unsubscribe(person=school.learner, kind=NUDGE)
    later = now + AGAIN_AFTER + timedelta(days=1)
    send(school, later)
    services.tell_all(now=later + GRACE)
    assert (len(told()), MailCopy.objects.count()) == (2, 1)


# --- How often ------------------------------------------------------------------------------------------------


def test_nobody_nudges_a_learner_about_it_again_for_three_days(school, now):
    send(school, now)
    with pytest.raises(NotPossible, match="3 days"):
        send(school, now + AGAIN_AFTER - timedelta(seconds=1), by=school.deputy)
    assert send(school, now + AGAIN_AFTER, by=school.deputy)


def test_one_person_sends_so_many_in_a_day(school, now, monkeypatch):
    monkeypatch.setattr(services, "MOST_A_DAY", 1)
    send(school, now)
    other = Membership.objects.get(cohort=school.cohort, learner=school.classmate)
    with pytest.raises(NotPossible, match="in a day"):
        send(school, now, membership=other)
    assert send(school, now, membership=other, by=school.deputy)
    assert send(school, now + AGAIN_AFTER)


def test_a_form_sent_twice_says_it_once(school, now):
    key = uuid.uuid4()
    assert send(school, now, key=key) == send(school, now, key=key)
    assert Nudge.objects.count() == 1


def test_the_key_of_a_word_to_one_says_nothing_to_another(school, now):
    key, other = uuid.uuid4(), Membership.objects.get(cohort=school.cohort, learner=school.classmate)
    send(school, now, key=key)
    with pytest.raises(NotPossible, match="out of date"):
        send(school, now, key=key, membership=other)
    assert Nudge.objects.get().learner == school.learner


# --- The pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def later(monkeypatch, now):
    """The pages ask what time it is: some days after the class was asked, when somebody can be behind."""
    later = now + timedelta(days=3)
    monkeypatch.setattr("sdwiki.clock.now", lambda: later)
    return later


def test_one_press_shows_it_and_a_second_sends_what_was_shown(client, school, later):
    client.force_login(school.instructor)
    shown = client.get(address(school))
    text = shown.context["form"]["text"].value()
    assert "“Communication” is due in 7 days" in text
    assert "You have not begun with that." in text
    assert text.endswith("Ina, Spring")
    assert Nudge.objects.count() == 0
    sent = client.post(address(school), {"text": text, "idempotency_key": uuid.uuid4()}, follow=True)
    assert "It goes out in a moment." in sent.content.decode()
    assert (Nudge.objects.get().text, Nudge.objects.get().why) == (text, "has not begun")
    assert "Leave them time" in client.get(address(school)).content.decode()
    back = reverse("quizzes:class-nudge-take-back", args=[school.cohort.pk, Nudge.objects.get().pk])
    assert "It was taken back." in client.post(back, follow=True).content.decode()


def test_the_gradebook_offers_it_to_who_runs_the_class_until_it_was_done(client, school, later):
    book = reverse("quizzes:class", args=[school.cohort.pk])
    client.force_login(school.assistant)
    assert address(school) not in client.get(book).content.decode()
    client.force_login(school.deputy)
    assert address(school) in client.get(book).content.decode()
    send(school, later)
    page = client.get(book).content.decode()
    assert address(school) not in page
    assert "(nudged)" in page


@pytest.mark.parametrize("who", ["charlie", "former", "instructor"])
def test_nobody_is_nudged_who_is_not_asked(client, school, who):
    client.force_login(school.instructor)
    assert client.get(address(school, getattr(school, who))).status_code == 404


def test_a_nudge_of_another_class_cannot_be_taken_back(client, school, now):
    nudge = send(school, now)
    client.force_login(school.other)
    assert client.post(reverse("quizzes:class-nudge-take-back", args=[school.foreign.pk, nudge.pk])).status_code == 404
    nudge.refresh_from_db()
    assert nudge.taken_back_at is None
