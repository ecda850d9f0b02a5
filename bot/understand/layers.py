"""Which layers a word such as "patch" or "encrypt" means for the service asked about."""

from __future__ import annotations

from bot.understand.cases import cases_found, cases_said, with_words_of
from bot.understand.hearing import LAYERS, TWO_LAYERS
from bot.understand.words import stem, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.catalogue.model import Catalogue, Says
    from bot.understand.question import Kind, Mention, Question
    from bot.understand.seen import Seen

    Layers = tuple[tuple[str, ...], tuple[str, ...], str | None]

_PATCHED = frozenset("patch upgrad updat".split())


def layers_of(catalogue: Catalogue, seen: Seen, mentions: Sequence[Mention], kind: Kind) -> Layers:
    """The topics asked, the layer shown beside them, and the word that covers both."""
    said = seen.topics
    plain: Layers = (said.topics, said.beside, said.sweep)
    if not mentions:
        return plain
    asked = mentions[0].service
    if _means_nodes(catalogue, seen, asked):
        plain = ((TWO_LAYERS["patching"][0],), (), None)
    if kind == "duty" and len(mentions) == 1 and _is_condition(catalogue, seen, asked):
        # "Who patches a Lambda container image?" asks about patching, under that condition.
        first, second = TWO_LAYERS["patching"]
        plain = ((first,), (second,), "patching")
    if kind == "duty" and (layer := _layer_of_case(catalogue, seen, asked, plain[0])):
        plain = ((layer,), (), None)
    if kind == "duty" and _stores_nothing(catalogue, seen, asked, plain[0]):
        plain = ((TWO_LAYERS["encryption"][1],), (), None)
    if kind == "duty" and (only := _only_layer(catalogue, seen, mentions, plain)):
        plain = ((only,), (), None)
    topics, _, sweep = plain
    if sweep is None or not _swapped(catalogue, seen, asked, sweep, kind):
        return plain
    first, second = TWO_LAYERS[sweep]
    return tuple(second if topic == first else topic for topic in topics), (first,), sweep


def layers_on(catalogue: Catalogue, service: str, question: Question) -> Layers:
    """The layers of a question that named no service, once one is chosen for it."""
    first, second = TWO_LAYERS["patching"]
    swap = question.sweep == "patching" and question.topics == (first,)
    if swap and not _stated(catalogue, service, first) and _stated(catalogue, service, second):
        return (second,), (first,), question.sweep
    return question.topics, question.beside, question.sweep


def _is_condition(catalogue: Catalogue, seen: Seen, service: str) -> bool:
    """Whether what was named is a way of deploying that decides who patches the runtime."""
    if "patching" not in seen.topics.sweeps or seen.topics.topics != ("application",):
        return False
    found = cases_found(catalogue, [service], TWO_LAYERS["patching"][1:], seen, loosely=True)
    said = {at for one in found for at in with_words_of(catalogue, one, seen)}
    # "Vulnerable packages in our images" names more than the condition.
    named = dict(seen.topics.where).get("application", frozenset())
    stems = {seen.tokens[at].stem for at in said | seen.signals.at("patching")}
    if not named:
        # Told before the question: "our plugins are ancient. Who updates them?"
        return bool(said & seen.topics.tokens)
    return bool(found) and {seen.tokens[at].stem for at in named} <= stems


def _layer_of_case(
    catalogue: Catalogue, seen: Seen, service: str, topics: tuple[str, ...]
) -> str | None:
    """The other layer, where only its cases are said: "who patches CoreDNS on EKS?"."""
    layers = TWO_LAYERS["patching"]
    named = (*seen.topics.strong, *seen.topics.hints)
    unsure = len(topics) == 1 and topics[0] in layers and topics[0] not in named
    if "patching" in seen.topics.sweeps and topics == ("infrastructure",):
        return _layer_beneath(catalogue, seen, service)
    if not unsure or not {"patching", "upgrading"} & set(seen.topics.sweeps):
        return None
    # "Planned maintenance" may well be of the hardware.
    may = LAYERS["patching"] if seen.topics.mild else layers
    said = {one.topic for one in cases_said(catalogue, [service], may, seen)}
    return said.pop() if len(said) == 1 else _layer_told(catalogue, seen, service)


def _layer_told(catalogue: Catalogue, seen: Seen, service: str) -> str | None:
    """The layer of which the entry names a strange word: "who patches vCenter on EVS?"."""
    strange = {seen.tokens[at].text for at in seen.unknown}
    if not strange:
        return None
    duties = catalogue.services[service].duties
    telling = [
        layer
        for layer in TWO_LAYERS["patching"]
        if layer in duties
        and strange & (said := {*_words_of(duties[layer].says)})
        and _PATCHED & set(map(stem, said))
    ]
    return telling[0] if len(telling) == 1 else None


def _words_of(says: Says) -> Iterator[str]:
    for text in says.sentences:
        yield from words_of(text)


def _layer_beneath(catalogue: Catalogue, seen: Seen, service: str) -> str | None:
    """The layer of the case that what lies beneath is: "the hypervisor under our gateway"."""
    beneath = dict(seen.topics.where).get("infrastructure", frozenset())
    if cases_said(catalogue, [service], ("infrastructure",), seen) or not beneath:
        return None
    found = cases_found(catalogue, [service], TWO_LAYERS["patching"], seen)
    said = {one.said.topic for one in found if beneath <= one.tokens}
    return said.pop() if len(said) == 1 else None


def _stores_nothing(
    catalogue: Catalogue, seen: Seen, service: str, topics: tuple[str, ...]
) -> bool:
    """Whether mere "keys" are asked about where nothing is stored: those of the connection."""
    at_rest, in_transit = TWO_LAYERS["encryption"]
    if topics != (at_rest,):
        return False
    keys = any(one.stem == "key" for one in seen.tokens)
    if keys and _senseless(catalogue, service, at_rest):
        # The rotation of a key where nothing rests is that of the connection's.
        return _stated(catalogue, service, in_transit)
    if at_rest in seen.topics.strong:
        return False
    return not _stated(catalogue, service, at_rest) and _stated(catalogue, service, in_transit)


def _only_layer(
    catalogue: Catalogue, seen: Seen, mentions: Sequence[Mention], plain: Layers
) -> str | None:
    """The one layer of "encrypt" that is meant: the other makes no sense, or a case says which."""
    layers = TWO_LAYERS["encryption"]
    if plain[2] != "encryption" or len(mentions) != 1 or plain[0] != layers:
        return None
    service = mentions[0].service
    said = {one.topic for one in cases_said(catalogue, [service], layers, seen)}
    if len(said) == 1:
        return said.pop()
    sensible = [layer for layer in layers if not _senseless(catalogue, service, layer)]
    return sensible[0] if len(sensible) == 1 else None


def _senseless(catalogue: Catalogue, service: str, topic: str) -> bool:
    """Whether the entry says that a topic makes no sense for a service."""
    duty = catalogue.services[service].duties.get(topic)
    return duty is not None and duty.says.owner == "none"


def _means_nodes(catalogue: Catalogue, seen: Seen, service: str) -> bool:
    """Whether "the hosts" to patch are those that containers run on, so their nodes."""
    said = seen.topics
    hosts = said.sweep == "patching" and "infrastructure" in said.hints
    return hosts and catalogue.services[service].class_ == "container"


def _swapped(catalogue: Catalogue, seen: Seen, service: str, sweep: str, kind: Kind) -> bool:
    """Whether the second layer is the one that matters for this service."""
    first, second = TWO_LAYERS[sweep]
    if sweep == "hardware":
        # At the customer's own site, securing hardware is guarding it; mending it is not.
        one = catalogue.services[service]
        duty = one.duties.get("physical")
        theirs = one.class_ == "edge" or (duty is not None and duty.says.owner == "customer")
        return "mending" not in seen.signals and theirs
    if sweep == "patching" and kind == "duty":
        return not _stated(catalogue, service, first) and _stated(catalogue, service, second)
    return False


def _stated(catalogue: Catalogue, service: str, topic: str) -> bool:
    """Whether the service, its parent or its variants say who does what on a topic."""
    return any(
        topic in one.duties and one.duties[topic].says.owner != "none"
        for one in catalogue.family(service)
    )
