"""Names that a text gives away."""

import pytest

from quizzes.bank.wording.leaks import names_in


@pytest.mark.parametrize(
    ("value", "option", "siblings", "leaks"),
    [
        ("Keeps its state in memory", "Stateful", ["Stateless"], True),
        ("Polls every minute", "Polling", ["Webhooks"], True),
        ("Written at once", "Write-through", ["Cache-aside"], True),
        ("Writes at once", "Write-through", ["Cache-aside"], True),
        ("The cache fills itself", "Cache aside", ["Cache through"], False),
        ("cache aside, as it says", "Cache aside", ["Cache through"], True),
        ("Cache", "Cache", ["Cache aside"], True),
        ("Runs at the edge", "Edge computing", ["CDN"], True),
        ("In the database", "B", ["A"], False),
        ("Plan B", "B", ["A"], True),
        ("Anything", "日本", ["Кэш"], False),
    ],
)
def test_name_of_the_option_in_its_value_is_a_leak(value, option, siblings, leaks):
    assert names_in(value, option, [option, *siblings]) is leaks
