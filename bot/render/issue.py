"""Links to where a fact stands and to an issue about it, from where people read the catalogue."""

from __future__ import annotations

import re
from urllib.parse import quote

from bot.render import feedback_phrases as phrases
from bot.render.feedback import places_of, shown_places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalogue.model import Catalogue, Place
    from bot.render.feedback import About

# Slack takes 3,000 characters in a section; the lines before the link need room too.
_SECTION = 3000
_LONGEST = 2500
_GITHUB = re.compile(r"(https://[^/]+/[^/]+/[^/]+)/(?:blob|tree)/")
_GITLAB = re.compile(r"(https://[^/]+/.+?)/-/(?:blob|tree)/")


def fix_lines(
    about: About, catalogue: Catalogue, facts_url: str, words: str = "", link: str = ""
) -> list[str]:
    """Where the facts stand and the way to an issue, as lines of mrkdwn."""
    places = shown_places(about, catalogue)
    lines = [f"• {_named(place, facts_url)}" for place in places]
    if len(about.entries) > len(places):
        lines.append(phrases.more_places(len(about.entries) - len(places)))
    taken = len("\n".join([*lines, f"<|{phrases.WRITE_ISSUE}>"]))
    longest = min(_LONGEST, _SECTION - taken)
    issue = issue_link(about, catalogue, facts_url, words, link, longest)
    return [*lines, f"<{issue}|{phrases.WRITE_ISSUE}>" if issue else phrases.TELL]


def issue_link(
    about: About,
    catalogue: Catalogue,
    facts_url: str,
    words: str = "",
    link: str = "",
    longest: int = _LONGEST,
) -> str:
    """A new issue, filled in, in the repository behind `facts_url`; empty if that is none."""
    start, names = _tracker(facts_url)
    if not start:
        return ""
    places = [f"{place.file}:{place.line}" for place in places_of(about, catalogue)]
    while True:
        filled = {
            names["title"]: phrases.issue_title(about.entries, about.topics),
            names["body"]: phrases.issue_body(places, about.edition, words, link),
        }
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in filled.items())
        made = f"{start}?{query}"
        if len(made) <= longest or not words:
            return made if len(made) <= longest else start
        words = words[: len(words) * 3 // 4]


def _tracker(facts_url: str) -> tuple[str, Mapping[str, str]]:
    """The address of a new issue, and what its title and body are called there."""
    if found := _GITLAB.match(facts_url):
        names = {"title": "issue%5Btitle%5D", "body": "issue%5Bdescription%5D"}
        return f"{found.group(1)}/-/issues/new", names
    if found := _GITHUB.match(facts_url):
        return f"{found.group(1)}/issues/new", {"title": "title", "body": "body"}
    return "", {}


def _named(place: Place, facts_url: str) -> str:
    words = phrases.place(place.file, place.line)
    if not facts_url:
        return words
    return f"<{facts_url.rstrip('/')}/{place.file}#L{place.line}|{words}>"
