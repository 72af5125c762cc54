"""The documentation says who may do what, and says what the tests hold; nobody's role does more than its name says."""

import re

import pytest

from tests.access.rights import COLUMNS, FILE, SECTIONS, action, page, said
from tests.access.routes import CURATION, IN_CLASS, OWN, ROLES, row

README = FILE.parents[1] / "README.md"


def test_the_table_of_rights_is_not_stale():
    assert FILE.read_text() == page(), "run script/rights"


def test_the_table_has_every_route_of_ours_and_every_role():
    assert {str(one) for rows in SECTIONS.values() for one in rows} == {str(one) for one in OWN}
    assert set(COLUMNS) == {*ROLES, *IN_CLASS}


def test_every_action_says_in_a_sentence_what_it_is():
    silent = [one.name for one in OWN if re.match(r"(quizzes:|content:)\S+ \(", action(one))]
    assert silent == []


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ({"learner": 200, "charlie": 404, "visitor": "login"}, ("yes", "not there", "log in")),
        ({"learner": 404, "charlie": 403, "visitor": "login"}, ("yes", "no", "log in")),
        ({"learner": 404, "charlie": 404, "visitor": 404}, ("yes", "yes", "yes")),
        ({"learner": 302, "charlie": 422, "visitor": 403}, ("yes", "yes", "no")),
    ],
)
def test_outcomes_in_words(outcomes, words):
    one = row("GET quizzes:question", outcomes)
    assert tuple(said(one, role) for role in ("learner", "charlie", "visitor")) == words


def test_what_changes_the_bank_for_all_is_the_editors_alone():
    """A role that is not told from its name: an instructor teaches a class, and no page lets them do more."""
    changing = [one for one in CURATION if one.method == "post" and not one.name.startswith("quizzes:report-")]
    changing += [one for one in CURATION if one.name in ("quizzes:reports", "quizzes:question-import")]
    assert len(changing) > 8
    for one in changing:
        assert [role for role in ROLES if said(one, role) == "yes"] == ["editor"], str(one)


def test_the_readme_leads_to_the_table():
    assert "(docs/rights.md)" in README.read_text()
