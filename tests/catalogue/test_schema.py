"""The JSON Schema for editors: fresh, true of every service file, and as strict as it can be."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.catalogue.files import bundled_folder
from tests.catalogue.test_load import BAD, GOOD, ODD

DATA = Path(bundled_folder())
COPY = DATA / "service.schema.json"
# What no schema of one file can say: other files' names, order, and what YAML itself refuses or
# turns into something else.
BEYOND = {
    "case-twice", "common-word", "id-taken", "name-taken", "order", "script", "source-unused",
    "successor", "variant", "yaml",
}  # fmt: skip
BEYOND_TOO = {
    "a name that YAML reads as a time": "text to YAML 1.2, by which editors read",
    "a name that YAML reads as a date": "text to YAML 1.2, by which editors read",
    "a name that YAML reads as a truth value": "text to YAML 1.2, by which editors read",
    "an alias that YAML reads as a truth value": "text to YAML 1.2, by which editors read",
    "a sentence that is a truth value": "text to YAML 1.2, by which editors read",
    "a source that is not defined": "it may be one of sources.yaml",
    "an alias with an invisible character": "JavaScript's patterns name no such letters",
    "a sentence with a right-to-left mark": "JavaScript's patterns name no such letters",
}


class _AsEditors(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: days, times, yes and no are text."""


_AsEditors.yaml_implicit_resolvers = {}
for tag, shape, first in (
    ("null", r"~|null|", "~n\0"),
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]*", "-+0123456789"),
):
    pattern = re.compile(rf"(?:{shape})\Z")
    letters = ["" if one == "\0" else one for one in first]
    _AsEditors.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", pattern, letters)


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft7Validator:
    shape = json.loads(COPY.read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(shape)
    return jsonschema.Draft7Validator(shape, format_checker=jsonschema.FormatChecker())


def faults(schema: jsonschema.Draft7Validator, text: str) -> list[str]:
    return [fault.message for fault in schema.iter_errors(yaml.load(text, Loader=_AsEditors))]  # noqa: S506 - it is a SafeLoader


def test_the_copy_in_data_is_what_the_command_prints() -> None:
    """`make schema` rewrites it."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "schema"], capture_output=True, check=True, text=True
    )
    assert done.stdout == COPY.read_text("utf-8")


def test_every_service_file_is_valid(schema: jsonschema.Draft7Validator) -> None:
    names = sorted((DATA / "services").glob("*.yaml"))
    assert len(names) > 150
    wrong = {path.name: found for path in names if (found := faults(schema, path.read_text()))}
    assert wrong == {}


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd["what"])
def test_an_odd_file_that_the_loader_takes_is_valid(
    schema: jsonschema.Draft7Validator, odd: dict[str, Any]
) -> None:
    assert faults(schema, GOOD.replace(odd["change"], odd["to"], 1)) == []


SAYABLE = [bad for bad in BAD if bad["rule"] not in BEYOND and bad["what"] not in BEYOND_TOO]


@pytest.mark.parametrize("bad", SAYABLE, ids=lambda bad: bad["what"])
def test_a_file_that_the_loader_refuses_is_refused_in_the_editor_too(
    schema: jsonschema.Draft7Validator, bad: dict[str, Any]
) -> None:
    assert faults(schema, GOOD.replace(bad["change"], bad["to"], 1)) != []


def test_what_a_schema_cannot_say_is_still_so(schema: jsonschema.Draft7Validator) -> None:
    named = [bad for bad in BAD if bad["what"] in BEYOND_TOO]
    assert len(named) == len(BEYOND_TOO)
    caught = [
        bad["what"]
        for bad in named
        if faults(schema, GOOD.replace(bad["change"], bad["to"], 1)) != []
    ]
    assert caught == []


def test_an_editor_shows_what_each_field_and_topic_is(schema: jsonschema.Draft7Validator) -> None:
    shape: dict[str, Any] = dict(schema.schema)  # type: ignore[arg-type]
    fields = {**shape["properties"], **shape["properties"]["duties"]["properties"]}
    assert [name for name, field in fields.items() if not field.get("description")] == []
