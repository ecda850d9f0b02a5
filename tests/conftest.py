"""What every test may use: the real catalogue, loaded once, and a desk over it."""

from __future__ import annotations

import pytest

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.catalogue.model import Catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def desk(catalogue: Catalogue) -> Desk:
    return Desk(catalogue)
