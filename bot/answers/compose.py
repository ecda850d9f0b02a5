"""A question and the catalogue into an answer. Pure, and the same every time."""

from __future__ import annotations

from bot.answers.model import Answer, Heard
from bot.answers.rulings import Rulings, common_owner
from bot.record import replace
from bot.understand.question import Context

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.asked import Asked
    from bot.answers.model import Ruling, Verdict
    from bot.answers.rulings import Plain
    from bot.catalogue.model import Catalogue, Owner, Source
    from bot.understand.question import Mention, Question, Stance

# How many services a conversation remembers beside those of its last turn.
_FEW = 4


def compose(
    question: Question,
    catalogue: Catalogue,
    before: Context | None = None,
    asked: Asked | None = None,
    plain: Plain | None = None,
) -> Answer:
    """The answer to a question; `before` is what the conversation remembered so far.

    `asked` is the organisation that asks; without one the catalogue alone answers. `plain` are
    the rulings that were made of it before, if any are kept.
    """
    rulings = _rulings(question, catalogue, asked, plain)
    base = Answer(
        kind=question.kind,
        question=question.text,
        edition=catalogue.edition,
        services=_heard(question.mentions, catalogue),
        topic=_one_topic(question),
        topics=question.topics,
        sweep=question.sweep,
        class_=question.class_ if question.kind in ("class", "list") else None,
        category=question.category,
        filter=question.filter,
        candidates=_heard(question.candidates, catalogue),
        not_aws=question.not_aws,
        unknown=question.unknown,
        foreign=question.foreign,
        outside=question.outside,
        asked=question,
    )
    if asked is None:
        answer = _by_kind(question, base, rulings, catalogue)
    else:
        # Imported late, here and below: one answer needs few of these, and must come at once.
        from bot.answers.ours import stack_answer, with_ours  # noqa: PLC0415

        stack = question.kind == "list"
        answer = (
            stack_answer(question, base, rulings, catalogue, asked)
            if stack
            else _by_kind(question, base, rulings, catalogue)
        )
        answer = with_ours(answer, asked, catalogue)
    return replace(answer, context=_context(question, answer, before, asked))


def _rulings(
    question: Question, catalogue: Catalogue, asked: Asked | None, plain: Plain | None
) -> Rulings:
    """The rulings of a catalogue, under the cases that the question or our exceptions state."""
    cases = {(c.service, c.topic): c.case for c in question.cases}
    if asked is None or question.kind in ("overview", "class"):
        # A topic or a class over the whole catalogue is no place for exceptions of ours.
        return Rulings(catalogue, cases, plain=plain)
    return Rulings(catalogue, cases, asked.ours, asked.spot, plain)


def _by_kind(question: Question, base: Answer, rulings: Rulings, catalogue: Catalogue) -> Answer:
    kind = question.kind
    if kind == "duty":
        return _duty(question, base, rulings, catalogue)
    if kind == "service":
        return _service(question, base, rulings, catalogue)
    if kind in ("compare", "shift"):
        from bot.answers import beside  # noqa: PLC0415

        ruled = beside.compare_answer if kind == "compare" else beside.shift_answer
        return ruled(question, base, rulings, catalogue)
    if kind not in ("list", "overview", "class"):
        return base
    from bot.answers import across  # noqa: PLC0415

    if kind == "list":
        return across.list_answer(question, base, rulings, catalogue)
    ruled = across.overview_answer if kind == "overview" else across.class_answer
    return ruled(question, base, rulings, catalogue)


def _one_topic(question: Question) -> str | None:
    """The topic asked: the first one when one word covers two, None for several or none."""
    if len(question.topics) == 1 or (question.topics and question.sweep):
        return question.topics[0]
    return None


def _duty(question: Question, base: Answer, rulings: Rulings, catalogue: Catalogue) -> Answer:
    service = catalogue.services[question.mentions[0].service]
    asked = tuple(rulings.of(service, topic) for topic in question.topics)
    shown = asked + tuple(
        ruling
        for topic in question.beside
        if (ruling := rulings.stated(service, topic)) is not None and _beside(ruling, asked)
    )
    everything = rulings.all(service)
    remaining = tuple(
        ruling.topic
        for ruling in everything
        if _leaves_a_part(ruling)
        and ruling.basis != "class"
        and ruling.topic not in {one.topic for one in shown}
    )
    answer = replace(base, rulings=shown, remaining=remaining, sources=sources_of(shown))
    if base.topic is None:
        return replace(answer, verdict=_verdict(question.stance, common_owner(shown)))
    first = shown[0]
    owner = common_owner(shown) if question.sweep else first.owner
    return replace(
        answer,
        owner=owner,
        verdict=_verdict(question.stance, owner),
        says=first.says,
        case=first.case,
        basis=first.basis,
    )


def _leaves_a_part(ruling: Ruling) -> bool:
    """Whether the team has a part; of several ways of running a service, in each of them."""
    return all(one.owner in ("customer", "shared") for one in (ruling.inside or (ruling,)))


def _beside(ruling: Ruling, asked: Sequence[Ruling]) -> bool:
    """Whether the second layer of one word belongs in the answer.

    A parent's duty does not stand beside a way's own: the EKS control plane says nothing of
    who patches the nodes of one way of running it. Where the question stated a case of the
    first layer, it named that layer, and the second is not asked.
    """
    inherited = ruling.basis == "parent" and any(one.basis == "service" for one in asked)
    named = any(one.case and not one.chosen for one in asked) and ruling.case is None
    return ruling.owner != "none" and not inherited and not named


def _verdict(stance: Stance | None, owner: Owner) -> Verdict | None:
    """Yes, no or partly, from whom the person thinks responsible."""
    if stance is None or owner == "none":
        return None
    if owner == "shared" and stance.party != "shared":
        return "partly"
    agrees = owner == stance.party
    return "yes" if agrees != stance.negated else "no"


def _service(question: Question, base: Answer, rulings: Rulings, catalogue: Catalogue) -> Answer:
    service = catalogue.services[question.mentions[0].service]
    shown = rulings.all(service)
    return replace(base, rulings=shown, sources=sources_of(shown))


def sources_of(rulings: Sequence[Ruling]) -> tuple[Source, ...]:
    """The sources of rulings, each once, in order."""
    found = (source for ruling in rulings for source in ruling.sources)
    return tuple(dict.fromkeys(found))


def _heard(mentions: Sequence[Mention], catalogue: Catalogue) -> tuple[Heard, ...]:
    return tuple(Heard(mention=one, name=catalogue.services[one.service].name) for one in mentions)


def _context(
    question: Question, answer: Answer, before: Context | None, asked: Asked | None
) -> Context | None:
    """What the next turn may build on: ids only."""
    services = tuple(heard.mention.service for heard in answer.services)
    candidates = tuple(heard.mention.service for heard in answer.candidates)
    wanted = question.filter
    if not services and not question.topics and not candidates and wanted is None:
        return before
    old = before or Context()
    spot = asked.spot if asked else None
    return Context(
        services=services or old.services,
        earlier=_before_them(services, old),
        topics=question.topics or old.topics,
        beside=question.beside if question.topics else old.beside,
        sweep=question.sweep if question.topics else old.sweep,
        candidates=candidates,
        kind=question.kind,
        account=spot.account if spot else None,
        environment=spot.environment if spot else None,
        owner=wanted.owner if wanted else None,
        class_=wanted.class_ if wanted else None,
        category=wanted.category if wanted else None,
        stance=question.stance,
        cases=question.cases or (old.cases if services in ((), old.services) else ()),
    )


def _before_them(services: tuple[str, ...], old: Context) -> tuple[str, ...]:
    """The services spoken of before these, the last ones last, and no more than a few."""
    if not services or services == old.services:
        return old.earlier
    spoken = dict.fromkeys((*old.earlier, *old.services))
    return tuple(one for one in spoken if one not in services)[-_FEW:]
