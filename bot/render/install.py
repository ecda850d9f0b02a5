"""The pages on which somebody installs the app, in a browser: plain HTML, no script, no picture."""

from __future__ import annotations

from html import escape

from bot.record import record
from bot.render import about
from bot.render.phrases_slack import support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.05rem/1.55 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1.2rem}"
    "h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}"
    "th,td{text-align:left;vertical-align:top;padding:.35rem 1rem .35rem 0}"
    "code{font-size:.95em}"
    ".go{display:inline-block;padding:.7rem 1.3rem;border-radius:.4rem;background:#4a154b;"
    "color:#fff;font-weight:600;text-decoration:none}"
    ".go:focus{outline:3px solid #1264a3;outline-offset:2px}"
)

_KEPT = (
    "It stores no message. It keeps ids (which questions it accepted, for 26 hours; what a "
    "conversation was about, for 2 hours; whom it greeted, for a year), feedback that somebody "
    "chose to give, for two years, and the token that Slack gives it for your workspace, "
    "encrypted. All of it is deleted when the app is uninstalled. There is no language model, and "
    "nothing goes to anybody but whoever runs this bot."
)
_ASK = ("who patches Fargate?", "compare EC2 and Lambda", "what must we secure on RDS?")


@record
class Page:
    """A page and the status it is sent with."""

    status: int
    html: str


def install_page(start: str, whom: str) -> Page:
    """What the app does, reads and keeps, and the link that begins; `whom` people may ask."""
    rows = "".join(
        f"<tr><th scope=row><code>{escape(scope)}</code></th><td>{_code(reason)}</td></tr>"
        for scope, reason in about.SCOPE_REASONS.items()
    )
    asked = "".join(f"<li>{escape(one)}</li>" for one in _ASK)
    return _page(
        200,
        f"Add {about.APP_NAME} to Slack",
        f"<p>{escape(about.DESCRIPTION)}.</p><ul>{asked}</ul>"
        f'<p><a class=go href="{escape(start)}">Add to Slack</a></p>'
        "<p>Slack shows you the same list and asks you to agree before anything is installed. If "
        "your workspace approves apps, an admin is asked.</p>"
        f"<h2>What it may do, and why</h2><table>{rows}</table>"
        "<p>It reads no other conversation and no history of any channel.</p>"
        f"<h2>What it keeps</h2><p>{escape(_KEPT)}</p>",
        whom,
    )


def installed_page(name: str, link: str, whom: str, *, wide: bool) -> Page:
    """It is installed, to what is called `name`; `link` opens it in Slack."""
    first = (
        "An organisation's owner or admin now chooses in Slack which workspaces have it, under "
        "Organisation settings, Apps. In each of them:"
        if wide
        else "In Slack:"
    )
    steps = (
        f"write to <b>{about.BOT_NAME}</b> under Apps, such as <i>{escape(_ASK[0])}</i>",
        f"or <code>/invite @{about.BOT_NAME}</code> to a channel and mention it there",
        "or type <code>/srm rds</code> anywhere",
    )
    listed = "".join(f"<li>{step}</li>" for step in steps)
    where = escape(name) or "your workspace"
    opened = f'<p><a class=go href="{escape(link)}">Open in Slack</a></p>' if link else ""
    return _page(
        200,
        f"{about.APP_NAME} is installed",
        f"<p>It is installed to {where}. {first}</p><ul>{listed}</ul>{opened}",
        whom,
    )


def cancelled_page(again: str, whom: str) -> Page:
    """The person said no on Slack's page."""
    return _again(
        200, "Nothing was installed", ["You cancelled on Slack's page, so nothing changed."],
        again, whom,
    )  # fmt: skip


def stale_page(again: str, whom: str) -> Page:
    """The way back from Slack was none that this browser began, or it took too long."""
    lines = [
        "This installation was not begun in this browser, or more than ten minutes ago, or it was "
        "finished already. Nothing was changed.",
        "Begin again here, and stay in the same browser. Cookies must be allowed for this page.",
    ]
    return _again(400, "Please begin again", lines, again, whom)


def refused_page(code: str, again: str, whom: str) -> Page:
    """Slack did not give a token, and said `code`."""
    lines = [
        f"Slack did not confirm the installation ({code}). Nothing was changed.",
        "Begin again. If it happens twice, tell whoever runs this bot what stands in brackets.",
    ]
    return _again(502, "Slack did not confirm it", lines, again, whom)


def busy_page(again: str, whom: str) -> Page:
    """The installation could not be kept."""
    lines = [
        "The bot cannot keep an installation at this moment, so it is not installed.",
        "Begin again in some minutes. Nothing has to be undone in Slack.",
    ]
    return _again(503, "Not now", lines, again, whom)


def _again(status: int, head: str, lines: Sequence[str], again: str, whom: str) -> Page:
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    link = f'<p><a class=go href="{escape(again)}">Begin again</a></p>'
    return _page(status, head, said + link, whom)


def _page(status: int, head: str, inside: str, whom: str) -> Page:
    ask = f"<p>{escape(support(whom))}</p>" if whom else ""
    html = (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width,initial-scale=1">'
        f"<title>{escape(head)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(head)}</h1>{inside}{ask}"
        "<p>Not affiliated with AWS or Slack.</p></main></body></html>\n"
    )
    return Page(status=status, html=html)


def _code(reason: str) -> str:
    """A reason in HTML: what stands between backticks is code."""
    return "".join(
        f"<code>{escape(part)}</code>" if number % 2 else escape(part)
        for number, part in enumerate(reason.split("`"))
    )
