"""Every snapshot as one page, light and dark, wide and on a phone: `make gallery`.

Not Slack's own drawing, but its sizes, folds and order, close enough to see what is ugly.
"""

from __future__ import annotations

import html
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.snapshots import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINK = re.compile(r"&lt;(https://[^|&]+(?:&amp;[^|&]+)*)\|(.+?)&gt;")
_STYLE = """
body{margin:0;font:15px/1.47 Lato,'Helvetica Neue',Arial,sans-serif}
.theme{padding:16px;display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}
.light{background:#fff;color:#1d1c1d;--soft:#616061;--line:#dddddd;--link:#1264a3;--in:#fff}
.dark{background:#1a1d21;color:#d1d2d3;--soft:#ababad;--line:#565856;--link:#1d9bd1;--in:#222529}
.card{border:1px solid var(--line);border-radius:8px;padding:8px 12px;width:640px;overflow:hidden}
.card.phone{width:343px}.name{color:var(--soft);font-size:12px}
h3{font-size:18px;line-height:1.3;margin:8px 0 4px}.b{margin:4px 0 8px;white-space:pre-wrap}
.f{display:grid;grid-template-columns:1fr 1fr;gap:8px}.phone .f{grid-template-columns:1fr}
.c{color:var(--soft);font-size:13px;line-height:1.38}a{color:var(--link);text-decoration:none}
.a{display:flex;flex-wrap:wrap;gap:8px}.btn{border:1px solid var(--line);border-radius:4px;
padding:4px 12px;font-weight:700;font-size:13px;background:var(--in)}
.s .btn{white-space:nowrap}.sel{font-weight:400}
.btn.primary{background:#007a5a;color:#fff;border-color:#007a5a}
table{border-collapse:collapse}td{border:1px solid var(--line);padding:4px 8px;font-size:13px}
pre{border:1px solid var(--line);border-radius:4px;padding:8px;white-space:pre-wrap;font-size:12px}
hr{border:0;border-top:1px solid var(--line)}code{color:#e01e5a}
.s{display:flex;justify-content:space-between;gap:12px;align-items:flex-start}
"""


def page(
    names: Sequence[str] = (),
    themes: Sequence[str] = ("light", "dark"),
    widths: Sequence[str] = ("wide", "phone"),
) -> str:
    """The snapshots named, all when none, on one page."""
    cards = [
        (path.stem, "".join(map(_block, json.loads(path.read_text("utf-8"))["blocks"])))
        for path in sorted(FOLDER.glob("*.json"))
        if not names or path.stem in names
    ]
    drawn = "".join(
        f'<div class="theme {theme}">'
        + "".join(
            f'<div class="card {width}"><div class="name">{name}</div>{card}</div>'
            for name, card in cards
            for width in widths
        )
        + "</div>"
        for theme in themes
    )
    return (
        f"<!doctype html><meta charset=utf-8><title>SRM bot</title><style>{_STYLE}</style>{drawn}"
    )


def _block(block: dict[str, Any]) -> str:
    draw = _DRAW.get(block["type"])
    return draw(block) if draw else "<hr>"


def _header(block: dict[str, Any]) -> str:
    return f"<h3>{html.escape(block['text']['text'])}</h3>"


def _context(block: dict[str, Any]) -> str:
    return "".join(f'<div class="b c">{_mrkdwn(one)}</div>' for one in block["elements"])


def _actions(block: dict[str, Any]) -> str:
    return f'<div class="b a">{_elements(block["elements"])}</div>'


def _input(block: dict[str, Any]) -> str:
    label = html.escape(block["label"]["text"])
    return f'<div class="b"><b>{label}</b><div>{_elements([block["element"]])}</div></div>'


def _table(block: dict[str, Any]) -> str:
    rows = ["".join(f"<td>{html.escape(one['text'])}</td>" for one in row) for row in block["rows"]]
    return '<table class="b">' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _section(block: dict[str, Any]) -> str:
    if "fields" in block:
        cells = "".join(
            f'<div style="white-space:pre-wrap">{_mrkdwn(one)}</div>' for one in block["fields"]
        )
        return f'<div class="b f">{cells}</div>'
    text = f'<div class="b">{_mrkdwn(block["text"])}</div>'
    if "accessory" not in block:
        return text
    return f'<div class="s">{text}<div class="b">{_elements([block["accessory"]])}</div></div>'


def _elements(elements: Sequence[dict[str, Any]]) -> str:
    drawn = []
    for one in elements:
        if one["type"] == "checkboxes":
            drawn += [
                f"<div>☐ {html.escape(each['text']['text'])}</div>" for each in one["options"]
            ]
            continue
        said = one["text"] if "text" in one else one["placeholder"]
        words = html.escape(one.get("initial_option", {}).get("text", said)["text"])
        if one["type"] == "button":
            drawn.append(f'<span class="btn {one.get("style", "")}">{words}</span>')
        else:
            drawn.append(f'<span class="btn sel">{words} ▾</span>')
    return "".join(drawn)


def _rich_text(block: dict[str, Any]) -> str:
    text = block["elements"][0]["elements"][0]["text"]
    return f'<pre class="b">{html.escape(text)}</pre>'


def _judged(block: dict[str, Any]) -> str:
    one = block["elements"][0]
    buttons = (one["positive_button"], one["negative_button"])
    drawn = "".join(
        f'<span class="btn sel">{html.escape(button["text"]["text"])}</span>' for button in buttons
    )
    return f'<div class="b a">{drawn}</div>'


def _mrkdwn(text: dict[str, str]) -> str:
    """Bold, code and links, as far as replies use them; Slack's escapes are HTML's too."""
    safe = html.escape(html.unescape(text["text"]), quote=False)
    safe = _LINK.sub(r'<a href="\1">\2</a>', safe)
    safe = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", safe)
    return re.sub(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])", r"<b>\1</b>", safe)


_DRAW = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "table": _table,
    "rich_text": _rich_text,
    "context_actions": _judged,
}


def main() -> None:
    """Write the page where the first argument says."""
    Path(sys.argv[1]).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
