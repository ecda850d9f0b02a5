"""The step for Workflow Builder: a service and a topic in; owner, both parts and source out."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.render.phrases import APOLOGY
from bot.render.step import error_of, outputs_of, question_of
from bot.slack.names import STEP
from bot.slack.redact import as_fields
from bot.slack.refusal import Refusal, refusal_of
from bot.slack.seen import Seen
from bot.slack.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.ask import Desk
    from bot.slack.clock import Clock

_TRIES, _PAUSE, _LONGEST_PAUSE, _FINISH = 4, 2.0, 60.0, 1.0
_PASSING = ("again", "limited", "unknown", "unsent")
_log = logging.getLogger(__name__)


class StepDesk:
    """Answers executions of the step, each once."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk, self._clock = desk, clock
        self._seen, self._tasks = Seen(clock.now), Tasks()

    def execute(self, event: Mapping[str, Any], client: AsyncWebClient) -> None:
        """Answer one execution in a task; Slack delivers it again when it was not sure."""
        execution = str(event.get("function_execution_id"))
        if self._seen.first([("step", execution)]):
            method, given = self._outcome(event)
            call = {"function_execution_id": execution, **given}
            # As a body: the SDK's own methods put the outputs, which may be long, into the address.
            self._tasks.start(self._tell(lambda: client.api_call(method, json=call)))

    async def close(self) -> None:
        """Finish what was begun."""
        await self._tasks.drain(_FINISH)

    def _outcome(self, event: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """The call that ends the step: its outputs, or in words why there are none."""
        inputs = event.get("inputs")
        given = inputs if isinstance(inputs, dict) else {}
        try:
            asked = question_of(str(given.get("service", "")), str(given.get("topic", "")))
            answer = self._desk.ask(asked)
            outputs = outputs_of(answer, self._desk.catalogue)
            if outputs:
                return "functions.completeSuccess", {"outputs": outputs}
            return "functions.completeError", {"error": error_of(answer, self._desk.catalogue)}
        except Exception as fault:  # noqa: BLE001 - a workflow must not wait for ever
            _log.error("a step failed", extra=as_fields(fault))
            return "functions.completeError", {"error": APOLOGY}

    async def _tell(self, call: Callable[[], Awaitable[object]]) -> None:
        """End the step: said twice does no harm, so it is tried until Slack takes it."""
        pause, code = _PAUSE, ""
        for _ in range(_TRIES):
            refusal = await _refused(call)
            if refusal is None:
                return
            code = refusal.code
            if refusal.kind not in _PASSING:
                break
            await self._clock.sleep(min(max(pause, refusal.retry_after), _LONGEST_PAUSE))
            pause *= 4
        _log.error("a step was not ended", extra={"code": code})


async def _refused(call: Callable[[], Awaitable[object]]) -> Refusal | None:
    try:
        await call()
    except Exception as fault:  # noqa: BLE001 - whatever broke, it is sorted there
        return refusal_of(fault)
    return None


def register_step(app: AsyncApp, desk: StepDesk) -> None:
    """Register the listener for the step."""

    async def execute(event: dict[str, Any], client: AsyncWebClient) -> None:
        # Bolt acknowledges by itself, and gives a client that holds the step's own token.
        desk.execute(event, client)

    app.function(STEP)(execute)
