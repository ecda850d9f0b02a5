"""Takes the image's own steps without an image: `python -m tests.deploy.image`.

What the Dockerfile copies is copied to an empty folder, what it runs is run there, and what comes
out is started as the image would start it: with none of this checkout, in a folder that cannot be
written to. It downloads some 20 MB.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
PORT = "38211"


@dataclass
class Stage:
    """One stage of a Dockerfile: its name, and each instruction with what follows it."""

    base: str
    name: str = ""
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        """What follows each instruction of a kind."""
        return [rest for name, rest in self.steps if name == word]

    @property
    def environment(self) -> dict[str, str]:
        """Every ENV."""
        pairs = (pair for line in self.all("ENV") for pair in shlex.split(line))
        return dict(pair.split("=", 1) for pair in pairs)


def stages(text: str) -> list[Stage]:
    """A Dockerfile's stages; it has neither continued lines nor heredocs."""
    found: list[Stage] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            found.append(Stage(base=base, name=name))
        else:
            found[-1].steps.append((word, rest))
    return found


def build(stage: Stage, into: Path) -> None:
    """Take the steps of the building stage in a folder, which stands for the image's root."""
    work = into
    for word, rest in stage.steps:
        if word == "WORKDIR":
            work = into / rest.lstrip("/")
            work.mkdir(parents=True, exist_ok=True)
        elif word == "COPY":
            *sources, target = rest.split()
            for source in sources:
                _copy(ROOT / source, work / target)
        elif word == "RUN":
            sys.stderr.write(f"{rest}\n")
            command = shlex.split(_inside(rest, into))
            if command[0] == "python":
                command[0] = sys.executable
            clean = {**_outside(), **stage.environment}
            subprocess.run(command, check=True, cwd=work, env=clean)


def start(stage: Stage, into: Path) -> None:
    """Start what was built, ask after its health as the image does, and end it."""
    (command,), (health,) = stage.all("CMD"), stage.all("HEALTHCHECK")
    environ = {
        **_outside(),
        **{name: _inside(value, into) for name, value in stage.environment.items()},
        "HOST": "127.0.0.1",
        "PORT": PORT,
        "SLACK_SIGNING_SECRET": "s",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "c" * 32,
        "SRM_ENCRYPTION_KEYS": "a" * 42 + "A=",
        # Nothing answers there, and nothing needs to.
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
    }
    environ["PATH"] = environ["PATH"].replace("$PATH", os.defpath)
    (into / "state").mkdir()
    empty = into / "empty"
    empty.mkdir(mode=0o500)
    python = str(into / "srm" / "bin" / "python")

    def listed(json_like: str) -> list[str]:
        words: list[str] = json.loads(json_like[json_like.index("[") :])
        return [python, *words[1:]]

    process = subprocess.Popen(listed(command), cwd=empty, env=environ)
    try:
        end = time.monotonic() + 60
        while subprocess.run(
            listed(health), cwd=empty, env=environ, check=False, capture_output=True
        ).returncode:
            assert process.poll() is None, "it ended by itself"
            assert time.monotonic() < end, "it does not come up"
            time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True)
        return
    folder = target if target.is_dir() or str(target).endswith("/") or not target.suffix else None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / source.name
    shutil.copy(source, target)


def _inside(text: str, into: Path) -> str:
    """The same with the image's folders as those of ours."""
    for folder in ("/srm", "/tools", "/state"):
        text = text.replace(folder, f"{into}{folder}")
    return text


def _outside() -> dict[str, str]:
    """What a process needs of this machine: how to reach the registry, not what is installed."""
    kept = ("PATH", "HOME", "LANG", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE")
    named = {name: os.environ[name] for name in kept if name in os.environ}
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    return {**named, **pip}


def main() -> None:
    """Build and start it."""
    building, running = stages(DOCKERFILE.read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="srm-image") as folder:
        began = time.monotonic()
        build(building, Path(folder))
        start(running, Path(folder))
        size = sum(one.stat().st_size for one in Path(folder, "srm").rglob("*") if one.is_file())
        took = time.monotonic() - began
        sys.stdout.write(f"built, started, healthy and ended: {size >> 20} MB, {took:.0f} s\n")


if __name__ == "__main__":
    main()
