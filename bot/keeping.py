"""The commands about the database: its tables brought up to date, its tokens sealed anew."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.render.phrases_slack import migrated, none_installed, resealed, unsealed
from bot.settings import read_database, read_sealing
from bot.settings_database import place_of
from bot.store.sql import opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from bot.secret import Secret
    from bot.store.installs import Installation, Installs
    from bot.store.seal import Seal

_TRIES = 5


def migrate(environ: Mapping[str, str], out: TextIO) -> None:
    """Bring the tables up to date, as every start does too; raises `StoreError`."""
    database = read_database(environ)
    steps = asyncio.run(_migrate(database))
    out.write(f"{migrated(steps, place_of(database.reveal()))}\n")


def rotate_keys(environ: Mapping[str, str], out: TextIO) -> bool:
    """Seal every token by the first key; whether all could be opened. Raises `StoreError`.

    A database without an installation is another one than the bot's, as a shell has it in which
    nobody named it: to say of it that a key may go would lose every token sealed by that key.
    """
    return asyncio.run(_rotate_keys(read_database(environ), read_sealing(environ), out))


async def _migrate(database: Secret) -> int:
    async with opened(database.reveal()) as store:
        return store.steps


async def _rotate_keys(database: Secret, keys: Sequence[Secret], out: TextIO) -> bool:
    from bot.store.seal import Seal  # noqa: PLC0415 - a package that one workspace does not need

    seal = Seal([key.reveal() for key in keys])
    done, already = 0, 0
    lost: list[str] = []
    place = place_of(database.reveal())
    async with opened(database.reveal()) as store:
        every = await store.installs.all()
        if not every:
            raise StoreError(none_installed(place))
        for known in every:
            try:
                anew = await _reseal(store.installs, seal, known)
            except StoreError as fault:
                lost.append(f"{known.team}: {fault}")
            else:
                done, already = done + anew, already + (not anew)
    said = [resealed(done, already, len(lost), place), *map(unsealed, lost)]
    out.write("".join(f"{line}\n" for line in said))
    return not lost


async def _reseal(installs: Installs, seal: Seal, known: Installation) -> bool:
    """Seal one installation's tokens anew; they may be renewed in the same moment."""
    for _ in range(_TRIES):
        if seal.is_newest(known.sealed):
            return False
        anew = seal.close(known.team, seal.open(known.team, known.sealed))
        if await installs.reseal(known.team, known.sealed, anew):
            return True
        found = await installs.get(known.team)
        if found is None:
            return False
        known = found
    raise StoreError("It was changed again and again; run the command once more.")
