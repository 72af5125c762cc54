"""What a browser calls itself, for the list of sessions."""

from django import template

register = template.Library()

# The first that occurs is right: most of them also name those below.
BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser/": "Samsung Internet", "Firefox/": "Firefox", "FxiOS/": "Firefox",
    "CriOS/": "Chrome", "Chrome/": "Chrome", "Safari/": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS X": "macOS",
    "CrOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip


@register.filter
def browser_name(user_agent: str) -> str:
    """“Firefox on Windows”, from the User-Agent header; what is not known goes by its first words."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), user_agent[:40] or "Unknown")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
