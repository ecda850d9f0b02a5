"""What was heard of topics in a text, match by match, and what it comes to."""

from __future__ import annotations

from bot.record import record

# One word that covers two layers: the one asked about first, then the one beside it.
TWO_LAYERS = {
    "patching": ("operating-system", "platform"),
    "encryption": ("encryption-at-rest", "encryption-in-transit"),
    "hardware": ("infrastructure", "physical"),
}

# With the sweeping word, these topics say which layer is meant.
LAYERS = {
    "patching": ("infrastructure", "operating-system", "platform", "application"),
    "upgrading": ("operating-system", "platform", "application"),
    "encryption": ("encryption-at-rest", "encryption-in-transit"),
    "hardware": ("infrastructure", "physical"),
}


@record
class TopicsSaid:
    """The topics asked, in order; `sweep` names the word that covered two layers.

    `sweeps` are all sweeping words said, also where a layer was named beside them; `strong`
    are the topics surely said, `hints` those that were only hinted at. `weak`: only hints
    were found, such as "users" or "nodes". `tokens` are those understood; `where` are those
    of each topic. `mild`: patching is meant by no more than "maintains" or "updates".
    """

    topics: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    sweep: str | None = None
    weak: bool = False
    mild: bool = False
    sweeps: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    tokens: frozenset[int] = frozenset()
    where: tuple[tuple[str, frozenset[int]], ...] = ()


@record
class Heard:
    """One match: its tokens and what they mean, by how strongly they mean it."""

    first: int
    last: int
    strong: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    sweeps: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
