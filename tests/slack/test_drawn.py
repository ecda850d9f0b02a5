"""What was asked before is not drawn again, and nobody can tell."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from bot.answers.compose import compose
from bot.render.blocks import reply
from bot.render.parts import Look
from bot.render.reply import Reply
from bot.slack.drawn import Drawings, Drawn, without_words
from bot.slack.loop import run, settle
from bot.understand.question import Mention, Question
from tests.corpus import items_in

if TYPE_CHECKING:
    from bot.answers.model import Answer
    from bot.ask import Desk

_ASKED = [str(item.turns[0]["ask"]) for item in items_in()][::3]


def test_an_answer_found_without_the_words_is_the_same_to_the_letter(desk: Desk) -> None:
    """A reply kept under what was understood is the one that the words themselves would get."""
    kept, other = 0, []
    for text in _ASKED:
        question = desk.read(text)
        plain = without_words(question)
        if plain is None:
            continue
        kept += 1
        if _drawn(desk, compose(plain, desk.catalogue)) != _drawn(desk, desk.ask(text)):
            other.append(text)
    assert not other
    assert kept > len(_ASKED) // 2


def test_nothing_that_was_typed_is_part_of_what_is_kept(desk: Desk) -> None:
    """Neither the text nor the name as it was said is part of what a reply is kept under."""
    question = desk.read("who patches Simple Storage Service for the plumbers?")
    plain = without_words(question)
    assert plain is not None
    assert plain.text == ""
    assert {mention.said for mention in plain.mentions} == {""}


def test_a_reply_that_quotes_words_is_never_kept(desk: Desk) -> None:
    """Slips, unknown names, other clouds and a question asked back are drawn each time."""
    for text in (
        "who patches farget?",
        "who patches frobnicator?",
        "who patches azure vms and ec2?",
        "who patches it?",
    ):
        assert without_words(desk.read(text)) is None, text


def test_the_replies_kept_are_bounded() -> None:
    """The one longest unasked goes; what is asked again stays."""
    drawings, asked = Drawings(), [_question(number) for number in range(501)]
    for question in asked[:500]:
        drawings.keep(_key(question), _nothing())
    assert drawings.find(_key(asked[0]))
    drawings.keep(_key(asked[500]), _nothing())
    assert drawings.find(_key(asked[0]))
    assert not drawings.find(_key(asked[1]))


def test_the_collector_waits_for_the_start() -> None:
    """Nothing is collected while the bot starts, and again once all is there."""

    async def work() -> bool:
        before = gc.isenabled()
        settle()
        return before

    usual = gc.get_threshold()
    try:
        assert run(work()) is False
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
        gc.enable()


def _drawn(desk: Desk, answer: Answer) -> Reply:
    return reply(answer, desk.catalogue)


def _question(number: int) -> Question:
    mention = Mention(service=str(number), said="", how="exact")
    return Question(text="", kind="service", mentions=(mention,))


def _key(question: Question) -> tuple[Question, None, Look]:
    return question, None, Look()


def _nothing() -> Drawn:
    return Drawn(answer=None, reply=Reply(text="", blocks=()), line="")
