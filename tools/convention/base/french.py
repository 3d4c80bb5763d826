"""French typography for everything that a reader meets: amounts, numbers, dates, plurals, near words.

Knows: the rules of French printing. Must not know: media (Markdown, HTML, terminals: `reports.rendus.escape`).
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import groupby
from operator import ne
from typing import TYPE_CHECKING
from unicodedata import normalize

from convention.base.money import decimal_digits, round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

FINE = "\u202f"
INSECABLE = "\u00a0"
MOINS = "\u2212"
SUSPENSION = "…"
A_COMPLETER = "à compléter"
BLANC = f"[{A_COMPLETER}]"
"""What stands for what nobody knows yet: no number, no date is invented."""
MOIS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_RANGS = (
    *("premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième"),
    *("dixième", "onzième", "douzième"),
)
RANG_DU_MOIS = {mois.translate(str.maketrans("éû", "eu")): rang for rang, mois in enumerate(MOIS, 1)}
"""The months as an identifier writes them, and their numbers."""
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae"})
"""Letters that are two, and that no form of Unicode parts."""
_INSECABLE = re.compile(r" (?=[:»€%])|(?<=«) ")
_AVANT_FINE = re.compile(" (?=[;?!])")
_SIGNES = str.maketrans(
    {"’": "'", "‘": "'", "\u2010": "-", "\u2011": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "²": "2", "³": "3"}
)
"""Signs that part words, and exponents of units, with their spelling in ASCII."""
_COLLECTIVITE = re.compile(r"^(?:la )?(?:ville|commune|mairie)[ -](?:de[ -]|d['’ -])")
"""What is said before the name of a town, and its folder does not say."""
_VOYELLES = "aeiouyàâäéèêëîïôöùûüœ"
DE, A = {"le ": "du ", "les ": "des "}, {"le ": "au ", "les ": "aux "}
"""What « de » and « à » make of an article, with its space."""
_FONCTIONS_FEMININES = ("ale", "ante", "effe", "enne", "ente", "ère", "esse", "eure", "euse", "ointe", "trice", "ée")
_CORPS_FEMININS = {
    *("académie", "agence", "amicale", "assemblée", "association", "bibliothèque", "blanchisserie", "caisse"),
    *("chambre", "cinémathèque", "clinique", "commission", "communauté", "commune", "conférence"),
    *("coopérative", "crèche", "cuisine", "école", "fédération", "fondation", "ligue", "ludothèque", "maison"),
    *("médiathèque", "métropole", "mutuelle", "pharmacie", "régie", "région", "résidence", "sem", "société"),
    *("spl", "union", "université", "ville"),
}
_CORPS_MASCULINS = {
    *("bureau", "ccas", "centre", "ch", "chu", "cias", "collège", "comité", "conseil", "conservatoire"),
    *("département", "ehpad", "epcc", "epci", "établissement", "foyer", "gcs", "gie", "gip", "groupe"),
    *("groupement", "hôpital", "institut"),
    *("laboratoire", "lycée", "musée", "office", "opéra", "orchestre", "petr", "pôle", "rectorat"),
    *("regroupement", "rpi", "sdis", "siaep", "sivom", "sivos", "sivu", "syndicat", "théâtre"),
}
"""What a public body is, when its name says it first."""
DECIMALES_MONTREES = 6
DECIMALES_EURO = 2
DIXIEME = 10
"""Hundredths in a tenth."""


def montant(cents: int) -> str:
    """Write an amount: ``123456`` gives « 1 234,56 » (thin space in thousands, true minus), without its currency."""
    units, rest = divmod(abs(cents), 100)
    sign = MOINS if cents < 0 else ""
    return f"{sign}{_thousands(units)},{rest:02d}"


def euros(cents: int) -> str:
    """Write an amount with its currency: « 1 234,56 € »."""
    return f"{montant(cents)}{INSECABLE}€"


def ecart(cents: int) -> str:
    """Write a difference: « +12,00 », « −12,00 », and « 0,00 » without a sign."""
    return f"+{montant(cents)}" if cents > 0 else montant(cents)


def pourcentage(ecart_cents: int | Fraction, base_cents: int | Fraction) -> str:
    """Write a relative difference to one decimal, half up: « +0,8 % »; below a tenth, to two: « −0,05 % ».

    There, one decimal would be off by up to its double. What two do not show either has no sign, as zero: « 0,00 % ».
    """
    if base_cents == 0:
        return "–"
    sign = "+" if _centiemes(ecart_cents, base_cents) > 0 else ""
    return sign + proportion(ecart_cents, base_cents, fine=not ecart_cents)


def proportion(part: int | Fraction, whole: int | Fraction, *, fine: bool = False) -> str:
    """Write a share of a whole, which is not zero, as `pourcentage` does and without a plus: « 12,3 % », « 0,05 % ».

    `fine`: to two decimals, whatever it is.
    """
    centiemes = _centiemes(part, whole)
    if fine or (part and abs(centiemes) < DIXIEME):
        return f"{montant(centiemes)}{INSECABLE}%"
    units, rest = divmod(abs(round_half_up(Fraction(part * 10, whole))), 10)
    return f"{MOINS if centiemes < 0 else ''}{_thousands(units)},{rest}{INSECABLE}%"


def _centiemes(part: int | Fraction, whole: int | Fraction) -> int:
    # `round_half_up` gives hundredths of its unit: here of a percent; those of a tenth of a percent are tenths of one.
    return round_half_up(Fraction(part * 100, whole))


def taux(number: Fraction | int) -> str:
    """Write a rate: « 50 % », « 16,404 % »."""
    return f"{nombre(number * 100)}{INSECABLE}%"


def nombre(number: Fraction | int, decimals: int = DECIMALES_MONTREES) -> str:
    """Write a number: « 1 450 », « 2,6 »; digits beyond `decimals` are cut and shown by « … »."""
    return _decimal(Fraction(number), 0, decimals)


def prix(number: Fraction) -> str:
    """Write a price in euros: two decimals at least (« 4 800,00 € »), up to six when it has them."""
    return f"{_decimal(number, DECIMALES_EURO, DECIMALES_MONTREES)}{INSECABLE}€"


def _decimal(number: Fraction, least: int, most: int) -> str:
    digits = decimal_digits(number)
    shown = most if digits is None else min(max(digits, least), most)
    units, rest = divmod(abs(number.numerator) * 10**shown // number.denominator, 10**shown)
    decimals = f",{rest:0{shown}d}" if shown else ""
    cut = SUSPENSION if digits is None or digits > shown else ""
    return f"{MOINS if number < 0 else ''}{_thousands(units)}{decimals}{cut}"


def jour(day: date) -> str:
    """Write a date: « 1er janvier 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{INSECABLE}{MOIS[day.month - 1]} {day.year}"


def pluriel(count: int | Fraction, singulier: str, au_pluriel: str | None = None) -> str:
    """Agree a noun: in French the plural starts at 2 (« 1,5 poste »)."""
    return singulier if -2 < count < 2 else au_pluriel or f"{singulier}s"  # noqa: PLR2004 (a rule of grammar)


def compte(count: int | Fraction, singulier: str, au_pluriel: str | None = None) -> str:
    """Write a count and its noun: « 3 erreurs », « 1 erreur »."""
    return f"{nombre(count)}{INSECABLE}{pluriel(count, singulier, au_pluriel)}"


def ordinal(rang: int) -> str:
    """Write a rank in words: « premier », « deuxième »; « 13e » beyond twelve."""
    return _RANGS[rang - 1] if rang <= len(_RANGS) else f"{rang}e"


def cite(text: str) -> str:
    """Put a text between French quotation marks."""
    return f"«{INSECABLE}{text}{INSECABLE}»"


def typeset(sentence: str) -> str:
    """Put the French unbreakable spaces: inside quotation marks, before « : ; ? ! € % »."""
    return _AVANT_FINE.sub(FINE, _INSECABLE.sub(INSECABLE, sentence))


def minuscule(text: str) -> str:
    """Begin a text as within a sentence: « La convention » gives « la convention » ; « SIG », « S08 » stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] in "'’ °" else text


def majuscule(text: str) -> str:
    """Begin a text as a sentence begins: « la convention » gives « La convention » ; « m³ », « kWh » stay."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].upper() + text[1:]


def enumere(words: Sequence[str], conjonction: str = "et") -> str:
    """Join words: « a, b et c »."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjonction} {words[-1]}"


def intervalles(numbers: Iterable[int]) -> str:
    """Enumerate ascending numbers, three or more that follow one another by their ends: « 1, 3 à 7 et 9 »."""
    told: list[str] = []
    # Numbers that follow one another are as far from their ranks.
    for _, group in groupby(enumerate(numbers), key=lambda item: item[1] - item[0]):
        run = [str(number) for _, number in group]
        told += run if len(run) <= 2 else [f"{run[0]} à {run[-1]}"]  # noqa: PLR2004 (« 1 et 2 »)
    return enumere(told)


def les_premiers(words: Sequence[str], montres: int, singulier: str = "autre", au_pluriel: str = "autres") -> str:
    """Join the first words, so many of them, and count the others: « a, b et 3 autres »."""
    rest = len(words) - montres
    return enumere([*words[:montres], *([compte(rest, singulier, au_pluriel)] if rest > 0 else [])])


def article(nom: str) -> str:
    """Return the article of a body that its name begins by: « la » Région, « l' » Établissement; "" for a place."""
    head = nom.partition(" ")[0].lower()
    if head in _CORPS_FEMININS or head in _CORPS_MASCULINS:
        return "l'" if head[0] in f"h{_VOYELLES}" else "la " if head in _CORPS_FEMININS else "le "
    return ""


def feminin(nom: str) -> bool:
    """Tell whether a name, with its article or without, is that of a body in the feminine: « l'association »."""
    return nom.startswith("la ") or nom.removeprefix("l'").partition(" ")[0].lower() in _CORPS_FEMININS


def au_feminin(fonction: str) -> bool:
    """Tell whether a function is in the feminine, as it is written: « Présidente », « la présidence »."""
    le, fonction = _written(fonction)
    if le in ("le ", "la "):
        return le == "la "
    words = re.split(r" (?:de|du|des|au|aux|à|en|par|pour)\b| d['’]", fonction.lower(), maxsplit=1)[0].split()
    return any(word.endswith(_FONCTIONS_FEMININES) for word in words)


def fonction_dite(fonction: str) -> str:
    """Give a function its article: « le maire », « la présidente », « l'adjointe »; « la présidence » has its own."""
    if _written(fonction)[0]:
        return fonction
    before = "l'" if _elided(fonction) else "la " if au_feminin(fonction) else "le "
    return f"{before}{fonction}"


def son(fonction: str) -> str:
    """Say whose function it is: « son maire », « sa présidente », « son adjointe », « sa présidence »."""
    nu = _written(fonction)[1]
    return f"{'sa' if au_feminin(fonction) and not _elided(nu) else 'son'} {nu}"


def _written(fonction: str) -> tuple[str, str]:
    """Part a function from the article that it is written with: « la présidence »."""
    found = re.match(r"(?:le |la |l['’])(?=\S)", fonction)
    return (found[0], fonction[found.end() :]) if found else ("", fonction)


def _elided(text: str) -> bool:
    return text[:1].lower() in f"h{_VOYELLES}"


def du(nom: str) -> str:
    """Give a name its « de »: « de Fontazur », « de Hautval », « d'habitants », « du Vallon », « de la Région »."""
    le, nu = _with_article(nom)
    return f"d'{nu}" if not le and (nu[:1].lower() in _VOYELLES or nu[:1] == "h") else f"{DE.get(le, f'de {le}')}{nu}"


def au(nom: str) -> str:
    """Give a name its « à »: « à Fontazur », « au Vallon », « à la Région », « au CCAS », « à l'Agence »."""
    le, nu = _with_article(nom)
    return f"{A.get(le, f'à {le}')}{nu}"


def _with_article(nom: str) -> tuple[str, str]:
    """Part a name from its article: that which it begins by (Le Vallon, les Amis du canal), else that of the body."""
    before, _, place = nom.partition(" ")
    return (f"{before.lower()} ", place) if before.lower() in {"le", "les"} and place else (article(nom), nom)


def du_mois(day: date) -> str:
    """Say the month of a day after a noun: « d'avril », « de juillet »."""
    return du(MOIS[day.month - 1])


def mois_dit(mois: str) -> str:
    """Write a month: « janvier 2026 »."""
    annee, _, rang = mois.partition("-")
    return f"{MOIS[int(rang) - 1]} {annee}"


def l_appel(echeance: str) -> str:
    """Name a call by its month: « l'appel d'octobre 2026 »."""
    return f"l'appel {du(mois_dit(echeance))}"


def sujet(nom: str) -> str:
    """Give a name its article, as a subject inside a sentence: « le Collège du Lac », « Fontazur »."""
    return f"{article(nom)}{nom}"


def accorde(nom: str, seul: str, plusieurs: str) -> str:
    """Agree what is said of a name that is the subject: « les Amis du canal » pay, « Les Lilas », a town, pays."""
    return plusieurs if nom.startswith("les ") else seul


def d_appel(nom: str) -> str:
    """Say a call by its name, after « appel »: « d'avril », « de février » for a month, else « « été » » itself."""
    rang = RANG_DU_MOIS.get(nom)
    return du(MOIS[rang - 1]) if rang else cite(nom)


def nearest(word: str, choices: Iterable[str]) -> str:
    """Ask « vouliez-vous dire « x » ? » of the nearest choice; an empty text when none is near."""
    found = closest(word, choices)
    return typeset(f"vouliez-vous dire {cite(found)} ?") if found else ""


def closest(word: str, choices: Iterable[str]) -> str:
    """Return the nearest choice, or an empty text when none is near.

    Capitals do not count, nor « Ville de » before a name. Letters in common are not enough: « boites » is no slip of
    the pen for « postes ». What differs by a number is not near: S03.6 is not one for S03.5, nor 2027 for 2026. Its
    first words are near the only choice that they begin, one letter in four mistaken at most.
    """
    from difflib import get_close_matches  # noqa: PLC0415 (slow to import, and only mistakes need it)

    word = _COLLECTIVITE.sub("", word.casefold())
    asked, meant = _numbers(word), {choice.casefold(): choice for choice in choices}
    same = sorted(choice for choice in meant if not asked or _numbers(choice) in ([], asked))
    sure, maybe = (get_close_matches(word, same, n=5, cutoff=ratio) for ratio in (0.7, 0.6))
    slips = [choice for choice in same if len(choice) == len(word) and sum(map(ne, word, choice)) == 1]
    long = len(word)
    begun = [choice for choice in same if choice[long : long + 1] == "-" and sum(map(ne, word, choice)) <= long // 4]
    other = begun if len(begun) == 1 else slips[:1]
    found = next((item for item in maybe if item in {*sure, *slips} or _roots(word) & _roots(item)), "".join(other))
    return meant.get(found, "")


def ranked(word: str, choices: Iterable[str]) -> tuple[str, ...]:
    """Sort choices, those that look most like a word first."""
    from difflib import SequenceMatcher  # noqa: PLC0415 (idem)

    def far(item: str) -> tuple[float, bool, str]:
        # Of two that look alike as much, the one whose letters only changed places.
        return -SequenceMatcher(None, word, item).ratio(), sorted(item) != sorted(word), item

    return tuple(sorted(choices, key=far))


def _roots(text: str) -> set[str]:
    """Give the first four letters of each word, by which « prix_ligne » and « lignes » are alike."""
    return set(re.findall(r"(?<![a-z])[a-z]{4}", sans_accents(text)))


def sans_accents(text: str) -> str:
    """Write a text in small letters of ASCII, as identifiers have them: « Œuvres d'été » gives « oeuvres d'ete »."""
    return normalize("NFD", text.translate(LIGATURES | _SIGNES)).encode("ascii", "ignore").decode().lower()


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"[0-9]+", text)]


def grouped(number: str) -> str:
    """Write a SIREN, or a SIRET, by threes: « 215 401 845 »; a SIRET keeps its last five digits together."""
    groups = [number[0:3], number[3:6], number[6:9], number[9:]]
    return " ".join(group for group in groups if group)


def _thousands(units: int) -> str:
    return f"{units:,}".replace(",", FINE)
