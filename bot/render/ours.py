"""The organisation's own half of a reply: whose job it is here, by which rule, and our notes.

Teams are named and never called: a channel or a group is plain text, a page a link.
"""

from __future__ import annotations

from bot.record import record
from bot.render import phrases
from bot.render.parts import Link, Part, sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answers.model import Answer, Here, OurSide, Ruling
    from bot.organisation.holders import Difference, Held, Holder
    from bot.organisation.model import Local, Organisation, Rule
    from bot.render.parts import Titles


# What was said of each rule, so that it is put into words once; emptied when it grows.
_SAID: dict[tuple[str, str, str, int], str] = {}
_MOST_SAID = 20_000


@record
class OurTitles:
    """Names for people of what rules are for."""

    organisation: Organisation
    titles: Titles

    def rule(self, rule: Rule) -> str:
        """What a rule is for."""
        scope, ours = rule.scope, self.organisation
        what = [self.titles.service_or(one) for one in scope.services]
        what += [self.titles.class_(one) for one in scope.classes]
        where = [ours.accounts[one].name for one in scope.accounts if one in ours.accounts]
        where += [
            ours.environments[one].name for one in scope.environments if one in ours.environments
        ]
        topics = [self.titles.topic(one) for one in scope.topics]
        return phrases.rule_words(topics, what, where)

    def spoke(self, rules: tuple[Rule, ...]) -> str:
        """Which rules spoke, and where they stand."""
        if any(rule.set_on for rule in rules):
            return self._set_in_slack(rules)
        first = rules[0].at
        key = (self.titles.edition, self.organisation.edition, first.file, first.line)
        words = _SAID.get(key)
        if words is None:
            if len(_SAID) >= _MOST_SAID:
                _SAID.clear()
            words = _SAID[key] = self.rule(rules[0])
        return phrases.ruled_by(words, [f"{rule.at.file}:{rule.at.line}" for rule in rules])

    def _set_in_slack(self, rules: tuple[Rule, ...]) -> str:
        """As above, where one of them at least was set in Slack."""
        if len(rules) == 1:
            return phrases.set_for(self.rule(rules[0]), rules[0].set_on)
        return phrases.ruled_by("", [self.stands(rule) for rule in rules])

    def stands(self, rule: Rule) -> str:
        """Where a rule stands: a file and line, or Slack and the day."""
        return phrases.set_on(rule.set_on) if rule.set_on else f"{rule.at.file}:{rule.at.line}"

    def owner(self, rule: Rule | None) -> str:
        """Whom a rule names, in words."""
        if rule is None:
            return phrases.NOBODY
        team = self.organisation.teams.get(rule.team or "")
        party = self.organisation.parties.get(rule.party or "")
        named = [one.name for one in (team, party) if one is not None]
        if rule.team and team is None:
            named.insert(0, phrases.team_gone(rule.team))
        return " + ".join(named) or phrases.NOBODY

    def difference(self, one: Difference) -> str:
        """That Slack and the files name different owners, and which of them counts."""
        told = [
            (self.owner(rule), self.stands(rule) if rule else "")
            for rule in (one.counts, one.other)
        ]
        return phrases.difference(*told, slack=bool(one.counts.set_on))

    def places(self, local: Local) -> list[str]:
        """Where a note holds; empty for everywhere."""
        ours, scope = self.organisation, local.scope
        named = [ours.accounts[one].name for one in scope.accounts if one in ours.accounts]
        return named + [
            ours.environments[one].name for one in scope.environments if one in ours.environments
        ]


def here_parts(ruling: Ruling, names: OurTitles | None) -> list[Part]:
    """Whose job it is here, one line a holder, then our notes on it."""
    here = ruling.here
    if here is None or names is None:
        return []
    parts = [_held(held, names) for held in here.held]
    parts += [
        Part(label=phrases.at_some(phrases.DIFFER, one.places), text=names.difference(one))
        for one in here.differs
    ]
    return parts + [_note(local, names) for local in here.notes if local is not ruling.chosen]


def exception_part(ruling: Ruling, names: OurTitles | None) -> list[Part]:
    """Which exception of ours chose the case, with what the catalogue says without it."""
    chosen = ruling.chosen
    if chosen is None or names is None or ruling.without is None:
        return []
    text = phrases.noted(chosen.note, f"{chosen.at.file}:{chosen.at.line}")
    return [
        Part(label=phrases.at_some(phrases.OUR_EXCEPTION, names.places(chosen)), text=text),
        Part(label=phrases.WITHOUT_IT, text=sentences(ruling.without)),
    ]


def _held(held: Held, names: OurTitles) -> Part:
    label = phrases.whose_at(held.places)
    holder = held.holder
    if holder is None:
        return Part(label=label, text=phrases.NOBODY_HERE)
    links = [Link(label=phrases.ON_CALL, url=holder.on_call)] if holder.on_call else []
    links += [Link(label=phrases.RUNBOOK, url=holder.runbook)] if holder.runbook else []
    if holder.party and holder.party.contact:
        links.append(Link(label=phrases.CONTACT, url=holder.party.contact))
    text = " · ".join(_reached(holder))
    return Part(label=label, text=text, links=tuple(links), tail=names.spoke(holder.rules))


def _reached(holder: Holder) -> list[str]:
    """Who holds a duty and how each is reached, in words."""
    team, party = holder.team, holder.party
    said = [phrases.team_gone(holder.gone)] if holder.gone else []
    if team is not None:
        said += [one for one in (team.name, team.channel, team.user_group) if one]
        said += [phrases.escalates(team.escalation)] if team.escalation else []
    if party is not None:
        said.append(phrases.party_does(party.name, holder.does or party.does))
    return said


def _note(local: Local, names: OurTitles) -> Part:
    text = phrases.noted(local.note, f"{local.at.file}:{local.at.line}")
    tail = phrases.would_choose(local.case) if local.case else ""
    label = phrases.at_some(phrases.OUR_NOTE, names.places(local))
    return Part(label=label, text=text, tail=tail)


def whose(here: Here | None) -> str:
    """Who holds a duty, in a word or two; empty where that is not known."""
    if here is None or not here.held:
        return ""
    return "; ".join(phrases.at_places(_who(one.holder), one.places) for one in here.held)


def _who(holder: Holder | None) -> str:
    if holder is None:
        return phrases.NOBODY
    if holder.gone:
        return phrases.team_gone(holder.gone)
    named = [one.name for one in (holder.team, holder.party) if one is not None]
    return " + ".join(named) or phrases.NOBODY


def with_whose(said: str, ruling: Ruling) -> str:
    """A line of the catalogue's with whose job it is here behind it."""
    found = remarks_of(ruling)
    return f"{said}{phrases.here_is('; '.join(found))}" if found else said


def remarks_of(ruling: Ruling) -> list[str]:
    """Whose a duty is here, and whether an exception of ours speaks; empty if neither."""
    found = whose(ruling.here)
    excepted = [phrases.lower_first(phrases.OUR_EXCEPTION)] if ruling.chosen else []
    return [*([found] if found else []), *excepted]


def our_notes(answer: Answer, titles: Titles) -> list[str]:
    """What of ours was understood, what our exceptions changed, and where all that stands."""
    side = answer.ours
    if side is None:
        return []
    notes = []
    if side.place:
        notes.append(_placed(answer, side))
    if side.workload and side.runs_on:
        notes.append(phrases.runs_on(side.workload, side.runs_on))
    if side.team is not None and answer.kind == "shift":
        notes.append(phrases.only_of(side.team.name))
    notes += _told_of_many(answer, OurTitles(organisation=side.organisation, titles=titles))
    if answer.kind in ("duty", "service"):
        unused = [one.name for one in answer.rulings if one.here and not one.here.used]
        notes += [phrases.not_used(name) for name in dict.fromkeys(unused)]
    if side.over_stack and answer.kind == "list":
        notes.append(phrases.STACK_NOTE)
    if side.not_theirs and side.team is not None:
        notes.append(phrases.not_theirs(side.team.name))
    only = side.team.id if side.team is not None and answer.kind == "list" else None
    rules = _rules(answer.rulings, only) if answer.kind != "duty" else {}
    if any(one.here or one.chosen for one in _every(answer.rulings)):
        edition = side.organisation.edition
        edition = phrases.with_set(edition) if _any_set(answer.rulings) else edition
        notes.append(phrases.ours_from(side.organisation.name, edition, rules))
    return notes


def _placed(answer: Answer, side: OurSide) -> str:
    """Which place an answer is about: as it was said, or as the turn or button before had it."""
    if side.place_said:
        return phrases.read_place(side.place_said, side.place)
    leans = any(heard.mention.how == "context" for heard in answer.services)
    return phrases.still_in(side.place) if leans else phrases.about_place(side.place)


def _told_of_many(answer: Answer, names: OurTitles) -> list[str]:
    """What a reply on one duty tells beside it, and one on many in its notes."""
    if answer.kind == "duty":
        return []
    return [*_exceptions(answer.rulings, names), *_differences(answer.rulings, names)]


def _any_set(rulings: Iterable[Ruling]) -> bool:
    """Whether an owner in the reply was set in Slack."""
    return any(
        rule.set_on
        for ruling in _every(rulings)
        for held in (ruling.here.held if ruling.here else ())
        for rule in (held.holder.rules if held.holder else ())
    )


def _every(rulings: Iterable[Ruling]) -> list[Ruling]:
    return [one for ruling in rulings for one in (ruling, *ruling.inside)]


def _exceptions(rulings: Iterable[Ruling], names: OurTitles) -> list[str]:
    """Each exception that chose a case, with what the catalogue says without it."""
    return [
        phrases.excepted(
            phrases.duty_at(one.name, names.titles.topic(one.topic), names.places(one.chosen)),
            one.chosen.note,
            one.case.when,
            f"{one.chosen.at.file}:{one.chosen.at.line}",
            sentences(one.without),
        )
        for one in _every(rulings)
        if one.chosen and one.case and one.without
    ]


def _differences(rulings: Iterable[Ruling], names: OurTitles) -> list[str]:
    """Where Slack and the files name different owners, in a sentence."""
    told = [
        phrases.difference_on(
            phrases.duty_at(ruling.name, names.titles.topic(ruling.topic), one.places),
            names.difference(one),
        )
        for ruling in _every(rulings)
        for one in (ruling.here.differs if ruling.here else ())
    ]
    return [phrases.differences(list(dict.fromkeys(told)))] if told else []


def _rules(rulings: Iterable[Ruling], team: str | None) -> dict[str, list[int]]:
    """Where the rules that spoke stand, by file; of one team, if it was asked about."""
    spoke: dict[str, list[int]] = {}
    for ruling in _every(rulings):
        for held in ruling.here.held if ruling.here else ():
            for rule in held.holder.rules if held.holder else ():
                if rule.set_on:
                    continue
                lines = spoke.setdefault(rule.at.file, [])
                if team in (None, rule.team) and rule.at.line not in lines:
                    lines.append(rule.at.line)
    return {file: sorted(lines) for file, lines in spoke.items() if lines}
