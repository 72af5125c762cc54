"""What is told once stands once, and its mail is a row beside it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from sdwiki.inbox.kinds import REMINDER
from sdwiki.inbox.models import MailCopy, Notice, Subscription
from sdwiki.inbox.services import Choice, Message, choose, forget, mark_all_read, mark_read, tell, unsubscribe
from tests.factories import UserFactory
from tests.inbox.conftest import TODAY, confirmed, told
from tests.parallel import at_once, drop_constraint, slow

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_notice_is_told_once_for_its_kind_and_key(ada, post, now):
    charlie = confirmed(email="charlie@example.com")
    assert told(ada, now) is not None
    assert told(ada, now, title="Other") is None
    assert told(charlie, now) is not None
    assert told(ada, now, key="2026-03-03", day=TODAY + DAY) is not None
    assert [one.title for one in Notice.objects.filter(person=ada)] == ["12 reviews"] * 2
    assert MailCopy.objects.filter(person=ada).count() == 2


def test_one_mail_for_each_kind_and_day_tells_all_that_came_before_it_went(ada, post, event_kind, now):
    for key in ("a", "b"):
        told(ada, now, kind=event_kind, key=key)
    [copy] = MailCopy.objects.all()
    assert copy.notices.count() == 2
    MailCopy.objects.update(state="sent")
    for key in ("c", "d"):
        told(ada, now, kind=event_kind, key=key)
    following = MailCopy.objects.get(day=TODAY + DAY)
    assert (following.notices.count(), following.due_at) == (2, now + DAY)


def test_no_mail_where_the_site_sends_none_or_nobody_can_be_sure_of_the_address(ada, post, now, settings):
    EmailAddress.objects.filter(user=ada).update(verified=False)
    told(ada, now)
    settings.EMAIL_URL = ""
    told(confirmed(), now)
    assert Notice.objects.count() == 2
    assert not MailCopy.objects.exists()


def test_who_has_unsubscribed_still_finds_it_in_the_inbox(ada, post, now):
    unsubscribe(person=ada, kind=REMINDER)
    unsubscribe(person=ada, kind=REMINDER)
    assert told(ada, now).copy is None
    assert Subscription.objects.get().mailed is False


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_a_notice_leads_nowhere_but_to_this_site(link):
    with pytest.raises(ValueError, match="no address of this site"):
        Message("Title", "", link)


def test_what_is_told_holds_nothing_that_cannot_be_seen_or_is_no_title(ada, now):
    notice = told(ada, now, title="a\r\nBcc: x@example.com\u202eb" + "x" * 300, text="one\u2066\ntwo\x07")
    assert notice.title.startswith("a Bcc: x@example.comb")
    assert len(notice.title) == 200
    assert notice.text == "one\ntwo"


def test_a_notice_is_read_by_its_person_alone(ada, now):
    notice, charlie = told(ada, now), UserFactory(email="charlie@example.com")
    assert mark_read(person=charlie, notice_id=notice.pk, now=now) is None
    assert mark_all_read(person=charlie, newest=notice.pk, now=now) == 0
    assert mark_read(person=ada, notice_id=notice.pk, now=now).read_at == now
    assert mark_read(person=ada, notice_id=notice.pk, now=now + DAY).read_at == now


def test_what_came_after_the_page_stays_unread(ada, now):
    first, second = told(ada, now, key="a"), told(ada, now, key="b")
    assert mark_all_read(person=ada, newest=first.pk, now=now) == 1
    assert list(Notice.objects.filter(read_at=None)) == [second]


def test_another_hour_does_not_bring_a_day_back(ada):
    choose(person=ada, choices={REMINDER: Choice(True, 18, TODAY)})
    choose(person=ada, choices={REMINDER: Choice(True, 20, None)})
    assert (Subscription.objects.get().hour, Subscription.objects.get().last_day) == (20, TODAY)


def test_nothing_is_left_of_who_is_forgotten(ada, post, now):
    charlie = confirmed(email="charlie@example.com")
    for person in (ada, charlie):
        told(person, now)
        choose(person=person, choices={REMINDER: Choice(True, 18)})
    forget(person=ada)
    for model in (Notice, MailCopy, Subscription):
        assert [one.person for one in model.objects.all()] == [charlie]


@pytest.mark.django_db(transaction=True)
def test_told_by_many_at_once_it_stands_once(ada, post, now):
    made = at_once(*[lambda: told(ada, now)] * 6)
    assert sum(one is not None for one in made) == 1
    assert (Notice.objects.count(), MailCopy.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_constraint_it_stands_more_than_once(ada, post, now):
    drop_constraint(Notice, "notice_once")
    with slow("INSERT", "inbox_notice"):
        at_once(*[lambda: told(ada, now)] * 4)
    assert Notice.objects.count() > 1


def test_tell_wants_a_kind_that_is_known(ada, now):
    with pytest.raises(KeyError):
        tell(person=ada, kind="no-such", key="x", message=Message("x"), day=TODAY, now=now)
