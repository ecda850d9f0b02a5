"""R13: a copy of the catalogue with a damaged file is refused or says who does what as before.

    python -m tests.faults.mutants 20000

prints one line. Damage is what disks, transfers, editors and merges do to a file; a line that
somebody takes out whole is an edit, which no loader can tell from one that was meant.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from bot.catalogue import load
from bot.catalogue.build import service_from
from bot.catalogue.files import WORDS, bundled_folder, names_in, read_file
from bot.catalogue.nodes import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.catalogue.build import Shelf
    from bot.catalogue.fields import Fields
    from bot.catalogue.model import Catalogue, Says, Service
    from bot.catalogue.nodes import Mapping
    from bot.errors import Problem

    Damage = Callable[[random.Random, bytes], bytes]

SEED = 20261129
# So many of the damaged files are word lists, of which each costs a full reading.
LISTS = 0.03


def _bytes(dice: random.Random, data: bytes) -> bytes:
    at, gone = dice.randrange(len(data)), dice.randint(0, 3)
    put = bytes(dice.choice([dice.randrange(256), dice.randrange(32, 127)]) for _ in range(gone))
    return data[:at] + dice.choice([put, b""]) + data[at + dice.randint(0, 3) :]


def _bit(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]


def _sign(dice: random.Random, data: bytes) -> bytes:
    """A character that means something to YAML, where another stood or between two."""
    at = dice.randrange(len(data))
    sign = dice.choice("#:-?|>&*!%@`'\"{}[],\t\n ~=").encode()
    return data[:at] + sign + data[at + dice.randint(0, 1) :]


def _cut(dice: random.Random, data: bytes) -> bytes:
    return data[: dice.randrange(len(data))]


def _without_head(dice: random.Random, data: bytes) -> bytes:
    return data[dice.randrange(len(data)) :]


def _zeroes(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + b"\0" * len(data[at : at + 512]) + data[at + 512 :]


def _twice(dice: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    first = dice.randrange(len(lines))
    last = first + dice.randint(1, 6)
    return b"".join([*lines[:last], *lines[first:]])


def _indented(dice: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    at = dice.randrange(len(lines))
    more = dice.choice([b" ", b"  ", b"\t", b"    "])
    lines[at] = dice.choice([more + lines[at], lines[at].removeprefix(b"  ")])
    return b"".join(lines)


def _merged(dice: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    at = dice.randrange(len(lines))
    ours, theirs = lines[at : at + 2], lines[at + 1 : at + 3]
    marks = (b"<<<<<<< ours\n", b"=======\n", b">>>>>>> theirs\n")
    put = [marks[0], *ours, marks[1], *theirs, marks[2]]
    return b"".join([*lines[:at], *put, *lines[at + 3 :]])


def _encoded(dice: random.Random, data: bytes) -> bytes:
    text = data.decode()
    made = text.encode(dice.choice(["utf-16", "utf-32", "utf-8-sig", "cp037"]), "replace")
    return dice.choice([made, text.replace("\n", "\r").encode(), b"\xc2\xa0" + data])


DAMAGE: tuple[Damage, ...] = (
    *(_bytes, _bytes, _bytes, _bit, _bit, _sign, _sign, _cut, _cut, _without_head),
    *(_zeroes, _twice, _indented, _indented, _merged, _encoded),
)


def verdicts(catalogue: Catalogue) -> dict[str, Any]:
    """Who does what, by service and by class: all that an answer's verdict comes from."""
    services: dict[str, Any] = {one.id: _service(one) for one in catalogue.services.values()}
    classes = {
        one.id: {topic: duty.says.owner for topic, duty in one.duties.items()}
        for one in catalogue.classes.values()
    }
    return {**services, "classes": classes}


def _service(service: Service) -> Any:
    duties = {
        topic: (_parties(duty.says), [_parties(case.says) for case in duty.cases])
        for topic, duty in service.duties.items()
    }
    state = (service.state.is_, service.state.successor)
    return (service.class_, service.variant_of, state, duties)


def _parties(says: Says) -> tuple[str, str]:
    return (says.owner, says.partner.name if says.partner else "")


@dataclass
class Seen:
    """What became of the copies; `broken` names those that say otherwise who does what."""

    seed: int
    became: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        said = " ".join(f"{how}={count}" for how, count in sorted(self.became.items()))
        worst = f" {self.broken[:3]}" if self.broken else ""
        return f"seed={self.seed} {said} verdict_changed={len(self.broken)}{worst}"


class Copies:
    """Reads copies of the catalogue; what the whole files come to is worked out once."""

    def __init__(self, folder: Path) -> None:
        self.files = {name: read_file(str(folder), name) for name in names_in(str(folder))}
        self._trees: dict[str, tuple[Mapping | None, list[Problem]]] = {}
        self._services: dict[str, tuple[Service | None, dict[tuple[str, str], int]]] = {}
        self._now: dict[str, bytes] = {}
        self._usual_lists = True
        whole, problems = self.read({})
        assert whole is not None, problems
        self.whole = whole

    def read(self, changed: dict[str, bytes]) -> tuple[Catalogue | None, list[Problem]]:
        """What the loader makes of a copy with these files in the place of its own."""
        self._now = {**self.files, **changed}
        # Services are read with the lists.
        self._usual_lists = all(name.startswith("services/") for name in changed)
        with self._remembering():
            return load.read_catalogue(Path())

    @contextmanager
    def _remembering(self) -> Iterator[None]:
        with patch.multiple(
            load,
            _files=lambda _folder, _report: self._now,
            parse=self._parsed,
            service_from=self._built,
        ):
            yield

    def _parsed(self, data: bytes, name: str) -> tuple[Mapping | None, list[Problem]]:
        if data is not self.files.get(name):
            return parse(data, name)
        if name not in self._trees:
            self._trees[name] = parse(data, name)
        return self._trees[name]

    def _built(self, fields: Fields, name: str, shelf: Shelf) -> Service | None:
        if not self._usual_lists or self._now[name] is not self.files[name]:
            return service_from(fields, name, shelf)
        if name not in self._services:
            lines = {**shelf.lines}
            service = service_from(fields, name, shelf)
            self._services[name] = service, dict(shelf.lines.items() - lines.items())
            return service
        service, own = self._services[name]
        shelf.lines.update(own)
        return service


def run(count: int, lists: float = LISTS, seed: int = SEED) -> Seen:
    """So many copies with one damaged file each; `lists` of them are word lists."""
    seen, dice, copies = Seen(seed), random.Random(seed), Copies(Path(bundled_folder()))
    right = verdicts(copies.whole)
    services = [name for name in copies.files if name.startswith("services/")]
    others = [name for name in copies.files if name not in services and name != WORDS]
    for _ in range(count):
        name = dice.choice(others if dice.random() < lists else services)
        damage = dice.choice(DAMAGE)
        data = damage(dice, copies.files[name])
        if data == copies.files[name]:
            continue
        catalogue, problems = copies.read({name: data})
        if catalogue is None or problems:
            seen.became["refused"] += 1
        elif verdicts(catalogue) != right:
            seen.became["verdict"] += 1
            seen.broken.append(f"{name} {damage.__name__} {_changed(copies.files[name], data)}")
        else:
            same = catalogue.services == copies.whole.services
            seen.became["as before" if same else "other words"] += 1
    return seen


def _changed(before: bytes, after: bytes) -> str:
    """Where two texts begin to differ."""
    at = next(
        (at for at, pair in enumerate(zip(before, after, strict=False)) if len({*pair}) > 1), 0
    )
    return f"at {at}: {before[at - 30 : at + 30]!r} -> {after[at - 30 : at + 30]!r}"


def main(count: int) -> int:
    """The run; whether a promise was broken."""
    seen = run(count)
    sys.stdout.write(f"R13 {seen}\n")
    return int(bool(seen.broken))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
