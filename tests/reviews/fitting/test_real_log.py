"""A log of somebody real, in a file, is read whole or not at all, and foretold without looking ahead."""

from datetime import date

import pytest

from benchmarks.real_log import foretold, main, read
from quizzes.reviews.fitting.trial import Given
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.scheduling import DEFAULT_MODEL, Rating

HEAD = "card_id,review_rating,review_time\n"


def written(path, *rows):
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows))
    return path


def test_a_day_begins_at_its_hour(tmp_path):
    log = written(tmp_path / "log.csv", "7,3,2024-03-30T07:59:59+00:00", "9,1,2024-03-30T08:00:00+00:00")
    assert read(log, 8) == [
        Given(0, Rating.GOOD, date(2024, 3, 29)),
        Given(1, Rating.AGAIN, date(2024, 3, 30)),
    ]


@pytest.mark.parametrize("row", ["7,5,2024-03-30T07:59:59+00:00", "7,3,yesterday", "7", "7,,2024-03-30T07:59:59+00:00"])
def test_what_cannot_be_read_is_named_by_its_line(tmp_path, monkeypatch, capsys, row):
    log = written(tmp_path / "log.csv", "7,3,2024-03-30T07:59:59+00:00", row)
    monkeypatch.setattr("sys.argv", ["real_log", str(log)])
    with pytest.raises(SystemExit):
        main()
    assert f"{log}, line 3: " in capsys.readouterr().err


def test_answers_are_foretold_by_days_before_alone():
    """That the second card of a day was forgotten does not change what was expected of the third."""
    first, later = date(2024, 3, 1), date(2024, 3, 11)
    new = [Given(card, Rating.GOOD, first) for card in range(3)]
    for second in (Rating.GOOD, Rating.AGAIN):
        log = [*new, *(Given(card, rating, later) for card, rating in enumerate((Rating.GOOD, second, Rating.GOOD)))]
        found = foretold(log)
        assert found.plan[2] == found.plan[0]
        assert found.default[0] == found.default[2]
    assert found.was == pytest.approx(2 / 3)
    assert 0 < found.said < recall_after(1, 1, model=DEFAULT_MODEL)
