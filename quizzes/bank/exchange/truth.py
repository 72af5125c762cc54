"""How files say that something is true or false, in the languages that spreadsheets and people write. Pure."""

import unicodedata

_TRUE = (
    "true yes right correct "  # English
    "wahr richtig ja "  # German; "ja" in others, too
    "vrai oui juste "  # French
    "verdadero cierto sí si correcto "  # Spanish
    "vero sì giusto "  # Italian
    "verdadeiro sim certo "  # Portuguese
    "waar juist "  # Dutch
    "prawda tak "  # Polish
    "pravda ano áno "  # Czech, Slovak
    "sant sann sand sandt "  # Swedish, Norwegian, Danish
    "tosi kyllä "  # Finnish
    "igaz igen "  # Hungarian
    "adevărat da "  # Romanian; "da" in others, too
    "doğru evet "  # Turkish
    "истина верно правда да так "  # Russian, Ukrainian
    "αληθές αληθής σωστό ναι "  # Greek
    "真 正 はい 是 对 對 正确 正確 참 예 "  # Japanese, Chinese, Korean
    "صحيح نعم אמת כן"  # Arabic, Hebrew
)
_FALSE = (
    "false no wrong incorrect "
    "falsch nein "
    "faux non "
    "falso incorrecto "
    "sbagliato "
    "não nao errado "
    "onwaar onjuist nee "
    "fałsz nie "
    "nepravda ne "
    "falskt falsk usann nej nei "
    "epätosi ei "
    "hamis nem "
    "fals nu "
    "yanlış yanliş hayır hayir "
    "ложь неверно неправда нет ні "
    "ψευδές ψευδής λάθος όχι "
    "偽 誤 いいえ 假 否 错 錯 错误 錯誤 거짓 아니요 "
    "خطأ لا שקר לא"
)
TRUE_WORDS, FALSE_WORDS = frozenset(_TRUE.split()), frozenset(_FALSE.split())
_TRUE_MARKS = frozenset({"1", "x", "y", "t", "v", "j", "s", "w", "✓", "✔", "☑"})
_FALSE_MARKS = frozenset({"0", "n", "f", "✗", "✘", "☐"})


def judged(text: str) -> bool | None:
    """Whether a word says true or false; None where it says something else."""
    word = _folded(text)
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS else None


def ticked(cell: str) -> bool | None:
    """Whether a cell says yes or no, by a word or a mark; an empty one says no, and None is something else."""
    word = _folded(cell)
    if not word or word in _FALSE_MARKS:
        return False
    return True if word in _TRUE_MARKS else judged(word)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip().casefold().replace("i\u0307", "i")).strip(".")
