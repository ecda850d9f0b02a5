"""Owners that admins set in Slack, for the commands: listed, exported, taken back."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING

from bot.answers.settled import standing_of
from bot.errors import SettingsError, StoreError
from bot.organisation.owners import day_of, rule_of
from bot.render import owner_phrases as phrases
from bot.render.ours import OurTitles
from bot.render.parts import Titles
from bot.render.table import Table, as_text
from bot.store.sql import opened

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours
    from bot.organisation.owners import OwnerSet
    from bot.organisation.workspaces import Workspaces
    from bot.secret import Secret

    Find = Callable[[str], Ours | None]


def read_owners(database: Secret | None) -> tuple[OwnerSet, ...] | None:
    """What was set; None where there is no database. Raises `StoreError`."""
    return None if database is None else asyncio.run(_read(database.reveal()))


async def _read(url: str) -> tuple[OwnerSet, ...]:
    async with opened(url) as store:
        return await store.owners() or ()


def one_workspace(owners: Sequence[OwnerSet], named: str) -> tuple[OwnerSet, ...]:
    """What was set in the workspace named, or in the only one; raises `SettingsError` with the
    cure where there are several.
    """
    ids = sorted({one.team for one in owners})
    if not named and len(ids) > 1:
        raise SettingsError([phrases.several_workspaces(ids)])
    return tuple(one for one in owners if one.team == (named or one.team))


def with_set(ours: Ours, database: Secret | None, workspace: str) -> tuple[Ours, str]:
    """An overlay with what was set in its workspace, or as it is and why."""
    try:
        owners = one_workspace(read_owners(database) or (), workspace)
    except (StoreError, SettingsError) as fault:
        return ours, str(fault)
    return ours.with_owners(tuple(map(rule_of, owners))) if owners else ours, ""


def owners_command(
    options: Namespace,
    database: Secret | None,
    catalogue: Catalogue,
    overlays: Workspaces | None,
) -> None:
    """Print what was set, or take back what is settled; raises `StoreError` or `SettingsError`."""
    every = read_owners(database)
    if database is None or every is None:
        sys.stderr.write(f"{phrases.NO_STORE}\n")
        return

    def find(team: str) -> Ours | None:
        return overlays.of(team) if overlays is not None else None

    alone = options.format == "yaml" or options.settled or options.workspace
    owners = one_workspace(every, options.workspace) if alone else every
    if options.settled:
        count = settle(database, owners, catalogue, find)
        sys.stdout.write(f"{phrases.settled(count)}\n")
    else:
        print_owners(owners, catalogue, find, options.format)


def print_owners(
    owners: Sequence[OwnerSet], catalogue: Catalogue, find: Find, drawn_as: str
) -> None:
    """Print what was set: rules in YAML, a table for people, or an object a line."""
    lines = _DRAWN[drawn_as](owners, catalogue, find)
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    sys.stdout.flush()


def settle(database: Secret, owners: Sequence[OwnerSet], catalogue: Catalogue, find: Find) -> int:
    """Take back what the files say themselves by now; how many. Raises `StoreError`."""
    done = [
        one
        for one in owners
        if (ours := find(one.team)) is not None and standing_of(one, ours, catalogue).settled
    ]
    return asyncio.run(_unset(database.reveal(), done))


async def _unset(url: str, owners: Sequence[OwnerSet]) -> int:
    async with opened(url) as store:
        return sum([await store.unset_owner(one) for one in owners])


def _as_yaml(owners: Sequence[OwnerSet], catalogue: Catalogue, find: Find) -> list[str]:
    if not owners:
        return [f"# {phrases.NONE_SET}", "rules: []"]
    head = phrases.export_head(owners[0].team).splitlines()
    lines = [*(f"# {line}" for line in head), "rules:"]
    for one in owners:
        scope = rule_of(one).scope
        fields = {"services": scope.services, "topics": scope.topics}
        fields |= {"accounts": scope.accounts, "environments": scope.environments}
        said = [f"{name}: {json.dumps(value)}" for name, value in fields.items() if value]
        remarks = [phrases.set_by(one.person, day_of(one)), _files(one, catalogue, find)]
        lines.append(f"  # {'; '.join(remark for remark in remarks if remark)}")
        lines.append(f"  - {{team: {json.dumps(one.owner)}, {', '.join(said)}}}")
    return lines


def _as_table(owners: Sequence[OwnerSet], catalogue: Catalogue, find: Find) -> list[str]:
    if not owners:
        return [phrases.NONE_SET]
    rows = tuple(
        (
            one.team,
            one.service,
            one.topic,
            one.place,
            one.owner,
            one.person,
            day_of(one),
            _files(one, catalogue, find),
        )
        for one in owners
    )
    return [as_text(Table(head=phrases.OWNERS_HEAD, rows=rows))]


def _as_json(owners: Sequence[OwnerSet], catalogue: Catalogue, find: Find) -> list[str]:
    names = ("team", "service", "topic", "place", "owner", "person")
    return [
        json.dumps(
            {
                **{name: getattr(one, name) for name in names},
                "on": day_of(one),
                "files": _files(one, catalogue, find),
            }
        )
        for one in owners
    ]


def _files(one: OwnerSet, catalogue: Catalogue, find: Find) -> str:
    """What the files say for the very same; empty where they say nothing of it."""
    ours = find(one.team)
    if ours is None:
        return phrases.NO_OVERLAY_HERE
    standing = standing_of(one, ours, catalogue)
    if standing.settled:
        return phrases.SAME_IN_FILES
    if standing.same is None:
        return ""
    names = OurTitles(organisation=ours.organisation, titles=Titles(catalogue))
    return phrases.files_say(names.owner(standing.same), names.stands(standing.same))


_DRAWN: dict[str, Callable[[Sequence[OwnerSet], Catalogue, Find], list[str]]] = {
    "yaml": _as_yaml,
    "text": _as_table,
    "json": _as_json,
}
