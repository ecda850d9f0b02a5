"""Whose a duty is here: which rule speaks for it, and where.

A rule that names the service beats one that names what it is a way of running, its class,
or none; among those, one that names the account beats the environment, and that beats
none; then one that names the topic wins. No two rules may claim the same, so there is
always one answer, and finding it takes the same few look-ups however many rules there are.

What admins set in Slack stands among the rules; for the very same duties it counts.
"""

from __future__ import annotations

from bot.errors import Problem
from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.catalogue.model import Service
    from bot.organisation.model import Organisation, Party, Rule, Scope, Team


@record
class Spot:
    """Where a question is about: an account, or an environment."""

    account: str | None = None
    environment: str | None = None


@record
class Holder:
    """Who holds a duty, by which rules. `gone` is a team's id that no team has any more."""

    team: Team | None
    gone: str | None
    party: Party | None
    does: str | None
    runbook: str | None
    on_call: str | None
    rules: tuple[Rule, ...]


@record
class Held:
    """Who holds a duty at some places, which are named only where others are held otherwise."""

    places: tuple[str, ...]
    holder: Holder | None


@record
class Difference:
    """Slack and the files name different owners of a duty at some places, as for `Held`.

    `counts` is the rule that speaks, `other` the one that does not; either may be none at all.
    """

    places: tuple[str, ...]
    counts: Rule
    other: Rule | None


class Holders:
    """Finds the rule that speaks; built once for an organisation, asked many times.

    `claims` are those of its rules, where they are known already; `set_rules` are those of Slack.
    """

    def __init__(
        self,
        organisation: Organisation,
        claims: Mapping[str, int] | None = None,
        set_rules: Sequence[Rule] = (),
    ) -> None:
        self._of, self.set_rules = organisation, set_rules
        self.claims = claims_of(organisation.rules)[0] if claims is None else claims
        self._set = claims_of(set_rules)[0]
        self._accounts = {claim.split("|")[1] for claim in (*self.claims, *self._set)}
        self._used: dict[str, list[str]] = {}
        for one in organisation.stack:
            self._used.setdefault(one.service, []).extend(one.accounts)
        self._known: dict[tuple[str, str, Spot | None], tuple[Held, ...]] = {}
        self._told: dict[tuple[str, str, Spot | None], tuple[Difference, ...]] = {}

    def of(self, service: Service, topic: str, spot: Spot | None = None) -> tuple[Held, ...]:
        """Who holds a duty: one entry where all places agree, else one for each that differs."""
        key = (service.id, topic, spot)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(service, topic, spot)
        return found

    def spots(self, service: str, spot: Spot | None = None) -> tuple[Spot, ...]:
        """The places that matter for a service: where it is used, else everywhere."""
        if spot is not None and spot.account:
            account = self._of.accounts.get(spot.account)
            environment = account.environment if account else None
            return (Spot(account=spot.account, environment=environment),)
        named = self._used.get(service) or list(self._of.accounts)
        accounts = [self._of.accounts[name] for name in named if name in self._of.accounts]
        found = [
            Spot(
                account=one.id if f"account:{one.id}" in self._accounts else None,
                environment=one.environment,
            )
            for one in accounts
            if spot is None or one.environment == spot.environment
        ]
        if spot is not None:
            return tuple(dict.fromkeys(found)) or (spot,)
        with_accounts = {one.environment for one in self._of.accounts.values()}
        if not self._used.get(service):
            bare = [name for name in self._of.environments if name not in with_accounts]
            found += [Spot(environment=name) for name in bare]
        return tuple(dict.fromkeys(found)) or (Spot(),)

    def _find(self, service: Service, topic: str, spot: Spot | None) -> tuple[Held, ...]:
        groups: dict[tuple[object, ...], tuple[list[Spot], list[Rule]]] = {}
        every = self.spots(service.id, spot)
        for one in every:
            rule = self._rule(service, topic, one)
            spots, rules = groups.setdefault(_outcome(rule), ([], []))
            spots.append(one)
            if rule is not None and rule not in rules:
                rules.append(rule)
        alone = len(groups) == 1
        return tuple(
            Held(
                places=() if alone else self.titles(spots, every),
                holder=self._holder(rules),
            )
            for spots, rules in groups.values()
        )

    def differences(
        self, service: Service, topic: str, spot: Spot | None = None
    ) -> tuple[Difference, ...]:
        """Where Slack and the files name different owners, and which of them counts."""
        key = (service.id, topic, spot)
        found = self._told.get(key)
        if found is None:
            found = self._told[key] = self._differing(service, topic, spot)
        return found

    def _differing(self, service: Service, topic: str, spot: Spot | None) -> tuple[Difference, ...]:
        groups: dict[tuple[object, ...], tuple[list[Spot], Rule, Rule | None]] = {}
        every = self.spots(service.id, spot) if self._set else ()
        for one in every:
            counts, other = self._rules(service, topic, one)
            if counts is not None and _differ(counts, other):
                key = (_outcome(counts), _outcome(other), counts.set_on)
                groups.setdefault(key, ([], counts, other))[0].append(one)
        return tuple(
            Difference(
                places=() if len(spots) == len(every) else self.titles(spots, every),
                counts=counts,
                other=other,
            )
            for spots, counts, other in groups.values()
        )

    def _rule(self, service: Service, topic: str, spot: Spot) -> Rule | None:
        return self._rules(service, topic, spot)[0]

    def _rules(self, service: Service, topic: str, spot: Spot) -> tuple[Rule | None, Rule | None]:
        """The rule that speaks and, where something is set in Slack, what the other side says.

        Where both name the same team the file's speaks, with all that it says besides.
        """
        at, file = _first(_keys(service, topic, spot), self.claims, self._of.rules)
        if not self._set:
            return file, file
        set_at, said = _first(_keys(service, topic, spot), self._set, self.set_rules)
        if said is None or (file is not None and said.team == file.team):
            return file, file
        return (said, file) if set_at <= at else (file, said)

    def _holder(self, rules: list[Rule]) -> Holder | None:
        if not rules:
            return None
        first = rules[0]
        team = self._of.teams.get(first.team or "")
        return Holder(
            team=team,
            gone=first.team if first.team and team is None else None,
            party=self._of.parties.get(first.party or ""),
            does=first.does,
            runbook=first.runbook or (team.runbook if team else None),
            on_call=first.on_call or (team.on_call if team else None),
            rules=tuple(rules),
        )

    def titles(self, some: Sequence[Spot], every: Sequence[Spot]) -> tuple[str, ...]:
        """Some of every place, as people call them: whole environments, else accounts."""
        named = []
        for spot in some:
            within = [one for one in every if one.environment == spot.environment]
            whole = spot.environment is not None and all(one in some for one in within)
            named.append(self.title(Spot(environment=spot.environment) if whole else spot))
        return tuple(dict.fromkeys(named))

    def title(self, spot: Spot) -> str:
        """A place as people call it; empty for everywhere."""
        account = self._of.accounts.get(spot.account or "")
        if account is not None:
            return account.name
        environment = self._of.environments.get(spot.environment or "")
        return environment.name if environment else spot.environment or ""


def _keys(service: Service, topic: str, spot: Spot) -> Iterator[str]:
    """What a rule may claim to speak for a duty at a place, the most specific first."""
    what = [f"service:{service.id}"]
    what += [f"service:{service.variant_of}"] if service.variant_of else []
    places = [f"account:{spot.account}"] if spot.account else []
    places += [f"environment:{spot.environment}"] if spot.environment else []
    for named in (*what, f"class:{service.class_}", ""):
        for place in (*places, ""):
            for about in (topic, ""):
                yield f"{named}|{place}|{about}"


def _first(
    keys: Iterator[str], claims: Mapping[str, int], rules: Sequence[Rule]
) -> tuple[int, Rule | None]:
    """The first of these keys that is claimed: how far down it stands, and whose it is."""
    at = 0
    for key in keys:
        number = claims.get(key)
        if number is not None:
            return at, rules[number]
        at += 1
    return at, None


def _differ(counts: Rule, other: Rule | None) -> bool:
    """Whether one of the two is of Slack, and they name different owners."""
    return counts is not other and (other is None or counts.team != other.team)


def _outcome(rule: Rule | None) -> tuple[object, ...]:
    """What a rule comes to: rules that differ only in what they are about are one answer."""
    if rule is None:
        return ()
    return (rule.team, rule.party, rule.does, rule.runbook, rule.on_call)


def claims_of(rules: Sequence[Rule]) -> tuple[dict[str, int], list[Problem]]:
    """Which rule claims each duty or group of duties, by its number; and who claims it again."""
    claims: dict[str, int] = {}
    twice = []
    for number, rule in enumerate(rules):
        for claim in _claims(rule.scope):
            before = claims.setdefault(claim, number)
            if before != number:
                twice.append(_twice(rule, rules[before]))
    return claims, twice


def _twice(rule: Rule, before: Rule) -> Problem:
    return Problem(
        rule="rule-twice",
        file=rule.at.file,
        line=rule.at.line,
        field="rules",
        says=f"The rule in {before.at.file}:{before.at.line} claims the same.",
        cure="Keep one, or make one of them more specific.",
    )


def _claims(scope: Scope) -> Iterator[str]:
    """Each service or class, account or environment, and topic that a scope names together."""
    named = [f"service:{one}" for one in scope.services]
    named += [f"class:{one}" for one in scope.classes]
    places = [f"account:{one}" for one in scope.accounts]
    places += [f"environment:{one}" for one in scope.environments]
    for what in named or ("",):
        for place in places or ("",):
            for topic in scope.topics or ("",):
                yield f"{what}|{place}|{topic}"
