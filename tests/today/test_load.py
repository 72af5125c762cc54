"""One load on every page: the queue, the count, the standings, the forecast and the day's plan ask the same cards."""

from datetime import timedelta
from itertools import product

from quizzes.bank.models import Fact, Flashcard
from quizzes.progress.queries import forecast, topic_progress
from quizzes.reviews.counting import load
from quizzes.today.models import DayPlan
from quizzes.today.services import open_days
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember


def test_every_page_counts_the_same_cards_as_due(wiki, now):
    learner = UserFactory()
    facts = facts_of("messaging")
    # suspended, fact retired, flashcard retired, no flashcard: two of the cases are asked
    cases = [case for case in product([False, True], repeat=4) if not (case[2] and case[3])]
    for fact, (suspended, retired, flashcard_retired, without) in zip(facts, cases, strict=False):
        remember(learner, fact, now, due_in=-timedelta(1), suspended=suspended)
        Fact.objects.filter(pk=fact.pk).update(retired_at=now if retired else None)
        Flashcard.objects.filter(fact=fact).update(retired_at=now if flashcard_retired else None)
        if without:
            Flashcard.objects.filter(fact=fact).delete()
    assert len(facts) >= len(cases)
    open_days(now)
    assert load(learner, now).due == 2
    assert topic_progress(learner, now)[facts[0].topic_id].due == 2
    assert [day.count for day in forecast(learner, now, days=2)] == [2, 0]
    assert DayPlan.objects.get(learner=learner).due == 2
