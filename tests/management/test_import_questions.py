"""manage.py import_questions: all or nothing, and each question once."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from content.models import Topic
from quizzes.bank.exchange import formats
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.services import sync
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

GIFT = """// [tag:topic::storage]
::durable::Which store keeps a value after the node is gone? {
=A replicated store#It has copies.
~A local disk#It goes with the node.
~A page cache#It is memory.
####Copies elsewhere survive.
}

::dim::Storage · Cost: which is cheapest for a terabyte at rest? {=Tape library ~Memory bank ~Flash drive}
"""
CSV = """id,question,choice_1,correct_1,choice_2,correct_2,choice_3,correct_3,feedback_1
a,Which grows by adding nodes?,Horizontal,1,Vertical,0,Neither one,0,'=more nodes
b,Which has a largest machine?,Horizontal,0,Vertical,1,Diagonal two,0,
"""


@pytest.fixture
def bring(wiki, tmp_path):
    def run(text, form="gift", *args):
        path = tmp_path / f"q.{form}"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        out = io.StringIO()
        call_command("import_questions", str(path), "--format", form, *args, stdout=out)
        return out.getvalue()

    return run


def exported():
    """What people wrote, as GIFT."""
    return "".join(formats.parts("gift", prefix="own/"))


def own():
    return Question.objects.filter(key__startswith="own/")


def test_gift_becomes_own_questions(bring, now):
    assert "2 new, 0 updated, 0 unchanged" in bring(GIFT, "gift", "--topic", "storage")
    question = own().get(current__ask__startswith="Which store")
    assert (question.kind, question.state, question.topic.slug) == ("option", "live", "storage")
    assert question.current.stem == "Storage · General: Which store keeps a value after the node is gone?"
    assert question.current.explanation == "Copies elsewhere survive."
    choices = {c.text: (c.correct, c.reason) for c in question.current.choices.all()}
    assert choices == {
        "A replicated store": (True, "It has copies."),
        "A local disk": (False, "It goes with the node."),
        "A page cache": (False, "It is memory."),
    }
    assert own().get(current__context="Storage · Cost").current.ask == "which is cheapest for a terabyte at rest?"


def test_second_import_changes_nothing(bring):
    bring(GIFT, "gift", "--topic", "storage")
    assert "0 new, 0 updated, 2 unchanged" in bring(GIFT, "gift", "--topic", "storage")
    assert QuestionVersion.objects.filter(question__in=own()).count() == 2


def test_changed_question_gets_a_version(bring):
    bring(GIFT, "gift", "--topic", "storage")
    assert "0 new, 1 updated, 1 unchanged" in bring(GIFT.replace("A page", "The page"), "gift", "--topic", "storage")
    assert own().count() == 2
    assert own().get(versions__number=2).current.number == 2


def test_question_without_id_is_known_by_its_words(bring):
    text = "Which is it? {=Tape ~Flash ~Memory}\n"
    bring(text, "gift", "--topic", "storage")
    assert "0 new, 0 updated, 1 unchanged" in bring(text, "gift", "--topic", "storage")


@pytest.mark.parametrize("form", ["gift", "csv"])
def test_exported_own_questions_come_back_as_themselves(bring, form):
    bring(GIFT, "gift", "--topic", "storage")
    sent = io.StringIO()
    call_command("export_questions", "--format", form, "--topic", "storage", stdout=sent)
    assert "0 new, 0 updated, 2 unchanged" in bring(sent.getvalue(), form, "--skip-faulty")
    with pytest.raises(CommandError, match="made from a table of the wiki"):
        bring(sent.getvalue(), form)


def test_csv_becomes_own_questions(bring):
    assert "2 new" in bring(CSV, "csv", "--topic", "scaling")
    assert own().get(current__choices__reason="=more nodes").topic.slug == "scaling"
    assert "0 new, 1 updated, 1 unchanged" in bring(
        CSV.replace("Diagonal two", "Diagonal one"), "csv", "--topic", "scaling"
    )


def test_dry_run_reports_and_changes_nothing(bring):
    said = bring(GIFT, "gift", "--topic", "storage", "--dry-run")
    assert "2 new" in said
    assert "nothing was changed" in said
    assert not own().exists()


def test_author_is_kept(bring):
    author = UserFactory()
    bring(GIFT, "gift", "--topic", "storage", "--author", author.email.upper())
    assert own().get(notes__author=author).current.explanation == "Copies elsewhere survive."
    with pytest.raises(CommandError, match="Nobody here"):
        bring(GIFT, "gift", "--topic", "storage", "--author", "nobody@example.org")


def test_own_questions_outlive_a_rebuild(bring, now):
    bring(GIFT, "gift", "--topic", "storage")
    sync(Topic.objects.select_related("current", "phase"), now=now)
    assert own().live().count() == 2


GOOD = "::good::Which is it? {=Tape ~Flash ~Memory}\n\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + "::bad::Which? {=a ~b\n", r"line 3: the \{ is not closed"),
        (GOOD + "::bad::Which? {=aaa ~bbb ~ccc ~ddd ~eee ~fff}\n", "line 3: Give 2 to 5 choices"),
        (GOOD + "::bad::Which? {=red ~blue ~all of the above}\n", "line 3: “all of the above” leans"),
        (GOOD + f"::bad::Which? {{=red ~blue ~{'long ' * 20}}}\n", "line 3: “long"),
        (GOOD + f"::bad::{'Which ' * 100}? {{=red ~blue ~green}}\n", "line 3: the question has 6"),
        (GOOD + GOOD, "line 3: the same id stands on line 1"),
        (GOOD + "::bad::Which? {=a -> bb =c -> dd =e -> a nut}\n", "line 3: “a nut” holds a word of “a”"),
        (GOOD + "::bad::Why? {}\n", "line 3: an essay"),
        (GOOD + "::own/scaling/5a1f6f0e-9f0b-4f52-9d3e-6d2c1c7b9a44::Q? {=red ~blue ~green}\n", "belongs to “scaling”"),
        (GOOD.encode() + b"::bad::Which? {=a\0 ~b}\n", "line 3: there is a NUL byte"),
        (GOOD.encode() + b"::bad::Which? {=\xe9t\xe9 ~b}\n", "line 3: byte 0xe9 is not UTF-8"),
        (GOOD.encode("utf-16") + b"x", "line 1: the file begins as UTF-16 and is not"),
        (b"x" * 11_000_000, "line 1: the file has more than 10,000,000 bytes"),
        (b"", "line 1: the file holds no question"),
    ],
)
def test_bad_file_imports_nothing_and_says_the_line(bring, text, message):
    with pytest.raises(CommandError, match=message) as raised:
        bring(text, "gift", "--topic", "storage")
    assert str(raised.value).startswith("Nothing was imported:")
    assert not own().exists()


def test_a_choice_between_two_is_practised_only_and_goes_out_as_it_came(bring):
    text = "::two::Which of these keeps order? {=TCP#It does. ~UDP#It does not.}\n"
    bring(text, "gift", "--topic", "storage")
    made = own().get()
    assert (made.kind, made.graded, made.current.choices.count()) == ("option", False, 2)
    assert "1 unchanged" in bring(exported(), "gift", "--topic", "storage")
    three = text.replace("}", " ~SMS#Nor this.}")
    bring(three, "gift", "--topic", "storage")
    made.refresh_from_db()
    assert (own().count(), made.graded, made.current.choices.count()) == (1, True, 3)


def test_numbers_come_in_and_go_out_as_they_came(bring):
    bring("::n::How many each second? (in requests/s) {#250:10#Count. ####So.}\n", "gift", "--topic", "storage")
    made = own().get()
    [choice] = made.current.choices.all()
    assert (made.kind, choice.text, choice.target) == ("number", "250 ± 10", "requests/s")
    assert "1 unchanged" in bring(exported(), "gift", "--topic", "storage")
    row = "id,question,kind,choice_1,correct_1,target_1\n"
    bring(row + "m,How long does it take?,number,250 ± 4 %,1,ms\n", "csv", "--topic", "storage")
    assert [c.text for c in own().exclude(pk=made.pk).get().current.choices.all()] == ["250 ± 10"]


def test_long_texts_are_refused_before_they_are_compared(bring, deadline):
    choices = " ".join(f"{mark}{mark[1] * 1_500_000}" for mark in ("=a", "~b", "~c"))
    with deadline(30), pytest.raises(CommandError, match="line 1: a choice has 1500001 characters"):
        bring(f"Which? {{{choices}}}", "gift", "--topic", "storage")


def test_every_fault_is_said_at_once(bring):
    with pytest.raises(CommandError) as raised:
        bring("A? {=a\n\n" * 60 + "B? {=a ~b ~c ~d ~e ~f}\n", "gift", "--topic", "storage")
    lines = str(raised.value).splitlines()
    assert len(lines) == 52
    assert lines[-1] == "  … and 11 more"


def test_bad_csv_imports_nothing(bring):
    with pytest.raises(CommandError, match=r"line 4: there is no question"):
        bring(CSV + ",,x,1\n", "csv", "--topic", "scaling")
    assert not own().exists()


def test_whatever_is_wrong_with_a_question_is_left_out_where_asked(bring):
    text = GOOD + "::essay::Why? {}\n\n::pairs::Which? {=a -> b =c -> d = -> f}\n\n"
    text += "::six::Which? {=TCP ~UDP ~SCTP ~QUIC ~RTP ~FTP}\n\n"
    text += "::open::Which? {=a\n\n::table::[html]<table><tr><td>x</td></tr></table> {=a ~b ~c}\n\n" + GOOD
    said = bring(text, "gift", "--topic", "storage", "--skip-faulty")
    for line, why in (
        (3, "an essay"),
        (5, "a pair has nothing before its ->"),
        (7, "Give 2 to 5 choices"),
        (9, "the { is not closed"),
        (11, "it holds a table (<table>)"),
        (13, "the same id stands on line 1"),
    ):
        assert re.search(rf"left out, .*, line {line}: {re.escape(why)}", said)
    assert said.count("left out") == 6
    assert "1 new" in said
    csv = CSV + "c,,x,1\nd,Which is odd?,one,1,,,,,\n"
    said = bring(csv, "csv", "--topic", "scaling", "--skip-faulty")
    assert re.findall(r"left out, .*, line (\d):", said) == ["4", "5"]
    assert "2 new" in said


@pytest.mark.parametrize("text", [b"", b"a\0b", b"x" * 11_000_000, b"id,question\n", CSV.encode() + b'c,"x\n'])
def test_what_is_wrong_with_the_file_is_not_left_out(bring, text):
    with pytest.raises(CommandError, match="Nothing was imported"):
        bring(text, "csv", "--topic", "scaling", "--skip-faulty")
    assert not own().exists()


def test_tab_separated_text_of_excel_is_read(bring):
    text = CSV.replace(",", "\t").replace("machine?", "machine – größte?")
    assert "2 new" in bring(text.encode("utf-16"), "csv", "--topic", "scaling")
    assert own().filter(current__ask="Which has a largest machine – größte?").exists()


def test_byte_order_marks_in_the_middle_are_left_out(bring):
    other = GOOD.replace("good", "other").replace("it", "this")
    assert "2 new" in bring(f"\ufeff{GOOD}\ufeff{other}", "gift", "--topic", "storage")
    assert sorted(own().values_list("current__ask", flat=True)) == ["Which is it?", "Which is this?"]


def test_lists_and_raised_signs_are_kept(bring):
    asked = "::a::[html]<p>Which is 2<sup>10</sup>?</p><ul><li>in bytes</li><li>or bits</li></ul>"
    answers = "{=Tape#<ul><li>x</li><li>y</li></ul> ~Flash ~Memory ####<ol><li>x</li><li>y</li></ol>}"
    bring(asked + answers, "gift", "--topic", "storage")
    current = own().get().current
    assert current.ask == "Which is 2¹⁰? • in bytes • or bits"
    assert current.explanation == "1. x\n2. y"
    assert current.choices.get(text="Tape").reason == "- x\n- y"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "line 1: it names no topic"),
        (["--topic", "nowhere"], "There is no topic nowhere"),
    ],
)
def test_topic_must_be_known(bring, args, message):
    with pytest.raises(CommandError, match=message):
        bring(GOOD, "gift", *args)
    assert not own().exists()


def test_tag_names_the_topic(bring):
    bring("// [tag:topic::scaling]\n" + GOOD, "gift")
    assert own().get().topic.slug == "scaling"
    with pytest.raises(CommandError, match="line 2: there is no topic “nowhere”"):
        bring("// [tag:topic::nowhere]\n" + GOOD, "gift")


def test_missing_file_is_said(wiki):
    with pytest.raises(CommandError, match=r"cannot read /nowhere\.gift: No such file"):
        call_command("import_questions", "/nowhere.gift", "--format", "gift")
