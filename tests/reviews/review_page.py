"""The review page's address, and what its forms send."""

import re

URL = "/review/"
HTMX = {"HX-Request": "true"}


def fields(response, rating=3):
    """What the form of a grade sends."""
    html = response.content.decode()
    form = re.search(r'<form method="post" action="(/review/\d+/grade/[^"]*)".*?</form>', html, re.DOTALL)
    hidden = dict(re.findall(r'<input type="hidden" name="(idempotency_key|reps|changed)" value="([^"]*)">', form[0]))
    return form[1].replace("&amp;", "&"), hidden | {"rating": rating}


def send(member, response, rating=3, **headers):
    url, data = fields(response, rating)
    return member.post(url, data, headers=headers)


def left(response):
    """What stands beside the card: "2 ready, 1 more in 6 minutes"."""
    text = re.search(r'<span id="left".*?<span class="nums">(.*?)</span>', response.content.decode(), re.DOTALL)[1]
    return " ".join(text.split())
