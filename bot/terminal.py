"""The bot on a terminal or a pipe: a question, a conversation, JSON a line, the index."""

from __future__ import annotations

import os
import sys

from bot.ask import Desk
from bot.catalogue.names import squash
from bot.render.phrases import TERMINAL_BYE, TERMINAL_PROMPT, terminal_hello
from bot.render.plain import terminal_text
from bot.render.sheet import sheet_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours
    from bot.render.parts import Look
    from bot.render.table import By

_WIDEST, _NARROWEST = 100, 40
_LEAVE = frozenset({"exit", "quit", "bye", ":q"})


def answer_once(catalogue: Catalogue, text: str, look: Look, ours: Ours | None = None) -> None:
    """Print the answer to one question."""
    _print(_drawn(Desk(catalogue).ask(text, None, ours), catalogue, look))


def print_objects(
    catalogue: Catalogue,
    lines: Iterable[bytes],
    look: Look,
    ours: Ours | None = None,
    *,
    threaded: bool,
) -> None:
    """Write one JSON object for each line read, in order, each flushed as it comes.

    Only a line feed ends a line; bytes that are not UTF-8 are replaced. With `threaded`,
    the lines are turns of one conversation.
    """
    import json  # noqa: PLC0415 - only JSON needs it, here and below

    from bot.render.export import answer_object  # noqa: PLC0415 - as above

    desk, before, out = Desk(catalogue), None, sys.stdout.buffer
    for line in lines:
        answer = desk.ask(line.removesuffix(b"\n").decode("utf-8", "replace"), before, ours)
        before = answer.context if threaded else None
        shown = json.dumps(answer_object(answer, catalogue, look), ensure_ascii=False)
        out.write(shown.encode("utf-8", "replace") + b"\n")
        out.flush()


def converse(catalogue: Catalogue, look: Look, ours: Ours | None = None) -> None:
    """Answer line by line until the input ends; prompts only where a person types."""
    desk, before = Desk(catalogue), None
    typed = sys.stdin.isatty()
    if typed:
        _print(terminal_hello(len(catalogue.services), catalogue.edition))
    for text in _typed() if typed else _piped():
        if typed and text.strip().lower() in _LEAVE:
            break
        if not text.strip():
            continue
        answer = desk.ask(text, before, ours)
        before = answer.context
        _print(_drawn(answer, catalogue, look) + "\n")
    if typed:
        _print(TERMINAL_BYE)


def print_services(catalogue: Catalogue, *, as_json: bool) -> None:
    """Print the catalogue's index: a JSON object a line, or a table for people."""
    import json  # noqa: PLC0415 - as above

    from bot.render.export import service_object  # noqa: PLC0415 - as above

    for service in catalogue.services.values():
        if as_json:
            _print(json.dumps(service_object(service), ensure_ascii=False))
        else:
            title = catalogue.classes[service.class_].title
            _print(f"{service.id:32} {service.name:44} {title}")


def print_table(
    catalogue: Catalogue, wanted: Sequence[str], by: By, drawn_as: str
) -> tuple[str, ...]:
    """Print the matrix of the services wanted, all when none; those unknown are given back."""
    from bot.render.table import FORMATS, table_of  # noqa: PLC0415 - only this command needs it

    named = {
        squash(text): one for one in catalogue.services.values() for text in (one.id, one.name)
    }
    for one in catalogue.services.values():
        named.update({squash(alias): one for alias in one.aliases})
    unknown = tuple(text for text in wanted if squash(text) not in named)
    if unknown:
        return unknown
    services = [named[squash(text)] for text in wanted] or list(catalogue.services.values())
    _print(FORMATS[drawn_as](table_of(catalogue, services, by)))
    return ()


def _typed() -> Iterator[str]:
    from contextlib import suppress  # noqa: PLC0415 - only conversations need it

    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - gives `input` history and line editing
    while True:
        try:
            yield input(TERMINAL_PROMPT)
        except (EOFError, KeyboardInterrupt):
            _print("")
            return


def _piped() -> Iterator[str]:
    for line in sys.stdin.buffer:
        yield line.removesuffix(b"\n").decode("utf-8", "replace")


def _drawn(answer: Answer, catalogue: Catalogue, look: Look) -> str:
    bold = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return terminal_text(sheet_of(answer, catalogue, look), _width(), bold=bold)


def _width() -> int:
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        columns = _WIDEST
    return max(_NARROWEST, min(columns, _WIDEST))


def _print(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()
