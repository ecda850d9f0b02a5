"""Writes the replies that are shown to people: those in the README, and the snapshots.

`python -m tests.replies` rewrites them; the tests hold them against the bot. The catalogue's
edition changes with every fact and is left out of the comparison.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.organisation.load import load_organisations
from bot.render.plain import terminal_text
from bot.render.sheet import sheet_of
from tests.snapshots import EXAMPLE, write_snapshots

if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue

README = Path(__file__).parent.parent / "README.md"
_WITH_IT = "SRM_ORGANISATION=data/examples/organisation "
_BLOCK = re.compile(rf'```console\n\$ ({_WITH_IT})?srm ask "([^"]+)"\n.*?```', re.DOTALL)
_EDITION = re.compile(r"catalogue \d{4}-\d\d-\d\d [0-9a-f]{7}")


def fresh(text: str, catalogue: Catalogue) -> str:
    """`text` with the reply of today below every `$ srm ask` in it."""
    desk = Desk(catalogue, load_organisations(str(EXAMPLE), catalogue))

    def answered(match: re.Match[str]) -> str:
        overlay, text = match.group(1) or "", match.group(2)
        answer = desk.ask(text, None, desk.ours() if overlay else None)
        reply = terminal_text(sheet_of(answer, catalogue), 100)
        return f'```console\n$ {overlay}srm ask "{text}"\n{reply}\n```'

    return _BLOCK.sub(answered, text)


def main() -> None:
    """Rewrite the README's replies and the snapshots."""
    catalogue = load_catalogue()
    README.write_text(fresh(README.read_text("utf-8"), catalogue), "utf-8")
    write_snapshots(Desk(catalogue))


if __name__ == "__main__":
    main()
