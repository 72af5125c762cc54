"""The template tags of `sdwiki.tags`."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import timezone
from django.utils.safestring import mark_safe

from sdwiki.accounts.models import User
from sdwiki.tags import MOST_KEPT

TEMPLATES = Path(__file__).parents[1] / "templates"


def compiled(text):
    return engines["django"].from_string(text).template


def rendered(template, **values):
    return template.render(Context(values))


class Counted:
    """Says how often it was shown."""

    shown = 0

    def __hash__(self):
        return 1

    def __eq__(self, other):
        return isinstance(other, Counted)

    def __str__(self):
        Counted.shown += 1
        return "text"


def test_what_is_kept_is_rendered_once_for_each_value():
    template, Counted.shown = compiled("{% keep it=it n=n %}{{ it }} {{ n }}{% endkeep %}"), 0
    assert [rendered(template, it=Counted(), n=n) for n in (1, 1, 2, 1)] == ["text 1", "text 1", "text 2", "text 1"]
    assert Counted.shown == 2


def test_what_is_kept_sees_only_what_it_is_given():
    template = compiled("{% keep shown=name %}{{ shown }}|{{ name }}|{{ user }}{% endkeep %}")
    assert rendered(template, name="Ada", user="ada@example.com") == "Ada||"


def test_two_places_keep_apart():
    template = compiled("{% keep n=n %}one{% endkeep %} {% keep n=n %}two{% endkeep %}")
    assert rendered(template, n=1) == rendered(template, n=1) == "one two"


def test_what_is_kept_is_escaped_though_an_equal_safe_text_came_before():
    template = compiled("{% keep text=text %}{{ text }}{% endkeep %}")
    assert rendered(template, text=mark_safe("<b>")) == "<b>"
    assert rendered(template, text="<b>") == "&lt;b&gt;"


def test_equal_numbers_of_other_types_are_not_mixed_up():
    template = compiled("{% keep n=n %}{{ n }}{% endkeep %}")
    assert [rendered(template, n=n) for n in (1, True, 1)] == ["1", "True", "1"]


def test_a_value_that_has_changed_is_rendered_anew():
    @dataclass(frozen=True)
    class Page:
        slug: str
        html: str

    template = compiled("{% keep page=page %}{{ page.html|safe }}{% endkeep %}")
    assert [rendered(template, page=Page("a", html)) for html in ("<p>1", "<p>2", "<p>1")] == ["<p>1", "<p>2", "<p>1"]


def test_a_model_is_refused():
    with pytest.raises(TypeError, match="values"):
        rendered(compiled("{% keep user=user %}{{ user.name }}{% endkeep %}"), user=User(pk=1))


def test_what_is_kept_is_bounded():
    template = compiled("{% keep n=n %}{{ n }}{% endkeep %}")
    for n in range(MOST_KEPT + 5):
        rendered(template, n=n)
    (node,) = (node for node in template.nodelist if hasattr(node, "kept"))
    assert (len(node.kept), next(iter(node.kept))) == (MOST_KEPT, ((int, 5),))


@pytest.mark.parametrize(
    "text",
    [
        "{% keep %}{% csrf_token %}{% endkeep %}",
        "{% keep %}{% if 1 %}{% csrf_token %}{% endif %}{% endkeep %}",
        "{% keep %}{% block main %}{% endblock %}{% endkeep %}",
        "{% keep user %}{% endkeep %}",
        "{% keep n=1 user %}{% endkeep %}",
    ],
)
def test_what_differs_from_page_to_page_is_not_kept(text):
    with pytest.raises(TemplateSyntaxError):
        compiled(text)


def test_an_icon_is_hidden_unless_it_says_something():
    assert rendered(compiled('{% icon "x" %}')) == (
        '<svg class="icon" aria-hidden="true"><use href="/static/vendor/lucide/sprite.svg#x"/></svg>'
    )
    assert rendered(compiled('{% icon "x" label=label css="big" %}'), label='"<') == (
        '<svg class="icon big" role="img" aria-label="&quot;&lt;">'
        '<use href="/static/vendor/lucide/sprite.svg#x"/></svg>'
    )


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        (User(time_zone="America/Los_Angeles"), "1 March, 18:30"),
        (User(time_zone="Asia/Tokyo"), "2 March, 11:30"),
        (User(time_zone="No/Where"), "2 March, 02:30"),
        (AnonymousUser(), "2 March, 02:30"),
    ],
)
def test_an_instant_is_shown_on_the_readers_own_clock(reader, shown):
    template = compiled('{{ at|local:user|date:"j F, H:i" }}')
    assert rendered(template, at=datetime(2026, 3, 2, 2, 30, tzinfo=UTC), user=reader) == shown


def test_today_is_the_readers():
    template = compiled('{{ at|local:user|calendar_day:"j F Y" }}')
    reader = User(time_zone="Pacific/Kiritimati")  # fourteen hours ahead
    now = timezone.now()
    midnight = now.astimezone(ZoneInfo(reader.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert rendered(template, at=midnight, user=reader) == "today"
    assert rendered(template, at=midnight - timedelta(seconds=1), user=reader) == "yesterday"
    assert rendered(template, at=midnight + timedelta(days=1), user=reader) == "tomorrow"
    ago = midnight - timedelta(days=2)
    assert rendered(template, at=ago, user=reader) == f"{ago.day} {ago:%B %Y}"


@pytest.mark.parametrize(
    ("zone", "running"), [("Asia/Tokyo", 2027), ("America/Los_Angeles", 2026), ("", 2027), ("No/Such_Zone", 2027)]
)
def test_a_date_of_another_year_than_the_readers_has_its_year(zone, running, settings, tmp_path):
    """At five in the morning of 1 January in UTC, which is the evening before in California."""
    settings.CLOCK_FILE = tmp_path / "clock"
    ahead = datetime(2027, 1, 1, 5, tzinfo=UTC) - timezone.now()
    settings.CLOCK_FILE.write_text(str(ahead.total_seconds()))
    reader = User(time_zone=zone) if zone else AnonymousUser()
    for day in (date(2026, 12, 31), date(2027, 1, 1)):
        shown = rendered(compiled('{% near_day day "j F" %}'), day=day, user=reader)
        assert shown == f"{day.day} {day:%B}" + ("" if day.year == running else f" {day.year}")


def test_hidden_fields_are_escaped():
    assert rendered(compiled("{% hidden a=a b=2 %}"), a='"<') == (
        '<input type="hidden" name="a" value="&quot;&lt;"><input type="hidden" name="b" value="2">'
    )


@pytest.mark.parametrize(
    ("path", "mark"),
    [("/wiki/", ' aria-current="page"'), ("/wiki/caching/", ' aria-current="true"'), ("/", ""), ("/classes/wiki/", "")],
)
def test_the_navigation_marks_where_one_is(path, mark):
    entry = compiled('{% nav_item "quizzes:wiki" "book-open" "Wiki" %}')
    text = rendered(entry, request=RequestFactory().get(path))
    assert text.startswith(f'<li><a href="/wiki/"{mark}><svg')
    assert text.endswith("Wiki</a></li>")


@pytest.mark.parametrize(("number", "shown"), [(-63.9, "−64"), (12.2, "12"), (None, "–")])
def test_a_negative_number_has_a_true_minus_sign(number, shown):
    template = compiled("{{ number|floatformat:0|minus|default:'–' }}")
    assert rendered(template, number=number) == shown


def test_kept_parts_of_templates_name_only_what_they_are_given():
    """Any other name is empty in them, and what hangs on it is never shown: no error tells."""
    strangers = {}
    for path in TEMPLATES.rglob("*.html"):
        for given, body in re.findall(r"{% keep\b([^%]*)%}(.*?){% endkeep %}", path.read_text(), re.DOTALL):
            known = {*re.findall(r"(\w+)=", given), *re.findall(r"\bas (\w+) %}", body)}
            known |= {name for names in re.findall(r"{% for ([\w, ]+) in ", body) for name in names.split(", ")}
            used = {*re.findall(r"{{ ([a-z]\w*)", body), *re.findall(r"{% (?:el)?if (?:not )?([a-z]\w*)", body)}
            if used - known:
                strangers[path.name] = used - known
    assert strangers == {}
