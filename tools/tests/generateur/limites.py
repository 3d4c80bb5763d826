"""An invented repository with what the plain one leaves out: limits, exemptions, fixed shares, an absent managing body.

Knows: the texts of the invented repository. Must not know: the package.
Nothing here asks whether the checks would accept it: the engine computes every repository.
"""

from __future__ import annotations

from random import Random

from tests.generateur import GESTIONNAIRE, Textes, depot_fictif

RELIQUATS = ("reparti", "gestionnaire", "non_recouvre")
PARTAGES = (
    "cout_annuel * part(postes)",
    "cout_base * part(postes) + cout_volume * part(stockage)",
    "cout_annuel * part(stockage)",
    "cout_maintenance * part(moyens_impression)",
    "(maintenance + hebergement) * part(abaque)",
    "prestations * part(abaque)",
)
BORNES = ("{} * 10", "postes * {}", "min({}; 20 * stockage)", "{} - 4 * postes", "bareme(tranches; {})")
LIGNES = "pricing/couts-de-possession.yaml"
CLES = "pricing/cles.yaml"


def depot_limite(adherents: int, composants: int, graine: int) -> Textes:
    """Return the texts of a repository, by path: the plain one, then what chance adds to it."""
    alea = Random(graine)  # noqa: S311 (figures for tests, not secrets)
    files = depot_fictif(adherents, composants, graine)
    files[LIGNES] = _limits(alea, files[LIGNES])
    files[CLES] = _published(alea, files[CLES], adherents)
    for path in [path for path in files if path.startswith("pricing/composants/")]:
        files[path] = _exemptions(alea, files[path], adherents)
    if alea.random() < 0.5:
        files |= _outside(alea, files)
    return Textes(files, f"depot_limite({adherents}, {composants}, {graine})")


def _limits(alea: Random, text: str) -> str:
    for formule in PARTAGES:
        written = f"      formule: {formule}\n      texte: inventé\n"
        assert written in text
        # One row has its cap already.
        first, *others = text.split(written)
        text = first + "".join(
            written + ("" if other.startswith("      plafond") else _cap(alea) + _floor(alea)) + other
            for other in others
        )
    return text


def _cap(alea: Random) -> str:
    if alea.random() < 0.4:
        return ""
    formule = alea.choice(BORNES).format(alea.randint(0, 300))
    return f"      plafond: {{formule: '{formule}', reliquat: {alea.choice(RELIQUATS)}}}\n"


def _floor(alea: Random) -> str:
    if alea.random() < 0.6:
        return ""
    return f"      plancher: {{formule: '{alea.choice(BORNES).format(alea.randint(0, 80))}'}}\n"


def _published(alea: Random, text: str, adherents: int) -> str:
    """Fix the shares of a key, of which the last adherents have none."""
    cle, comptage = alea.choice((("postes", "a_date"), ("mobiles", "a_date"), ("stockage", "moyenne")))
    parts = ", ".join(f"{_nom(rang)}: {alea.randint(0, 40)}" for rang in range(max(1, adherents - 1)))
    before = next(line for line in text.splitlines() if line.startswith(f"  {cle}: "))
    after = before.replace(f"comptage: {comptage}", f"quotes_parts: {{{parts}}}")
    return text.replace(before, after) if alea.random() < 0.5 else text


def _exemptions(alea: Random, text: str, adherents: int) -> str:
    lines = []
    for line in text.splitlines(keepends=True):
        lines.append(line)
        if line.startswith("    ligne: ") and alea.random() < 0.4:
            out = sorted({_nom(alea.randrange(adherents)) for _ in range(alea.randint(1, 2))})
            years = alea.choice(("", "", "exercices: [2025], "))
            reliquat = alea.choice(RELIQUATS)
            item = f"{{adherents: [{', '.join(out)}], {years}reliquat: {reliquat}, motif: inventé}}"
            lines.append(f"    exonerations: [{item}]\n")
    return "".join(lines)


def _outside(alea: Random, files: dict[str, str]) -> dict[str, str]:
    """Take some services away from the managing body: it bears what others leave, without days of its own."""
    path = f"adherents/{GESTIONNAIRE}/souscriptions.yaml"
    gone = alea.sample(("S02", "S03", "S04", "S05"), alea.randint(1, 3))
    kept = [line for line in files[path].splitlines() if not any(f"service: {code}," in line for code in gone)]
    return {path: "\n".join(kept) + "\n"}


def _nom(rang: int) -> str:
    return f"adherent-{rang}" if rang else GESTIONNAIRE
