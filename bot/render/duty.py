"""The reply to a duty: verdict, halves, what flips it, what else stays with the team."""

from __future__ import annotations

from bot.render import phrases
from bot.render.ours import OurTitles, exception_part, here_parts, with_whose
from bot.render.parts import Part, Sheet, halves, owned_line, owner_of, owner_of_case, sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.answers.model import Answer, Ruling
    from bot.catalogue.model import Case
    from bot.render.parts import Titles

_WHOLE_CASES = 2


def duty_sheet(answer: Answer, titles: Titles) -> Sheet:
    """One service, one topic (or one word that covers two, or several topics)."""
    first = answer.rulings[0]
    parts: list[Part] = []
    names = OurTitles(organisation=answer.ours.organisation, titles=titles) if answer.ours else None
    for ruling in answer.rulings:
        parts += exception_part(ruling, names)
        parts += _ruling_parts(ruling, titles, alone=len(answer.rulings) == 1)
        parts += here_parts(ruling, names)
    parts += _flips(answer.rulings, titles)
    if answer.remaining:
        items = " · ".join(phrases.lower_first(titles.topic(topic)) for topic in answer.remaining)
        parts.append(Part(label=phrases.STILL_YOURS.format(name=first.name), text=items))
    return Sheet(
        headline=phrases.with_verdict(answer.verdict, _headline(answer, titles)),
        notes=tuple(_basis_notes(answer.rulings, titles)),
        parts=tuple(parts),
    )


def _headline(answer: Answer, titles: Titles) -> str:
    first = answer.rulings[0]
    name = first.name
    layers = [phrases.lower_first(titles.topic(one.topic)) for one in answer.rulings]
    if first.basis == "variants" and first.owner == "shared":
        return phrases.depends(name, titles.topic(first.topic))
    if len(answer.rulings) > 1:
        if answer.owner in ("aws", "customer") and answer.sweep:
            return phrases.owned_sweep(phrases.OWNERS[answer.owner], answer.sweep, name, layers)
        return phrases.several_owners(
            name, [(one, owner_of(rule)) for one, rule in zip(layers, answer.rulings, strict=True)]
        )
    return _headline_of_one(first, titles)


def _headline_of_one(ruling: Ruling, titles: Titles) -> str:
    title = titles.topic(ruling.topic)
    if ruling.owner == "none":
        return phrases.no_one(title, ruling.name)
    if ruling.owner == "shared":
        return phrases.shared_topic(title, ruling.name, _parties(ruling))
    return phrases.owned(owner_of(ruling), ruling.topic, ruling.name)


def _parties(ruling: Ruling) -> list[str]:
    """Who has a part, as the halves name them; where ways of running differ, AWS and the team."""
    named = [phrases.party(one.label) for one in halves(ruling.says) if one.label]
    return named if len(named) > 1 else [phrases.AWS_LABEL, phrases.party(phrases.TEAM_LABEL)]


def _ruling_parts(ruling: Ruling, titles: Titles, *, alone: bool) -> list[Part]:
    """Who does what on one topic; with its title, unless it is the only one."""
    lead = [Part(label=phrases.CASE, text=ruling.case.when)] if ruling.case else []
    label = "" if alone else phrases.titled(titles.topic(ruling.topic), owner_of(ruling))
    if ruling.inside and not (ruling.says.aws or ruling.says.team):
        label = "" if alone else phrases.depending(titles.topic(ruling.topic))
        return [
            Part(
                label=label, items=tuple(with_whose(owned_line(one), one) for one in ruling.inside)
            )
        ]
    if alone:
        return [*lead, *halves(ruling.says)]
    said = halves(ruling.says)
    if len(said) == 1:
        return [*lead, Part(label=label, text=said[0].text)]
    return [*lead, Part(label=label, items=tuple(f"{one.label}: {one.text}" for one in said))]


def _flips(rulings: tuple[Ruling, ...], titles: Titles) -> list[Part]:
    """The conditions that would change the answer, with what then holds where there is room.

    Of several topics each has its own, and says whose they are.
    """
    flips = [(ruling.topic, _others(ruling)) for ruling in rulings]
    flips = [(topic, cases) for topic, cases in flips if cases]
    whole = sum(len(cases) for _, cases in flips) <= _WHOLE_CASES
    parts: list[Part] = []
    for topic, cases in flips:
        of = f" ({phrases.lower_first(titles.topic(topic))})" if len(rulings) > 1 else ""
        if whole:
            parts += [
                Part(label=f"{phrases.CASE}, {case.when}{of}", text=sentences(case.says))
                for case in cases
            ]
        else:
            items = tuple(phrases.titled(case.when, owner_of_case(case)) for case in cases)
            parts.append(Part(label=f"{phrases.FLIPS}{of}", items=items))
    return parts


def _others(ruling: Ruling) -> list[Case]:
    """The cases of a ruling but the one that it answers."""
    if ruling.case is not None and not ruling.chosen:
        return []
    return [case for case in ruling.cases if case is not ruling.case]


def _basis_notes(rulings: tuple[Ruling, ...], titles: Titles) -> list[str]:
    notes = []
    for ruling in rulings:
        if ruling.service is None:
            continue
        if ruling.basis == "class":
            notes.append(phrases.class_note(ruling.name, titles.class_(ruling.service.class_)))
        elif ruling.basis == "parent":
            parent = titles.service(ruling.service.variant_of or ruling.service.id)
            notes.append(phrases.parent_note(ruling.name, parent))
    return list(dict.fromkeys(notes))
