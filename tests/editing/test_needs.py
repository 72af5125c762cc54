"""What an edit of a need does: to its decisions, and to no fact and no memory."""

from content.reading.topic import read_topic
from quizzes.editing import current
from quizzes.editing.effects import effects
from tests.bank.generate.test_choose import ANTS, source_of


def change(body):
    return effects(*(current.given(read_topic(source_of(text)), ()) for text in (ANTS, body)))


def test_need_in_other_words_rewords_its_decisions_and_no_fact():
    found = change(ANTS.replace("it must be heard", "everybody must hear it"))
    assert not found.added + found.changed + found.retired
    assert {question.kind for question in found.questions_changed + found.questions_added} <= {"choose", "reason"}
    assert any("everybody must hear it" in question.ask for question in found.questions_changed)


def test_need_that_more_options_meet_retires_what_it_decided():
    found = change(ANTS.replace("six legs → Ant, Bee", "six legs → Ant, Bee, Cow"))
    assert any("/ant/" in question.key for question in found.questions_retired)
    assert not found.added + found.changed + found.retired


def test_words_above_a_table_change_nothing():
    assert not change(f"Some words.\n\n{ANTS}").any
