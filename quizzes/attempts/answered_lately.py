"""Which questions somebody answered lately: they are not asked again while there are others."""

from django.db import connection

LATELY = 200  # answers

# The questions that were answered last, by the quizzes they stood in, the latest first. It reads the attempts of one
# person backwards in an index and stops at so many answers, however many quizzes there are before. The two kinds of
# people are told apart by what is null, or no index would serve.
_LATELY = """
SELECT DISTINCT v.question_id FROM (
    SELECT q.version_id FROM quizzes_attempt a JOIN quizzes_attemptquestion q ON q.attempt_id = a.id
    WHERE {whose} AND EXISTS (SELECT FROM quizzes_answer w WHERE w.question_id = q.id)
    ORDER BY a.started_at DESC LIMIT %(most)s
) answered JOIN quizzes_questionversion v ON v.id = answered.version_id
"""
_OF_LEARNER = _LATELY.format(whose="a.learner_id = %(who)s::bigint")
_OF_VISITOR = _LATELY.format(whose="a.learner_id IS NULL AND a.visitor = %(who)s AND a.visitor <> ''")


def answered_lately(*, learner: int | None, visitor: str = "", most: int = LATELY) -> frozenset[int]:
    """The questions (ids) among the last so many answers of a learner or, without one, of a visitor by the key in their
    session."""
    statement, who = (_OF_VISITOR, visitor) if learner is None else (_OF_LEARNER, learner)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"who": who, "most": most})
        return frozenset(pk for (pk,) in cursor.fetchall())
