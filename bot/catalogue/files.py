"""The files of a catalogue's folder as bytes, and a fingerprint of them all.

Light on purpose: this is all that runs when the compiled form is still fresh.
"""

from __future__ import annotations

import os

try:
    # The same as `hashlib.blake2b`, without loading the system's whole library of ciphers.
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - a Python built without it
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SHELVES = ("topics", "classes", "categories", "sources", "signals", "not-aws", "ambiguous")
WORDS = "english.txt"
# How often people say each word of each topic; a catalogue may do without.
TERMS = "terms.txt"
# A file larger than this is read no further; the loader refuses it.
LARGEST = 512 * 1024


def bundled_folder() -> str:
    """The catalogue that came with the program: in the wheel, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "data")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "data")


def names_in(folder: str) -> list[str]:
    """The names, below `folder`, of every file that a catalogue must or may have."""
    try:
        found = os.listdir(os.path.join(folder, "services"))
    except OSError:
        found = []
    services = sorted(f"services/{name}" for name in found if name.endswith((".yaml", ".yml")))
    terms = [TERMS] if os.path.lexists(os.path.join(folder, TERMS)) else []
    return [*(f"{stem}.yaml" for stem in SHELVES), WORDS, *terms, *services]


def read_file(folder: str, name: str) -> bytes:
    """The bytes of one file; raises OSError unless it is a plain file that may be read."""
    path = os.path.join(folder, name)
    if os.path.islink(path) or not os.path.isfile(path):
        raise FileNotFoundError(name)
    with open(path, "rb") as stream:
        return stream.read(LARGEST + 1)


def fingerprint(files: Mapping[str, bytes]) -> str:
    """A hash that any change of any byte, name or number of files changes."""
    whole = blake2b(digest_size=32)
    for name in sorted(files):
        whole.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return whole.hexdigest()


def hash_of(text: str) -> str:
    """A hash that any change of a text changes."""
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=32).hexdigest()


def english_of(files: Mapping[str, bytes]) -> str:
    """The plain English words as one text, each between line feeds."""
    return "\n" + files[WORDS].decode("ascii", "replace").strip() + "\n"


def terms_of(files: Mapping[str, bytes]) -> str:
    """How often people say each word of each topic, as the file has it; empty without one."""
    text = files.get(TERMS, b"").decode("utf-8", "replace").strip()
    # To look for the letter costs a hundredth of replacing none.
    return text.replace("\r\n", "\n") if "\r" in text else text
