"""The commands about an organisation's overlay: what it leaves open, and how it begins."""

from __future__ import annotations

import json
import sys

from bot.answers.gaps import gaps_of
from bot.render.gaps import gap_object, gaps_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours


def print_gaps(ours: Ours, catalogue: Catalogue, drawn_as: str) -> bool:
    """Print what the overlay leaves open; whether that is anything."""
    gaps = gaps_of(ours, catalogue)
    if drawn_as == "json":
        lines = [json.dumps(gap_object(gap), ensure_ascii=False) for gap in gaps]
    else:
        lines = [gaps_text(gaps, catalogue, drawn_as)]
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    sys.stdout.flush()
    return bool(gaps)
