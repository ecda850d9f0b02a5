"""Cases that a text says in other words than a case lists: all that tells it apart is there.

"If the whole region disappears, who makes sure we survive?" says "it must survive the loss
of a Region", though none of that case's phrases stands there.
"""

from __future__ import annotations

from bot.catalogue.names import short
from bot.record import record
from bot.understand.phrases import Phrasebook, book_of
from bot.understand.roots import EMPTY, Roots
from bot.understand.ruled_out import denied_before
from bot.understand.words import tokens_of, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.catalogue.model import Case, Catalogue, Duty, Service
    from bot.understand.words import Token

_FEW, _APART = 2, 9
_NOT = frozenset(
    "without not no none nothing nobody nowhere never isn't don't doesn't aren't isnt dont "
    "non un".split()
)
_PLACES = frozenset("inside outside beside behind beyond between".split())
# A Region is an area, a quarter of it and a number.
_PARTS, _QUARTERS = 3, ("north", "south", "east", "west", "central")
_STATES = ("off", "fails", "deleted", "expired")
_MODEL = frozenset("responsibility responsibilities model".split())
_STOPS, _SENSE = frozenset(";:?!"), "sense:"
_ASKS = frozenset("who whose who's whos is are do does did should must can will".split())
_BESIDE_SENSE = frozenset(
    "version versions release engine major minor reached reaches reach past runtime runtimes it "
    "instance cluster fleet node nodes made deployment platform branch domain attack update build "
    "builds run runs runtime agent is are model".split()
)
_YEARS, _YEAR_LONG = range(2006, 2031), 4
_FROM = frozenset("from since in of anno back circa around until till".split())
# The year alone does not say the rest: "created unencrypted before 2026".
_AND_MORE = frozenset("unencrypted off and with without".split())
_OLDER = frozenset("older before".split())
_HAPPENING = frozenset(
    "is was are were been being has have had gets got goes went go going that which just".split()
)
_ARTICLES, _LEADING = frozenset("a an the one our".split()), ("new", "old")
_OUT_OF = frozenset("in from inside within out of".split())
_BENEATH = frozenset("under underneath beneath below".split())
_OWNERS = frozenset("our my their your its his her".split())
# Words that tell a case apart although they tell no topic: "our own key", "customer managed".
_ALSO = frozenset("own old customer managed first last default new manual manually".split())


@record
class Gist:
    """The roots that tell a case apart; those in `kept` must stand in their describing form.

    Those that are `close` stand in one phrase, no comma between them.
    """

    roots: frozenset[str]
    kept: frozenset[str]
    close: bool = False


class Gists:
    """What each case of a catalogue comes down to, read once it is needed."""

    def __init__(self, alike: tuple[str, ...], senses: Phrasebook) -> None:
        self._roots, self._senses = Roots(alike), senses
        self._known: dict[tuple[str, str], tuple[Duty | None, tuple[tuple[Gist, ...], ...]]] = {}

    def where(self, tokens: Sequence[Token]) -> Mapping[str, tuple[int, ...]]:
        """The tokens of a text by their root."""
        found: dict[str, tuple[int, ...]] = {}
        for first, last, senses in self._senses.find(tokens):
            for sense in senses:
                found.setdefault(sense, tuple(range(first, last)))
        for at, token in enumerate(tokens):
            after = tokens[at + 1].text if at + 1 < len(tokens) else ""
            if (token.text == "shared" and after in _MODEL) or after == "protection":
                # "Deletion protection" deletes nothing.
                continue
            if token.text not in EMPTY or token.text in _ALSO:
                for root in self._roots.all_of(token.text):
                    found[root] = (*found.get(root, ()), at)
            if (year := _year(tokens, at)) is not None:
                for later in range(year + 1, _YEARS.stop):
                    found.setdefault(f"{_SENSE}before {later}", (max(0, at - 1), at))
            if at > 1 and token.text.isdigit() and _is_region(tokens, at):
                root = self._roots.of("region")
                found[root] = (*found.get(root, ()), at)
        return found

    @staticmethod
    def of_senses(where: Mapping[str, tuple[int, ...]]) -> tuple[frozenset[int], ...]:
        """The tokens of each phrase that has a sense."""
        return tuple(frozenset(places) for root, places in where.items() if root.startswith(_SENSE))

    def held(
        self,
        duty: Duty,
        service: Service,
        where: Mapping[str, tuple[int, ...]],
        tokens: Sequence[Token],
    ) -> list[tuple[int, frozenset[int]]]:
        """The cases of a duty that a text says, by number, with the tokens that say each.

        They stand near each other and are not denied.
        """
        found = []
        for number, gists in enumerate(self._of(service, duty)):
            for gist in gists:
                if gist.roots <= where.keys():
                    at = frozenset(
                        step
                        for root in gist.roots
                        for step in (where[root] if root.startswith(_SENSE) else where[root][:1])
                    )
                    if self._stands(gist, at, where, tokens):
                        found.append((number, at))
                        break
        return found

    def states(self, at: frozenset[int], tokens: Sequence[Token]) -> frozenset[int]:
        """Those of some tokens that say a state or an event, which nobody asks for."""
        states = {self._roots.of(word) for word in _STATES}
        return frozenset(step for step in at if states & set(self._roots.all_of(tokens[step].text)))

    def _stands(
        self,
        gist: Gist,
        at: frozenset[int],
        where: Mapping[str, tuple[int, ...]],
        tokens: Sequence[Token],
    ) -> bool:
        first, last = min(at), max(at)
        if last - first > _APART + len(at):
            return False
        # "Dependencies of my function, who updates them?" is no function update, nor are the OS
        # updates under a function.
        parted = any(_parts(tokens[step]) for step in range(first + 1, last + 1))
        parted = parted or any(tokens[step].text in _BENEATH for step in range(first + 1, last))
        parted = parted or _is_elsewhere(tokens, first, last, self._roots)
        if gist.close and (parted or self._of_another(tokens, at)):
            return False
        near = {tokens[step].text for step in range(max(0, first - 2), last + 1) if step not in at}
        if _NOT & near or denied_before(tokens, first, anyone=True):
            return False
        own = self._roots.of("own")
        if own in gist.roots and not any(_owned(tokens, step) for step in where[own]):
            return False
        for word in _LEADING:
            if (root := self._roots.of(word)) in gist.roots and not any(
                {step + 1, step + 2} & at for step in where[root]
            ):
                # "The new nucleus for our devices" speaks of no new devices.
                return False
        return all(
            any(_describes(tokens[step].text, self._roots) for step in where[root])
            for root in gist.kept
        )

    def _of_another(self, tokens: Sequence[Token], at: frozenset[int]) -> bool:
        """Whether what happens does so to another thing: "messages survive a zone going down"."""
        for step in sorted(self.states(at, tokens)):
            before = step - 1
            while before >= 0 and before not in at and tokens[before].text in _HAPPENING:
                before -= 1
            if before > min(at) and before not in at and tokens[before - 1].text in _ARTICLES:
                return True
        return False

    def _of(self, service: Service, duty: Duty) -> tuple[tuple[Gist, ...], ...]:
        """The gists of each case; words of the topic and of the service need not be said again."""
        read, known = self._known.get((service.id, duty.topic), (None, ()))
        if read is not duty:
            title = frozenset(words_of(f"{duty.topic} {short(service.name)}"))
            known = tuple(self._of_case(case, title) for case in duty.cases)
            self._known[service.id, duty.topic] = (duty, known)
        return known

    def _of_case(self, case: Case, title: frozenset[str]) -> tuple[Gist, ...]:
        said = (one for one in case.said_as if len(words_of(one)) > 1 and one[0] != "=")
        gists = (
            *(self._gist(text, title) for text in _alternatives(case.when)),
            *(self._gist(text, title, close=True) for text in said),
        )
        told = tuple(gist for gist in gists if gist is not None and _tells(gist))
        year = _before(case.when)
        if year is None:
            return told
        # "A workgroup from 2023" is older than January 2025.
        return (*told, Gist(roots=frozenset({f"{_SENSE}before {year}"}), kept=frozenset()))

    def _gist(self, text: str, title: frozenset[str], *, close: bool = False) -> Gist | None:
        """What a phrase comes down to; None where only its own words say it."""
        tokens = tokens_of(text)
        said = self._senses.find(tokens)
        inside = {at for first, last, _ in said for at in range(first, last)}
        words = [token.text for at, token in enumerate(tokens) if at not in inside]
        if _NOT & set(words) or words[-1:] == ["on"]:
            return None
        left_out = EMPTY | _PLACES | title
        telling = [word for word in words if word not in left_out or word in _ALSO]
        senses = {sense for _, _, meant in said for sense in meant}
        # "The Glue version has reached end of support" says no more than its end.
        telling = [word for word in telling if not senses or word not in _BESIDE_SENSE]
        return Gist(
            roots=frozenset({*map(self._roots.of, telling), *senses}),
            kept=frozenset(self._roots.of(word) for word in telling if word.endswith("ed")),
            close=close and "own" not in telling,
        )


def _tells(gist: Gist) -> bool:
    """Whether a gist tells a case apart: several roots, or what phrases of one sense say."""
    senses = bool(gist.roots) and all(root.startswith(_SENSE) for root in gist.roots)
    return len(gist.roots) >= _FEW or senses


def _parts(token: Token) -> bool:
    """Whether another sentence begins with a token."""
    asks = "," in token.gap and token.text in _ASKS
    return asks or not _STOPS.isdisjoint(token.gap)


def _is_elsewhere(tokens: Sequence[Token], first: int, last: int, roots: Roots) -> bool:
    """Whether something was deleted out of a thing, and not the thing: "items in a table"."""
    deleted = roots.of("deleted") in roots.all_of(tokens[first].text)
    return deleted and any(tokens[step].text in _OUT_OF for step in range(first + 1, last))


def _year(tokens: Sequence[Token], at: int) -> int | None:
    """The year that something is said to be from: "a cluster from 2023"."""
    text = tokens[at].text
    if not at or len(text) != _YEAR_LONG or not text.isdigit() or int(text) not in _YEARS:
        return None
    return int(text) if tokens[at - 1].text in _FROM else None


def _before(when: str) -> int | None:
    """The year before which a condition holds: "older than January 2025"."""
    words = words_of(when)
    if not _OLDER & set(words) or _AND_MORE & set(words):
        return None
    years = [int(word) for word in words if word.isdigit() and int(word) in _YEARS]
    return years[0] if len(years) == 1 else None


def _is_region(tokens: Sequence[Token], at: int) -> bool:
    """Whether a Region's name ends with a token: "eu-west-1"."""
    parts = tokens[max(0, at - 2) : at + 1]
    hyphened = len(parts) == _PARTS and all(token.gap == "-" for token in parts[1:])
    return hyphened and parts[1].text.startswith(_QUARTERS) and parts[2].text.isdigit()


def _alternatives(when: str) -> tuple[str, ...]:
    """A condition of either of two words as two: "the hypervisor or host under the agent"."""
    words = when.split()
    at = words.index("or") if "or" in words else 0
    if not 0 < at < len(words) - 1:
        return (when,)
    lead, rest = words[: at - 1], words[at + 2 :]
    return (" ".join([*lead, words[at - 1], *rest]), " ".join([*lead, words[at + 1], *rest]))


def _describes(word: str, roots: Roots) -> bool:
    """Whether a word says how a thing is: "disabled", "off", but not "who disables it"."""
    return word.endswith("ed") or (roots.alike(word) and not word.endswith(("s", "e")))


def _owned(tokens: Sequence[Token], at: int) -> bool:
    """Whether "own" says whose a thing is, and is not what somebody does."""
    word = tokens[at].text
    if not word.startswith("own"):
        return True
    return word == "own" and at > 0 and tokens[at - 1].text in _OWNERS


_KNOWN: dict[tuple[tuple[str, ...], tuple[str, ...]], Gists] = {}


def senses_of(catalogue: Catalogue) -> Phrasebook:
    """The phrases of several words that have one sense, by a root for each sense."""
    said = enumerate(catalogue.vocabulary.signals["senses"])
    phrases = ((text.split(", "), f"{_SENSE}{number}") for number, text in said)
    tables = catalogue.tables
    return book_of(tables if tables and "senses" in tables else None, "senses", phrases)


def gists_of(catalogue: Catalogue) -> Gists:
    """The gists under a catalogue's lists of words and of phrases that say the same."""
    signals = catalogue.vocabulary.signals
    key = signals["alike"], signals["senses"]
    if key not in _KNOWN:
        _KNOWN[key] = Gists(signals["alike"], senses_of(catalogue))
    return _KNOWN[key]
