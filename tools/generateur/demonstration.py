"""Écrit les dossiers de démonstration des adhérents : identités, souscriptions, quantités.

Ce programme a servi deux fois : pour les exercices 2025 à 2027, puis pour 2024 et 2028. Les fichiers de `adherents/`
sont du YAML comme un autre, tenu à la main ; il reste là pour montrer d'où viennent les chiffres, et il ne réécrit
jamais un fichier existant. Les chiffres des tables sont posés, puis le reste de chaque total est partagé au plus fort
reste, en proportion du parc ou de la population de chaque adhérent.

Depuis la racine du dépôt : PYTHONPATH=tools python -m generateur.demonstration DOSSIER
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generateur import complements, complements_quantites, tables
from generateur.comptages import COMPTAGES, Comptage
from generateur.ecriture import INVENTE, document, ecrire
from generateur.tables import ADHERENTS, COMMUNES, ESSEY, ETABLISSEMENT, METROPOLE, MOYENS, Regle, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SOUSCRIPTIONS = dict(sorted((tables.SOUSCRIPTIONS | complements.SOUSCRIPTIONS).items()))
COMPOSANTS = tables.COMPOSANTS | complements.COMPOSANTS
VALEURS = tables.VALEURS | complements_quantites.VALEURS
PAR_COMPOSANT = {
    cle: regles | complements_quantites.PAR_COMPOSANT.get(cle, {}) for cle, regles in tables.PAR_COMPOSANT.items()
}
EN_DIXIEMES = tables.EN_DIXIEMES | complements_quantites.EN_DIXIEMES

NON_VALIDES = frozenset({"ludres", "art-sur-meurthe", "dommartemont", ETABLISSEMENT})
INSEE = "INSEE, Code officiel géographique ; DGCL (Licence Ouverte)"
ARTICLE_14 = "convention conclue avec la commune d'Essey-lès-Nancy, article 14"
SUPPOSEE = "adhésion supposée : seule celle d'Essey-lès-Nancy est connue"
GESTIONNAIRE = "gestionnaire du service commun ; sa part est supposée depuis la prise d'effet"


def documents() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each document."""
    for adherent in ADHERENTS:
        dossier = f"adherents/{adherent}"
        yield f"{dossier}/adherent.yaml", document("adherent", 2, _identite(adherent))
        yield f"{dossier}/souscriptions.yaml", document("souscriptions", 2, _souscriptions(adherent))
        for annee in sorted({comptage.annee for comptage in COMPTAGES}):
            yield f"{dossier}/quantites/{annee}.yaml", document("quantites", 3, _quantites(adherent, annee))


def share(total: int, poids: Mapping[str, int], minimum: int = 0) -> dict[str, int]:
    """Share a total by weight and largest remainder, each with at least a minimum: 10 by 2:1 gives 7 and 3."""
    a_partager, somme = total - minimum * len(poids), sum(poids.values())
    parts = {nom: minimum + a_partager * poids[nom] // somme for nom in poids}
    servis = sorted(poids, key=lambda nom: (-(a_partager * poids[nom] % somme), nom))
    for nom in servis[: total - sum(parts.values())]:
        parts[nom] += 1
    return parts


def column(regle: Regle, colonne: int, annee: int, reprise: int = 0) -> dict[str, int]:
    """Return the figure of each beneficiary: those fixed in advance, then the rest of the total shared.

    Args:
        regle: totals, weights and beneficiaries.
        colonne: the column of the totals.
        annee: the exercice whose beneficiaries are kept.
        reprise: the exercice whose figures are carried over; those who have left by then have none.
    """
    if not _present(regle.vie, annee):
        return {}
    if reprise:
        return {
            nom: figure for nom, figure in column(regle, colonne, reprise).items() if _present(regle.parmi[nom], annee)
        }
    presents = [nom for nom, usage in regle.parmi.items() if _present(usage, annee)]
    fixes = {nom: figures[colonne] for nom, figures in regle.fixes.items() if nom in presents}
    poids = {nom: regle.poids[nom] for nom in presents if nom not in fixes}
    return fixes | share(regle.totaux[colonne] - sum(fixes.values()), poids, regle.minimum)


def _present(usage: Usage, annee: int) -> bool:
    commence = not usage.debut or usage.debut <= f"{annee}-12-31"
    dure = not usage.fin or usage.fin > f"{annee}-01-01"
    return commence and dure and not usage.statut


def _identite(adherent: str) -> list[str]:
    if adherent == ETABLISSEMENT:
        nom = '"Établissement rattaché (fictif)"'
        lines = ["origine: demonstration", f'source: "{INVENTE}"', f"nom: {nom}", f"denomination: {nom}"]
        lines += ["type: etablissement_rattache", "rattachement: nancy"]
    elif adherent == METROPOLE:
        lines = ["origine: public", f'source: "{INSEE}"', "nom: Métropole du Grand Nancy"]
        lines += ["denomination: Métropole du Grand Nancy", "type: epci", 'siren: "245400676"']
    else:
        commune = COMMUNES[adherent]
        lines = ["origine: public", f'source: "{INSEE}"', f"nom: {commune.nom}"]
        lines += [f"denomination: Commune {commune.liaison}{commune.nom}", "type: commune"]
        lines += [f'siren: "{commune.siren}"', f'insee: "{commune.insee}"']
    source = {ESSEY: ARTICLE_14, METROPOLE: GESTIONNAIRE}.get(adherent, SUPPOSEE)
    origine = "convention" if adherent == ESSEY else "demonstration"
    return [*lines, "adhesion:", "  debut: 2024-01-01", f"  origine: {origine}", f'  source: "{source}"']


def _souscriptions(adherent: str) -> list[str]:
    lines = ["origine: demonstration", f'source: "{INVENTE}"', "souscriptions:"]
    for service, usages in SOUSCRIPTIONS.items():
        if adherent in usages:
            lines.append(_flow("service", service, usages[adherent]))
    lines.append("composants:")
    for composant, usages in COMPOSANTS.items():
        if adherent in usages:
            lines.append(_flow("composant", composant, usages[adherent]))
    return lines


def _flow(cle: str, objet: str, usage: Usage) -> str:
    cites = {"motif", "convention_connexe"}
    texts = {nom: f'"{valeur}"' if nom in cites else valeur for nom, valeur in usage._asdict().items() if valeur}
    dits = [f"{nom}: {valeur}" for nom, valeur in texts.items()]
    return f"  - {{{', '.join([f'{cle}: {objet}', *dits])}}}"


def _quantites(adherent: str, annee: int) -> list[str]:
    lines = ["origine: demonstration", "comptages:"]
    for index, comptage in enumerate(item for item in COMPTAGES if item.annee == annee):
        lines += ["", *_comptage(adherent, comptage)] if index else _comptage(adherent, comptage)
    return lines


def _comptage(adherent: str, comptage: Comptage) -> list[str]:
    lines = [f"  - phase: {comptage.phase}", f"    date: {comptage.date}", f'    source: "{comptage.source}"']
    if comptage.hypothese:
        lines.append(f'    hypothese: "{comptage.hypothese}"')
    if comptage.validation and not (comptage.phase == "revise" and adherent in NON_VALIDES):
        lines.append(f"    validation: {_validation(adherent, comptage)}")
    lines.append("    valeurs:")
    valeurs = _valeurs(adherent, comptage)
    for cle, quantite in valeurs.items():
        if cle not in comptage.sans and (not comptage.seulement or cle in comptage.seulement):
            lines.append(f"      {cle}: {_nombre(cle, quantite)}")
    return lines if comptage.seulement else lines + _par_composant(adherent, comptage)


def _validation(adherent: str, comptage: Comptage) -> str:
    """Each référent has its day: from the 20th to the 28th when only the tens are given."""
    whole = len(comptage.date)
    return comptage.validation.ljust(whole, str(ADHERENTS.index(adherent) % 9))


def _valeurs(adherent: str, comptage: Comptage) -> dict[str, int]:
    """Return the figures of an adherent by key; printers are the means of printing that are nothing else."""
    when = (comptage.colonne, comptage.annee, comptage.reprise)
    found: dict[str, int] = {}
    for cle, regle in VALEURS.items():
        figures = column(regle, *when)
        if cle == "traceurs":
            autres = figures[adherent] + column(VALEURS["copieurs"], *when)[adherent]
            found["imprimantes"] = column(MOYENS, *when)[adherent] - autres
        if adherent in figures:
            found[cle] = figures[adherent]
    return found


def _nombre(cle: str, quantite: int) -> str:
    unites, dixiemes = divmod(quantite, 10)
    if cle not in EN_DIXIEMES:
        return str(quantite)
    return f"{unites}.{dixiemes}" if dixiemes else str(unites)


def _par_composant(adherent: str, comptage: Comptage) -> list[str]:
    lines: list[str] = []
    for cle, regles in PAR_COMPOSANT.items():
        when = (comptage.colonne, comptage.annee, comptage.reprise)
        comptes = {nom: column(regle, *when) for nom, regle in regles.items()}
        siens = [f"        {nom}: {figures[adherent]}" for nom, figures in comptes.items() if adherent in figures]
        if siens:
            lines += [f"      {cle}:", *siens]
    return ["    par_composant:", *lines] if lines else []


if __name__ == "__main__":
    ecrire(Path(sys.argv[1]), documents())
