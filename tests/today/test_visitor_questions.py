"""What visitors are asked first was chosen for them: each of these questions is in the shipped bank."""

from datetime import timedelta

import pytest

from quizzes.bank.generate.questions import generate
from quizzes.bank.kinds import CHOOSE
from quizzes.bank.models import Question
from quizzes.today import queries
from quizzes.today.visitor_questions import INVITING
from tests.shipped import shipped_library


def test_every_question_for_visitors_is_a_decision_of_the_shipped_library():
    wanted = {key.split("/")[1] for key in INVITING}
    pages = [page for page in shipped_library().texts if page.source.slug in wanted]
    found = {
        question.key: question
        for page in pages
        for question in generate(page.source.title, page.facts, needs=page.needs).questions
        if question.kind == CHOOSE
    }
    assert [key for key in INVITING if key not in found] == []
    assert [key for key in INVITING if len(found[key].choices) < 4] == []
    assert len(set(INVITING)) == len(INVITING) > 7


@pytest.mark.django_db
def test_a_question_that_was_chosen_comes_before_all_others(wiki, now, monkeypatch):
    shown = queries.question_of_the_day(now.date()).version.question_id
    other = Question.objects.graded().filter(kind__in=queries.ASKED).exclude(pk=shown).order_by("key").first()
    monkeypatch.setattr(queries, "INVITING", (other.key,))
    for day in range(3):
        assert queries.question_of_the_day(now.date() + timedelta(day)).version.question == other
