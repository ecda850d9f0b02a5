"""How the corpus is answered, by tag: right, confidently wrong, and answered uninvited.

`make score` prints it for the open corpus, which the tests hold at 100 %, and for the blind
one in `tests/blind`, which nobody looks into while mending: the difference between the two
is the honesty of the mechanism. Failures of the blind one are shown with `--blind` only;
`--page` puts the tables into docs/understanding.md.

A reply is confidently wrong when it names an owner, a verdict or a service that the corpus
says otherwise; asking back and "not in the catalogue" never are. A false answer is one to a
text that the corpus says to leave alone.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.render.export import answer_object
from tests.corpus import BLIND, items_in, misses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.understand.question import Context
    from tests.corpus import Item

_SILENT = frozenset({"ignore", "help", "not-found", "clarify"})
_HEAD = ("tag", "items", "right", "wrong", "uninvited")


PAGE = Path(__file__).parent.parent / "docs" / "understanding.md"
_BEGIN, _END = "<!-- score -->\n", "<!-- /score -->\n"


def main() -> None:
    """Print both tables, the whole of each last; with `--page` put them into the page."""
    desk = Desk(load_catalogue())
    blind = list(items_in(BLIND))
    sys.stdout.write(tables(desk))
    if "--page" in sys.argv:
        PAGE.write_text(with_tables(PAGE.read_text("utf-8"), tables(desk)), "utf-8")
    if "--blind" in sys.argv:
        for item in blind:
            sys.stdout.write(
                "".join(f"{item.file}[{item.number}] {one}\n" for one in misses(item, desk))
            )


def tables(desk: Desk) -> str:
    """How both parts of the corpus are answered, by tag."""
    return f"open\n{_table(items_in(), desk)}\nblind\n{_table(items_in(BLIND), desk)}\n"


def with_tables(page: str, text: str) -> str:
    """The page with these tables in the place of those that stand there."""
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}```text\n{text.strip()}\n```\n{_END}{after}"


def _table(items: Iterable[Item], desk: Desk) -> str:
    """One line a tag."""
    count: Counter[tuple[str, str]] = Counter()
    for item in items:
        found = _judged(item, desk)
        for tag in (*(item.tags or ("untagged",)), "all"):
            count[tag, "items"] += 1
            for what in found:
                count[tag, what] += 1
    tags = sorted({tag for tag, _ in count} - {"all"}, key=lambda tag: (-count[tag, "items"], tag))
    lines = ["{:<18}{:>7}{:>9}{:>7}{:>11}".format(*_HEAD)]
    for tag in (*tags, "all"):
        total = count[tag, "items"]
        right = 100 * count[tag, "right"] / total
        wrong, uninvited = count[tag, "wrong"], count[tag, "uninvited"]
        lines.append(f"{tag:<18}{total:>7}{right:>8.1f}%{wrong:>7}{uninvited:>11}")
    return "\n".join(lines) + "\n"


def _judged(item: Item, desk: Desk) -> set[str]:
    """What became of one item: right, or how it went wrong."""
    if not misses(item, desk):
        return {"right"}
    before: Context | None = None
    found: set[str] = set()
    for turn in item.turns:
        answer = desk.ask(str(turn["ask"]), before)
        before = answer.context
        found |= _faults(turn, answer_object(answer, desk.catalogue))
    return found


def _faults(turn: dict[str, Any], given: dict[str, Any]) -> set[str]:
    silent = given["kind"] in _SILENT
    if turn.get("kind") == "ignore" and not silent:
        return {"uninvited"}
    if silent:
        return set()
    services = [one["id"] for one in given["services"]]
    wrong = "services" in turn and services != turn["services"]
    for name in ("owner", "verdict"):
        wrong = wrong or (name in turn and given[name] not in (None, turn[name]))
    return {"wrong"} if wrong else set()


if __name__ == "__main__":
    main()
