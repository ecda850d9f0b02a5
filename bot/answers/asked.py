"""A question of an organisation: what of its own it says, and what that makes of it."""

from __future__ import annotations

from bot.organisation.hear import OursSaid
from bot.organisation.holders import Spot
from bot.record import record, replace
from bot.understand.question import Filter, Mention

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.organisation.ours import Ours
    from bot.understand.question import Context, Question
    from bot.understand.recipe import OursAsked

_UNREAD = ("ignore", "help")
_NO_TEAM = ("clarify", "duty", "service", "compare", "shift")


@record
class Asked:
    """The organisation that asks, what of ours the question says, and the place it is about."""

    ours: Ours
    said: OursSaid
    spot: Spot | None = None


def asked_by(question: Question, before: Context | None, ours: Ours, said: OursSaid) -> Asked:
    """Who asks what; a turn that leans on the one before is about the same place."""
    spot = said.spot
    leans = any(mention.how == "context" for mention in question.mentions)
    if spot is None and leans and before and (before.account or before.environment):
        spot = Spot(account=before.account, environment=before.environment)
    return Asked(ours=ours, said=said, spot=spot)


def asked_again(ours: Ours, again: OursAsked | None) -> Asked | None:
    """A question put together rather than typed, of the organisation's that `again` names by ids.

    None where the overlay knows them no more.
    """
    if again is None:
        return Asked(ours=ours, said=OursSaid(text=""))
    of = ours.organisation
    known = (
        (again.account, of.accounts),
        (again.environment, of.environments),
        (again.team, of.teams),
    )
    if any(name is not None and name not in there for name, there in known):
        return None
    place = again.account or again.environment
    spot = Spot(account=again.account, environment=again.environment) if place else None
    said = OursSaid(text="", team=again.team, whole=again.whole)
    return Asked(ours=ours, said=said, spot=spot)


def in_our_words(question: Question, before: Context | None, said: OursSaid) -> Question:
    """The question once our own words count: "what does Payments own?", "and in staging?"."""
    if said.runs_on:
        mentions = tuple(_as_said(one, said) for one in question.mentions)
        question = replace(question, mentions=mentions)
    if said.team and question.kind not in _NO_TEAM and not question.not_aws:
        topic = question.topics[0] if question.topics else None
        wanted = question.filter or Filter(topic=topic)
        return replace(question, kind="list", filter=replace(wanted, owner=None, team=said.team))
    if said.stack and question.kind in _UNREAD and not (before and before.services):
        # "What is on our stack?", "what do we run in staging?"
        return replace(question, kind="list", filter=Filter())
    if said.spot and question.kind in _UNREAD and before and len(before.services) == 1:
        return replace(
            question,
            kind="duty" if before.topics else "service",
            mentions=(Mention(service=before.services[0], said="", how="context", score=90),),
            topics=before.topics,
            beside=before.beside,
            sweep=before.sweep,
        )
    return question


def _as_said(mention: Mention, said: OursSaid) -> Mention:
    """A service that was read from a workload's name, with the person's word for it."""
    if mention.service != said.runs_on or mention.how != "exact":
        return mention
    return replace(mention, said=said.workload, how="alias")
