"""The arguments of the `srm` command, and what each means."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_MOST_DIGITS = 5
_MINUTES = 30
_WORKSPACE = "whose overlay in SRM_ORGANISATION, by Slack id; else the default"


def make_parser(
    runs: Mapping[str, Callable[[argparse.Namespace], int]], version: Callable[[], int]
) -> argparse.ArgumentParser:
    """The arguments of every command; each knows the function of `runs` under its name.

    `version` says the versions, and gives the exit status.
    """
    parser = argparse.ArgumentParser(
        prog="srm",
        description="Who secures what on AWS: sourced answers to shared-responsibility questions.",
        epilog='For instance: srm ask "who patches Fargate?"',
    )
    parser.add_argument(
        "--version", action=_Version, say=version, help="print the program's and catalogue's"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer a question, or hold a conversation without one")
    ask.add_argument("question", nargs="*", help="in your own words; none: read standard input")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.add_argument("--thread", action="store_true", help="lines are turns of one conversation")
    ask.add_argument("--workspace", metavar="ID", default="", help=_WORKSPACE)
    ask.set_defaults(run=runs["ask"])
    services = commands.add_parser("services", help="list what is in the catalogue")
    services.add_argument("--json", action="store_true", help="one JSON object a line")
    services.set_defaults(run=runs["services"])
    table = commands.add_parser("table", help="print who owns what, as a matrix")
    table.add_argument("service", nargs="*", help="ids or names; none: the whole catalogue")
    table.add_argument("--by", choices=("class", "topic", "owner"), default="class")
    table.add_argument("--format", choices=("text", "markdown", "csv"), default="text")
    table.set_defaults(run=runs["table"])
    check = commands.add_parser("check", help="check a catalogue and name every problem in it")
    check.add_argument("folder", nargs="?", help="instead of SRM_CATALOGUE or the bundled one")
    check.add_argument(
        "--stale-after",
        metavar="DAYS",
        type=_days,
        help="list the sources that were read longer ago than this",
    )
    check.add_argument(
        "--links", action="store_true", help="visit every page that is cited; slow, for a schedule"
    )
    check.add_argument(
        "--minutes",
        metavar="N",
        type=_minutes,
        default=_MINUTES,
        help="how long --links may take; the next run goes on there (%(default)s)",
    )
    check.set_defaults(run=runs["check"])
    schema = commands.add_parser("schema", help="print the JSON Schema of a service file")
    schema.set_defaults(run=runs["schema"])
    coverage = commands.add_parser("coverage", help="what AWS has and the catalogue lacks")
    coverage.set_defaults(run=runs["coverage"])
    _about_ours(commands, runs)
    _slack(commands, runs)
    run = commands.add_parser("run", help="serve Slack if its tokens are set, else converse here")
    run.set_defaults(run=runs["run"])
    return parser


def _slack(commands: Commands, runs: Mapping[str, Callable[[argparse.Namespace], int]]) -> None:
    """The commands about serving Slack and about what is kept of it."""
    serve = commands.add_parser("serve", help="serve Slack, over Socket Mode or HTTP")
    only = serve.add_mutually_exclusive_group()
    only.add_argument(
        "--http",
        dest="over",
        action="store_const",
        const="http",
        default="",
        help="over HTTP alone; refuses to start with an app-level token",
    )
    only.add_argument(
        "--socket",
        dest="over",
        action="store_const",
        const="socket",
        help="over Socket Mode alone; refuses to start without an app-level token",
    )
    serve.set_defaults(run=runs["serve"])
    migrate = commands.add_parser("migrate", help="bring the database's tables up to date")
    migrate.set_defaults(run=runs["migrate"])
    rotate = commands.add_parser(
        "rotate-keys", help="seal every kept token by the first of SRM_ENCRYPTION_KEYS"
    )
    rotate.set_defaults(run=runs["rotate-keys"])
    manifest = commands.add_parser("manifest", help="print the manifest of the Slack app")
    manifest.add_argument(
        "--http",
        metavar="URL",
        type=_address,
        default=None,
        help="the https address where Slack reaches the bot; none: Socket Mode",
    )
    manifest.add_argument(
        "--workflow", action="store_true", help="with the step for Workflow Builder (paid plans)"
    )
    manifest.add_argument(
        "--org", action="store_true", help="for a whole organisation to install (Enterprise Grid)"
    )
    manifest.set_defaults(run=runs["manifest"])
    feedback = commands.add_parser("feedback", help="list what people thought of answers")
    feedback.add_argument("--json", action="store_true", help="one JSON object a line")
    feedback.add_argument(
        "--forget",
        metavar="TEAM",
        help="delete all that is kept of a workspace, its installation too",
    )
    feedback.set_defaults(run=runs["feedback"])
    counts = commands.add_parser("counts", help="how many questions were asked, of which kind")
    counts.add_argument("--json", action="store_true", help="one JSON object a line, by day")
    counts.set_defaults(run=runs["counts"])


def _about_ours(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    runs: Mapping[str, Callable[[argparse.Namespace], int]],
) -> None:
    """The commands about an organisation's overlay."""
    gaps = commands.add_parser("gaps", help="what the organisation's overlay leaves open")
    gaps.add_argument("path", nargs="?", help="an overlay instead of SRM_ORGANISATION")
    gaps.add_argument("--workspace", metavar="ID", default="", help=_WORKSPACE)
    gaps.add_argument("--format", choices=("text", "markdown", "csv", "json"), default="text")
    gaps.set_defaults(run=runs["gaps"])
    owners = commands.add_parser("owners", help="what admins set in Slack, as rules to review")
    owners.add_argument("--workspace", metavar="ID", default="", help="which one, by Slack id")
    owners.add_argument("--format", choices=("yaml", "text", "json"), default="yaml")
    owners.add_argument(
        "--settled", action="store_true", help="take back what the overlay's files say themselves"
    )
    owners.set_defaults(run=runs["owners"])
    init = commands.add_parser("init", help="begin an organisation's overlay from what there is")
    init.add_argument("source", nargs="*", help="files or folders; none: a few questions")
    init.add_argument("--output", metavar="FILE", help="a new file; else standard output")
    init.set_defaults(run=runs["init"])


class _Version(argparse.Action):
    """Has the versions said, and ends there."""

    def __init__(
        self, option_strings: Sequence[str], dest: str, *, say: Callable[[], int], **rest: str
    ) -> None:
        super().__init__(option_strings, dest, nargs=0, help=rest["help"])
        self._say = say

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        parser.exit(self._say())


def _days(text: str) -> int:
    return _number(text, "days, such as 365")


def _minutes(text: str) -> int:
    return _number(text, "minutes, such as 30")


def _number(text: str, of_what: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no number of {of_what}")
    return int(text)


def _address(text: str) -> str:
    from bot.slack.manifest import is_address  # noqa: PLC0415 - as above

    if not is_address(text):
        raise argparse.ArgumentTypeError(
            f"{text[:80]!r} will not do: write an address such as https://srm.example.com"
        )
    return text
