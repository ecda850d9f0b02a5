"""The `srm` command: reads arguments, prints, sets exit codes.

Only what a command needs is imported, and late: `srm ask` must start about as fast as
Python itself, so Slack's and the database's packages stay out of its path.
"""

from __future__ import annotations

import os
import sys

from bot.errors import SrmError
from bot.given import DONE, catalogue_named, look_now, ours_named, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 broken, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _asked(given[1:]) if _only_asks(given) else _parsed(given)
    except SrmError as fault:
        return told(fault)
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


def _asked(words: Sequence[str]) -> int:
    from bot.terminal import answer_once  # noqa: PLC0415 - as above

    catalogue = catalogue_named()
    answer_once(catalogue, " ".join(words), look_now(), ours_named(catalogue))
    return DONE


def _parsed(given: Sequence[str]) -> int:
    from bot.options import make_parser  # noqa: PLC0415 - as above
    from bot.runs import RUNS, version  # noqa: PLC0415 - as above

    parser = make_parser(RUNS, version)
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_help()
        return DONE
    return int(options.run(options))
