"""What is counted for `/metrics`. No label holds a person's words, ids or names.

Labels come from this program and the catalogue alone, so that there is a bound to their number.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from bot.slack.turned_away import CAUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import Metric

    from bot.answers.model import Answer
    from bot.slack.health import Health
    from bot.slack.ledger import Ledger
    from bot.slack.posting import Poster
    from bot.slack.turned_away import TurnedAway

_UNANSWERED = ("clarify", "not-found")
_ACK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0)
_ANSWER = (0.05, 0.15, 0.5, 1.0, 3.0, 10.0, 60.0, 900.0)


def _nobody(_kind: str, _nearest: str) -> None:
    """Nobody else counts."""


class Refused(Collector):
    """Requests that were not let in, by why."""

    def __init__(self, turned_away: TurnedAway) -> None:
        self._turned_away = turned_away

    def collect(self) -> Iterator[Metric]:
        """What Prometheus asks for."""
        made = CounterMetricFamily(
            "srm_requests_refused", "Requests not let in, by why.", labels=["cause"]
        )
        for cause in CAUSES:
            made.add_metric([cause], self._turned_away.counts[cause])
        yield made


class Metrics:
    """The counts of one process; `also` is told each question's kind and nearest id too."""

    def __init__(self, also: Callable[[str, str], None] = _nobody) -> None:
        self._also = also
        self.registry = made = CollectorRegistry()
        self._questions = Counter("srm_questions", "Questions by kind.", ["kind"], registry=made)
        self._unanswered = Counter(
            "srm_unanswered",
            "Questions without a factual answer, by kind and the catalogue's nearest id.",
            ["kind", "nearest"],
            registry=made,
        )
        self.ack = Histogram(
            "srm_ack_seconds", "From an event to its acknowledgement.", buckets=_ACK, registry=made
        )
        self.answer = Histogram(
            "srm_answer_seconds", "From an event to its post.", buckets=_ANSWER, registry=made
        )
        self._retries = Counter(
            "srm_retries", "Posts tried again, by what kept them.", ["cause"], registry=made
        )
        self._given_up = Counter("srm_given_up", "Answers given up.", ["cause"], registry=made)
        self._duplicates = Counter(
            "srm_duplicates_dropped", "Events that came again.", ["known_by"], registry=made
        )
        self._copies = Counter(
            "srm_possible_copies",
            "Answers that somebody may see twice, by why.",
            ["cause"],
            registry=made,
        )
        for cause in ("unknown", "taken_over", "no_store"):
            self._copies.labels(cause)
        for known_by in ("memory", "store"):
            self._duplicates.labels(known_by)

    def asked(self, answer: Answer | None) -> None:
        """Count a question by what was understood; None: answering broke."""
        kind = answer.kind if answer is not None else "error"
        self._questions.labels(kind).inc()
        nearest = ""
        if answer is not None and kind in _UNANSWERED:
            nearest = answer.candidates[0].mention.service if answer.candidates else ""
            self._unanswered.labels(kind, nearest).inc()
        self._also(kind, nearest)

    def retried(self, cause: str) -> None:
        """Count a post tried again."""
        self._retries.labels(cause).inc()

    def gave_up(self, cause: str) -> None:
        """Count an answer given up."""
        self._given_up.labels(cause).inc()

    def dropped(self, known_by: str) -> None:
        """Count an event that came again, known by `memory` or by the `store`."""
        self._duplicates.labels(known_by).inc()

    def may_be_doubled(self, cause: str) -> None:
        """Count an answer that somebody may see twice."""
        self._copies.labels(cause).inc()

    def watch(self, poster: Poster, ledger: Ledger, health: Health) -> None:
        """Show how much waits and how the parts do, whenever the metrics are read."""
        self._gauge("srm_answers_under_way", "Answers on their way.", lambda: poster.depth)
        self._gauge("srm_notes_waiting", "Notes not written yet.", lambda: ledger.depth)
        self._gauge("srm_clock_off_seconds", "Our clock before Slack's.", health.clock_off)
        if health.installed is not None:
            self._gauge("srm_installations_dead", "Those that Slack refuses.", health.dead)
            self._gauge("srm_installations_sealed", "Those that no key opens.", health.sealed)
        if health.turned_away is not None:
            self.registry.register(Refused(health.turned_away))
        for name in health.parts():
            self._gauge(
                f"srm_{name}_up",
                f"Whether nothing is wrong: {name}.",
                partial(health.good, name),
            )

    def _gauge(self, name: str, says: str, value: Callable[[], float]) -> None:
        Gauge(name, says, registry=self.registry).set_function(value)

    def text(self) -> bytes:
        """All of it as Prometheus reads it."""
        return generate_latest(self.registry)
