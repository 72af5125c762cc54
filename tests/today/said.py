"""What Today says of what is left, in the terms in which every other page says it."""

import re

HEADING = re.compile(r"(?:(\d+) reviews?)?(?: and )?(?:(\d+) new facts?)?(?: left)?, about (\d+) minutes?")
# Where a page is read first, the heading has the minutes, and the line below it what they are for.
READ_FIRST = re.compile(
    r"About (\d+) minutes?(?: left)? today(?:</h1>\s*<p class=\"lede\">|\n)[^<\n]*, then ([^<(]*) \("
)
LATER = re.compile(r"Of these, (one|\d+) comes? back")
ALONE = re.compile(r"(One card comes|(\d+) cards come) back")


def said_today(html):
    """What is due, new and in learning, and the minutes where it tells them."""
    heading = " ".join(re.sub("<[^>]*>", "", re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)[1]).split())
    if alone := ALONE.search(heading):
        return 0, 0, int(alone[2] or 1), None
    if read_first := READ_FIRST.search(html):
        heading = f"{read_first[2]}, about {read_first[1]} minutes"
    if not (found := HEADING.search(heading)):
        return 0, 0, 0, None
    later = LATER.search(html)
    learning = int(later[1].replace("one", "1")) if later else 0
    reviews, fresh, minutes = (int(number or 0) for number in found.groups())
    return reviews - learning, fresh, learning, minutes


def said_of_the_day(text):
    """The same from the line of the other pages."""
    line = re.search(r"Your reviews today: ([^.]*)\.(?: About (\d+) minutes?\.)?", text)
    found = (re.search(rf"(\d+) {word}", line[1]) for word in ("due", "new", "in learning"))
    due, fresh, learning = (int(one[1]) if one else 0 for one in found)
    return due, fresh, learning, int(line[2]) if line[2] and due + fresh else None
