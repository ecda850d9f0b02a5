"""An answer as the object of the machine interface, ready for `json.dumps`."""

from __future__ import annotations

from bot.render.ours import OurTitles
from bot.render.parts import Look, Titles
from bot.render.plain import text_of
from bot.render.sheet import sheet_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bot.answers.model import Answer, Heard, Ruling
    from bot.catalogue.model import Case, Catalogue, Partner, Says, Service, Source
    from bot.organisation.holders import Difference, Held, Holder
    from bot.understand.question import Filter


_PLAIN_LOOK = Look()


def answer_object(answer: Answer, catalogue: Catalogue, look: Look = _PLAIN_LOOK) -> dict[str, Any]:
    """The fields of the contract; fields may be added later, never removed."""
    duty = answer.kind == "duty"
    says = answer.says if duty else None
    return {
        "kind": answer.kind,
        "question": answer.question,
        "edition": answer.edition,
        "services": [_heard(one) for one in answer.services],
        "topic": answer.topic if answer.kind != "service" else None,
        "topics": list(answer.topics),
        "owner": answer.owner if duty else None,
        "verdict": answer.verdict,
        "aws": says.aws if says else None,
        "team": says.team if says else None,
        "partner": _partner(says.partner) if says else None,
        "case": answer.case.when if answer.case else None,
        "basis": answer.basis if duty else None,
        "duties": _duties(answer, catalogue),
        "class": answer.class_,
        "filter": _filter(answer.filter),
        "candidates": [_heard(one) for one in answer.candidates],
        "not_aws": list(answer.not_aws),
        "text": text_of(sheet_of(answer, catalogue, look)),
        "sources": [_source(one) for one in answer.sources],
    }


def service_object(service: Service) -> dict[str, Any]:
    """One line of the catalogue's index."""
    return {
        "id": service.id,
        "name": service.name,
        "aliases": list(service.aliases),
        "class": service.class_,
        "category": service.category,
        "variant_of": service.variant_of,
        "state": service.state.is_,
        "successor": service.state.successor,
        "sdk": list(service.ids.sdk),
        "topics": list(service.duties),
    }


def _heard(heard: Heard) -> dict[str, Any]:
    one = heard.mention
    return {
        "id": one.service,
        "name": heard.name,
        "said": one.said,
        "how": one.how,
        "score": one.score,
    }


def _duties(answer: Answer, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Each ruling; where the ways of running a service differ, each way's own."""
    found = []
    side = answer.ours
    names = OurTitles(organisation=side.organisation, titles=Titles(catalogue)) if side else None
    for ruling in answer.rulings:
        split = ruling.inside and answer.kind == "duty"
        found += [_duty(one, names) for one in (ruling.inside if split else (ruling,))]
    if not answer.rulings and answer.members:
        found = [_member(service) for service in answer.members]
    return found


def _duty(ruling: Ruling, names: OurTitles | None) -> dict[str, Any]:
    says = ruling.says
    return {
        "service": ruling.service.id if ruling.service else None,
        "class": ruling.of_class.id if ruling.of_class else None,
        "topic": ruling.topic,
        "owner": ruling.owner,
        **_says(says),
        "none": says.none,
        "basis": ruling.basis,
        "case": ruling.case.when if ruling.case else None,
        "cases": [_case(one) for one in ruling.cases],
        "sources": [source.url for source in ruling.sources],
        "at": f"{ruling.at.file}:{ruling.at.line}" if ruling.at else None,
        "ours": _ours(ruling, names) if names else None,
    }


def _member(service: Service) -> dict[str, Any]:
    """A list without a topic names services only."""
    return {
        "service": service.id,
        "topic": None,
        "owner": None,
        "aws": None,
        "team": None,
        "partner": None,
        "basis": None,
        "cases": [],
        "sources": [],
        "at": f"{service.at.file}:{service.at.line}",
        "ours": None,
    }


def _case(case: Case) -> dict[str, Any]:
    return {"when": case.when, "owner": case.says.owner, **_says(case.says)}


def _says(says: Says) -> dict[str, Any]:
    return {"aws": says.aws, "team": says.team, "partner": _partner(says.partner)}


def _partner(partner: Partner | None) -> dict[str, str] | None:
    return {"name": partner.name, "does": partner.does} if partner else None


def _ours(ruling: Ruling, names: OurTitles) -> dict[str, Any] | None:
    """Whose job it is here. Where places differ it is nobody's as a whole, and each place's."""
    here = ruling.here
    if here is None:
        return None
    alone = here.held[0] if len(here.held) == 1 else None
    places = [] if alone else [_at_place(one, names) for one in here.held]
    chosen = ruling.chosen
    return {
        **_holder(alone.holder if alone else None, names),
        "places": places,
        "notes": [local.note for local in here.notes],
        "exception": chosen.note if chosen else None,
        "without": _says(ruling.without) if ruling.without else None,
        "on_stack": here.used,
        "differs": [_difference(one, names) for one in here.differs],
    }


def _difference(one: Difference, names: OurTitles) -> dict[str, Any]:
    """Slack and the files name different owners; `counts` says which of them speaks."""
    return {
        "in": list(one.places),
        "counts": "slack" if one.counts.set_on else "files",
        "team": names.owner(one.counts),
        "other": names.owner(one.other) if one.other else None,
        "set_on": one.counts.set_on or (one.other.set_on if one.other else ""),
    }


def _at_place(held: Held, names: OurTitles) -> dict[str, Any]:
    return {"in": list(held.places), **_holder(held.holder, names)}


def _holder(holder: Holder | None, names: OurTitles) -> dict[str, Any]:
    team = holder.team if holder else None
    party = holder.party if holder else None
    does = (holder.does if holder else None) or (party.does if party else None)
    return {
        "team": team.name if team else None,
        "channel": team.channel if team else None,
        "user_group": team.user_group if team else None,
        "on_call": holder.on_call if holder else None,
        "runbook": holder.runbook if holder else None,
        "escalation": team.escalation if team else None,
        "gone": holder.gone if holder else None,
        "party": {"name": party.name, "does": does} if party else None,
        "rule": names.spoke(holder.rules) if holder else None,
    }


def _filter(wanted: Filter | None) -> dict[str, Any] | None:
    if wanted is None:
        return None
    return {
        **({"team": wanted.team} if wanted.team else {}),
        "owner": wanted.owner,
        "class": wanted.class_,
        "category": wanted.category,
        "topic": wanted.topic,
    }


def _source(source: Source) -> dict[str, str]:
    return {"title": source.title, "url": source.url, "read_on": source.read_on}
