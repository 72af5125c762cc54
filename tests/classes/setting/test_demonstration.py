"""The quiz that the demonstration's class is given."""

from collections import Counter

from quizzes.bank.models import Question
from quizzes.demo.quiz import give_quiz


def test_it_asks_facts_and_decisions_and_the_same_each_time(school, topic, now):
    some = Question.objects.filter(topic=topic).order_by("key").values_list("pk", flat=True)[:3]
    Question.objects.filter(pk__in=list(some)).update(kind="scenario")
    papers = []
    for _ in range(2):
        paper = give_quiz(school.cohort, [topic.pk], school.instructor, now).quiz.paper.order_by("position")
        papers.append(list(paper.values_list("question", "question__kind")))
    assert Counter(kind for _, kind in papers[0]) == {"value": 3, "scenario": 3}
    assert papers[0] == papers[1]
