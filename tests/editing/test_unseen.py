"""What nobody sees of a page's text, and what turns its lines, is not kept."""

from quizzes.editing.drafts import plain_lines
from sdwiki.signs import one_line

HIDDEN = "\u202e\u2066\u200b\u00ad\ufeff\x01\x02\x7f\x9f"


def test_a_title_keeps_what_is_seen():
    assert one_line(f" Ca{HIDDEN}che \x85 {HIDDEN} aside\u200d ") == "Cache aside\u200d"


def test_a_text_keeps_what_is_seen_and_its_lines():
    assert plain_lines(f"\n| a\t| {HIDDEN}b |\r\n| --- |\n") == "| a\t| b |\n| --- |"
