"""What the bank has to say to people, in words: of quizzes, of files, and of what is not asked and why. Pure."""

from collections.abc import Iterable

from quizzes.bank.assemble import Shortage
from quizzes.bank.reasons import Reason
from quizzes.bank.records import Refusal

# Why a file cannot be read or imported.
_FILES = {
    "file-large": "the file has more than {most:,} bytes, which is the most that is read at once",
    "file-utf-16": "the file begins as UTF-16 and is not; save it as UTF-8",
    "file-nul": "there is a NUL byte; this is not a text file",
    "file-not-utf-8": "byte {byte:#04x} is not UTF-8; save the file as UTF-8",
    "file-many": "there are more than {most:,} questions",
    "file-derived": "this question is made from a table of the wiki; edit the table instead",
    "file-topic": "there is no topic “{slug}”",
    "file-no-topic": "it names no topic, and none was chosen for the file",
    "file-other-topic": "this question belongs to “{slug}”, not to “{chosen}”",
    "file-other-kind": "here this question is of the kind “{kind}”, and a question keeps its kind",
    "file-same-id": "the same id stands on line {line}",
    "file-same-question": "the same question stands on line {line}",
    "csv-empty": "the file is empty",
    "csv-syntax": "this row is not CSV: {error}",
    "csv-column-missing": "there is no column “{name}”",
    "csv-column-unknown": "“{name}” is no column of ours",
    "csv-column-nameless": "a column has no name",
    "csv-column-twice": "the column “{name}” is there twice",
    "csv-cells": "there are {cells} cells, but {columns} columns",
    "csv-kind": "there is no kind “{kind}”",
    "csv-no-choices": "there are no choices",
    "csv-no-text": "choice {number} has no text",
    "csv-correct": "correct_{number} says “{given}”; write 1 or 0",
    "markup-media": "it shows a picture, a film or the like ({tag}), which cannot be stored",
    "markup-table": "it holds a table ({tag}), whose rows would run together; write it as text",
    "markup-struck": "it strikes words through ({tag}), which would then say the opposite",
    "markup-code": "it holds several lines of code, which would run together",
    "markup-formula": "it holds a formula in TeX ({opens} … {closes}); write it as text, as in 2¹²",
    "markup-raised": "“{text}” cannot be written raised or lowered ({tag}); write it as text, as in 2^12",
    "markup-unknown": "“{tag}” is no HTML that is known here; write &lt; for the sign < itself",
    "markup-unpaired": "{tag} is opened and closed a different number of times; write &lt; for the sign < itself",
    "gift-empty": "the file holds no question",
    "gift-unopened": "there is a }} without a {{ before it",
    "gift-unclosed": "the {{ is not closed before the question ends",
    "gift-braces-after": "there are braces after the answers; a question has one pair, and a blank line after it",
    "gift-title-unclosed": "the title is not closed: write ::title::",
    "gift-nothing-asked": "this asks nothing: there are no answers in braces",
    "gift-no-question": "there is no question before the answers",
    "gift-numbers": "several numbers, a part of the mark for one, or words for a wrong one cannot be stored; give one "
    "number with its margin, as in {{#3.14:0.01}}, or one range, as in {{#3.13..3.15}}",
    "gift-number": "“{given}” is no number; write {{#3.14:0.01}} or {{#3.13..3.15}}",
    "gift-essay": "an essay cannot be stored: there are no answers in the braces",
    "gift-before-first": "“{word}” stands before the first = or ~",
    "gift-two-feedbacks": "an answer has two feedbacks; write \\# for the sign itself",
    "gift-two-general": "there are two general feedbacks (####)",
    "gift-general-last": "the general feedback (####) must come last",
    "gift-judged": "true or false takes at most two feedbacks and no other answers",
    "gift-pair-before": "a pair has nothing before its ->; a wrong answer beside the pairs cannot be stored",
    "gift-pair-arrow": "some answers are pairs and some are not: each needs its ->",
    "gift-pair-after": "a pair has nothing after its ->",
    "gift-empty-answer": "an answer is empty",
    "gift-none-right": "no answer is right: mark one with =",
    "gift-wildcard": "in a short answer a * stands for any letters, which cannot be stored",
    "gift-short-partly": "a short answer that is partly right, or wrong with a feedback, cannot be stored",
    "gift-uneven": "right answers that do not share the mark evenly cannot be stored",
    "gift-partial": "partial credit beside a right answer cannot be stored",
    "no-question": "there is no question",
    "target-missing": "choice {number} has no target",
    "target-unasked": "choice {number} has a target; nothing is sorted here",
    "targets-no-places": "the targets of an order are its places, 1 to {last}; here they are {given}",
    "long-dimension": "what it is about has {characters} characters; {most} is the most",
    "long-ask": "the question has {characters} characters; {most} is the most",
    "long-explanation": "the explanation has {characters} characters; {most} is the most",
    "long-text": "a choice has {characters} characters; {most} is the most",
    "long-target": "a target has {characters} characters; {most} is the most",
    "long-reason": "a feedback has {characters} characters; {most} is the most",
}

# Why a question that somebody wrote cannot be asked, and what to do.
_WRITTEN = {
    "give": "Give {least} to {most} {noun}.",
    "give-exactly": "Give {number} {noun}.",
    "mark-one": "Mark exactly one choice as right.",
    "mark-some": "Mark two or more choices as right, and leave at least one that is wrong.",
    "none-wrong": "None of the {noun} can be wrong in a question of this kind. Leave those out.",
    "alike": "“{one}” and “{other}” say nearly the same. Change one, or leave it out.",
    "leaning": "“{text}” leans on the other choices. Say what it means instead.",
    "long": "“{text}” stands out: it is more than {ratio} times as long as the median. "
    "Shorten it to {most} characters, or say more in the others.",
    "asked-by-name": "The question names its answer, “{text}”. Ask in other words.",
    "judged": "The answers are “{yes}” and “{no}”.",
    "no-statement": "Write a statement, not a question.",
    "negation": "“{word}” turns the statement round, which is easily overlooked. Say what holds.",
    "untypeable": "“{text}” cannot be asked for: {why}.",
    "accepted": "“{text}” is accepted already, with “{already}”: case, hyphens, spaces and plurals make no difference. "
    "Leave it out.",
    "number-key": "“{given}” is no number to ask for: write 250, 250 ± 10, 250 ± 5 %, 250 (240..265) or "
    "240..260, with a point and at most 18 digits.",
    "number-unit": "“{unit}” is no unit: it has at most {most} characters, and no digits at its ends.",
    "named-above": "The question, or what stands above it, names its answer, “{text}”.",
    "telling": "“{text}” holds a word of “{told}”, which gives it away. Say it in other words.",
    "group-full": "Give “{group}” one to {most} statements; it has {has}.",
    "group-empty": "Give “{group}” one to {most} statements; it has none.",
    "step-place": "“{word}” says which place the step has. Begin with what happens.",
    "no-word": "“{text}” holds no word.",
}

# Why a question or a flashcard is not made from a table or list.
_REFUSALS = {
    "names-option": "“{value}” holds a word of its option's name, “{option}”",
    "names-an-option": "“{value}” holds a word of an option's name",
    "names-or-namesakes": "“{value}” holds a word of an option's name, or two options have one name",
    "namesakes": "two options have one name",
    "context-names": "its table, dimension or condition holds a word of its option's name, “{option}”",
    "statements-name": "all statements about one of {options} name an option",
    "steps-say-place": "fewer than three steps do not say themselves which one they are",
    "no-siblings": "its option has no siblings, so a card that asks for the option would give itself away",
    "few-siblings": "fewer than two siblings to choose between",
    "no-other-value": "no other option has a value in this dimension",
    "few-values": "fewer than two other values in this dimension",
    "few-fair-values": "fewer than two other values are distinct, fair and clearly wrong",
    "few-own-values": "fewer than three options have a value that is theirs alone and does not name an option",
    "no-false-value": "no sibling's value is clearly different, fair, and without a negation",
    "none-alone": "no statement that names no option is true of {option} alone",
    "few-statements": "fewer than four statements that name no option are true of one alone",
    "nearly-same": "{option} has nearly the same: “{value}”",
    "same-need": "{option} is named for nearly the same need: “{value}”",
    "odd-alike": "{option} has nearly what the others have: “{value}”",
    "steps-alike": "two steps say nearly the same: “{value}”",
    "said-too": "{option} is said to have it too",
    "accepted-too": "“{other}” would be accepted too",
    "said-elsewhere": "elsewhere the page says “{value}” of {option} too",
    "other-table": "in another table {option} has “{value}” in this dimension",
    "siblings-claimed": "every sibling is named in “{value}”, or is said to have it elsewhere on the page",
    "others-claimed": "every other option is named in “{value}”, or is said to have it or what it begins with",
    "odd-claimed": "elsewhere the page says of {option} what holds for the others, or the reverse",
    "ranked-otherwise": "the page ranks an option differently elsewhere, or a value names an option",
    "noask": "its author wants nothing asked of it",
    "grade": "“{dimension}” is graded: grades are put in order or matched, and nothing else",
    "points-shared": "what speaks for or against an option may hold of another; only what it is best for is its own",
    "overlaps": "its author says that it does not rule out that another option has it too",
    "leaves-room": "“{value}” leaves room for what other options have",
    "within-another": "what “{value}” says stands within “{other}”",
    "own-condition": "the condition “{condition}”, which the other options lack, would give it away",
    "names-alike": "the names of the right choices share a word that the others lack",
    "coined": "“{option}” has no aliases and is in no glossary, so nobody could know that name",
    "untyped": "its author says that more than its option fits where no choices are in view",
    "enough": "its fact is asked in two other forms already",
    "row-asked": "its row is asked about in another question of this kind already",
    "never-first": "no load exhausts “{resource}” while the others bear it with room to spare",
    "leans": "“{value}” would speak of the other choices",
    "absence": "“{value}” speaks of what is not there",
    "holds-negation": "the statement would hold a negation",
    "step-alone": "a step of a process does not stand alone",
    "names-length": "a name among the choices is longer than 1.5 times the median",
    "choices-length": "the choices differ too much in length: the longest is over 1.5 times the median",
    "values-length": "the values differ too much in length: the longest is over 1.5 times the median",
    "statements-length": "no four statements that cover every option are of like length",
    "term": "the name “{option}” cannot be asked for: {why}",
    "term-empty": "it holds no word",
    "term-long": "it has more than three words",
    "term-rank": "it is a rank on a scale",
    "term-bare": "it is a bare adjective",
    "term-bare-or-number": "it is a bare adjective or number",
}

SENTENCES = {**_FILES, **_WRITTEN, **_REFUSALS}


def said(reason: Reason) -> str:
    """A reason in words."""
    named = {name: said(value) if isinstance(value, Reason) else value for name, value in reason.named}
    return SENTENCES[reason.code].format(**named)


def told(refusals: Iterable[Refusal]) -> list[tuple[Refusal, str]]:
    """Refusals with their reasons in words, by kind, by what they are about, and by these words."""
    found = [(refusal, said(refusal.why)) for refusal in refusals]
    return sorted(found, key=lambda one: (one[0].kind, one[0].fact, one[1]))


def why_short(shortage: Shortage) -> str:
    """Why a quiz is shorter than it was asked to be, or has answers twice, and what to do."""
    if shortage.code == "answers":
        times = "One answer comes" if shortage.again == 1 else f"{shortage.again} answers come"
        return f"{times} again in this quiz: there are not enough others here. Choose more topics to have each once."
    has = f"This quiz has {shortage.found} of the {shortage.wanted} questions you asked for"
    narrowed = " of the kinds and difficulty you chose" if shortage.narrowed else ""
    if shortage.code == "used-up":
        return f"{has}: there are no more{narrowed} here."
    rows = shortage.rows
    about = f"but about {rows} rows, lists or designs" if rows > 1 else "all about one row, list or design"
    return (
        f"{has}. There are {shortage.fitting} questions{narrowed} here, {about}, and questions about one of them give "
        "each other away. Choose more topics for a longer quiz."
    )
