"""The style page is for whoever builds pages: visitors of a running site have none."""

import re
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from sdwiki.styleguide import COLOURS, SIZES, THEMES

CSS = Path(settings.BASE_DIR) / "static" / "css"


def test_there_is_no_style_page_without_debug(client, db):
    assert client.get("/styleguide/").status_code == 404


def test_every_token_that_it_shows_is_one(rf):
    tokens = (CSS / "tokens.css").read_text()
    assert [one for one in COLOURS if f"--{one}: " not in tokens] == []
    assert [one for one in SIZES if f"--text-{one}: ".replace("-: ", ": ") not in tokens] == []
    page = render_to_string("styleguide.html", {"themes": THEMES, "sizes": SIZES, "colours": COLOURS}, rf.get("/"))
    assert len(re.findall(r'class="styles-theme" data-theme="(light|dark)"', page)) == 2
