"""How names are compared: one folding for the loader, the index and the questions."""

from __future__ import annotations

MAKERS = ("amazon ", "aws ")
_DROPPED = {code: None for code in range(128) if not chr(code).isalnum()}


def fold(text: str) -> str:
    """Small letters without accents or marks; ligatures and full-width forms undone."""
    if text.isascii():
        return text.lower()
    import unicodedata  # noqa: PLC0415 - most names and questions need none of it

    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def squash(text: str) -> str:
    """Folded letters and digits only: "Cloud-Front" and "cloudfront" are the same name."""
    if text.isascii():
        return text.lower().translate(_DROPPED)
    return "".join(filter(str.isalnum, fold(text)))


def short(name: str) -> str:
    """A name without its maker: "Amazon RDS" is "RDS"; "Amazon EKS on AWS Fargate" too."""
    bare = name
    for maker in MAKERS:
        if bare.lower().startswith(maker):
            bare = bare[len(maker) :]
    return bare.replace(" on AWS ", " on ").replace(" on Amazon ", " on ")
