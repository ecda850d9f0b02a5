"""The step for Workflow Builder: two inputs in, four outputs out, or in words why not."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.manifest import Variant, manifest
from tests.fakes.clock import Time
from tests.fakes.slack import APP_TOKEN, FakeSlack, Fault
from tests.slack.conftest import Door, over_http, payload, serving

if TYPE_CHECKING:
    from bot.ask import Desk

DONE, FAILED = "functions.completeSuccess", "functions.completeError"


def step(service: object, topic: object, execution: str = "Fx1") -> dict[str, Any]:
    inputs = {"service": service, "topic": topic}
    return payload("function_executed", inputs=inputs, function_execution_id=execution)


def said(slack: FakeSlack, method: str) -> dict[str, Any]:
    """What the only call of a method carried."""
    (given,) = [given for name, given in slack.calls if name == method]
    return given


async def test_a_service_and_a_topic_give_owner_both_parts_and_source(
    slack: FakeSlack, http: Door
) -> None:
    status, _ = await http.event(step("RDS", "backup"))
    await slack.until(lambda: slack.count(DONE))
    given = said(slack, DONE)
    assert status == 200
    assert given["function_execution_id"] == "Fx1"
    assert set(given["outputs"]) == set(declared()["output_parameters"])
    assert given["outputs"]["owner"] in ("AWS", "Your team", "Shared")
    assert given["outputs"]["aws"] or given["outputs"]["team"]
    assert given["outputs"]["source"].startswith("https://")
    assert slack.posts == []


def declared() -> dict[str, Any]:
    found: dict[str, Any] = manifest(Variant(workflow=True))["functions"]["look_up_responsibility"]
    return found


@pytest.mark.parametrize(
    ("service", "topic", "words"),
    [
        ("FooBase", "patching", "is not in the catalogue"),
        ("", "", "names no one service and topic"),
        ("Fargate", "lunch", "Give one AWS service and one of: physical security, "),
        (None, ["x"], "Give one AWS service"),
    ],
)
async def test_what_has_no_answer_fails_with_words_for_whoever_built_the_workflow(
    slack: FakeSlack, http: Door, service: object, topic: object, words: str
) -> None:
    await http.event(step(service, topic))
    await slack.until(lambda: slack.count(FAILED))
    assert words in said(slack, FAILED)["error"]
    assert len(said(slack, FAILED)["error"]) <= 800
    assert slack.count(DONE) == 0


async def test_an_execution_delivered_again_is_ended_once(slack: FakeSlack, http: Door) -> None:
    for _ in range(3):
        await http.event(step("Fargate", "patching"))
    await slack.until(lambda: slack.count(DONE))
    await slack.quiet()
    assert slack.count(DONE) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(error="internal_error"),
        Fault(error="ratelimited", status=429, retry_after="7"),
        Fault(page=True, status=503),
        Fault(reset=True),
    ],
)
async def test_what_passes_is_tried_again(slack: FakeSlack, toy_desk: Desk, fault: Fault) -> None:
    time = Time()
    slack.plan[DONE] = [fault, fault]
    async with over_http(slack, toy_desk, time.clock) as http:
        await http.event(step("Fargate", "patching"))
        await slack.until(lambda: slack.count(DONE) == 3)
    assert min(one for one in time.slept if one) >= 2


async def test_what_slack_refuses_for_good_is_tried_once_and_logged_without_the_inputs(
    slack: FakeSlack, http: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    slack.plan[FAILED] = [Fault(error="function_execution_not_found")]
    await http.event(step("zebra", "sentinel"))
    await slack.until(lambda: slack.count(FAILED))
    await slack.quiet()
    assert slack.count(FAILED) == 1
    assert "a step was not ended" in caplog.text
    assert "code=function_execution_not_found" in caplog.text
    assert "zebra" not in caplog.text


async def test_the_step_works_over_socket_mode(slack: FakeSlack, toy_desk: Desk) -> None:
    async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN):
        await slack.until(lambda: slack.sockets)
        await slack.envelope(step("Fargate", "patching"))
        await slack.until(lambda: slack.count(DONE) and slack.acks)
