"""The `srm` command: reads arguments, prints, sets exit codes.

Only what a command needs is imported, and late: `srm ask` must start about as fast as
Python itself, so Slack's and the database's packages stay out of its path.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from bot.errors import CatalogueError, OrganisationError, SettingsError
from bot.version import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours
    from bot.organisation.workspaces import Workspaces
    from bot.render.parts import Look

DONE, BROKEN, USAGE = 0, 1, 2
_MOST_DIGITS = 5
_WORKSPACE = "whose overlay in SRM_ORGANISATION, by Slack id; else the default"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 broken, 2 wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return DONE
    try:
        return int(options.run(options))
    except (CatalogueError, OrganisationError) as fault:
        what = "catalogue" if isinstance(fault, CatalogueError) else "organisation's overlay"
        _complain(f"The {what} cannot be used:", [str(one) for one in fault.problems])
        return BROKEN
    except SettingsError as fault:
        _complain("The settings cannot be used:", fault.faults)
        return USAGE
    except BrokenPipeError:
        # The reader went away (`srm services | head`): nothing is wrong, nothing left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="srm",
        description="Who secures what on AWS: sourced answers to shared-responsibility questions.",
        epilog='For instance: srm ask "who patches Fargate?"',
    )
    parser.add_argument("--version", action=_Version, help="print the program's and catalogue's")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer a question, or hold a conversation without one")
    ask.add_argument("question", nargs="*", help="in your own words; none: read standard input")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.add_argument("--thread", action="store_true", help="lines are turns of one conversation")
    ask.add_argument("--workspace", metavar="ID", default="", help=_WORKSPACE)
    ask.set_defaults(run=_ask)
    services = commands.add_parser("services", help="list what is in the catalogue")
    services.add_argument("--json", action="store_true", help="one JSON object a line")
    services.set_defaults(run=_services)
    table = commands.add_parser("table", help="print who owns what, as a matrix")
    table.add_argument("service", nargs="*", help="ids or names; none: the whole catalogue")
    table.add_argument("--by", choices=("class", "topic", "owner"), default="class")
    table.add_argument("--format", choices=("text", "markdown", "csv"), default="text")
    table.set_defaults(run=_table)
    check = commands.add_parser("check", help="check a catalogue and name every problem in it")
    check.add_argument("folder", nargs="?", help="instead of SRM_CATALOGUE or the bundled one")
    check.add_argument(
        "--stale-after",
        metavar="DAYS",
        type=_days,
        help="list the sources that were read longer ago than this",
    )
    check.set_defaults(run=_check)
    coverage = commands.add_parser("coverage", help="what AWS has and the catalogue lacks")
    coverage.set_defaults(run=_coverage)
    gaps = commands.add_parser("gaps", help="what the organisation's overlay leaves open")
    gaps.add_argument("path", nargs="?", help="an overlay instead of SRM_ORGANISATION")
    gaps.add_argument("--workspace", metavar="ID", default="", help=_WORKSPACE)
    gaps.add_argument("--format", choices=("text", "markdown", "csv", "json"), default="text")
    gaps.set_defaults(run=_gaps)
    init = commands.add_parser("init", help="begin an organisation's overlay from what there is")
    init.add_argument("source", nargs="*", help="files or folders; none: a few questions")
    init.add_argument("--output", metavar="FILE", help="a new file; else standard output")
    init.set_defaults(run=_init)
    serve = commands.add_parser("serve", help="serve Slack, over Socket Mode or HTTP")
    serve.set_defaults(run=_serve)
    run = commands.add_parser("run", help="serve Slack if its tokens are set, else converse here")
    run.set_defaults(run=_run)
    return parser


class _Version(argparse.Action):
    """Prints the versions; the catalogue is read only when they are asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        try:
            edition = _catalogue().edition
        except CatalogueError as fault:
            _complain("The catalogue cannot be used:", [str(one) for one in fault.problems])
            parser.exit(BROKEN)
        sys.stdout.write(f"srm {VERSION}, catalogue {edition}\n")
        parser.exit(DONE)


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
    from bot.settings import read_facts_url  # noqa: PLC0415 - as above

    return Look(facts_url=read_facts_url(os.environ), today=time.strftime("%Y-%m-%d"))


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

    unknown = print_table(_catalogue(), options.service, options.by, options.format)
    if unknown:
        _complain("Not in the catalogue:", [*unknown, "`srm services` lists what is."])
        return USAGE
    return DONE


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no number of days, such as 365")
    return int(text)


def _check(options: argparse.Namespace) -> int:
    from pathlib import Path  # noqa: PLC0415 - as above

    from bot.catalogue.load import load_catalogue  # noqa: PLC0415 - as above

    if options.folder is not None and not Path(options.folder).is_dir():
        _complain("There is nothing to check:", [f"{options.folder} is no folder."])
        return USAGE
    folder = options.folder or _folder()
    catalogue = load_catalogue(Path(folder) if folder else None)
    overlays = _overlays(catalogue)
    duties = sum(len(service.duties) for service in catalogue.services.values())
    count = len(catalogue.services)
    sys.stdout.write(f"{count} entries, {duties} duties, no problems ({catalogue.edition}).\n")
    if overlays is not None:
        count = len(overlays)
        sys.stdout.write(f"{count} {'overlay' if count == 1 else 'overlays'}, no problems.\n")
    if options.stale_after is not None:
        from bot.catalogue.stale import stale_sources  # noqa: PLC0415 - as above

        old = stale_sources(catalogue, time.strftime("%Y-%m-%d"), options.stale_after)
        sys.stdout.write("".join(f"{one}\n" for one in old))
        sys.stdout.write(f"{len(old)} sources were read over {options.stale_after} days ago.\n")
    return DONE


def _coverage(_: argparse.Namespace) -> int:
    from bot.catalogue.coverage import coverage_of, installed_clients  # noqa: PLC0415 - as above

    clients = installed_clients()
    if clients is None:
        _complain("There is nothing to compare with:", ["Install botocore: pip install botocore."])
        return USAGE
    found = coverage_of(_catalogue(), clients)
    said = [f"unclaimed: {name}" for name in found.unclaimed]
    said += [f"unknown to botocore: {name}, claimed by {entry}" for name, entry in found.unknown]
    covered = found.clients - len(found.unclaimed)
    said.append(f"{covered} of {found.clients} clients have an entry.")
    sys.stdout.write("".join(f"{line}\n" for line in said))
    return DONE


def _gaps(options: argparse.Namespace) -> int:
    from bot.commands import print_gaps  # noqa: PLC0415 - as above

    catalogue = _catalogue()
    overlays = _overlays(catalogue, options.path)
    ours = overlays.of(options.workspace) if overlays is not None else None
    if ours is None:
        raise SettingsError(["There is no overlay to look at. Set SRM_ORGANISATION, or name one."])
    return BROKEN if print_gaps(ours, catalogue, options.format) else DONE


def _init(options: argparse.Namespace) -> int:
    from bot.commands import begin  # noqa: PLC0415 - as above

    missing = [f"There is nothing at {one!r}." for one in options.source if not os.path.exists(one)]
    if options.output and os.path.lexists(options.output):
        missing.append(f"There is something at {options.output!r} already; name a new file.")
    if missing:
        raise SettingsError(missing)
    return DONE if begin(_catalogue(), options.source, options.output) else BROKEN


def _serve(_: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - as above

    from bot.settings import read_slack_settings  # noqa: PLC0415 - as above
    from bot.wiring import run_slack  # noqa: PLC0415 - as above

    settings = read_slack_settings(os.environ)
    catalogue = _catalogue()
    path = _overlay_path()
    return asyncio.run(run_slack(settings, catalogue, path))


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
