"""What every test may use: the real catalogue, loaded once, and a desk over it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.catalogue.model import Catalogue
from tests.fakes.postgres import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def desk(catalogue: Catalogue) -> Desk:
    return Desk(catalogue)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL; whoever uses it empties it first."""
    given = os.environ.get("SRM_TEST_PG_DSN", "")
    if given:
        yield given
        return
    with postgres() as server:
        yield server.url
