"""The front door: a person's text in, an answer out. Pure: no network, clock or disk."""

from __future__ import annotations

from bot.answers.compose import compose
from bot.understand.read import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue
    from bot.understand.question import Context, Question


class Desk:
    """Answers questions over one catalogue: built once, asked many times."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._reader = Reader(catalogue)

    def ask(self, text: str, before: Context | None = None) -> Answer:
        """Answer `text` as typed or as Slack sends it; `before` is the conversation so far."""
        return compose(self._reader.read(text, before), self.catalogue, before)

    def answer(self, question: Question) -> Answer:
        """Answer a question that was put together rather than typed: a button, a form."""
        return compose(question, self.catalogue)
