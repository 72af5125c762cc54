"""What the bank has to say to people, in words. Pure."""

from quizzes.bank.assemble import Shortage


def why_short(shortage: Shortage) -> str:
    """Why a quiz is shorter than it was asked to be, and what to do."""
    has = f"This quiz has {shortage.found} of the {shortage.wanted} questions you asked for"
    narrowed = " of the kinds and difficulty you chose" if shortage.narrowed else ""
    if shortage.code == "used-up":
        return f"{has}: there are no more{narrowed} here."
    return (
        f"{has}. There are {shortage.fitting} questions{narrowed} here, but about {shortage.rows} rows of tables and "
        "lists, and questions about one row give each other away. Choose more topics for a longer quiz."
    )
