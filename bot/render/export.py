"""An answer as the object of the machine interface, ready for `json.dumps`."""

from __future__ import annotations

from bot.render.parts import Look
from bot.render.plain import text_of
from bot.render.sheet import sheet_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bot.answers.model import Answer, Heard, Ruling
    from bot.catalogue.model import Case, Catalogue, Partner, Says, Service, Source
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
        "duties": _duties(answer),
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


def _duties(answer: Answer) -> list[dict[str, Any]]:
    """Each ruling; where the ways of running a service differ, each way's own."""
    found = []
    for ruling in answer.rulings:
        split = ruling.inside and answer.kind == "duty"
        found += [_duty(one) for one in (ruling.inside if split else (ruling,))]
    if not answer.rulings and answer.members:
        found = [_member(service) for service in answer.members]
    return found


def _duty(ruling: Ruling) -> dict[str, Any]:
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
    }


def _case(case: Case) -> dict[str, Any]:
    return {"when": case.when, "owner": case.says.owner, **_says(case.says)}


def _says(says: Says) -> dict[str, Any]:
    return {"aws": says.aws, "team": says.team, "partner": _partner(says.partner)}


def _partner(partner: Partner | None) -> dict[str, str] | None:
    return {"name": partner.name, "does": partner.does} if partner else None


def _filter(wanted: Filter | None) -> dict[str, Any] | None:
    if wanted is None:
        return None
    return {
        "owner": wanted.owner,
        "class": wanted.class_,
        "category": wanted.category,
        "topic": wanted.topic,
    }


def _source(source: Source) -> dict[str, str]:
    return {"title": source.title, "url": source.url, "read_on": source.read_on}
