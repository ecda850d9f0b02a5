"""Every name of a catalogue, squashed to letters and digits, as what JSON can say."""

from __future__ import annotations

from bot.catalogue.names import short, squash
from bot.understand.words import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from bot.catalogue.model import Service


_SHORTENED = {"manager": "mgr", "gateway": "gw"}


def name_table(
    services: Mapping[str, Service], not_aws: Mapping[str, str], several: Iterable[str]
) -> dict[str, Any]:
    """What each name means: the id of a service and how it was said, or how another's is written.

    `several` are words that could be several services. `common` are names that are also plain
    English, `apart` those that are so as several words.
    """
    exact: dict[str, str] = {}
    common: set[str] = set()
    apart: set[str] = set()
    for service in services.values():
        # "guard duty" may be plain English where "GuardDuty" is not.
        apart |= {squash(word) for word in service.common_words if " " in word}
        marked = {squash(word) for word in service.common_words if " " not in word}
        for key, how in _names(service):
            if key not in exact:
                exact[key] = f"{service.id} {how}"
                common |= {key} & marked
    other = {squash(alias): name for alias, name in not_aws.items()}
    # "Lambda@Edge" could be several services, and is not the one whose name it begins with.
    for text in several:
        if any(squash(word) in exact for word in words_of(text)):
            other.setdefault(squash(text), "")
    return {"exact": exact, "other": other, "common": sorted(common), "apart": sorted(apart)}


def _names(service: Service) -> Iterator[tuple[str, str]]:
    """Each name of a service, and whether it is its own or another that people use."""
    for text in (service.name, short(service.name)):
        yield squash(text), "exact"
    for alias in service.aliases:
        yield squash(alias), "alias"
    for text in (short(service.name), *service.aliases):
        if any(word in _SHORTENED for word in words_of(text)):
            # "Secrets mgr", "transit gw".
            words = (_SHORTENED.get(word, word) for word in words_of(text))
            yield squash(" ".join(words)), "alias"
    key = squash(service.id)
    if len(key) > 2:
        yield key, "exact"
