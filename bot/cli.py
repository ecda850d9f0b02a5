"""The `srm` command: reads arguments, prints, sets exit codes.

Only what a command needs is imported, and late: `srm ask` must start about as fast as
Python itself, so Slack's and the database's packages stay out of its path.
"""

from __future__ import annotations

import os
import sys
import time

from bot.errors import CatalogueError, OrganisationError, SettingsError, SrmError
from bot.version import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours
    from bot.organisation.workspaces import Workspaces
    from bot.render.parts import Look

DONE, BROKEN, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 broken, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _asked(given[1:]) if _only_asks(given) else _parsed(given)
    except SrmError as fault:
        return _told(fault)
    except BrokenPipeError:
        # The reader went away (`srm services | head`): nothing is wrong, nothing left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return DONE


def _only_asks(given: Sequence[str]) -> bool:
    """Whether it is a question without options: to parse that would cost as much as to answer it.

    It means then what the parser would make of it: only what begins with a hyphen is an option.
    """
    return len(given) > 1 and given[0] == "ask" and not any(one[:1] == "-" for one in given)


def _parsed(given: Sequence[str]) -> int:
    from bot.options import make_parser  # noqa: PLC0415 - as above

    parser = make_parser(_RUNS, _version)
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_help()
        return DONE
    return int(options.run(options))


def _told(fault: SrmError) -> int:
    """Say what cannot be used, and all that is wrong with it; the exit status."""
    if isinstance(fault, SettingsError):
        _complain("The settings cannot be used:", fault.faults)
        return USAGE
    what = {CatalogueError: "catalogue", OrganisationError: "organisation's overlay"}
    named = f"The {what.get(type(fault), 'database')} cannot be used:"
    _complain(named, [str(one) for one in getattr(fault, "problems", (fault,))])
    return BROKEN


def _version() -> int:
    """Print the versions; the catalogue is read only when they are asked for."""
    try:
        edition = _catalogue().edition
    except CatalogueError as fault:
        return _told(fault)
    sys.stdout.write(f"srm {VERSION}, catalogue {edition}\n")
    return DONE


def _folder() -> str | None:
    """The catalogue's folder that the environment names, if any."""
    named = os.environ.get("SRM_CATALOGUE")
    if named and not os.path.isdir(named):
        raise SettingsError([f"SRM_CATALOGUE: {named!r} is no folder. Name one, or unset it."])
    return named or None


def _catalogue() -> Catalogue:
    from bot.catalogue.open import open_catalogue  # noqa: PLC0415 - as above

    return open_catalogue(_folder())


def _ours(catalogue: Catalogue, workspace: str = "") -> Ours | None:
    """The organisation's overlay, where the environment names one."""
    overlays = _overlays(catalogue)
    return overlays.of(workspace) if overlays is not None else None


def _overlays(catalogue: Catalogue, named: str | None = None) -> Workspaces | None:
    """Every workspace's overlay, where the arguments or the environment name any."""
    path = _overlay_path(named)
    if path is None:
        return None
    from bot.organisation.open import open_organisations  # noqa: PLC0415 - as above

    return open_organisations(path, catalogue)


def _overlay_path(named: str | None = None) -> str | None:
    path = named or os.environ.get("SRM_ORGANISATION")
    if path and not os.path.exists(path):
        says = f"There is nothing at {path!r}. Name an overlay's file or folder there."
        raise SettingsError([says if named else f"SRM_ORGANISATION: {says}"])
    return path or None


def _look() -> Look:
    from bot.render.parts import Look  # noqa: PLC0415 - as above

    url = ""
    if os.environ.get("SRM_FACTS_URL"):
        from bot.settings import read_facts_url  # noqa: PLC0415 - as above

        url = read_facts_url(os.environ)
    return Look(facts_url=url, today=time.strftime("%Y-%m-%d"))


def _asked(words: Sequence[str]) -> int:
    from bot.terminal import answer_once  # noqa: PLC0415 - as above

    catalogue = _catalogue()
    answer_once(catalogue, " ".join(words), _look(), _ours(catalogue))
    return DONE


def _ask(options: argparse.Namespace) -> int:
    from bot.terminal import answer_once, converse, print_objects  # noqa: PLC0415 - as above

    text = " ".join(options.question)
    catalogue = _catalogue()
    ours = _ours(catalogue, options.workspace)
    if options.json:
        lines = [os.fsencode(text)] if options.question else sys.stdin.buffer
        print_objects(catalogue, lines, _look(), ours, threaded=options.thread)
    elif options.question:
        answer_once(catalogue, text, _look(), ours)
    else:
        converse(catalogue, _look(), ours)
    return DONE


def _services(options: argparse.Namespace) -> int:
    from bot.terminal import print_services  # noqa: PLC0415 - as above

    print_services(_catalogue(), as_json=options.json)
    return DONE


def _table(options: argparse.Namespace) -> int:
    from bot.terminal import print_table  # noqa: PLC0415 - as above

    if unknown := print_table(_catalogue(), options.service, options.by, options.format):
        _complain("Not in the catalogue:", [*unknown, "`srm services` lists what is."])
        return USAGE
    return DONE


def _check(options: argparse.Namespace) -> int:
    from pathlib import Path  # noqa: PLC0415 - as above

    from bot import upkeep  # noqa: PLC0415 - as above
    from bot.catalogue.load import load_catalogue  # noqa: PLC0415 - as above

    if options.folder is not None and not Path(options.folder).is_dir():
        _complain("There is nothing to check:", [f"{options.folder} is no folder."])
        return USAGE
    named = options.folder or _folder()
    catalogue = load_catalogue(Path(named) if named else None)
    overlays = _overlays(catalogue)
    upkeep.print_counts(catalogue, None if overlays is None else len(overlays))
    if options.stale_after is not None:
        upkeep.print_stale(catalogue, options.stale_after)
    fine = not options.links or upkeep.links_are_fine(catalogue, options.minutes)
    return DONE if fine else BROKEN


def _coverage(_: argparse.Namespace) -> int:
    from bot.upkeep import coverage_is_whole  # noqa: PLC0415 - as above

    whole = coverage_is_whole(_catalogue())
    if whole is None:
        _complain("There is nothing to compare with:", ["Install botocore: pip install botocore."])
        return USAGE
    return DONE if whole else BROKEN


def _schema(_: argparse.Namespace) -> int:
    from bot.upkeep import schema_text  # noqa: PLC0415 - as above

    sys.stdout.buffer.write(schema_text(_catalogue()).encode())
    return DONE


def _gaps(options: argparse.Namespace) -> int:
    from bot.commands import print_gaps  # noqa: PLC0415 - as above
    from bot.owned import with_set  # noqa: PLC0415 - as above
    from bot.settings import read_database  # noqa: PLC0415 - as above

    catalogue, database = _catalogue(), read_database(os.environ)
    overlays = _overlays(catalogue, options.path)
    ours = overlays.of(options.workspace) if overlays is not None else None
    if ours is None:
        raise SettingsError(["There is no overlay to look at. Set SRM_ORGANISATION, or name one."])
    ours, fault = with_set(ours, os.environ, database, options.workspace)
    if fault:
        _complain("What was set in Slack is left out:", [fault])
    return BROKEN if print_gaps(ours, catalogue, options.format) or fault else DONE


def _owners(options: argparse.Namespace) -> int:
    from bot.owned import owners_command  # noqa: PLC0415 - as above
    from bot.settings import read_database  # noqa: PLC0415 - as above

    catalogue, database = _catalogue(), read_database(os.environ)
    owners_command(options, os.environ, database, catalogue, _overlays(catalogue))
    return DONE


def _init(options: argparse.Namespace) -> int:
    from bot.commands import begin  # noqa: PLC0415 - as above

    missing = [f"There is nothing at {one!r}." for one in options.source if not os.path.exists(one)]
    if options.output and os.path.lexists(options.output):
        missing.append(f"There is something at {options.output!r} already; name a new file.")
    if missing:
        raise SettingsError(missing)
    return DONE if begin(_catalogue(), options.source, options.output) else BROKEN


def _manifest(options: argparse.Namespace) -> int:
    import json  # noqa: PLC0415 - as above

    from bot.slack.manifest import Variant, manifest  # noqa: PLC0415 - as above
    from bot.slack.manifest_rules import problems  # noqa: PLC0415 - as above

    variant = Variant(http=options.http or "", workflow=options.workflow, org=options.org)
    if wrong := problems(made := manifest(variant)):
        _complain("Slack would not take this manifest:", wrong)
        return USAGE
    sys.stdout.write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    return DONE


def _feedback(options: argparse.Namespace) -> int:
    from bot.judged import judged  # noqa: PLC0415 - as above

    judged(os.environ, sys.stdout, forget=options.forget, as_json=options.json)
    return DONE


def _counts(options: argparse.Namespace) -> int:
    from bot.counted import counted  # noqa: PLC0415 - as above

    counted(os.environ, sys.stdout, as_json=options.json)
    return DONE


def _migrate(_: argparse.Namespace) -> int:
    from bot.keeping import migrate  # noqa: PLC0415 - as above

    migrate(os.environ, sys.stdout)
    return DONE


def _rotate_keys(_: argparse.Namespace) -> int:
    from bot.keeping import rotate_keys  # noqa: PLC0415 - as above

    return DONE if rotate_keys(os.environ, sys.stdout) else BROKEN


def _serve(options: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - as above

    from bot.settings import read_slack_settings  # noqa: PLC0415 - as above
    from bot.wiring import run_slack  # noqa: PLC0415 - as above

    settings = read_slack_settings(os.environ, getattr(options, "over", ""))
    return asyncio.run(run_slack(settings, _catalogue(), _overlay_path()))


def _run(options: argparse.Namespace) -> int:
    from bot.settings import wants_slack  # noqa: PLC0415 - as above
    from bot.terminal import converse  # noqa: PLC0415 - as above

    if wants_slack(os.environ):
        return _serve(options)
    catalogue = _catalogue()
    converse(catalogue, _look(), _ours(catalogue))
    return DONE


def _complain(head: str, lines: Sequence[str]) -> None:
    sys.stderr.write("\n".join([head, *(f"  {line}" for line in lines)]) + "\n")


_RUNS = {
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
