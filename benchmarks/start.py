"""How long `srm ask` takes from nothing to an answer, as a ratio to `python -c pass`.

Cold is with an empty cache, warm with the compiled catalogue. Run it with `make bench`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

_ROUNDS = 9
_ASK = [sys.executable, "-m", "bot", "ask", "who patches Fargate?"]
_TYPO = [sys.executable, "-m", "bot", "ask", "who patches farget?"]
_PASS = [sys.executable, "-c", "pass"]


def main() -> None:
    """Print the figures as name=value pairs."""
    with tempfile.TemporaryDirectory() as cache:
        environ = {**os.environ, "XDG_CACHE_HOME": cache}
        cold = _seconds(_ASK, environ, rounds=1)
        bare, warm, typo = (_seconds(one, environ) for one in (_PASS, _ASK, _TYPO))
    figures = {
        "pass_ms": round(bare * 1000),
        "cold_over_pass": round(cold / bare, 1),
        "warm_over_pass": round(warm / bare, 1),
        "warm_typo_over_pass": round(typo / bare, 1),
    }
    sys.stdout.write(" ".join(f"{name}={value}" for name, value in figures.items()) + "\n")


def _seconds(command: list[str], environ: dict[str, str], rounds: int = _ROUNDS) -> float:
    """The best time of some runs in processes of their own."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, env=environ, check=True, capture_output=True)
        best = min(best, time.perf_counter() - start)
    return best


if __name__ == "__main__":
    main()
