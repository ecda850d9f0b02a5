"""How the corpus is answered, by tag: right, confidently wrong, and answered uninvited.

`make score` prints it for the open corpus, which the tests hold at 100 %, and for the blind
one in `tests/blind`, which nobody looks into while mending: the difference between the two
is the honesty of the mechanism. Failures of the blind one are shown with `--blind` only;
`--page` puts the tables into docs/understanding.md. The time of a question is the machine's and the
day's, so it stands below the tables with its date.

A reply is confidently wrong when it names an owner, a verdict or a service that the corpus
says otherwise; asking back and "not in the catalogue" never are. A false answer is one to a
text that the corpus says to leave alone.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
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


def main() -> None:
    """Print both tables, the whole of each last; with `--page` put them into the page."""
    desk = Desk(load_catalogue())
    blind = list(items_in(BLIND))
    found, took = tables(desk), times(desk)
    sys.stdout.write(f"{found}{took}\n")
    if "--page" in sys.argv:
        page = with_tables(PAGE.read_text("utf-8"), found)
        PAGE.write_text(_put(page, "time", f"{took}\n"), "utf-8")
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
    return _put(page, "score", f"```text\n{text.strip()}\n```\n")


def times(desk: Desk) -> str:
    """How long the processor takes for each question of the open part, answered once."""
    took = []
    for item in items_in():
        began = time.thread_time()
        desk.ask(str(item.turns[0]["ask"]))
        took.append((time.thread_time() - began) * 1e6)
    cuts = quantiles(took, n=100)
    day = datetime.now(UTC).date()
    return f"{day}: a question takes {cuts[49]:.0f} µs, one in a hundred over {cuts[98]:.0f} µs."


def _put(page: str, what: str, text: str) -> str:
    begin, end = f"<!-- {what} -->\n", f"<!-- /{what} -->\n"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}{text}{end}{after}"


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
