"""A catalogue of three toy services with the real word lists, so that tests need no facts."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.catalogue.files import bundled_folder

HERE = Path(__file__).parent


def write_toy_catalogue(folder: Path) -> Path:
    """Put the toy catalogue into `folder` and return it."""
    bundled = Path(bundled_folder())
    for path in [*bundled.glob("*.yaml"), bundled / "english.txt"]:
        shutil.copy(path, folder)
    (folder / "ambiguous.yaml").write_text("words: []\n", "utf-8")
    services = folder / "services"
    services.mkdir()
    for path in HERE.glob("*.yaml"):
        shutil.copy(path, services)
    return folder
