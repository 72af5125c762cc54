"""Template tags that every template may use: icons, the site's navigation, and text that is rendered once and kept."""

from collections import OrderedDict
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.loader_tags import BlockNode
from django.templatetags.static import static
from django.templatetags.tz import do_timezone
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from content.reading.text import says_how
from quizzes.attempts.running import Running, running
from sdwiki import clock
from sdwiki.rounding import percent
from sdwiki.storage import PRINT, SHEETS, SITE, StaticStorage

register = template.Library()

MOST_KEPT = 128  # texts of one place in a template, in one process


@register.simple_tag
def sends_mail() -> bool:
    """Whether the site has a mail server: without one no page promises a mail."""
    return bool(settings.EMAIL_URL)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A drawing of the sprite. Without a label it is hidden from screen readers."""
    return _icon(static("vendor/lucide/sprite.svg"), name, label, css)


@lru_cache(maxsize=512)
def _icon(sprite: str, name: str, label: str, css: str) -> SafeString:
    hearing = format_html(' role="img" aria-label="{}"', label) if label else mark_safe(' aria-hidden="true"')
    return format_html(
        '<svg class="icon{}"{}><use href="{}#{}"/></svg>', f" {css}" if css else "", hearing, sprite, name
    )


@register.simple_tag(takes_context=True)
def nav_item(context: Context, address: str, icon_name: str, label: str) -> SafeString:
    """An entry of the site's navigation. The page's own entry is marked, and that of the part it belongs to."""
    url, request = reverse(address), context.get("request")
    path = request.path if request else ""
    current = "page" if path == url else "true" if url != "/" and path.startswith(url) else ""
    return _nav_item(url, current, icon(icon_name), label)


@lru_cache(maxsize=64)
def _nav_item(url: str, current: str, drawing: SafeString, label: str) -> SafeString:
    mark = format_html(' aria-current="{}"', current) if current else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', url, mark, drawing, label)


@register.simple_tag
def stylesheets() -> SafeString:
    """The style sheets of every page: one file, where files have been collected."""
    if isinstance(staticfiles_storage, StaticStorage):
        return format_html('<link rel="stylesheet" href="{}">', static(SITE))
    media = {PRINT: mark_safe(' media="print"')}
    line = '<link rel="stylesheet" href="{}"{}>'
    return format_html_join("\n", line, ((static(name), media.get(name, "")) for name in SHEETS))


@register.simple_tag
def script(name: str, defer: bool = False) -> SafeString:
    """A script that is no module, with what the browser checks it by."""
    return _script(name, mark_safe(" defer") if defer else "")


@register.simple_tag
def modules(*names: str) -> SafeString:
    """Modules, after those that they import. The browser checks all of them, where files have been collected."""
    imported = staticfiles_storage.imported(*names) if isinstance(staticfiles_storage, StaticStorage) else []
    line = '<link rel="modulepreload" href="{}" integrity="{}">\n'
    preloaded = format_html_join("", line, ((one.url, one.integrity) for one in imported))
    return preloaded + format_html_join("\n", "{}", ([_script(name, mark_safe(' type="module"'))] for name in names))


def _script(name: str, how: str) -> SafeString:
    if not isinstance(staticfiles_storage, StaticStorage):
        return format_html('<script src="{}"{}></script>', static(name), how)
    sealed = staticfiles_storage.script(name)
    return format_html('<script src="{}" integrity="{}"{}></script>', sealed.url, sealed.integrity, how)


@register.simple_tag
def hidden(**values: object) -> SafeString:
    """Hidden fields of a form, for where several forms send the same."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', values.items())


@register.filter
def condition(text: str) -> SafeString:
    """A statement's condition beside it. The style sheet puts "given" before one that does not say how it limits."""
    return format_html('<span class="condition{}">{}</span>', " said" if says_how(text) else "", text)


@register.filter
def going_on(reader: object) -> Running | None:
    """The quiz whose clock runs for this reader, as their session has brought it along."""
    return running(getattr(reader, "running", None), clock.now())


@register.filter
def local(at: datetime, reader: object) -> datetime:
    """An instant on the reader's own clock, for `date` and `calendar_day`. Visitors have told no time zone: theirs is
    UTC."""
    zone = getattr(reader, "time_zone", "")
    moved: datetime | str = do_timezone(at, zone) if zone else ""  # "" for a zone that this machine does not know
    return moved if isinstance(moved, datetime) else at


@register.filter
def calendar_day(at: datetime, form: str) -> str:
    """The day of an instant as people call it, “yesterday”, “today” or “tomorrow”, or as ``form`` says."""
    ahead = at.date() - clock.now().astimezone(at.tzinfo).date()
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(ahead.days) or date_format(at, form)


@register.filter
def relative(at: datetime) -> str:
    """How long ago an instant was, or how far ahead it is: “2 hours ago”."""
    told: str = naturaltime(at - clock.shift())  # it asks the machine's clock
    return told


@register.filter
def near(at: datetime, form: str) -> str:
    """The day of an instant on the reader's clock (`local`), as ``form`` says, which names no year; with its year
    unless that is the running one there."""
    return _near(at, form, clock.now().astimezone(at.tzinfo))


@register.simple_tag(takes_context=True)
def near_day(context: Context, day: date, form: str) -> str:
    """The same of a date, which is of no clock: the running year is that of the reader's."""
    return _near(day, form, local(clock.now(), context.get("user")))


def _near(day: date, form: str, today: date) -> str:
    return date_format(day, form if day.year == today.year else f"{form} Y")


register.filter("percent", percent)


@register.filter
def percent_of(part: float, whole: float) -> int:
    """A part of a whole as whole per cent; of nothing it is 0."""
    return percent(part / whole) if whole else 0


@register.simple_tag
def absolute(path: str) -> str:
    """An address of ours as others name it."""
    return f"{settings.SITE_URL}{path}"


class CaptureNode(template.Node):
    """See `capture`."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Nothing: the text is the variable's."""
        context[self.name] = mark_safe(" ".join(self.nodelist.render(context).split()))
        return mark_safe("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """``{% capture title %}{% block title %}…{% endblock %}{% endcapture %}``: a text, on one line, that is said
    in more than one place."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)


class KeepNode(template.Node):
    """See `keep`. The texts live as long as the compiled template, which in development is one request."""

    def __init__(self, given: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.given = given
        self.nodelist = nodelist
        self.kept: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()

    def render(self, context: Context) -> SafeString:
        """The kept text, or a new one."""
        values = {name: given.resolve(context) for name, given in self.given.items()}
        # The type belongs to the key: a safe string equals one that has to be escaped.
        key = tuple((type(value), value) for value in values.values())
        text = self.kept.get(key)
        if text is None:
            if any(isinstance(value, Model) for value in values.values()):
                raise TypeError("A model is equal to every state of its row: give {% keep %} the values it shows.")
            text = self.kept[key] = self.nodelist.render(context.new(values))
            if len(self.kept) > MOST_KEPT:
                self.kept.popitem(last=False)
        return text


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """``{% keep page=page editor=user.is_editor %} … {% endkeep %}``: what is the same for everybody, rendered once.

    Between the tags there are no variables but those given, so a text can depend on nothing else, and nothing personal
    gets into it. They must be hashable values; texts are kept for the latest values.
    """
    tag, *bits = token.split_contents()
    given = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"“{tag}” takes name=value only.")
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode) or nodelist.get_nodes_by_type(CsrfTokenNode):
        raise template.TemplateSyntaxError(f"“{tag}” holds neither blocks nor tokens: they differ from page to page.")
    return KeepNode(given, nodelist)


@register.filter
def minus(number: str) -> str:
    """A number in words of a template with a true minus sign: "-0.64" as "−0.64"."""
    return number.replace("-", "\N{MINUS SIGN}")
