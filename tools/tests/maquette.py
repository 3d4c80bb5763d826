"""A small repository whose figures a test shows: members, costs with their formulas, policies; the rest is filled in.

Knows: the shape of the documents. Must not know: the engine.
Keys: `postes` (counted at a date), `stockage` (an average), `consommables` (a flow), `comptes` (by component).
Services: S01 comes with the membership; S03 has S03.1, and S03.2 on demand; S04.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.generateur.textes import CLES, DEMO, PARTAGE, comptes, convention, first_line, service

if TYPE_CHECKING:
    from collections.abc import Mapping


class Membre(NamedTuple):
    """An adherent: its counts, then what is not the same for all. Texts are the inside of a YAML mapping or list."""

    valeurs: str = ""
    souscriptions: str = "{service: S03, debut: 2024-01-01}"
    adhesion: str = "debut: 2024-01-01"
    composants: str = ""
    par_composant: str = ""
    comptages: str = ""
    """Other counts: `{phase: realise, date: 2026-12-31, source: x, valeurs: {postes: 4}}`."""
    depenses: str = ""
    siren: str = ""
    origine: str = "demonstration"
    """Of its counts."""


class Cout(NamedTuple):
    """A component with a row of its own: its amounts, and the formulas of the row."""

    montants: str
    annuel: str = ""
    factuel: str = ""
    service: str = "S03"
    suite: str = ""
    """Other fields of the component: `beneficiaires: souscription, debut: 2026-04-01`."""


def maquette(  # noqa: PLR0913 (each policy has a name, and a default that changes nothing)
    membres: Mapping[str, Membre],
    couts: Mapping[str, Cout],
    *,
    prorata: str = "mensuel",
    seuil: int = 15,
    part_liberee: str = "repartie",
    forfait: str = "",
    exercices: Mapping[int, str] | None = None,
) -> dict[str, str]:
    """Return the texts of the repository, by path.

    Args:
        membres: by id; `metropole` is the managing body.
        couts: by id of component; amounts are those of every exercice.
        prorata: policy on a part of a year.
        seuil: its threshold.
        part_liberee: policy on what an exit frees.
        forfait: values of annexe 3: `2024-01-01: 700.00, 2026-01-01: 710.60`.
        exercices: phase in force by year; 2026, previsionnel, by default.
    """
    years = exercices or {2026: "previsionnel"}
    dated = [item.split(": ") for item in forfait.split(", ") if item]
    values = [f"{{date: {day}, montant: {euros}, reference: essai, verifie_le: 2026-01-01}}" for day, euros in dated]
    documents = {
        "catalogue/convention.yaml": convention(prorata, seuil, part_liberee),
        **{f"catalogue/services/{code}.yaml": service(code) for code in ("S01", "S03", "S04")},
        "pricing/cles.yaml": CLES,
        "pricing/comptes.yaml": comptes(),
        "pricing/forfait.yaml": f"{DEMO}cle: postes\nvaleurs: [{', '.join(values)}]\n",
        "pricing/couts-de-possession.yaml": f"{DEMO}lignes:\n{ACHAT}{''.join(map(_ligne, couts, couts.values()))}",
    }
    for annee, phase in years.items():
        documents[f"pricing/exercices/{annee}.yaml"] = f"{DEMO}statut: ouvert\nphase: {phase}\n"
    for code in {cout.service for cout in couts.values()}:
        bodies = [_composant(nom, cout, years) for nom, cout in couts.items() if cout.service == code]
        documents[f"pricing/composants/{code}.yaml"] = f"{DEMO}composants:\n{''.join(bodies)}"
    for nom, membre in membres.items():
        documents |= _dossier(nom, membre, years)
    return {path: first_line(path) + text for path, text in documents.items()}


def depuis(files: Mapping[str, str], regles: str) -> dict[str, str]:
    """Make rules of sharing hold from an exercice only: `couts_exacts: 2027, factuels_entiers: 2027`."""
    path = "catalogue/convention.yaml"
    assert PARTAGE in files[path]
    return {**files, path: files[path].replace(PARTAGE, regles, 1)}


ACHAT = """  - id: achat
    service: S04
    categorie: Essai
    libelle: Achat
    variables: {prix: €/unité, nombre: unité}
    direct: {formule: prix * nombre, texte: essai}
"""
"""The row of direct expenses: `{id: …, nombre: …, montants: {prix: …}, …}`."""


def _ligne(nom: str, cout: Cout) -> str:
    names = [item.split(":")[0] for item in cout.montants.split(", ")]
    text = f"  - id: {nom}\n    service: {cout.service}\n    categorie: Essai\n    libelle: {nom}\n"
    text += f"    variables: {{{', '.join(f'{name}: €' for name in names)}}}\n"
    for mode, formule in (("factuel", cout.factuel), ("annuel", cout.annuel)):
        text += f"    {mode}:\n      formule: {formule}\n      texte: essai\n" if formule else ""
    return text


def _composant(nom: str, cout: Cout, exercices: Mapping[int, str]) -> str:
    years = ", ".join(f"{annee}: {{{cout.montants}}}" for annee in exercices)
    rest = f"{cout.suite}, " if cout.suite else ""
    return f"  {nom}: {{libelle: Le {nom}, ligne: {nom}, {rest}montants: {{{years}}}}}\n"


def _dossier(nom: str, membre: Membre, exercices: Mapping[int, str]) -> dict[str, str]:
    genre = "epci" if nom == "metropole" else "commune"
    siren = f'siren: "{membre.siren}"\n' if membre.siren else ""
    identity = f"{DEMO}nom: {nom}\ndenomination: {nom}\ntype: {genre}\n{siren}"
    counted = f"valeurs: {{{membre.valeurs}}}, par_composant: {{{membre.par_composant}}}"
    first = f"{{phase: previsionnel, date: 2025-09-30, source: essai, {counted}}}"
    others = f", {membre.comptages}" if membre.comptages else ""
    documents = {
        f"adherents/{nom}/adherent.yaml": f"{identity}adhesion: {{{membre.adhesion}, origine: demonstration}}\n",
        f"adherents/{nom}/souscriptions.yaml": (
            f"{DEMO}souscriptions: [{membre.souscriptions}]\ncomposants: [{membre.composants}]\n"
        ),
    }
    for annee in exercices:
        text = f"origine: {membre.origine}\ncomptages: [{first}{others}]\n"
        documents[f"adherents/{nom}/quantites/{annee}.yaml"] = text
        if membre.depenses:
            documents[f"adherents/{nom}/depenses/{annee}.yaml"] = f"{DEMO}depenses: [{membre.depenses}]\n"
    return documents
