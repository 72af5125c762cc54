"""Questions that ask for an order."""

from tests.bank.generate.written_tables import extra_questions, lists, read, table

TREES = ["Elm", "Oak", "Yew", "Fig", "Ash"]


def made(text):
    questions, refusals = extra_questions("Trees", read(text), {})
    return [q for q in questions if q.kind == "order"], [r for r in refusals if r.kind == "order"]


def ordered(question):
    return [choice.text for choice in sorted(question.choices, key=lambda choice: choice.target)]


def test_options_are_ordered_by_a_usual_dimension():
    (question,), _ = made(table(TREES[:4], [("Thirst", ["High: daily", "Low", "None", "Medium"])]))
    assert question.key == "order/topic/t/thirst"
    asked, order = question.ask.split("? ")
    assert asked == "What holds for each option in “Thirst”"
    assert order == "Put them in order, from least to most."
    assert ordered(question) == ["Yew", "Oak", "Fig", "Elm"]
    assert question.targets == ("1", "2", "3", "4")


def test_options_are_ordered_by_a_declared_scale():
    (question,), _ = made(table(TREES[:3], [('Place {scale="edge < middle < top"}', ["Top", "Edge", "Middle"])]))
    assert question.ask == "What holds for each option in “Place”? Put them in order, from “edge” to “top”."
    assert ordered(question) == ["Oak", "Yew", "Elm"]


def test_of_options_that_share_a_rank_one_is_asked():
    (question,), _ = made(table(TREES, [("Thirst", ["High", "Low", "Medium", "Moderate", "Low"])]))
    assert [choice.target for choice in sorted(question.choices, key=lambda c: c.target)] == ["1", "2", "3"]
    assert ordered(question)[2] == "Elm"


def test_two_ranks_are_no_order():
    assert made(table(TREES, [("Thirst", ["High", "Low", "High", "Low", "Depends"])])) == ([], [])


def test_an_option_that_the_page_ranks_differently_elsewhere_is_left_out():
    one = table(TREES[:3], [("Thirst", ["High", "Low", "Medium"])])
    two = table(["Elm", "Palm"], [("Thirst", ["Low", "High"])], key="u")
    questions, refusals = made(one + two)
    assert questions == []
    assert [(r.fact, r.code) for r in refusals] == [("topic/t/thirst", "claimed")]


def test_the_steps_of_a_process_are_ordered():
    steps = ["Dig a wide hole", "Put the roots in", "Fill with soil", "Water well"]
    (question,), _ = made(lists({"Elm": {"Steps#": steps, "Strengths": ["Shade"]}}))
    assert question.key == "order/topic/lists/options/steps/elm"
    assert question.ask == "Put the steps of Elm in order."
    assert ordered(question) == steps


def test_steps_that_say_their_place_or_the_same_are_refused():
    told = ["First dig", "Then plant", "Fill with soil", "Finally water"]
    questions, refusals = made(lists({"Elm": {"Steps#": told}}))
    assert (questions, [r.code for r in refusals]) == ([], ["leak"])
    same = ["Water the roots", "Fill with soil", "Water its roots"]
    questions, refusals = made(lists({"Elm": {"Steps#": same}}))
    assert (questions, [r.code for r in refusals]) == ([], ["tie"])
