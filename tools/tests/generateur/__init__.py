"""A whole repository invented from a seed, as texts: for Hypothesis, for the bench, for the tests of the whole.

Knows: the shape of the documents. Must not know: the package that reads them. The same seed gives the same bytes.
The managing body takes everything all year long, so that each shared cost has somebody to pay it; the others come and
go: memberships, subscriptions (late, ended, in two stays, not activated), components, several counts a year.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.generateur.textes import (
    BAREMES,
    CLES,
    DEMO,
    INDICE,
    LIGNES,
    comptes,
    convention,
    first_line,
    service,
    siren,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

GESTIONNAIRE = "metropole"
EXERCICES = (2026,)
PHASES = ("previsionnel", "revise", "realise")
REALISE = "phase: realise\n"
"""What begins the actual counts, which the référent has validated when their exercice is closed."""
SERVICES = ("S01", "S02", "S03", "S04", "S05")


class Textes(dict[str, str]):
    """Texts by path, shown as the call that draws them again."""

    def __init__(self, textes: Mapping[str, str], appel: str) -> None:
        super().__init__(textes)
        self._appel = appel

    def __repr__(self) -> str:
        return self._appel


class Modele(NamedTuple):
    """A row of annexe 4, as its components need to know it."""

    ligne: str
    service: str
    prix: tuple[str, ...]
    cles: tuple[str, ...] = ()
    sous_service: str = ""
    abaques: tuple[str, ...] = ()
    unitaire: bool = False

    @property
    def souscription(self) -> bool:
        """Whether its components are taken one by one."""
        return not self.cles

    @property
    def couvert(self) -> str:
        """What is subscribed to have it: the service, or its sub-service on demand."""
        return self.sous_service if self.sous_service == "S03.2" else self.service


MODELES = (
    Modele("pilotage", "S01", ("cout_annuel",), ("postes",)),
    Modele("application", "S02", ("prestations", "maintenance", "hebergement"), abaques=("comptes", "dossiers")),
    Modele("reseau", "S03", ("cout_annuel",), ("stockage",), sous_service="S03.1"),
    Modele("archivage", "S03", ("cout_base", "cout_volume"), ("postes", "stockage"), sous_service="S03.2"),
    Modele("impression", "S04", ("cout_maintenance",), ("imprimantes", "copieurs")),
    Modele("copieur", "S04", ("cout_location",), ("copieurs",), unitaire=True),
    Modele("consommable", "S04", ("cout_consommable",), ("consommables",), unitaire=True),
    Modele("telephonie", "S05", ("abonnement", "cout_mobile"), ("mobiles",), unitaire=True),
    Modele("sauvegarde", "S05", ("cout_to",), ("stockage",), unitaire=True),
    Modele("contrat", "S05", ("cout_contrat",)),
    Modele("plafonne", "S03", ("cout_annuel",), ("postes",), sous_service="S03.1"),
    Modele("degressif", "S04", (), ("copieurs",)),
    Modele("tranches", "S05", (), ("mobiles",)),
    Modele("indexe", "S04", ("cout_entretien",), ("copieurs",), unitaire=True),
)


class Composant(NamedTuple):
    """A component chosen: its name and its row."""

    nom: str
    modele: Modele
    abaque: str


def depot_fictif(
    adherents: int, composants: int, graine: int, exercices: Sequence[int] = EXERCICES, clos: Sequence[int] = ()
) -> Textes:
    """Return the texts of a valid repository, by path; every policy and every kind of key comes up as the seed varies.

    `adherents` counts the managing body; each component has a row drawn for it, each exercice a phase; those of `clos`
    are closed.
    """
    alea = Random(graine)  # noqa: S311 (figures for tests, not secrets)
    prorata = alea.choice(("mensuel", "mensuel", "journalier", "aucun"))
    part_liberee = alea.choice(("repartie", "gestionnaire", "gelee"))
    # Each rule of sharing begins with the last exercice: both ways are computed.
    partage = f"couts_exacts: {max(exercices)}, factuels_entiers: {max(exercices)}"
    forfait = f"{{date: 2024-01-01, montant: {_euros(alea, 90_000)}, reference: inventé, verifie_le: 2026-01-01}}"
    documents = {
        "catalogue/convention.yaml": convention(prorata, alea.choice((1, 15, 28)), part_liberee, partage),
        **{f"catalogue/services/{code}.yaml": service(code) for code in SERVICES},
        "pricing/cles.yaml": CLES,
        "pricing/couts-de-possession.yaml": LIGNES,
        "pricing/comptes.yaml": comptes(),
        **{f"pricing/baremes/{nom}.yaml": text for nom, text in BAREMES.items()},
        "pricing/indices/salaires.yaml": INDICE,
        "pricing/forfait.yaml": f"{DEMO}cle: postes_forfait\nvaleurs:\n  - {forfait}\n",
    }
    for annee in exercices:
        phase = alea.choice(PHASES)
        state = "statut: clos\nphase: realise" if annee in clos else f"statut: ouvert\nphase: {phase}"
        documents[f"pricing/exercices/{annee}.yaml"] = f"{DEMO}{state}\n"
    choisis = [_draw(alea, rang) for rang in range(composants)]
    for code in sorted({item.modele.service for item in choisis}):
        bodies = [_composant(alea, item, exercices) for item in choisis if item.modele.service == code]
        documents[f"pricing/composants/{code}.yaml"] = f"{DEMO}composants:\n{''.join(bodies)}"
    for rang in range(adherents):
        documents |= _dossier(alea, rang, choisis, exercices)
    for annee in clos:
        for path in [path for path in documents if path.endswith(f"/quantites/{annee}.yaml")]:
            documents[path] = documents[path].replace(REALISE, f"{REALISE}    validation: {annee + 1}-01-15\n")
    texts = {path: first_line(path) + documents[path] for path in sorted(documents)}
    years = f", {tuple(exercices)}, {tuple(clos)}" if clos or tuple(exercices) != EXERCICES else ""
    return Textes(texts, f"depot_fictif({adherents}, {composants}, {graine}{years})")


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the texts under a folder, in their order; return the folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")
    return folder


def _draw(alea: Random, rang: int) -> Composant:
    modele = alea.choice(MODELES)
    return Composant(f"composant-{rang}", modele, alea.choice(modele.abaques) if modele.abaques else "")


def _euros(alea: Random, maximum: int) -> str:
    cents = alea.randint(1, maximum)
    return f"{cents // 100}.{cents % 100:02d}"


def _day(alea: Random, annee: int, first: int, last: int) -> str:
    """Return a day of one of these months, never the last of a month."""
    return f"{annee}-{alea.randint(first, last):02d}-{alea.randint(1, 27):02d}"


def _composant(alea: Random, item: Composant, exercices: Sequence[int]) -> str:
    modele = item.modele
    lines = [f"  {item.nom}:", f"    libelle: Le {item.nom}", f"    ligne: {modele.ligne}"]
    lines += [f"    abaque: {item.abaque}"] if item.abaque else []
    lines += ["    beneficiaires: souscription"] if modele.souscription else []
    lines += [f"    sous_service: {modele.sous_service}"] if modele.sous_service else []
    lines += ["    section: investissement"] if alea.random() < 0.2 else []
    lines += [f"    debut: {_day(alea, exercices[0], 1, 5)}"] if alea.random() < 0.15 else []
    lines += [f"    fin: {_day(alea, exercices[-1], 8, 12)}"] if alea.random() < 0.15 else []
    years = [
        f"{annee}: {{{', '.join(f'{nom}: {_prix(alea, nom, modele)}' for nom in modele.prix)}}}" for annee in exercices
    ]
    return "\n".join([*lines, f"    montants: {{{', '.join(years)}}}\n"])


def _prix(alea: Random, nom: str, modele: Modele) -> str:
    maximum = 20_000 if modele.unitaire else 5_000_000
    first = _euros(alea, maximum)
    if nom == "prestations" and alea.random() < 0.2:
        return "0"
    if alea.random() < 0.7:
        return first
    return f"{{previsionnel: {first}, {alea.choice(PHASES[1:])}: {_euros(alea, maximum)}}}"


def _dossier(alea: Random, rang: int, choisis: Sequence[Composant], exercices: Sequence[int]) -> dict[str, str]:
    annee = exercices[0]
    debut = _day(alea, annee, 1, 5) if rang and alea.random() < 0.2 else "2024-01-01"
    fin = f", fin: {_day(alea, annee, 11, 12)}" if rang and alea.random() < 0.2 else ""
    stays = {code: _stays(alea, rang, debut, annee) for code in (*SERVICES[1:], "S03.2")}
    pris = {item: _taken(alea, rang, item, stays, annee) for item in choisis if item.modele.souscription}
    pris = {item: dates for item, dates in pris.items() if dates}
    cles = {"postes_forfait", "postes"} | {
        cle for item in choisis if stays.get(item.modele.couvert) for cle in item.modele.cles
    }
    folder = f"adherents/{f'adherent-{rang}' if rang else GESTIONNAIRE}"
    documents = {
        f"{folder}/adherent.yaml": _identity(alea, rang, f"{{debut: {debut}{fin}, origine: demonstration}}"),
        f"{folder}/souscriptions.yaml": _souscriptions(stays, pris),
    }
    for year in exercices:
        documents[f"{folder}/quantites/{year}.yaml"] = _quantites(alea, rang, year, sorted(cles), list(pris))
    if stays["S04"] == [f"debut: {debut}"] and alea.random() < 0.5:
        documents[f"{folder}/depenses/{annee}.yaml"] = _depense(alea, annee)
    return documents


def _identity(alea: Random, rang: int, adhesion: str) -> str:
    genre = "epci" if rang == 0 else alea.choice(("commune", "commune", "etablissement_rattache"))
    extra = {"commune": f'insee: "{54_000 + rang}"\n', "etablissement_rattache": f"rattachement: {GESTIONNAIRE}\n"}
    name = f"nom: Adhérent {rang}\ndenomination: Adhérent n° {rang}\ntype: {genre}\n"
    # The order of the SIREN, which decides ties between cents, is not that of the ids.
    line = f'siren: "{siren(20_000_000 + rang * 7919 % 10_007)}"\n'
    return f"{DEMO}{name}{line}{extra.get(genre, '')}adhesion: {adhesion}\n"


def _stays(alea: Random, rang: int, debut: str, annee: int) -> list[str]:
    """Draw the stays of an adherent in a service; a membership ends after October and begins before June."""
    whole = f"debut: {debut}"
    if rang == 0:
        return ["debut: 2024-01-01"]
    split = [f"{whole}, fin: {_day(alea, annee, 6, 7)}", f"debut: {_day(alea, annee, 8, 10)}"]
    late = f"debut: {_day(alea, annee, 6, 10)}"
    idle = f"{whole}, statut: souscrite_non_activee, motif: inventé"
    return alea.choice(([], [whole], [whole], [whole], [late], [split[0]], split, [idle]))


def _taken(alea: Random, rang: int, item: Composant, stays: Mapping[str, Sequence[str]], annee: int) -> list[str]:
    """Draw the stays of an adherent in a component: within those of its service; a contract belongs to one adherent."""
    covered = [stay for stay in stays[item.modele.service] if "statut" not in stay]
    if rang == 0:
        return [""]
    if item.modele.ligne == "contrat" or alea.random() < 0.6:
        return []
    if alea.random() < 0.3 and len(covered) == 1 and "fin" not in covered[0] and "-10-" not in covered[0]:
        return [f", debut: {_day(alea, annee, 10, 10)}"]
    return [f", {stay}" for stay in covered]


def _souscriptions(stays: Mapping[str, Sequence[str]], pris: Mapping[Composant, Sequence[str]]) -> str:
    lines = [f"  - {{service: {code}, {stay}}}\n" for code in sorted(stays) for stay in stays[code]]
    choices = [f"  - {{composant: {item.nom}{dates}}}\n" for item, taken in pris.items() for dates in taken]
    text = f"{DEMO}souscriptions:\n{''.join(lines)}" if lines else f"{DEMO}souscriptions: []\n"
    return f"{text}composants:\n{''.join(choices)}" if choices else text


def _quantites(alea: Random, rang: int, annee: int, cles: Sequence[str], pris: Sequence[Composant]) -> str:
    """Write a first count with everything, then later phases with some keys only: the forfait is not recounted."""
    rest = [phase for phase in PHASES[1:] if alea.random() < 0.5]
    blocks = [_releve(alea, rang, f"{annee}-01-01", PHASES[0], (cles, pris))]
    for phase in rest:
        kept = [cle for cle in cles if alea.random() < 0.5 and cle != "postes_forfait"]
        counted = [item for item in pris if alea.random() < 0.5]
        if kept or counted:
            blocks.append(_releve(alea, rang, f"{annee}-03-31", phase, (kept, counted)))
    return f"origine: demonstration\ncomptages:\n{''.join(blocks)}"


def _releve(alea: Random, rang: int, jour: str, phase: str, counted: tuple[Sequence[str], Sequence[Composant]]) -> str:
    cles, pris = counted
    text = f"  - phase: {phase}\n    date: {jour}\n    source: Inventé\n"
    if cles:
        text += f"    valeurs: {{{', '.join(f'{cle}: {_quantity(alea, rang, cle)}' for cle in cles)}}}\n"
    by_key = list(_by_key(alea, rang, pris))
    return f"{text}    par_composant:\n{''.join(by_key)}" if by_key else text


def _by_key(alea: Random, rang: int, pris: Sequence[Composant]) -> Iterator[str]:
    for cle in ("comptes", "dossiers"):
        figures = [f"{item.nom}: {_quantity(alea, rang, cle)}" for item in pris if item.abaque == cle]
        if figures:
            yield f"      {cle}: {{{', '.join(figures)}}}\n"


def _quantity(alea: Random, rang: int, cle: str) -> str:
    if rang and alea.random() < 0.15:
        return "0"
    number = alea.randint(1, 300)
    return f"{number}.{alea.randint(1, 9)}" if cle == "stockage" else str(number)


def _depense(alea: Random, annee: int) -> str:
    """Write two expenses of copiers, one delivered and one not."""
    text = f"{DEMO}depenses:\n"
    for nom, livraison in (("achat-livre", f"    livraison: {annee}-06-15\n"), ("achat-attendu", "")):
        text += (
            f"  - id: {nom}\n    ligne: copieur\n    libelle: Copieurs\n    nombre: {alea.randint(1, 9)}\n"
            f"    montants: {{cout_achat: {_euros(alea, 90_000)}, cout_pose: {_euros(alea, 9_000)}}}\n"
            f"    section: investissement\n    devis: {{reference: inventé, accepte_le: {annee}-02-01}}\n{livraison}"
        )
    return text
