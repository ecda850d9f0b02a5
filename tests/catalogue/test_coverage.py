"""The catalogue against AWS's own list of services: the clients of the pinned botocore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalogue.coverage import coverage_of, installed_clients

if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue


def test_every_client_of_botocore_is_claimed_by_an_entry_and_no_other_name_is(
    catalogue: Catalogue,
) -> None:
    clients = installed_clients()
    assert clients is not None
    found = coverage_of(catalogue, clients)
    assert (found.unclaimed, found.unknown) == ((), ())


def test_what_no_entry_claims_and_what_botocore_lacks_is_named(catalogue: Catalogue) -> None:
    found = coverage_of(catalogue, ["rds", "brand-new"])
    assert found.unclaimed == ("brand-new",)
    assert ("lambda", "lambda") in found.unknown
