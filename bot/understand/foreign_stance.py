"""Yes/no questions in other languages: "Müssen wir das patchen?", "AWSの責任ですか".

Only the plain ones: one party is named, nobody asks who, and nothing is denied.
"""

from __future__ import annotations

from bot.catalogue.names import fold
from bot.understand.late import late
from bot.understand.names import tokens_taken
from bot.understand.question import Stance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.understand.seen import Seen

# "C'est AWS qui le fait ?", "es AWS quien lo hace?": who is said already.
_CLEFT = late(
    r"\b(?:somos|son|são|sao|sommes|sind) (nous|nosotros|nós|nos|wir) "
    r"(?:qui|quienes|quem|que|die)\b|"
    r"\b(?:c'est|est-ce(?: que c'est)?|es|é|e|ist es|sind es|ist das|e)(?: bien)? "
    r"(aws|amazon|nous|nosotros|nós|wir|noi),? "
    r"(?:qui|quien|quienes|quem|der|die|das|chi|que|che)\b",
    ignore_case=True,
)
# Who or which, and the other choice: no yes or no answers these.
_OPEN = frozenset(
    "wer wessen welche welcher welches wem was wie oder qui quel quelle quels quelles que quoi "
    "comment ou quien quienes cual cuales como o quem qual quais quando chi quale quali cosa e "
    "ob wann warum pourquoi quando por".split()
)
_WHO = frozenset("wer wessen qui quien quienes quem chi".split())
_MAKERS = frozenset({"aws", "amazon"})
_DENIED = frozenset(
    "nicht nichts nix kein keine keinen nie pas rien jamais rien no nada nunca nao non nem".split()
)
_TEAM = (
    "mussen wir", "muss ich", "wir mussen", "sind wir", "unsere aufgabe", "unser job",
    "unsere sache", "unsere verantwortung", "liegt das bei uns", "an uns",
    "a nous de", "c'est a nous", "devons-nous", "doit-on", "on doit", "nous devons",
    "notre responsabilite", "faut-il que nous", "est-ce que nous", "est-ce qu'on doit",
    "tenemos que", "tengo que", "debemos", "nos toca", "nuestra responsabilidad",
    "somos responsables", "a gente precisa", "a gente tem que", "precisamos", "temos que",
    "devemos", "nossa responsabilidade", "cabe a nos", "dobbiamo", "tocca a noi",
    "nostra responsabilita", "responsabilidad nuestra", "responsabilidade nossa",
    "por nossa conta", "por nuestra cuenta", "a nuestro cargo", "nos corresponde",
    "cosa nuestra", "a notre charge", "de notre ressort", "notre boulot", "a nous aussi de",
    "unsere pflicht", "liegt bei uns", "zustandig fur uns", "a nostro carico", "spetta a noi",
    "coisa nossa", "hay que", "tocca a noi", "nosso papel", "nuestro trabajo", "nosso trabalho",
    "llevamos nosotros", "hacemos nosotros", "gestionamos nosotros", "hacerlo nosotros",
    "fazemos nos", "cuidamos nos", "nous-memes", "nous meme", "on s'en occupe",
)  # fmt: skip
_JAPANESE_TEAM = (
    "自分たち",
    "自分達",
    "我々",
    "私たち",
    "弊社",
    "こちらで",
    "自社",
    "お客様",
    "利用者",
    "ユーザー側",
    "当社",
    "うち",
)
_JAPANESE_WHO = ("誰", "だれ", "どちら", "どの", "どう", "何", "それとも", "いつ")
_JAPANESE_DENIED = ("必要はない", "必要ない", "ありません", "しなくて", "不要")
_JAPANESE_ASKS = ("か", "の", "かな", "よね", "合ってます")


def foreign_stance(seen: Seen) -> Stance | None:
    """Whom a question in another language supposes to do it; None where that is not plain."""
    text = seen.text.rstrip().rstrip("?。 ")
    if any("\u3040" <= letter <= "\u9fff" for letter in text):
        return _japanese(seen, text)
    if not seen.text.rstrip().endswith("?"):
        return None
    if cleft := _CLEFT.search(seen.text):
        aws = (cleft.group(1) or cleft.group(2)).lower() in _MAKERS
        return _of(team=not aws, aws=aws)
    words = _words(seen)
    # "O que" and "e" only join where the question begins with neither.
    # "É" is a verb.
    opens = set(words[:1]) & _OPEN and seen.tokens[0].raw.lower() != "é"
    if opens or {"oder", "ou"} & set(words) or _WHO & set(words):
        return None
    if _DENIED & set(words):
        return None
    # "Muessen wir" is heard by its words, "c'est à nous" as it is written.
    said = f"{fold(seen.text)}\n{' '.join(token.text for token in seen.tokens)}"
    return _of(team=any(one in said for one in _TEAM), aws=bool(_MAKERS & set(words)))


def _words(seen: Seen) -> list[str]:
    """The words but for those of names; "no MSK" is where, and denies nothing."""
    named = tokens_taken(seen.names)
    return [
        token.text
        for at, token in enumerate(seen.tokens)
        if at not in named and not (token.text == "no" and at + 1 in named)
    ]


def asks_who(seen: Seen) -> bool:
    """Whether a text in another language asks who, or which of two, or denies."""
    if _CLEFT.search(seen.text):
        return False
    words = set(_words(seen))
    return bool(words & (_WHO | _DENIED)) or bool({"oder", "ou", "o"} & words & _OPEN)


def _japanese(seen: Seen, text: str) -> Stance | None:
    if any(one in text for one in (*_JAPANESE_WHO, *_JAPANESE_DENIED)):
        return None
    if not (text.endswith(_JAPANESE_ASKS) or seen.text.rstrip().endswith("?")):
        return None
    named = tokens_taken(seen.names)
    aws = any(token.text in _MAKERS for at, token in enumerate(seen.tokens) if at not in named)
    return _of(team=any(one in text for one in _JAPANESE_TEAM), aws=aws)


def _of(*, team: bool, aws: bool) -> Stance | None:
    if team == aws:
        return None
    return Stance(party="customer" if team else "aws")
