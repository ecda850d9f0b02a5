"""The errors of the product. Each carries data and says how to mend what is wrong.

A question never raises: not understanding is an answer. Errors are for those who run
the bot (settings) and those who write the catalogue.
"""

from __future__ import annotations

from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


@record
class Problem:
    """One thing wrong in one place of a data file: what, where and how to mend it."""

    rule: str
    file: str
    line: int
    field: str
    says: str
    cure: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        field = f" {self.field}:" if self.field else ""
        return f"{where}:{field} {self.says} {self.cure} [{self.rule}]"


class SrmError(Exception):
    """The base of every error that this product raises on purpose."""


class CatalogueError(SrmError):
    """The catalogue cannot be used; `problems` lists everything wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class OrganisationError(SrmError):
    """An organisation's overlay cannot be used; `problems` lists everything wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SettingsError(SrmError):
    """The environment cannot be used; `faults` lists every wrong or missing setting."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class StoreError(SrmError):
    """The database cannot be used; its words name neither the address nor what it holds."""
