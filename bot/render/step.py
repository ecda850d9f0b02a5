"""An answer as the outputs of a workflow step: plain words, for the steps that follow."""

from __future__ import annotations

from bot.render import phrases
from bot.render.about import step_error
from bot.render.parts import Titles
from bot.render.sheet import sheet_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.model import Answer, Ruling
    from bot.catalogue.model import Catalogue

_LONGEST_SAID = 200


def question_of(service: str, topic: str) -> str:
    """What the step's two inputs ask."""
    return f"who is responsible for {topic} on {service}?"


def outputs_of(answer: Answer, catalogue: Catalogue) -> dict[str, str] | None:
    """Owner, AWS's part, the team's part and source; None for what is no answer on one service.

    Where the owner depends on the way of running it, or one word covers two layers, each part
    names the sentence's way or layer.
    """
    if answer.kind != "duty" or answer.owner is None or not answer.sources:
        return None
    titles = Titles(catalogue)
    rulings = [one for ruling in answer.rulings for one in (ruling.inside or (ruling,))]
    partner = rulings[0].says.partner if len(rulings) == 1 else None
    return {
        "owner": phrases.owner_label(answer.owner, partner),
        "aws": _part([(one, one.says.aws) for one in rulings], titles),
        "team": _part([(one, one.says.team) for one in rulings], titles),
        "source": answer.sources[0].url,
    }


def error_of(answer: Answer, catalogue: Catalogue) -> str:
    """Why there are no outputs, and what to put into the step instead."""
    said = sheet_of(answer, catalogue).headline if answer.kind in ("clarify", "not-found") else ""
    near = [one.name for one in answer.candidates]
    topics = [topic.title.lower() for topic in catalogue.topics.values()]
    return step_error(said[:_LONGEST_SAID], near, topics)


def _part(said: Sequence[tuple[Ruling, str | None]], titles: Titles) -> str:
    """The sentences of one party; with several rulings each has its name before it."""
    if len(said) == 1:
        return said[0][1] or ""
    ways = {ruling.name for ruling, _ in said}
    return " ".join(
        f"{ruling.name if len(ways) > 1 else titles.topic(ruling.topic)}: {text}"
        for ruling, text in said
        if text
    )
