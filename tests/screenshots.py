"""Screenshots for the documents, from the snapshots: `make screenshots`, with Chromium installed.

Not Slack's own drawing but the gallery's: each picture has a reply in light and wide, and in dark
and on a phone. Without Chromium it says so and ends with 1.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.gallery import page

# The pictures by name, each with the snapshots in it.
PICTURES = {
    "answer": ("duty",),
    "comparison": ("compare-table",),
    "ours": ("ours-differs",),
    "home": ("ours-home",),
    "set-owner": ("ours-owner-form", "ours-owner-done"),
    "notify": ("ours-notify-outside",),
}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_WIDTH = 1100
_SIDE_BY_SIDE = (
    "<style>body{display:flex;align-items:stretch}.theme{flex-direction:column;flex:none}</style>"
)
_MEASURE = "<script>document.title=document.documentElement.scrollHeight</script>"


def picture(names: tuple[str, ...]) -> str:
    """The page of one picture."""
    wide = page(names, ("light",), ("wide",))
    phone = page(names, ("dark",), ("phone",)).partition("</style>")[2]
    return wide + phone + _SIDE_BY_SIDE


def main(folder: str) -> int:
    """Write every picture into `folder`."""
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write("There is no Chromium. Install one: apt-get install chromium.\n")
        return 1
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as inside:
        file = Path(inside) / "picture.html"
        for name, names in PICTURES.items():
            file.write_text(picture(names) + _MEASURE, "utf-8")
            height = re.search(r"<title>(\d+)</title>", _run(browser, file, "--dump-dom"))
            size = f"--window-size={_WIDTH},{height.group(1) if height else 900}"
            _run(browser, file, size, f"--screenshot={(into / name).with_suffix('.png')}")
    return 0


def _run(browser: str, file: Path, *options: str) -> str:
    # Pages of ours alone are drawn, and a container has no other user to be.
    quiet = ["--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=0.75"]
    done = subprocess.run(
        [browser, *quiet, f"--window-size={_WIDTH},100", *options, file.as_uri()],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
