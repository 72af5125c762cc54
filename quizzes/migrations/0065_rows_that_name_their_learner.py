from django.db import migrations

# The learner of a row of an attempt is the attempt's, whoever writes; and goes along with the attempt.
FOLLOWS = """
CREATE FUNCTION learner_of_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.learner_id := (SELECT learner_id FROM quizzes_attempt WHERE id = NEW.attempt_id);
    RETURN NEW;
END $$;
CREATE TRIGGER learner_of_attempt BEFORE INSERT OR UPDATE ON quizzes_attemptquestion FOR EACH ROW
    EXECUTE FUNCTION learner_of_attempt();

CREATE FUNCTION learner_of_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.learner_id := (SELECT learner_id FROM quizzes_attemptquestion WHERE id = NEW.question_id);
    RETURN NEW;
END $$;
CREATE TRIGGER learner_of_question BEFORE INSERT OR UPDATE ON quizzes_answer FOR EACH ROW
    EXECUTE FUNCTION learner_of_question();
CREATE TRIGGER learner_of_question BEFORE INSERT OR UPDATE ON quizzes_grading FOR EACH ROW
    EXECUTE FUNCTION learner_of_question();

CREATE FUNCTION learner_goes_along() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE quizzes_attemptquestion SET learner_id = NEW.learner_id WHERE attempt_id = NEW.id;
    UPDATE quizzes_answer SET learner_id = NEW.learner_id
        WHERE question_id IN (SELECT id FROM quizzes_attemptquestion WHERE attempt_id = NEW.id);
    UPDATE quizzes_grading SET learner_id = NEW.learner_id
        WHERE question_id IN (SELECT id FROM quizzes_attemptquestion WHERE attempt_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER learner_goes_along AFTER UPDATE OF learner_id ON quizzes_attempt FOR EACH ROW
    WHEN (OLD.learner_id IS DISTINCT FROM NEW.learner_id) EXECUTE FUNCTION learner_goes_along();
"""
NO_LONGER = """
DROP TRIGGER learner_goes_along ON quizzes_attempt;
DROP TRIGGER learner_of_question ON quizzes_grading;
DROP TRIGGER learner_of_question ON quizzes_answer;
DROP TRIGGER learner_of_attempt ON quizzes_attemptquestion;
DROP FUNCTION learner_goes_along(), learner_of_question(), learner_of_attempt();
"""
# Questions first: answers and marks take it from them.
FILL = """
UPDATE quizzes_attemptquestion SET learner_id = a.learner_id
    FROM quizzes_attempt a WHERE a.id = attempt_id AND a.learner_id IS NOT NULL;
UPDATE quizzes_answer SET learner_id = q.learner_id
    FROM quizzes_attemptquestion q WHERE q.id = question_id AND q.learner_id IS NOT NULL;
UPDATE quizzes_grading SET learner_id = q.learner_id
    FROM quizzes_attemptquestion q WHERE q.id = question_id AND q.learner_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    """Questions, answers and marks of attempts name the learner of their attempt, past ones too."""

    dependencies = [("quizzes", "0064_learners_of_rows")]

    operations = [
        migrations.RunSQL(FOLLOWS, NO_LONGER),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
