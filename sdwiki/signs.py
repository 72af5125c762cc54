"""What people type, without what cannot be seen: a control or a turn of direction says nothing to whoever reads it, and
makes two texts that look alike differ. Pure.

Names are held more strictly (`sdwiki.accounts.names`): there two that look alike are two people.
"""

# Controls but for tabs and line ends, what is drawn as nothing, and what turns the direction of what follows. The
# joiners U+200C and U+200D stay: words of several scripts need them. NUL stays to be refused by whoever reads a form.
CONTROLS = (*range(1, 9), 11, *range(14, 32), *range(127, 160))
TURNS = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
NOTHING = (0xAD, 0x200B, *range(0x2060, 0x2066), *range(0x206A, 0x2070), 0xFEFF)
UNSEEN = dict.fromkeys((*CONTROLS, *TURNS, *NOTHING))


def visible(text: str) -> str:
    """The text with its lines and blanks as they are, without what cannot be seen."""
    return text.translate(UNSEEN)


def one_line(text: str) -> str:
    """Words with single spaces."""
    return " ".join(visible(" ".join(text.split())).split())
