"""What a store keeps of the questions accepted: ids and times, so that each is answered once.

An event is known by its keys. A question that was accepted is kept, as it was understood, until
it is answered; whoever accepted it is its owner. An owner that lives counts its beats; the work
of one whose count stands still, or that said goodbye, is taken over by another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping

# The tables of what is kept here.
WORK_TABLES = ("seen", "work", "turns", "processes")
# What `beat` says of an owner that said goodbye.
GONE = -1


@record
class Work:
    """A question accepted and not yet answered.

    `key` tells its message from every other; `install` is the installation whose token answers;
    `organisation` are the ids whose overlay may answer,
    a slash between them; `thread` is empty for plain in a direct message.
    `question` is a line of ids, empty where the question cannot be asked again from ids alone.
    `tries` counts how often it was taken over.
    """

    key: str
    team: str
    install: str
    organisation: str
    channel: str
    thread: str
    threaded: bool
    person: str
    stamp: str
    question: str
    at: int
    tries: int = 0


@record
class Accepted:
    """An event that was accepted under all its keys; `work` is None where it is answered."""

    keys: tuple[str, ...]
    team: str
    at: int
    work: Work | None = None


@record
class Turn:
    """What a conversation remembers: a line of ids, empty for nothing."""

    team: str
    channel: str
    thread: str
    context: str
    at: int


@record
class Group:
    """What is written in one transaction: `answered` are the keys of work that is done."""

    owner: str
    accepted: tuple[Accepted, ...] = ()
    turns: tuple[Turn, ...] = ()
    answered: tuple[str, ...] = ()


class WorkStore(Protocol):
    """The part of a store that sees to it that a question is answered once."""

    async def note(self, group: Group) -> frozenset[str] | None:
        """Write a group; the first keys of those events that nobody had accepted before.

        None where it is unknown whether it was written.
        """

    async def turn(self, team: str, channel: str, thread: str) -> str | None:
        """What a conversation remembers, as it was noted; None when nothing is known of it."""

    async def beat(self, owner: str, at: int) -> Mapping[str, int] | None:
        """Count one beat of `owner`; the beats of others that have work, GONE for one that left.

        None when nobody can tell.
        """

    async def take(self, old: str, new: str) -> tuple[Work, ...]:
        """Make the work of one owner another's; what was taken, the oldest first."""

    async def leave(self, owner: str) -> None:
        """Count no more beats: what is left of this owner's work may be taken at once."""
