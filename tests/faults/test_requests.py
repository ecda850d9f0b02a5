"""R11: no request breaks the door, gets in unsigned or leaves a trace of what it said."""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING

import pytest

from tests.fakes.leap import leap
from tests.fakes.logged import logged
from tests.faults.bent import bent_request
from tests.faults.requests import Seen, Watch, run

if TYPE_CHECKING:
    from bot.ask import Desk


@pytest.mark.parametrize("many", [False, True], ids=["one workspace", "many workspaces"])
def test_bent_requests_get_no_5xx_no_handler_unsigned_and_no_line_in_a_log(
    toy_desk: Desk, many: bool
) -> None:
    seen = leap(run(400, toy_desk, many=many))
    assert seen.broken == [], str(seen)
    assert seen.handled > 10
    assert {"200", "400", "401"} <= seen.statuses.keys()


def test_the_watch_sees_what_it_is_there_for() -> None:
    seen, bent = Seen(0), bent_request(random.Random(1), 7)
    with logged() as log:
        logging.getLogger("bot.test").info("refused: %s", bent.body.decode())
        watch = Watch(seen, log)
        watch.after(7, bent, b"HTTP/1.1 500 Internal Server Error\r\n\r\n")
    assert [one.split(":")[0] for one in seen.broken] == ["request 7", "request 7 in the log"]
