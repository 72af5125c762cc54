"""Files about what somebody studies: memories with their evidence, readings, plans and the inbox. Pure."""

from quizzes.takeout.records import Column, Table

STATES = {0: "new", 1: "learning", 2: "review", 3: "relearning"}
RATINGS = {1: "again", 2: "hard", 3: "good", 4: "easy"}
STATE = "new, learning, review or relearning"
STABILITY = "after how many days you would recall it nine times in ten; empty before the first review"
ACT = (
    "suspend, resume, bury (put off until tomorrow), move (due on another day), apart (put off because a sibling was "
    "reviewed that day), forget (begun anew) or undo"
)
DIFFICULTY = "from 1 (easy) to 10 (hard); empty before the first review"

CARDS = Table(
    "cards",
    "Every fact that you study, and how well you know it now.",
    "quizzes.Card",
    "learner",
    (
        Column("card", "pk", "number of the card"),
        Column("fact", "fact__key", "key of the fact, the same in every export of this site"),
        Column("topic", "fact__topic__title", "page that it comes from"),
        Column("page", "fact__topic__slug", "name of that page in its address"),
        Column("prompt", "fact__flashcard__prompt", "what the card asks"),
        Column("answer", "fact__flashcard__answer", "what it answers"),
        Column("state", "state", STATE, STATES),
        Column("due", "due", "when it is asked next; time"),
        Column("stability", "stability", STABILITY),
        Column("difficulty", "difficulty", DIFFICULTY),
        Column("step", "step", "place among the short steps of learning, from 0"),
        Column("last_day", "last_day", "your day of the last review; day"),
        Column("reviews", "reps", "how often it was reviewed"),
        Column("lapses", "lapses", "how often it was forgotten after it had been learnt"),
        Column("missed", "missed", "whether the last review was a miss"),
        Column("suspended", "suspended", "whether it is not asked"),
        Column("changed", "changed", "whether the fact has changed since the last review"),
        Column("put_off_until", "buried_until", "your day to which you put it off; day, empty where you did not"),
        Column("flag", "flag", "whether you marked it"),
    ),
    ("quizzes.Card.learner",),
)
REVIEWS = Table(
    "reviews",
    "Every review, and every answer in a quiz that counted as one, in the order they came.",
    "quizzes.Review",
    "learner",
    (
        Column("review", "pk", "number of the review"),
        Column("card", "card", "number of the card, as in cards"),
        Column("fact_version", "fact_version", "number of the fact’s wording that was asked"),
        Column("source", "source", "review, practice or exam"),
        Column("rating", "rating", "again, hard, good or easy; empty where an earlier one was taken back", RATINGS),
        Column("takes_back", "undoes", "number of the review that it takes back"),
        Column("at", "at", "when; time"),
        Column("day", "day", "your day on which that was; day"),
        Column("weight", "weight", "how much it counts, in per cent"),
        Column("duration_ms", "duration_ms", "how long you took, in thousandths of a second"),
        Column("state", "state", f"what the card became: {STATE}", STATES),
        Column("due", "due", "when it was to be asked next; time"),
        Column("due_day", "due_day", "your day on which that was; day, empty within the steps of learning"),
        Column("stability", "stability", STABILITY),
        Column("difficulty", "difficulty", DIFFICULTY),
        Column("step", "step", "place among the short steps of learning, from 0"),
        Column("parameters", "parameter_set", "number of your own parameters in use, as in parameters; empty for none"),
    ),
    ("quizzes.Review.learner", "quizzes.Review.card", "quizzes.Review.undoes"),
    ("at", "pk"),
)
NOTES = Table(
    "notes",
    "What you wrote to your cards.",
    "quizzes.CardNote",
    "card__learner",
    (
        Column("card", "card", "number of the card, as in cards"),
        Column("note", "note", "your note"),
        Column("mnemonic", "mnemonic", "the fact in your own words"),
        Column("at", "at", "when you last changed them; time"),
    ),
    ("quizzes.CardNote.card",),
)
ACTS = Table(
    "card_acts",
    "What you did with cards without grading them, in the order it came.",
    "quizzes.CardAct",
    "learner",
    (
        Column("act", "pk", "number of the act"),
        Column("card", "card", "number of the card, as in cards"),
        Column("kind", "kind", ACT),
        Column("takes_back", "undoes", "number of the act that it takes back"),
        Column("at", "at", "when; time"),
        Column("day", "day", "your day on which that was; day"),
        Column("was_due", "was_due", "when the card was to be asked before it; time"),
        Column("was_put_off_until", "was_buried_until", "your day to which it was put off before it; day"),
        Column("to_day", "to_day", "your day to which it was put; day"),
        Column("begins_anew_after", "forgets", "number of the last review that it begins anew after"),
    ),
    ("quizzes.CardAct.learner", "quizzes.CardAct.card", "quizzes.CardAct.forgets"),
    ("at", "pk"),
)
CHECKPOINTS = Table(
    "checkpoints",
    "What you ticked where you answered aloud.",
    "quizzes.Tick",
    "review__learner",
    (
        Column("review", "review", "number of the review, as in reviews"),
        Column("position", "position", "place in the list, from 1"),
        Column("text", "text", "the checkpoint, as it was shown"),
        Column("said", "said", "whether you said it"),
    ),
    ("quizzes.Tick.review",),
    ("review", "position"),
)
MORE = Table(
    "more_facts",
    "Days on which you asked for more new facts.",
    "quizzes.MoreFacts",
    "learner",
    (
        Column("day", "day", "your day; day"),
        Column("number", "number", "how many more"),
        Column("at", "at", "when you asked; time"),
    ),
    ("quizzes.MoreFacts.learner",),
)
PARAMETERS = Table(
    "parameters",
    "How you forget, as it was worked out from your reviews: parameters of the memory model, and how well they fit.",
    "quizzes.ParameterSet",
    "learner",
    (
        Column("set", "pk", "number of the set"),
        Column("at", "at", "when; time"),
        Column("model", "version", "name of the memory model"),
        Column("parameters", "parameters", "its parameters, in order"),
        Column("reviews", "seen", "how many reviews you had given by then"),
        Column("fitted_on", "fitted_on", "answers that they were fitted to"),
        Column("tried_on", "tried_on", "later answers that they were tried on"),
        Column("loss", "loss", "mean log loss on those; less is better"),
        Column("loss_default", "loss_default", "that of everybody’s parameters"),
        Column("loss_before", "loss_before", "that of your own parameters till then; empty where you had none"),
        Column("loss_average", "loss_average", "that of the mean of your latest answers"),
        Column("outcome", "outcome", "kept (came into use), left (nothing changed) or reverted (to everybody’s)"),
    ),
    ("quizzes.ParameterSet.learner",),
    ("at", "pk"),
)
READINGS = Table(
    "readings",
    "The pages that you marked as read.",
    "quizzes.Reading",
    "learner",
    (
        Column("topic", "topic__title", "title of the page"),
        Column("page", "topic__slug", "name of the page in its address"),
        Column("revision", "revision__number", "number of the revision that you read"),
        Column("at", "at", "when; time"),
    ),
    ("quizzes.Reading.learner",),
)
PLANS = Table(
    "plans",
    "What each of your days held as it began.",
    "quizzes.DayPlan",
    "learner",
    (
        Column("day", "day", "your day; day"),
        Column("due", "due", "reviews that were due"),
        Column("new", "fresh", "new facts"),
        Column("minutes", "minutes", "minutes that both were expected to take"),
        Column("beside", "beside", "seconds of these that go to pages and to what is asked again"),
        Column("off", "off", "whether the day asked nothing, whatever it held"),
        Column("room", "room", "new facts that your minutes left room for; empty where a plan chose them"),
        Column("for", "date", "the interview that it was planned for; day"),
        Column("at", "opened_at", "when the day began for us; time"),
    ),
    ("quizzes.DayPlan.learner",),
    ("day", "pk"),
)
PATH = Table(
    "path",
    "The path that you chose.",
    "quizzes.LearnerPath",
    "learner",
    (
        Column("path", "path", "name of the path in the wiki’s plan; empty where you chose none"),
        Column("level", "level", "how much you said you know: new, some or senior", {1: "new", 2: "some", 3: "senior"}),
        Column("at", "at", "when you last chose; time"),
    ),
    ("quizzes.LearnerPath.learner",),
)
NOTICES = Table(
    "inbox",
    "What your inbox holds.",
    "inbox.Notice",
    "person",
    (
        Column("kind", "kind", "what it is about: reminder, digest …"),
        Column("title", "title", "its title"),
        Column("text", "text", "what it says"),
        Column("link", "link", "the page of this site that it leads to"),
        Column("at", "at", "when it came; time"),
        Column("read", "read_at", "when you marked it as read; time, empty while it is unread"),
    ),
    ("inbox.Notice.person",),
)
MAILS = Table(
    "mails",
    "Mails that copied your inbox.",
    "inbox.MailCopy",
    "person",
    (
        Column("kind", "kind", "what it was about: reminder, digest …"),
        Column("day", "day", "your day for which it was; day"),
        Column("state", "state", "pending, claimed (on its way), sent, refused, unknown (perhaps sent) or dropped"),
        Column("settled", "settled_at", "when that was known; time, empty while it is on its way"),
    ),
    ("inbox.MailCopy.person",),
)
MESSAGES = Table(
    "messages_chosen",
    "Which messages you want, and when.",
    "inbox.Subscription",
    "person",
    (
        Column("kind", "kind", "which: reminder, digest …"),
        Column("hour", "hour", "at which hour, from 0 to 23; empty for never, or where it has none"),
        Column("mailed", "mailed", "whether it comes by mail too"),
        Column("last", "last_day", "first day of the last day or week that was seen to; day"),
    ),
    ("inbox.Subscription.person",),
)
INBOX = (NOTICES, MAILS, MESSAGES)
STUDY = (
    CARDS, REVIEWS, NOTES, ACTS, CHECKPOINTS, PARAMETERS, MORE, READINGS, PLANS, PATH, *INBOX,
)  # fmt: skip
