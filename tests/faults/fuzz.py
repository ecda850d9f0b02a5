"""R12: whatever people send, an answer comes that calls nobody and links nowhere else.

    python -m tests.faults.fuzz 100000

prints one line. The gate runs the same with fewer; `hostile.yaml` is asked in full either way.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from statistics import median
from time import thread_time
from typing import TYPE_CHECKING

import yaml

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.catalogue.shapes import HOSTS
from bot.render.blocks import reply
from bot.render.forms import answer_form
from bot.render.parts import Look
from bot.understand.recipe import LONGEST
from bot.understand.words import clean
from tests.corpus import items_in
from tests.faults.crowd import share
from tests.limits import block_problems, foreign_links, live_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue

SEED, MOST = 20261128, 40_000
RATIO, WORST = 8.0, 0.1
CITED = tuple(f"https://{host}/" for host in HOSTS)
LOOKS = (
    Look(),
    Look(drawn="table"),
    Look(place="direct"),
    Look(place="private", facts_url=f"{CITED[0]}facts"),
    Look(place="shared", drawn="whole"),
    Look(place="view"),
)
# Where letters are taken from that people seldom type.
_RANGES = (
    *((0x00, 0x20), (0x7F, 0xA0), (0x300, 0x36F), (0x590, 0x6FF), (0xE00, 0xE7F)),
    *((0x1100, 0x11FF), (0x2000, 0x206F), (0x3040, 0x30FF), (0x4E00, 0x4FFF)),
    *((0xD800, 0xDFFF), (0xE000, 0xE0FF), (0xFB00, 0xFDFF), (0xFE00, 0xFFFF)),
    *((0x1F300, 0x1F6FF), (0xE0000, 0xE007F), (0x10FF00, 0x10FFFF)),
)
_SNIPPETS = (
    *"<!channel> <!here> <@U1> <#C1|x> &lt; &gt; &amp; < > | * _ ~ ` ``` > :fire: /srm ?".split(),
    *("<https://evil.example|RDS>", "https://evil.example/x", "www.evil.example", "\n", "\0", "'"),
    *("vs", "from", "to", "instead of", "not", "who", "patches", "our", "compare", "list", "which"),
)


def hostile() -> list[str]:
    """Every text of `hostile.yaml`."""
    path = Path(__file__).parent / "hostile.yaml"
    return [one["say"] * one.get("times", 1) for one in yaml.safe_load(path.read_text("utf-8"))]


class Fuzz:
    """Texts by seed: real questions bent and joined, names and markup in a heap, odd letters."""

    def __init__(self, seed: int, desk: Desk, asked: Sequence[str]) -> None:
        self._dice, self._asked = random.Random(seed), asked
        services = desk.catalogue.services.values()
        names = [name for one in services for name in (one.name, *one.aliases)]
        words = [word for topic in desk.catalogue.topics.values() for word in topic.said_as]
        self._pieces = [*names, *words, *_SNIPPETS * 20]

    def texts(self, count: int) -> Iterator[str]:
        """So many."""
        ways = (self._bent, self._bent, self._joined, self._heap, self._odd)
        for _ in range(count):
            yield self._dice.choice(ways)()[:MOST]

    def _bent(self) -> str:
        text = list(self._dice.choice(self._asked))
        for _ in range(self._dice.randint(1, 6)):
            at = self._dice.randrange(len(text) + 1)
            put = self._dice.choice([self._letter(), self._dice.choice(_SNIPPETS), ""])
            text[at : at + self._dice.randint(0, 3)] = put
        return "".join(text)

    def _joined(self) -> str:
        return self._dice.choice(" \n,;.").join(self._dice.choices(self._asked, k=self._some(6)))

    def _heap(self) -> str:
        return self._dice.choice(" \n,-").join(self._dice.choices(self._pieces, k=self._some(11)))

    def _odd(self) -> str:
        return "".join(self._letter() for _ in range(self._some(8))) * self._some(8)

    def _some(self, power: int) -> int:
        """Mostly few, and now and then as many as two to that power."""
        return int(2 ** (power * self._dice.random() ** 6))

    def _letter(self) -> str:
        if self._dice.random() < 0.5:
            return chr(self._dice.randrange(0x20, 0x7F))
        return chr(self._dice.randint(*self._dice.choice(_RANGES)))


@dataclass
class Seen:
    """What became of the texts: how long reading took, and each way in which a promise broke.

    `plain` is how long a plain question takes, `letters` how long it is, and `longest` how long
    the longest is that people typed: what is longer may take longer, letter by letter. `took`
    holds the seconds and the letters of each text.
    """

    seed: int
    plain: float
    letters: float
    longest: int
    took: list[tuple[float, int]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, tuple[float, float]]:
        """What was measured, and the most that it may be."""
        typed = [took / self.plain for took, letters in self.took if letters <= self.longest]
        each = [took / self.plain / max(1, size / self.letters) for took, size in self.took]
        return {
            "typed_p99_over_plain": (share(typed, 99), RATIO),
            "by_letter_p99_over_plain": (share(each, 99), RATIO),
            "worst_seconds": (max(took for took, _ in self.took), WORST),
        }

    def __str__(self) -> str:
        said = (
            f"{name}={value:.3g} (most {most:g})" for name, (value, most) in self.figures.items()
        )
        worst = f" {self.broken[:3]}" if self.broken else ""
        return (
            f"seed={self.seed} texts={len(self.took)} plain_ms={self.plain * 1000:.2f} "
            f"{' '.join(said)} broken={len(self.broken)}{worst}"
        )


def problems(answer: Answer, catalogue: Catalogue, look: Look) -> Iterator[str]:
    """What is wrong with a reply."""
    made = reply(answer, catalogue, look)
    blocks, surface = list(made.blocks), "message"
    if look.place == "view":
        blocks, surface = answer_form(made, "x" * LONGEST)["blocks"], "modal"
    yield from block_problems(blocks, surface, by_sdk=False)
    yield from live_markup(blocks, made.text, CITED)
    yield from live_markup([], made.short, CITED)
    yield from foreign_links(blocks, made.text, CITED)


def timed(desk: Desk, text: str, slow: float = 0.0) -> tuple[float, Answer]:
    """The seconds that an answer takes by the processor, and the answer.

    What took longer than `slow` is asked again, for others work on the machine too.
    """
    took = inf
    for _ in range(2):
        began = thread_time()
        answer = desk.ask(text)
        took = min(took, thread_time() - began)
        if took <= slow:
            break
    return took, answer


def run(count: int, desk: Desk, seed: int = SEED) -> Seen:
    """The hostile texts, and so many by seed."""
    dice = random.Random(seed)
    asked = [str(turn["ask"]) for item in items_in() for turn in item.turns]
    plain = dice.sample(asked, 400)
    lengths = [len(text) for text in asked]
    usual = median(timed(desk, text)[0] for text in plain)
    seen = Seen(seed, usual, median(lengths), max(lengths))
    befores = [None] * 150 + [desk.ask(text).context for text in plain[:50]]
    for text in (*hostile(), *Fuzz(seed, desk, asked).texts(count)):
        look, before, letters = dice.choice(LOOKS), dice.choice(befores), len(clean(text))
        try:
            took, answer = timed(desk, text, 3 * usual * max(1, letters / seen.letters))
            seen.took.append((took, letters))
            answer = desk.ask(text, before) if before is not None else answer
            found = [*problems(answer, desk.catalogue, look)]
        except Exception as fault:  # noqa: BLE001 - that is what is looked for
            found = [repr(fault)]
        seen.broken += [f"{one} <- {text[:200]!r} ({look.place})" for one in found]
    return seen


def main(count: int) -> int:
    """The run; whether a promise was broken."""
    seen = run(count, Desk(load_catalogue()))
    sys.stdout.write(f"R12 {seen}\n")
    return int(bool(seen.broken) or any(value > most for value, most in seen.figures.values()))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
