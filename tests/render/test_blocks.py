"""Every reply that the catalogue can give keeps Slack's limits and holds nothing live."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.catalogue.shapes import HOSTS
from bot.render.blocks import escape, led, reply
from bot.render.buttons import example_of
from bot.render.forms import answer_form
from bot.render.parts import Look
from bot.render.phrases_slack import GREETING, LAYER_MARKS
from bot.render.plain import text_of
from bot.render.sheet import sheet_of
from bot.understand.recipe import LONGEST, read, write
from tests.limits import block_problems, live_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answers.model import Answer
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.render.reply import Reply

THREAD, TABLE = Look(), Look(place="private", drawn="table")
CITED = tuple(f"https://{host}/" for host in HOSTS)


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
        yield f"list {kind.said_as[0]} services"
    yield from ("", "help", "who patches FooBase?", "who patches CF?", "who patches Azure?")
    yield "list all services"
    yield "compare " + " and ".join(names[:12])
    # More than anybody can read: a line about them all is longer than a section may be.
    yield "compare " + " and ".join(names)


@pytest.fixture(scope="module")
def answers(desk: Desk, catalogue: Catalogue) -> dict[str, Answer]:
    """Every question of `questions`, answered once."""
    return {asked: desk.ask(asked) for asked in questions(catalogue)}


def problems(made: Reply, look: Look = THREAD) -> list[str]:
    """What in a reply breaks a limit of Slack's, or of ours."""
    found = list(live_markup(made.blocks, made.text, CITED))
    if look.place == "view":
        form = answer_form(made, "x" * LONGEST)
        found += block_problems(form["blocks"], "modal", by_sdk=False)
    else:
        found += block_problems(made.blocks, by_sdk=look in (THREAD, TABLE))
    if not 1 <= len(made.text) <= 12_500 or len(made.short) > 4000:
        found.append(f"{len(made.text)} characters of text, {len(made.short)} in short")
    return found


# Every place and every way of drawing.
LOOKS = (
    THREAD,
    TABLE,
    Look(place="private"),
    Look(place="shared", drawn="whole"),
    Look(place="view"),
)


def test_every_reply_keeps_every_limit(answers: dict[str, Answer], catalogue: Catalogue) -> None:
    wrong = {}
    for asked, answer in answers.items():
        for look in LOOKS:
            # As the first answer to a person, which a greeting leads: more than sharing adds.
            made = led(reply(answer, catalogue, look), GREETING)
            if found := problems(made, look):
                wrong[asked, look.place, look.drawn] = found
    assert wrong == {}


def test_every_button_asks_what_can_be_read_back(
    answers: dict[str, Answer], catalogue: Catalogue
) -> None:
    values = {
        element["value"]
        for answer in answers.values()
        for block in reply(answer, catalogue, Look(place="private")).blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element.get("value")
    }
    assert len(values) > 500
    stale = [one for one in values if read(one, catalogue) is None and example_of(one) is None]
    assert stale == []


def test_what_is_shared_is_what_was_answered(
    desk: Desk, answers: dict[str, Answer], catalogue: Catalogue
) -> None:
    for asked, answer in answers.items():
        line = write(answer.asked, catalogue) if answer.asked else ""
        if line:
            again = read(line, catalogue)
            assert again is not None, asked
            shared = desk.answer(again.question)
            assert shared is not None, asked
            assert shared.rulings == answer.rulings, asked
            assert shared.rows == answer.rows, asked


CUT = re.compile(r"(?m)^and \d+ more$")


def test_the_text_alone_holds_every_line_of_every_answer(
    answers: dict[str, Answer], catalogue: Catalogue
) -> None:
    """But for lists, which name the first and count the rest, and a comparison of very many."""
    lost = []
    for asked, answer in answers.items():
        whole = text_of(sheet_of(answer, catalogue))
        made = reply(answer, catalogue)
        lines = {escape(line) for line in whole.splitlines() if line[:1] != "("}
        said = set(made.text.splitlines())
        missing = [one for one in lines - said if one.lstrip(" -")[:1] not in LAYER_MARKS]
        if missing and len(answer.services) < 6:
            lost.append((asked, missing[0]))
    assert lost == []


def test_what_is_said_in_short_leaves_no_topic_out_and_tells_what_is_in_brief(
    answers: dict[str, Answer], catalogue: Catalogue
) -> None:
    shortened = 0
    for asked, answer in answers.items():
        made = reply(answer, catalogue)
        if not made.shorter:
            continue
        shortened += 1
        assert " in brief; ask about one topic" in made.short, asked
        if answer.kind == "compare" and len(answer.services) < 6:
            assert not CUT.search(made.short), asked
            titles = [catalogue.topics[row.topic].title for row in answer.rows]
            assert [one for one in titles if one.lower() not in made.short.lower()] == [], asked
    assert shortened > 5


@pytest.mark.parametrize(
    ("asked", "kept", "dropped"),
    [
        ("eks vs AKS, who patches the node OS?", "Azure Kubernetes Service is not AWS", None),
        ("compare RDS, Azure SQL and DynamoDB", "Azure SQL is not AWS", None),
        ("who patches farget?", "I read a misspelt name as AWS Fargate.", "farget"),
        ("compare RDS and DynamoDB and FooBase", "A name that was asked about", "FooBase"),
    ],
)
def test_what_is_given_again_keeps_its_notes_without_the_person_s_words(
    desk: Desk, catalogue: Catalogue, asked: str, kept: str, dropped: str | None
) -> None:
    """As shared, drawn as a table, or sent from a form: all from what a button carries."""
    question = desk.ask(asked).asked
    assert question is not None
    line = write(question, catalogue)
    again = read(line, catalogue)
    assert again is not None
    answer = desk.answer(again.question)
    assert answer is not None
    for look in (Look(place="shared"), TABLE):
        made = reply(answer, catalogue, look)
        assert kept in made.text
        assert kept in str(made.blocks)
        assert dropped is None or dropped not in f"{line}{made.text}{made.blocks}"


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
    assert problems(made) == []
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
    assert first["text"]["text"].startswith("Yes: AWS patches the operating system of Amazon RDS")
