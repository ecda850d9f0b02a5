"""Puts names together: those found later, machine names, and those that another cloud leads."""

from __future__ import annotations

from bot.understand.names import NameSaid, tokens_taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.understand.words import Token

_CLOUDS = frozenset(
    {"Microsoft Azure", "Google Cloud", "Oracle Cloud", "IBM Cloud", "Alibaba Cloud", "GCP", "OCI"}
)
# Where else things run.
_HOSTS = frozenset(
    {"OVHcloud", "OVH", "Hetzner", "DigitalOcean", "Linode", "Heroku", "Vercel", "Cloudflare"}
)
_LIKENESS = frozenset("like style styled esque compatible alike ish lookalike equivalent".split())
_DOES = frozenset("does do will can did should would is".split())
# Direct messages, and no Database Migration Service.
_PLURALS = frozenset({"DMs"})
_PLACES = frozenset("on in at".split())
_HYBRID = frozenset("anywhere hybrid outposts datasync dms".split())
# What other vendors have under the same name: "Cloudflare WAF".
_ANYONES = frozenset("waf iam kms vpc vpn rum shield".split())


def of_other_clouds(
    kept: Sequence[NameSaid], tokens: Sequence[Token]
) -> tuple[list[NameSaid], list[NameSaid]]:
    """AWS's names and the others; what another cloud's name leads is its own: "Azure Batch"."""
    ours = [one for one in kept if one.service]
    others = [one for one in kept if one.service is None]
    leads = {one.last: one.other in _CLOUDS for one in others}
    led = [
        one
        for one in ours
        if one.first in leads
        and not tokens[one.first].gap.strip()
        and (leads[one.first] or one.common or tokens[one.first].text in _ANYONES)
    ]
    led += [one for one in ours if _runs_elsewhere(one, others, tokens)]
    return [one for one in ours if one not in led], others


def _runs_elsewhere(name: NameSaid, others: Sequence[NameSaid], tokens: Sequence[Token]) -> bool:
    """Whether it is said to be in another cloud: "managed Grafana on OVH"."""
    if _HYBRID & {token.text for token in tokens[name.first : name.last]}:
        return False
    clouds = [one for one in others if one.other in _CLOUDS | _HOSTS]
    return any(one.first == name.last + 1 and tokens[name.last].text in _PLACES for one in clouds)


def without_parts(
    names: Sequence[NameSaid], tokens: Sequence[Token], plain: Callable[[Token], bool]
) -> list[NameSaid]:
    """Without plain words that a name leads, a part of it: "Managed Grafana workspace"."""
    ends = {one.last for one in names if one.last > one.first}
    return [
        one
        for one in names
        if not (
            one.first in ends
            and one.last - one.first == 1
            and tokens[one.first].gap == " "
            and tokens[one.first].raw.islower()
            and not one.plain
            and plain(tokens[one.first])
        )
    ]


def with_new(new: Sequence[NameSaid], kept: Sequence[NameSaid]) -> list[NameSaid]:
    """Names with later found ones, which swallow the shorter ones inside them."""
    taken = tokens_taken(new)
    rest = [one for one in kept if taken.isdisjoint(range(one.first, one.last))]
    return sorted([*rest, *new], key=lambda name: name.first)


def masked_text(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with these spans blank."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def with_ids(
    names: Sequence[NameSaid], ids: Sequence[object], text: str, tokens: Sequence[Token]
) -> list[NameSaid]:
    """The names with the machine names put in their places; one mention a service."""
    del text
    placed: list[tuple[int, NameSaid]] = [(tokens[one.first].start, one) for one in names]
    for one in ids:
        service = getattr(one, "service", None)
        if service is not None:
            start = getattr(one, "start", 0)
            at = sum(token.start < start for token in tokens)
            said = getattr(one, "said", "")
            placed.append(
                (start, NameSaid(first=at, last=at, said=said, service=service, how="id"))
            )
    seen: set[str | None] = set()
    ordered = []
    for _, name in sorted(placed, key=lambda pair: pair[0]):
        if name.service not in seen:
            ordered.append(name)
            seen.add(name.service)
    return ordered


def ways_apart(names: Sequence[NameSaid], parents: Mapping[str, str]) -> list[NameSaid]:
    """Of two ways of running one service whose names share words, the first: of "self-managed
    nodegroup in EKS" the self-managed nodes, and not also what "nodegroup in EKS" would be.
    """
    kept: list[NameSaid] = []
    for name in names:
        before = kept[-1] if kept else None
        shares = before is not None and before.first <= name.first < before.last
        way = parents.get(name.service or "")
        if not (before and shares and way and way == parents.get(before.service or "")):
            kept.append(name)
    return kept


def only_like(name: NameSaid, tokens: Sequence[Token]) -> bool:
    """Whether something is only like a service: "S3-compatible", "does AWS back up databases"."""
    if tokens[name.first].raw in _PLURALS:
        return True
    texts = [token.text for token in tokens[max(0, name.first - 1) : name.last]]
    if texts[1:] == ["aws", "back", "up"] and texts[0] in _DOES:
        return True
    if name.last >= len(tokens):
        return False
    after = tokens[name.last]
    return after.gap in ("-", " ") and after.text in _LIKENESS
