"""What stored HTML may hold: the tags, attributes and schemes that a page of the wiki needs. Pure."""

import nh3

_TAGS = {
    "a", "abbr", "blockquote", "br", "code", "del", "details", "dfn", "div", "em", "figcaption", "figure", "h2",
    "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "th": {"scope", "data-option", "data-dimension"},
    "td": {"data-option", "data-dimension"},
    "figure": {"data-table", "data-options", "tabindex"},
    "div": {"role", "tabindex", "aria-label", "aria-labelledby"},
    "pre": {"role", "tabindex", "aria-label"},
}


def clean(html: str) -> str:
    """HTML with nothing but the tags, attributes and schemes that a wiki page needs."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
