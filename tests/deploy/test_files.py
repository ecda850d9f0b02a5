"""The deployment files name what the program has: every command, port, path, variable and probe.

None of them is built or run by the gate; `make image-steps` takes the image's steps.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot.options import make_parser
from bot.settings import SLACK_NAMES
from bot.slack import names
from bot.slack.health import Health
from bot.slack.http import Front, add_events, make_web
from bot.slack.metrics import Metrics
from bot.slack.serve import DRAIN
from bot.version import VERSION
from tests.deploy.image import DOCKERFILE, ROOT, stages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEPLOY = ROOT / "deploy"
IMAGE = f"srm-bot:{VERSION}"
USER = "10001"


def compose() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return made


def kubernetes() -> dict[str, dict[str, Any]]:
    text = (DEPLOY / "kubernetes" / "srm-bot.yaml").read_text("utf-8")
    return {one["kind"]: one for one in yaml.safe_load_all(text)}


def task() -> dict[str, Any]:
    made: dict[str, Any] = json.loads((DEPLOY / "ecs-task.json").read_text("utf-8"))
    return made


def pod() -> dict[str, Any]:
    spec: dict[str, Any] = kubernetes()["Deployment"]["spec"]["template"]["spec"]
    return spec


def image() -> Any:
    return stages(DOCKERFILE.read_text("utf-8"))[1]


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command that a file starts the program by."""
    for name, line in procfile().items():
        words = shlex.split(line)
        yield f"Procfile {name}", [word for word in words if "=" not in word]
    for name, service in compose()["services"].items():
        if "command" in service:
            yield f"compose {name}", service["command"]
    yield "kubernetes", pod()["containers"][0]["args"]
    yield "ecs", task()["containerDefinitions"][0]["command"]
    yield "image", json.loads(image().all("CMD")[0])


@pytest.mark.parametrize(("where", "words"), [*commands()], ids=str)
def test_every_command_is_one_that_the_program_has(where: str, words: list[str]) -> None:
    assert words[:3] == ["python", "-m", "bot"], where
    ran: list[str] = []

    def run(name: str) -> Callable[[Any], int]:
        def noted(_: object) -> int:
            ran.append(name)
            return 0

        return noted

    runs = _Any(run)
    options = make_parser(runs, lambda: 0).parse_args(words[3:])
    options.run(options)
    assert ran == [words[3]]


def test_web_serves_http_only_and_worker_socket_mode_only_and_release_migrates() -> None:
    started = procfile()
    assert started["web"].endswith("python -m bot serve --http")
    assert "HOST=0.0.0.0" in started["web"], "a platform's router reaches no loopback"
    assert started["worker"].endswith("python -m bot serve --socket")
    assert started["release"].endswith("python -m bot migrate")


def served() -> set[str]:
    """Every path that the program answers over HTTP to anybody who asks."""
    made = make_web()
    add_events(made, Front(), "", lambda: 0.0)
    Health(lambda: 0.0, Metrics(), over_http=True).add_routes(made)
    return {route.resource.canonical for route in made.router.routes() if route.resource}


def health_checks() -> Iterator[tuple[str, str]]:
    """Each health check of a file, with the path that it asks for."""
    (check,) = image().all("HEALTHCHECK")
    texts = {"image": check, "ecs": str(task()["containerDefinitions"][0]["healthCheck"])}
    for where, text in texts.items():
        yield where, re.findall(r"'(/[a-z]+)'", text)[0]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        yield probe, pod()["containers"][0][probe]["httpGet"]["path"]


@pytest.mark.parametrize(("where", "path"), [*health_checks()])
def test_every_probe_asks_for_a_path_that_there_is(where: str, path: str) -> None:
    assert path in served(), where


@pytest.mark.parametrize("where", ["image", "ecs"])
def test_the_command_of_a_health_check_is_sound(where: str) -> None:
    (check,) = image().all("HEALTHCHECK")
    words = (
        json.loads(check[check.index("[") :])
        if where == "image"
        else task()["containerDefinitions"][0]["healthCheck"]["command"][1:]
    )
    assert words[:2] == ["python", "-c"]
    ast.parse(words[2])


def test_every_port_is_the_image_s() -> None:
    port = image().environment["PORT"]
    assert image().all("EXPOSE") == [port]
    container = pod()["containers"][0]
    assert [one["containerPort"] for one in container["ports"]] == [int(port)]
    assert (
        kubernetes()["Service"]["spec"]["ports"][0]["targetPort"] == container["ports"][0]["name"]
    )
    mapped = task()["containerDefinitions"][0]["portMappings"]
    assert [one["containerPort"] for one in mapped] == [int(port)]
    assert all(one.endswith(f":{port}") for one in compose()["services"]["web"]["ports"])


def variables() -> set[str]:
    """Every variable that a file of ours sets for the program."""
    example = (DEPLOY / "env.example").read_text("utf-8")
    found = set(re.findall(r"^([A-Z_]+)=", example, flags=re.MULTILINE)) - {"DATABASE_PASSWORD"}
    for service in compose()["services"].values():
        if service["image"] == IMAGE:
            found |= set(service.get("environment", {}))
    found |= {one["name"] for one in task()["containerDefinitions"][0]["secrets"]}
    found |= {"HOST", "PORT"} & set(image().environment)
    return found


def test_every_variable_is_one_that_the_program_reads() -> None:
    code = "\n".join(path.read_text("utf-8") for path in ROOT.glob("bot/settings*.py"))
    assert [name for name in sorted(variables()) if f'"{name}"' not in code] == []
    assert {"SRM_DATABASE_URL", "SRM_ENCRYPTION_KEYS"} <= variables()


def test_the_example_of_settings_holds_all_of_slack_s_but_that_of_socket_mode() -> None:
    assert set(SLACK_NAMES) - variables() == {"SLACK_APP_TOKEN"}


def test_every_setting_that_the_program_reads_stands_in_the_readme() -> None:
    code = "\n".join(path.read_text("utf-8") for path in ROOT.glob("bot/settings*.py"))
    read = set(re.findall(r'"((?:SRM|SLACK)_[A-Z_]+)"', code))
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in sorted(read) if f"`{name}`" not in readme] == []


def test_the_image_is_small_in_rights_and_every_file_says_so() -> None:
    assert image().all("USER") == [f"{USER}:{USER}"]
    security, container = pod()["securityContext"], pod()["containers"][0]["securityContext"]
    assert security["runAsNonRoot"] is True
    assert str(security["runAsUser"]) == str(security["runAsGroup"]) == USER
    assert container["readOnlyRootFilesystem"] is True
    assert container["allowPrivilegeEscalation"] is False
    assert container["capabilities"] == {"drop": ["ALL"]}
    assert compose()["services"]["web"]["read_only"] is True
    ecs = task()["containerDefinitions"][0]
    assert (ecs["user"], ecs["readonlyRootFilesystem"]) == (f"{USER}:{USER}", True)


def test_whoever_stops_it_waits_for_what_was_accepted() -> None:
    before_stop = 5
    assert pod()["terminationGracePeriodSeconds"] >= DRAIN + before_stop + 10
    assert task()["containerDefinitions"][0]["stopTimeout"] >= DRAIN + 10
    grace = compose()["services"]["web"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) >= DRAIN + 10


def test_two_replicas_of_which_one_always_serves() -> None:
    made = kubernetes()
    labels = made["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert made["Deployment"]["spec"]["replicas"] == 2
    assert made["PodDisruptionBudget"]["spec"]["minAvailable"] == 1
    for kind, at in (("Service", "selector"), ("PodDisruptionBudget", "selector")):
        selector = made[kind]["spec"][at]
        assert selector.get("matchLabels", selector) == labels
    assert made["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert compose()["services"]["web"]["deploy"]["replicas"] == 2


def test_every_file_names_the_version_that_this_is() -> None:
    named = {
        "compose": {one["image"] for one in compose()["services"].values()} - {"postgres:17"},
        "kubernetes": {pod()["containers"][0]["image"]},
        "ecs": {task()["containerDefinitions"][0]["image"].rpartition("/")[2]},
    }
    assert all(found == {IMAGE} for found in named.values()), named
    assert IMAGE in DOCKERFILE.read_text("utf-8")


def test_what_the_image_copies_is_there_and_not_kept_out() -> None:
    let_in = [
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    ]
    building, _ = stages(DOCKERFILE.read_text("utf-8"))
    sources = [source for line in building.all("COPY") for source in line.split()[:-1]]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [one for one in sources if not any(Path(one).match(rule) for rule in let_in)] == []


def test_the_page_on_running_it_names_every_file_path_and_command() -> None:
    page = (ROOT / "docs" / "operate.md").read_text("utf-8")
    files = [path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".in"]
    missing = [path.name for path in files if f"deploy/{path.relative_to(DEPLOY)}" not in page]
    assert missing == []
    for path in (names.PATH, names.INSTALL_PATH, names.START_PATH, names.REDIRECT_PATH):
        assert path in page
    for name in procfile():
        assert f"`{name}`" in page
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    assert [one for one in re.findall(r"`make ([a-z-]+)`", page) if one not in targets] == []


class _Any(dict[str, Any]):
    """Runs for every command."""

    def __init__(self, make: Callable[[str], Callable[[Any], int]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Callable[[Any], int]:
        return self._make(name)
