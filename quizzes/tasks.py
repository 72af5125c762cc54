"""The Celery tasks: each finds what is due through a service, and may run twice without harm."""

from celery import shared_task

from quizzes.attempts import services as attempts
from quizzes.attempts.expiry import forget_visitors
from quizzes.attempts.telling import tell_closed
from quizzes.classes.announcing import services as announcing
from quizzes.classes.assignments.handing import give_back, hand_out_again
from quizzes.classes.assignments.snapshots import regrade_all, settle_due
from quizzes.classes.joining.inviting import INVITATIONS
from quizzes.classes.noticing import services as noticing
from quizzes.classes.nudging import services as nudging
from quizzes.leaving.services import let_go
from quizzes.reminding import services as reminding
from quizzes.reviews.fitting import services as fitting
from quizzes.statistics.services import compute_if_stale
from quizzes.today import services as today
from quizzes.today.planned import plan_wanted
from sdwiki import clock
from sdwiki.accounts.sessions import forget_expired
from sdwiki.administering.services import forget_old
from sdwiki.health.recorded_task import RecordedTask
from sdwiki.health.services import beat, forget_silent
from sdwiki.inbox.mailing import COPIES, send_due

FITTED_AT_ONCE = 20  # learners of one task
MOST_BATCHES = 100  # of one kind in one run; what is left then waits for the next


@shared_task(base=RecordedTask, quiet=True)
def heartbeat() -> None:
    """Tell readiness that a worker works."""
    beat("worker", clock.now())


@shared_task(base=RecordedTask)
def close_attempts() -> None:
    """Close the timed quizzes whose deadline and grace have passed, and tell what waited for a closing."""
    attempts.close_overdue(clock.now())
    tell_closed(now=clock.now())


@shared_task(base=RecordedTask)
def open_days() -> None:
    """Plan the day of every learner whose local day has begun, for the interview where there is one ahead."""
    today.open_days(clock.now())
    plan_wanted(clock.now())


@shared_task(base=RecordedTask)
def statistics() -> None:
    """Compute the figures of questions and exams, once a night."""
    compute_if_stale(clock.now())


@shared_task(base=RecordedTask)
def fit_parameters() -> None:
    """Hand out the learners whose parameters are to be fitted."""
    now, after = clock.now(), 0
    while found := fitting.due(now, after=after, most=FITTED_AT_ONCE):
        fit_learners.delay(found)
        after = found[-1]


@shared_task(base=RecordedTask)
def fit_learners(learners: list[int]) -> None:
    """Fit the parameters of some learners (ids)."""
    fitting.fit_all(learners, now=clock.now())


@shared_task(base=RecordedTask)
def clean() -> None:
    """Remove what has expired: sessions, the quizzes of visitors, old heartbeats, and old entries of the log."""
    now = clock.now()
    for forget in (forget_expired, forget_visitors, forget_silent, forget_old):
        for _ in range(MOST_BATCHES):
            if not forget(now=now):
                break


@shared_task(base=RecordedTask)
def leave() -> None:
    """Let people go who asked for it and whose grace is over."""
    while let_go(now=clock.now()):
        pass


@shared_task(base=RecordedTask)
def remind() -> None:
    """Tell those whose hour has struck what their day, or their week, holds, and learners what their classes say."""
    now = clock.now()
    reminding.remind(now=now)
    announcing.tell_all(now=now)


@shared_task(base=RecordedTask)
def tell_classes() -> None:
    """Tell learners what happened to their assignments, and what who teaches them has to say to them alone."""
    noticing.tell_due(now=clock.now())
    nudging.tell_all(now=clock.now())


@shared_task(base=RecordedTask)
def send_mails() -> None:
    """Send the mails that are due."""
    for queue in (COPIES, INVITATIONS):
        send_due(now=clock.now(), queue=queue)


@shared_task(base=RecordedTask)
def settle_assignments() -> None:
    """Keep how everybody stood with what was due."""
    settle_due(now=clock.now())


@shared_task(base=RecordedTask)
def follow_classes() -> None:
    """Give those who joined a class the terms of its quizzes, and keep anew what was marked anew."""
    hand_out_again(now=clock.now())
    give_back(now=clock.now())
    regrade_all(now=clock.now())
