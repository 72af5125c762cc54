"""Each mail goes out once, and what nobody knows is never sent again: with a real mail server."""

import email
import email.policy
from datetime import timedelta

import pytest

from sdwiki.accounts.models import User
from sdwiki.inbox import mailing
from sdwiki.inbox.links import read
from sdwiki.inbox.mailing import LOST_AFTER, RETRY_AFTER, claim, send_due
from sdwiki.inbox.models import MailCopy
from sdwiki.inbox.services import unsubscribe
from tests.inbox.conftest import confirmed, told
from tests.parallel import at_once, locked, slow, unlocked

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def states():
    return list(MailCopy.objects.order_by("pk").values_list("state", flat=True))


def parsed(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_a_mail_says_what_the_notice_says_and_how_to_have_no_more(ada, post, now, settings):
    settings.SITE_URL = "https://quiz.example"
    told(ada, now, title="12 reviews, about 9 minutes", text="This is what today holds.")
    assert send_due(now=now) == 1
    [mail] = map(parsed, post.mails)
    assert (mail["To"], mail["Subject"]) == ("ada@example.com", "[sdwiki] 12 reviews, about 9 minutes")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip(" <>")  # it is long, so it begins on a line of its own
    assert link.startswith("https://quiz.example/unsubscribe/")
    assert read(link.rstrip("/").rpartition("/")[2]) == (ada.pk, "reminder")
    text = mail.get_content().replace("\r\n", "\n")
    assert "This is what today holds." in text
    assert "https://quiz.example/review/\n" in text
    assert link in text
    assert mail.get_content_type() == "text/plain"


def test_what_was_sent_is_not_sent_again(ada, post, now):
    told(ada, now)
    assert [send_due(now=now), send_due(now=now), send_due(now=now + DAY)] == [1, 0, 0]
    assert (len(post.mails), states()) == (1, ["sent"])


def test_a_day_with_two_notices_is_one_mail(ada, post, event_kind, now):
    told(ada, now, kind=event_kind, key="a", title="Monday's drill")
    told(ada, now, kind=event_kind, key="b", title="A new paper")
    send_due(now=now)
    [mail] = map(parsed, post.mails)
    assert mail["Subject"] == "[sdwiki] Monday's drill (and 1 more)"
    assert "A new paper" in mail.get_content()


@pytest.mark.parametrize(
    "title",
    ["Hi\r\nBcc: eve@example.com", "Hi\nX-Evil: 1", "Hi\u2028Bcc: eve@example.com", "\u202eevil\u2066", "☃" * 90],
)
def test_a_title_adds_no_header_and_turns_nothing(ada, post, now, title):
    told(ada, now, title=title)
    assert send_due(now=now) == 1
    [mail] = map(parsed, post.mails)
    assert (mail["Bcc"], mail["X-Evil"]) == (None, None)
    assert post.recipients == ["ada@example.com"]
    assert not set("\u202e\u2066") & set(mail["Subject"])


def test_a_process_that_died_after_the_claim_sends_nothing_more(ada, post, now):
    """Row 20: whether the server had said yes, nobody knows."""
    told(ada, now)
    assert claim(now=now) is not None  # and then the process is gone
    for later in (timedelta(0), LOST_AFTER - timedelta(seconds=1)):
        assert send_due(now=now + later) == 0
        assert states() == ["claimed"]
    assert send_due(now=now + LOST_AFTER) == 0
    assert send_due(now=now + DAY) == 0
    assert (post.mails, states()) == ([], ["unknown"])


def test_a_server_that_hangs_up_before_its_answer_gets_nothing_twice(ada, post, now):
    told(ada, now)
    post.refuse = ["hang up"]
    send_due(now=now)
    assert states() == ["unknown"]
    for hours in (1, 5, 30):
        send_due(now=now + timedelta(hours=hours))
    assert len(post.mails) == 1


@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 no such mailbox", "refused"), ("554 looks like spam", "refused"), ("451 try later", "pending")],
)
@pytest.mark.parametrize("at", ["refuse", "at_rcpt"])
def test_what_the_server_says_no_to_is_known(ada, post, now, at, answer, state):
    told(ada, now)
    setattr(post, at, [answer])
    assert send_due(now=now) == 0
    assert states() == [state]
    assert send_due(now=now + RETRY_AFTER) == (1 if state == "pending" else 0)


def test_one_that_is_refused_does_not_hold_up_the_others(ada, post, now):
    told(ada, now)
    told(confirmed(email="bob@example.com"), now)
    post.at_rcpt = ["550 no such mailbox"]
    assert send_due(now=now) == 1
    assert (states(), post.recipients) == (["refused", "sent"], ["bob@example.com"])


def test_a_server_that_closes_takes_the_rest_in_the_next_run(ada, post, now):
    told(ada, now)
    told(confirmed(email="bob@example.com"), now)
    post.at_rcpt = ["421 closing"]
    assert send_due(now=now) == 0
    assert states() == ["pending", "pending"]
    assert send_due(now=now + RETRY_AFTER) == 2


def test_while_the_server_is_away_everything_waits_and_then_goes_once(ada, post, now):
    told(ada, now)
    port = post.controller.port
    post.controller.stop()
    assert send_due(now=now) == 0
    assert states() == ["pending"]
    post.controller = type(post.controller)(post, hostname="127.0.0.1", port=port)
    post.controller.start()
    assert send_due(now=now + timedelta(minutes=1)) == 1
    assert len(post.mails) == 1


def test_what_waited_too_long_is_not_sent(ada, post, now):
    told(ada, now, until=now + timedelta(hours=5))
    assert send_due(now=now + timedelta(hours=5)) == 0
    assert (post.mails, states()) == ([], ["dropped"])


@pytest.mark.parametrize("how", ["unsubscribed", "disabled"])
def test_who_wants_it_no_longer_does_not_get_it(ada, post, now, how):
    told(ada, now)
    if how == "unsubscribed":
        unsubscribe(person=ada, kind="reminder")
    else:
        User.objects.filter(pk=ada.pk).update(is_active=False)
    assert send_due(now=now) == 0
    assert (post.mails, states()) == ([], ["dropped"])


def test_no_more_than_a_batch_goes_in_one_run(post, now, db):
    for number in range(4):
        told(confirmed(email=f"p{number}@example.com"), now)
    assert [send_due(now=now, most=3), send_due(now=now, most=3)] == [3, 1]


# --- Two sweeps at once ------------------------------------------------------------------------------


def sweeps(now, as_job=locked):
    with slow("UPDATE", "inbox_mailcopy", 0.05):
        return at_once(*[as_job(lambda: send_due(now=now))] * 4)


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_send_each_mail_once(post, now):
    for number in range(8):
        told(confirmed(email=f"p{number}@example.com"), now)
    assert sum(sweeps(now)) == 8
    assert sorted(post.recipients) == [f"p{number}@example.com" for number in range(8)]
    assert set(states()) == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_control_without_locks_sweeps_send_mails_twice(post, now):
    for number in range(8):
        told(confirmed(email=f"p{number}@example.com"), now)
    sweeps(now, unlocked)
    assert len(post.recipients) > 8


def test_a_sweep_without_work_asks_little(db, now, django_assert_num_queries):
    with django_assert_num_queries(3):  # what was lost, what is late, what is due
        assert mailing.send_due(now=now) == 0
