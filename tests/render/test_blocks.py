"""Every reply that the catalogue can give keeps Slack's limits and holds nothing live."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.models.blocks import Block

from bot.render.blocks import reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.render.reply import Reply

LINK = re.compile(r"<(https://[^|<>]+)\|[^<>]+>")
HOSTS = ("https://docs.aws.amazon.com/", "https://aws.amazon.com/", "https://docs.redhat.com/")


def questions(catalogue: Catalogue) -> Iterator[str]:
    """Every service, every topic of each, and every kind of answer."""
    names = [service.name for service in catalogue.services.values()]
    for name in names:
        yield name
        for topic in catalogue.topics.values():
            yield f"who is responsible for {topic.said_as[0]} on {name}?"
    for one, two in pairwise(names):
        yield f"compare {one} and {two}"
        yield f"what changes if we move from {one} to {two}?"
    for topic in catalogue.topics.values():
        yield f"who is responsible for {topic.said_as[0]}?"
        yield f"which services do we have to look after {topic.said_as[0]} on?"
    for kind in catalogue.classes.values():
        yield f"what do we secure with {kind.said_as[0]}?"
    yield from ("", "help", "who patches FooBase?", "who patches CF?", "who patches Azure?")
    yield "compare " + " and ".join(names[:12])


def problems(made: Reply) -> Iterator[str]:
    """What in a reply breaks a limit of Slack's, or of ours."""
    blocks: list[Any] = list(made.blocks)
    texts = [text for block in blocks for text in _texts(block)]
    if not 1 <= len(blocks) <= 50:
        yield f"{len(blocks)} blocks"
    if sum(map(len, texts)) > 10_000:
        yield f"{sum(map(len, texts))} characters in all"
    if any(not 1 <= len(text) <= 3000 for text in texts):
        yield "a text over 3,000 characters, or none"
    if not 1 <= len(made.text) <= 4000:
        yield f"{len(made.text)} characters of text"
    if Block.parse_all(blocks) != blocks and len(Block.parse_all(blocks)) != len(blocks):
        yield "blocks that the SDK does not know"
    for block in Block.parse_all(blocks):
        block.validate_json()
    for text in [*texts, made.text]:
        for found in re.findall(r"<[^>]*>", text):
            link = LINK.fullmatch(found)
            if not link or not link.group(1).startswith(HOSTS):
                yield f"live markup {found}"


def _texts(block: dict[str, Any]) -> Iterator[str]:
    if "text" in block:
        yield block["text"]["text"]
    for element in block.get("elements", ()):
        yield element["text"]


def test_every_reply_keeps_every_limit(desk: Desk, catalogue: Catalogue) -> None:
    wrong = {
        asked: found
        for asked in questions(catalogue)
        if (found := list(problems(reply(desk.ask(asked), catalogue))))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "hostile",
    [
        "who patches <!channel>Foo<!here>Base?",
        "who patches &lt;!channel&gt; FooBase",
        "who patches <https://evil.example|RDS> FooBase",
        "who patches *Foo* _Base_ ~Qux~ `Zed`?",
        "who patches <@U12345> & <#C12345|general> FooBase",
        "who patches " + "Foo" * 2000 + "?",
        "who patches \u202eesabooF\u202c?",
    ],
)
def test_a_person_s_words_come_back_dead(desk: Desk, catalogue: Catalogue, hostile: str) -> None:
    made = reply(desk.ask(hostile), catalogue)
    assert list(problems(made)) == []
    assert "evil.example|" not in made.text


def test_the_text_alone_tells_verdict_halves_source_and_day(
    desk: Desk, catalogue: Catalogue
) -> None:
    made = reply(desk.ask("who backs up RDS?"), catalogue)
    for words in ("Amazon RDS", "AWS:", "Your team:", "Source:", "read "):
        assert words in made.text


def test_the_verdict_is_the_first_block(desk: Desk, catalogue: Catalogue) -> None:
    made = reply(desk.ask("does AWS patch the operating system of RDS?"), catalogue)
    first = made.blocks[0]
    assert first["text"]["text"].startswith("*Yes: AWS patches the operating system of Amazon RDS")
