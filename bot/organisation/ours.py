"""One organisation made ready to answer with: its records and what finds things in them."""

from __future__ import annotations

from bot.organisation.hear import OurWords
from bot.organisation.holders import Holders, Spot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalogue.model import Catalogue, Service
    from bot.organisation.hear import OursSaid
    from bot.organisation.holders import Difference, Held
    from bot.organisation.model import Local, Organisation, Rule, Scope


class Ours:
    """What an answer asks of an overlay. Pure: built once over a catalogue, asked many times."""

    def __init__(
        self,
        organisation: Organisation,
        catalogue: Catalogue,
        claims: Mapping[str, int] | None = None,
    ) -> None:
        self.organisation = organisation
        self.holders = Holders(organisation, claims)
        self.set_rules: tuple[Rule, ...] = ()
        self._catalogue = catalogue
        self._words: OurWords | None = None
        self._stacks: dict[Spot | None, frozenset[str]] = {}
        self._somewhere = any(
            one.case and (one.scope.accounts or one.scope.environments)
            for one in organisation.locals
        )
        # Whether any duty is held otherwise anywhere than the catalogue says.
        self.excepts = any(one.case is not None for one in organisation.locals)
        self._locals: dict[str, list[Local]] = {}
        for local in organisation.locals:
            for service in local.scope.services or ("",):
                self._locals.setdefault(service, []).append(local)

    def with_owners(self, rules: tuple[Rule, ...]) -> Ours:
        """The same overlay with what admins set in Slack, as rules, laid over it."""
        made = object.__new__(Ours)
        made.__dict__.update(self.__dict__)
        made.holders = Holders(self.organisation, self.holders.claims, rules)
        made.set_rules = rules
        return made

    def hear(self, text: str) -> OursSaid:
        """What `text` says of ours; the words are gathered when they are first needed."""
        if self._words is None:
            self._words = OurWords(self.organisation, self._catalogue)
        return self._words.hear(text)

    def held(self, service: Service, topic: str, spot: Spot | None) -> tuple[Held, ...]:
        """Who holds a duty, at the place asked about or at each that matters."""
        return self.holders.of(service, topic, spot)

    def differences(
        self, service: Service, topic: str, spot: Spot | None
    ) -> tuple[Difference, ...]:
        """Where Slack and the files name different owners of a duty; nearly always nowhere."""
        return self.holders.differences(service, topic, spot) if self.set_rules else ()

    def title(self, spot: Spot) -> str:
        """A place as people call it."""
        return self.holders.title(spot)

    def stack(self, spot: Spot | None = None) -> frozenset[str]:
        """The services that we use, at a place if one is given; empty where none are listed."""
        found = self._stacks.get(spot)
        if found is None:
            found = self._stacks[spot] = frozenset(
                used.service
                for used in self.organisation.stack
                if spot is None or not used.accounts or self._within(used.accounts, spot)
            )
        return found

    def locals_of(self, service: Service, topic: str) -> tuple[Local, ...]:
        """Our notes on a duty, wherever they hold; those on the service itself first."""
        if not self._locals:
            return ()
        found = [
            local
            for name in (service.id, service.variant_of or "-", "")
            for local in self._locals.get(name, ())
            if _covers(local.scope, service, topic)
        ]
        return tuple(dict.fromkeys(found))

    def exception(self, service: Service, topic: str, spot: Spot | None) -> Local | None:
        """The exception that chooses a case of a duty at the place asked about, if one does."""
        for local in self.locals_of(service, topic) if self._locals else ():
            if local.case is not None and self.applies(local, spot):
                return local
        return None

    def exception_spots(self, service: Service, topic: str) -> tuple[Spot, ...]:
        """The places where exceptions to a duty hold that do not hold everywhere."""
        if not self._somewhere:
            return ()
        found = [one.scope for one in self.locals_of(service, topic) if one.case is not None]
        accounts = [Spot(account=name) for scope in found for name in scope.accounts]
        return (
            *accounts,
            *(Spot(environment=name) for scope in found for name in scope.environments),
        )

    def applies(self, local: Local, spot: Spot | None) -> bool:
        """Whether a note holds at the place asked about; one for some places not everywhere."""
        scope = local.scope
        if not scope.accounts and not scope.environments:
            return True
        if spot is None:
            return False
        account = self.organisation.accounts.get(spot.account or "")
        environment = spot.environment or (account.environment if account else None)
        return spot.account in scope.accounts or environment in scope.environments

    def _within(self, accounts: tuple[str, ...], spot: Spot) -> bool:
        if spot.account:
            return spot.account in accounts
        known = self.organisation.accounts
        return any(
            known[name].environment == spot.environment for name in accounts if name in known
        )


def _covers(scope: Scope, service: Service, topic: str) -> bool:
    named = not scope.services or bool({service.id, service.variant_of} & set(scope.services))
    classed = not scope.classes or service.class_ in scope.classes
    return named and classed and (not scope.topics or topic in scope.topics)
