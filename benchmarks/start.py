"""How long `srm ask` takes from nothing to an answer, as a ratio to `python -c pass`.

Cold is with an empty cache, warm with the compiled catalogue; both with the program's byte code
as an installation has it, whatever this shell says of writing it. A figure is the processor's
time of a whole process, the best of some rounds in turn, so that other work on the machine counts
little. Run it with `make bench`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from itertools import count

_ROUNDS, _COLD_ROUNDS = 11, 3
_ASK = [sys.executable, "-m", "bot", "ask", "who patches Fargate?"]
_TYPO = [sys.executable, "-m", "bot", "ask", "who patches farget?"]
_PASS = [sys.executable, "-c", "pass"]


def main() -> None:
    """Print the figures as name=value pairs."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "PYTHONPYCACHEPREFIX": f"{folder}/code"}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        fresh = count()

        def empty() -> dict[str, str]:
            return {**environ, "XDG_CACHE_HOME": f"{folder}/cache-{next(fresh)}"}

        kept = empty()
        for command in (_ASK, _ASK, _TYPO):
            _seconds(command, kept)  # The first writes the byte code and the catalogue.
        cold = min(_seconds(_ASK, empty()) for _ in range(_COLD_ROUNDS))
        rounds = [[_seconds(one, kept) for one in (_PASS, _ASK, _TYPO)] for _ in range(_ROUNDS)]
    bare, warm, typo = (min(times) for times in zip(*rounds, strict=True))
    figures = {
        "pass_ms": round(bare * 1000),
        "cold_over_pass": round(cold / bare, 1),
        "warm_over_pass": round(warm / bare, 1),
        "warm_typo_over_pass": round(typo / bare, 1),
    }
    sys.stdout.write(" ".join(f"{name}={value}" for name, value in figures.items()) + "\n")


def _seconds(command: list[str], environ: dict[str, str]) -> float:
    """The processor's time of one run in a process of its own."""
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(command[0], command, environ, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
