"""What each command of `srm` does, but for a question without options, which `bot.cli` answers.

Only what a command needs is imported, and late.
"""

from __future__ import annotations

import os
import sys

from bot.errors import CatalogueError, SettingsError
from bot.given import (
    BROKEN,
    DONE,
    USAGE,
    all_named,
    catalogue_named,
    complain,
    look_now,
    named_folder,
    ours_named,
    overlay_path,
    overlays_named,
    told,
)
from bot.version import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from bot.secret import Secret


def version() -> int:
    """Print the versions; the catalogue is read only when they are asked for."""
    try:
        edition = catalogue_named().edition
    except CatalogueError as fault:
        return told(fault)
    sys.stdout.write(f"srm {VERSION}, catalogue {edition}\n")
    return DONE


def _ask(options: argparse.Namespace) -> int:
    from bot.terminal import answer_once, converse, print_objects  # noqa: PLC0415 - as above

    text = " ".join(options.question)
    catalogue = catalogue_named()
    ours = ours_named(catalogue, options.workspace)
    if options.json:
        lines = [os.fsencode(text)] if options.question else sys.stdin.buffer
        print_objects(catalogue, lines, look_now(), ours, threaded=options.thread)
    elif options.question:
        answer_once(catalogue, text, look_now(), ours)
    else:
        converse(catalogue, look_now(), ours)
    return DONE


def _services(options: argparse.Namespace) -> int:
    from bot.terminal import print_services  # noqa: PLC0415 - as above

    print_services(catalogue_named(), as_json=options.json)
    return DONE


def _table(options: argparse.Namespace) -> int:
    from bot.terminal import print_table  # noqa: PLC0415 - as above

    if unknown := print_table(catalogue_named(), options.service, options.by, options.format):
        complain("Not in the catalogue:", [*unknown, "`srm services` lists what is."])
        return USAGE
    return DONE


def _check(options: argparse.Namespace) -> int:
    from pathlib import Path  # noqa: PLC0415 - as above

    from bot import upkeep  # noqa: PLC0415 - as above
    from bot.catalogue.load import load_catalogue  # noqa: PLC0415 - as above

    if options.folder is not None and not Path(options.folder).is_dir():
        complain("There is nothing to check:", [f"{options.folder} is no folder."])
        return USAGE
    named = options.folder or named_folder()
    catalogue = load_catalogue(Path(named) if named else None)
    overlays = overlays_named(catalogue)
    upkeep.print_counts(catalogue, None if overlays is None else len(overlays))
    if overlays is not None:
        upkeep.print_unknown_owners(ours.organisation for _, ours in overlays.items())
    if options.stale_after is not None:
        upkeep.print_stale(catalogue, options.stale_after)
    fine = not options.links or upkeep.links_are_fine(catalogue, options.minutes)
    return DONE if fine else BROKEN


def _coverage(_: argparse.Namespace) -> int:
    from bot.upkeep import coverage_is_whole  # noqa: PLC0415 - as above

    whole = coverage_is_whole(catalogue_named())
    if whole is None:
        complain("There is nothing to compare with:", ["Install botocore: pip install botocore."])
        return USAGE
    return DONE if whole else BROKEN


def _schema(_: argparse.Namespace) -> int:
    from bot.upkeep import schema_text  # noqa: PLC0415 - as above

    sys.stdout.buffer.write(schema_text(catalogue_named()).encode())
    return DONE


def _gaps(options: argparse.Namespace) -> int:
    from bot.commands import print_gaps  # noqa: PLC0415 - as above
    from bot.owned import with_set  # noqa: PLC0415 - as above
    from bot.settings_database import made_address  # noqa: PLC0415 - as above

    catalogue, database = catalogue_named(), made_address(os.environ)
    overlays = overlays_named(catalogue, options.path)
    ours = overlays.of(options.workspace) if overlays is not None else None
    if ours is None:
        raise SettingsError(["There is no overlay to look at. Set SRM_ORGANISATION, or name one."])
    ours, fault = with_set(ours, database, options.workspace)
    if fault:
        complain("What was set in Slack is left out:", [fault])
    return BROKEN if print_gaps(ours, catalogue, options.format) or fault else DONE


def _owners(options: argparse.Namespace) -> int:
    from bot.owned import owners_command  # noqa: PLC0415 - as above
    from bot.settings_database import made_address  # noqa: PLC0415 - as above

    catalogue, database = catalogue_named(), made_address(os.environ)
    owners_command(options, database, catalogue, overlays_named(catalogue))
    return DONE


def _init(options: argparse.Namespace) -> int:
    from bot.commands import begin  # noqa: PLC0415 - as above

    missing = [f"There is nothing at {one!r}." for one in options.source if not os.path.exists(one)]
    if options.output and os.path.lexists(options.output):
        missing.append(f"There is something at {options.output!r} already; name a new file.")
    if missing:
        raise SettingsError(missing)
    return DONE if begin(catalogue_named(), options.source, options.output) else BROKEN


def _manifest(options: argparse.Namespace) -> int:
    import json  # noqa: PLC0415 - as above

    from bot.slack.manifest import Variant, manifest  # noqa: PLC0415 - as above
    from bot.slack.manifest_rules import problems  # noqa: PLC0415 - as above

    variant = Variant(http=options.http or "", workflow=options.workflow, org=options.org)
    if wrong := problems(made := manifest(variant)):
        complain("Slack would not take this manifest:", wrong)
        return USAGE
    sys.stdout.write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    return DONE


def _kept() -> Secret:
    """The database that something is read from; which one, where nobody named it, is said."""
    from bot.settings import read_database  # noqa: PLC0415 - as above
    from bot.settings_database import is_named, made_address, place_of  # noqa: PLC0415 - as above

    database = made_address(os.environ)
    if database is None:
        looked = place_of(read_database(os.environ).reveal())
        raise SettingsError(
            [f"There is no database yet: {looked} is not there. SRM_DATABASE_URL names another."]
        )
    if not is_named(os.environ):
        complain("Read from the file in your state folder; SRM_DATABASE_URL names another.", [])
    return database


def _feedback(options: argparse.Namespace) -> int:
    from bot.judged import judged  # noqa: PLC0415 - as above

    judged(_kept(), sys.stdout, forget=options.forget, as_json=options.json)
    return DONE


def _counts(options: argparse.Namespace) -> int:
    from bot.counted import counted  # noqa: PLC0415 - as above

    counted(_kept(), sys.stdout, as_json=options.json)
    return DONE


def _migrate(_: argparse.Namespace) -> int:
    from bot.keeping import migrate  # noqa: PLC0415 - as above

    migrate(os.environ, sys.stdout)
    return DONE


def _rotate_keys(_: argparse.Namespace) -> int:
    from bot.keeping import rotate_keys  # noqa: PLC0415 - as above

    return DONE if rotate_keys(os.environ, sys.stdout) else BROKEN


def _serve(options: argparse.Namespace) -> int:
    from bot.settings import read_slack_settings  # noqa: PLC0415 - as above
    from bot.slack.loop import run  # noqa: PLC0415 - as above
    from bot.wiring import run_slack  # noqa: PLC0415 - as above

    over = getattr(options, "over", "")
    settings, _, path = all_named(
        lambda: read_slack_settings(os.environ, over), named_folder, overlay_path
    )
    return run(run_slack(settings, catalogue_named(), path))


def _run(options: argparse.Namespace) -> int:
    from bot.settings import wants_slack  # noqa: PLC0415 - as above
    from bot.terminal import converse  # noqa: PLC0415 - as above

    if wants_slack(os.environ):
        return _serve(options)
    catalogue = catalogue_named()
    converse(catalogue, look_now(), ours_named(catalogue))
    return DONE


RUNS = {
    "ask": _ask,
    "check": _check,
    "counts": _counts,
    "coverage": _coverage,
    "feedback": _feedback,
    "gaps": _gaps,
    "init": _init,
    "migrate": _migrate,
    "manifest": _manifest,
    "rotate-keys": _rotate_keys,
    "owners": _owners,
    "run": _run,
    "schema": _schema,
    "serve": _serve,
    "services": _services,
    "table": _table,
}
