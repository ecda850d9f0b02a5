"""Narrows a service to the way of running it that the words around it name."""

from __future__ import annotations

from bot.catalogue.names import short
from bot.record import record, replace
from bot.understand.names import tokens_taken
from bot.understand.phrases import stems_of
from bot.understand.placing import ways_apart
from bot.understand.qualifying import SMALL, against, begins, led, nearest, runs_there
from bot.understand.ruled_out import denied_before, ruled_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from bot.catalogue.model import Service
    from bot.understand.names import NameSaid
    from bot.understand.seen import Seen
    from bot.understand.signals import Signals
    from bot.understand.words import Token


@record
class _Stems:
    """The stems of a text, and where each stands."""

    said: tuple[str, ...]
    at: Mapping[str, Sequence[int]]

    def places(self, words: tuple[str, ...]) -> Iterator[int]:
        """Where these words stand in a row."""
        for at in self.at.get(words[0], ()):
            if self.said[at : at + len(words)] == words:
                yield at


def _stems_of(tokens: Sequence[Token]) -> _Stems:
    said = tuple(token.stem for token in tokens)
    where: dict[str, list[int]] = {}
    for at, one in enumerate(said):
        where.setdefault(one, []).append(at)
    return _Stems(said=said, at=where)


class VariantIndex:
    """For each service, the words that name a way of running it beside the service's name."""

    def __init__(
        self, services: Mapping[str, Service], tables: Mapping[str, Any] | None = None
    ) -> None:
        kept = tables["variants"] if tables is not None else {}
        self._words: dict[str, list[tuple[tuple[str, ...], str]]] = {
            parent: [(tuple(words), way) for words, way in ways]
            for parent, ways in kept.get("words", {}).items()
        }
        self._parents: dict[str, str] = kept.get("parents", {})
        # The words of each way's own name that its service's name lacks.
        self._own: dict[str, Sequence[str]] = kept.get("own", {})
        if not kept:
            self._add(services)

    @property
    def table(self) -> dict[str, Any]:
        """All that it knows, as what JSON can say."""
        return {"words": self._words, "parents": self._parents, "own": self._own}

    def _add(self, services: Mapping[str, Service]) -> None:
        self._parents |= {one.id: one.variant_of for one in services.values() if one.variant_of}
        for service in services.values():
            parent = services.get(service.variant_of or "")
            if parent is None:
                continue
            # Only words that are the parent's name by themselves: "managed" in one of its
            # aliases must not make "nodes" alone mean the managed ones.
            alone = [alias for alias in parent.aliases if " " not in alias]
            own = {word for text in (parent.name, *alone) for word in stems_of(text)}
            self._own[service.id] = [
                word for word in stems_of(service.name) if word not in own and word not in SMALL
            ]
            for text in (service.name, short(service.name), *service.aliases):
                rest = tuple(
                    word for word in stems_of(text) if word not in own and word not in SMALL
                )
                if rest and own & set(stems_of(text)):
                    known = self._words.setdefault(parent.id, [])
                    if (rest, service.id) not in known:
                        known.append((rest, service.id))
        for words in self._words.values():
            words.sort(key=lambda pair: -len(pair[0]))

    def is_way(self, service: str) -> bool:
        """Whether a service is a way of running another one."""
        return service in self._parents

    def way_of(self, parent: str, tokens: Sequence[Token]) -> str | None:
        """The way of running `parent`, or a way of it, that a text names: "and with Fargate?"."""
        stems = {token.stem for token in tokens}
        known = self._words.get(self._parents.get(parent, parent), ())
        ways = [service for words, service in known if set(words) <= stems]
        return ways[0] if ways else None

    def on_the_way(self, seen: Seen, pair: tuple[NameSaid, NameSaid]) -> Sequence[NameSaid]:
        """A move between ways of running one service: "our ECS from EC2 to Fargate"."""
        source, target = pair
        above = [
            one.service for one in seen.names if one not in pair and one.service in self._words
        ]
        parent = self._parents.get(source.service or "") or (above[0] if above else None)
        if parent is None or target.service == parent:
            return pair
        ways = [
            source.service
            if self._parents.get(source.service or "") == parent
            else self._way(parent, seen.tokens[source.first : source.last]),
            self._way(parent, seen.tokens[target.first : target.last]),
        ]
        if None in ways or ways[0] == ways[1]:
            return pair
        return [replace(one, service=way, how="alias") for one, way in zip(pair, ways, strict=True)]

    def _way(self, parent: str, tokens: Sequence[Token]) -> str | None:
        """The way of running a service that these words and no others name."""
        said = tuple(token.stem for token in tokens)
        return next((way for words, way in self._words.get(parent, ()) if words == said), None)

    def narrow(
        self, names: Sequence[NameSaid], tokens: Sequence[Token], signals: Signals
    ) -> list[NameSaid]:
        """Replace each parent that the text narrows by its variant; merge what it swallows."""
        names = self._without_ruled_out(ways_apart(names, self._parents), tokens)
        narrowed: list[NameSaid] = []
        swallowed: set[int] = set()
        apart = signals.at("compare", "shift")
        stems = _stems_of(tokens)
        for name in names:
            variant = self._variant(name, names, tokens, stems, apart)
            if variant is not None:
                service, used = variant
                swallowed |= used
                how = "alias" if name.how == "exact" else name.how
                first = begins(used, name, tokens)
                name = replace(name, service=service, how=how, first=first)  # noqa: PLW2901
            narrowed += self._with_siblings(name, names, tokens, stems)
        kept = [
            name
            for name in narrowed
            if name.first == name.last
            or any(
                at not in swallowed and tokens[at].text not in SMALL
                for at in range(name.first, name.last)
            )
        ]
        return _once(kept)

    def _with_siblings(
        self,
        name: NameSaid,
        names: Sequence[NameSaid],
        tokens: Sequence[Token],
        stems: _Stems,
    ) -> list[NameSaid]:
        """A way of running with those it is held against: "Redshift provisioned vs serverless"."""
        parent = self._parents.get(name.service or "")
        known = self._words.get(parent or "", ())
        if not known:
            return [name]
        taken: frozenset[int] | None = None
        found = [name]
        for words, service in known:
            if words[0] not in stems.at or service in {one.service for one in found}:
                continue
            taken = taken or tokens_taken(names)
            for at in stems.places(words):
                span = range(at, at + len(words))
                if taken.isdisjoint(span) and against(name, span, tokens):
                    text = " ".join(tokens[step].raw for step in span)
                    found.append(
                        replace(name, service=service, said=text, first=at, last=span.stop)
                    )
                    break
        return sorted(found, key=lambda one: one.first)

    def _variant(
        self,
        name: NameSaid,
        names: Sequence[NameSaid],
        tokens: Sequence[Token],
        stems: _Stems,
        apart: frozenset[int],
    ) -> tuple[str, set[int]] | None:
        known = self._words.get(name.service or "", ())
        best: tuple[int, str, set[int]] | None = None
        own, denied = range(name.first, name.last), set[int]()
        for words, service in known:
            for at in stems.places(words):
                span = set(range(at, at + len(words)))
                if not span.isdisjoint(range(name.first, name.last)):
                    continue
                if ruled_out(tokens, at, at + len(words), own):
                    # Longer words come first: where "Auto Mode" is off, so is "Auto".
                    denied |= span
                if span <= denied or self._of_another_way(name, names, span, service):
                    continue
                if self._belongs(name, names, at, at + len(words), tokens, apart):
                    distance = abs(at - name.first)
                    rank = (len(words), -distance)
                    if best is None or rank > (best[0], -min(abs(b - name.first) for b in best[2])):
                        best = (len(words), service, span)
        return (best[1], best[2]) if best else None

    def _without_ruled_out(
        self, names: Sequence[NameSaid], tokens: Sequence[Token]
    ) -> Sequence[NameSaid]:
        """The service itself for a way of running that is ruled out: "not on EKS Auto Mode"."""
        # "ECS isn't on Fargate, it's on EC2" says nothing of Fargate.
        meant = [bool(one.again) or not denied_before(tokens, one.first) for one in names]
        if any(meant) and not all(meant):
            names = [
                one
                for one, is_meant in zip(names, meant, strict=True)
                if is_meant or one.service in self._parents
            ]
        if not any(one.service in self._parents for one in names):
            return names
        out = [self._is_ruled_out(one, tokens) for one in names]
        spans = [(one.first, one.last) for one, is_out in zip(names, out, strict=True) if is_out]
        return [
            replace(one, service=self._parents[one.service or ""], how="alias") if is_out else one
            for one, is_out in zip(names, out, strict=True)
            if is_out or not any(first <= one.first and one.last <= last for first, last in spans)
        ]

    def _is_ruled_out(self, name: NameSaid, tokens: Sequence[Token]) -> bool:
        parent = self._parents.get(name.service or "")
        if parent is None or name.first == name.last:
            return False
        stems = {token.stem for token in tokens[name.first : name.last]}
        # "Host recovery is off" says nothing of whether there are dedicated hosts.
        named = stems.issuperset(self._own.get(name.service or "", ("",)))
        return (
            ruled_out(tokens, name.first, name.last) if named else denied_before(tokens, name.first)
        )

    def _of_another_way(
        self, name: NameSaid, names: Sequence[NameSaid], span: set[int], service: str
    ) -> bool:
        """Whether words are part of another way's name: "self-managed nodegroup in EKS"."""
        return any(
            other.service != service
            and self._parents.get(other.service or "") == name.service
            and span <= set(range(other.first, other.last))
            for other in names
        )

    def _belongs(
        self,
        name: NameSaid,
        names: Sequence[NameSaid],
        first: int,
        last: int,
        tokens: Sequence[Token],
        apart: frozenset[int],
    ) -> bool:
        """Whether words at `first` qualify this name, and no other name, and are no rival."""
        low, high = (name.last, first) if first >= name.last else (last, name.first)
        between = set(range(low, high))
        if between & apart:
            return False
        comma = any("," in tokens[at].gap for at in (*between, max(first, name.first)))
        if comma and len(names) > 1 and not led(tokens, first):
            return False
        texts = {tokens[at].text for at in between}
        if runs_there(first, last, between, tokens):
            return True
        parted = texts & {"and", "or", "vs", "versus", "not", "than"}
        return not parted and nearest(name, names, first, last, between)


def _once(names: Sequence[NameSaid]) -> list[NameSaid]:
    kept: dict[str | None, NameSaid] = {}
    for name in names:
        first = kept.get(name.service)
        kept[name.service] = (
            replace(first, again=(*first.again, name.first)) if first is not None else name
        )
    return list(kept.values())
