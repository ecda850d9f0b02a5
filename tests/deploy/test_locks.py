"""What the image holds is pinned and hashed, and is what the program asks for."""

from __future__ import annotations

import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deploy.image import DOCKERFILE, ROOT, stages

DEPLOY = ROOT / "deploy"


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Every package of a lock file: its version, and how many hashes it may have."""
    text = (DEPLOY / name).read_text("utf-8").replace("\\\n", " ")
    found: dict[str, tuple[str, int]] = {}
    for line in text.splitlines():
        head, *hashes = line.split("--hash=")
        pinned = Requirement(head.strip())
        (version,) = pinned.specifier
        assert version.operator == "=="
        found[canonicalize_name(pinned.name)] = (version.version, len(hashes))
    return found


def test_the_lock_pins_and_hashes_all_that_the_image_needs() -> None:

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["postgresql"], *extras["oauth"]]
    lock = locked("requirements.lock")
    for one in map(Requirement, wanted):
        version, _ = lock[canonicalize_name(one.name)]
        assert one.specifier.contains(version), f"{one}: make lock"
    assert all(hashes for _, hashes in lock.values())


def test_what_builds_the_image_is_pinned_and_hashed_too() -> None:
    lock = locked("build.lock")
    assert {"setuptools", "wheel"} <= set(lock)
    assert all(hashes for _, hashes in lock.values())
    (install,) = [
        line for line in stages(DOCKERFILE.read_text("utf-8"))[0].all("RUN") if "build.lock" in line
    ]
    assert "--require-hashes" in install
