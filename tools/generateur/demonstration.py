"""Écrit les dossiers de démonstration des adhérents : identités, souscriptions, quantités.

Ce programme a servi une fois. Depuis, les fichiers de `adherents/` sont du YAML comme un autre, tenu à la main ; il
reste là pour montrer d'où viennent les chiffres, et il ne réécrit jamais un fichier existant. Les chiffres des tables
sont posés, puis le reste de chaque total est partagé au plus fort reste, en proportion du parc de chaque adhérent.

Depuis la racine du dépôt : PYTHONPATH=tools python -m generateur.demonstration DOSSIER
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generateur.tables import (
    ADHERENTS,
    COMMUNES,
    COMPOSANTS,
    EN_DIXIEMES,
    ESSEY,
    ETABLISSEMENT,
    METROPOLE,
    MOYENS,
    PAR_COMPOSANT,
    SOUSCRIPTIONS,
    VALEURS,
    Regle,
    Usage,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FORFAIT = frozenset({"postes_forfait"})
# What only the end of the year will tell.
EN_COURS = frozenset({"consommables", "abonnements_mobiles", "abonnements_tablettes", "terminaux"})
NON_VALIDES = frozenset({"ludres", "art-sur-meurthe", "dommartemont", ETABLISSEMENT})
INSEE = "INSEE, Code officiel géographique ; DGCL (Licence Ouverte)"
ARTICLE_14 = "convention conclue avec la commune d'Essey-lès-Nancy, article 14"
INVENTE = "inventé pour la démonstration : docs/demonstration.md"
SUPPOSEE = "adhésion supposée : seule celle d'Essey-lès-Nancy est connue"
GESTIONNAIRE = "gestionnaire du service commun ; sa part est supposée depuis la prise d'effet"


class Comptage(NamedTuple):
    """A count that every adherent goes through: one date, one source, one column of the tables."""

    annee: int
    phase: str
    date: str
    source: str
    colonne: int
    seulement: frozenset[str] = frozenset()
    sans: frozenset[str] = frozenset()
    hypothese: str = ""
    validation: str = ""


def _postes_inconnus(annee: int) -> str:
    return f"le décompte au 31 décembre {annee} n'est pas connu, celui de {annee} est repris"


SEPTEMBRE_2024 = ("2024-09-30", "Inventaire, extraction du 30 septembre 2024")
DECEMBRE_2024 = ("2025-01-06", "Inventaire au 31 décembre 2024, extraction du 6 janvier 2025")
SEPTEMBRE_2025 = ("2025-09-30", "Inventaire, extraction du 30 septembre 2025")
CLOTURE_2025 = ("2026-01-05", "Clôture 2025, quantités arrêtées le 5 janvier 2026 ; postes du forfait non recomptés")
DECEMBRE_2025 = ("2026-01-05", "Inventaire au 31 décembre 2025, extraction du 5 janvier 2026")
MARS_2026 = ("2026-03-31", "Prévision de l'année, arrêtée au 31 mars 2026")
SEPTEMBRE_2026 = ("2026-09-27", "Inventaire, extraction du 27 septembre 2026")
ANNEE_PREVUE = "l'année n'est pas écoulée : quantités prévues, régularisées en avril 2027"
COMPTAGES = (
    Comptage(2025, "previsionnel", *SEPTEMBRE_2024, 0, sans=FORFAIT),
    Comptage(2025, "previsionnel", *DECEMBRE_2024, 0, seulement=FORFAIT),
    Comptage(2025, "realise", *CLOTURE_2025, 1, validation="2026-01-22"),
    Comptage(2026, "previsionnel", *SEPTEMBRE_2025, 2, sans=FORFAIT),
    Comptage(2026, "previsionnel", *SEPTEMBRE_2025, 2, seulement=FORFAIT, hypothese=_postes_inconnus(2025)),
    Comptage(2026, "revise", *DECEMBRE_2025, 3, sans=EN_COURS, validation="2026-01-22"),
    Comptage(2026, "revise", *MARS_2026, 3, seulement=EN_COURS, hypothese=ANNEE_PREVUE),
    Comptage(2027, "previsionnel", *SEPTEMBRE_2026, 4, sans=FORFAIT),
    Comptage(2027, "previsionnel", *SEPTEMBRE_2026, 4, seulement=FORFAIT, hypothese=_postes_inconnus(2026)),
)


def main(arguments: list[str]) -> int:
    """Write the files of every adherent under a folder; leave those that exist alone."""
    if len(arguments) != 1:
        sys.stderr.write("Usage : python -m generateur.demonstration DOSSIER\n")
        return 2
    for relative, text in documents():
        path = Path(arguments[0]) / relative
        if path.exists():
            sys.stderr.write(f"{relative} existe déjà : il n'est pas réécrit\n")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def documents() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each document."""
    for adherent in ADHERENTS:
        dossier = f"adherents/{adherent}"
        yield f"{dossier}/adherent.yaml", _document("adherent", 2, _identite(adherent))
        yield f"{dossier}/souscriptions.yaml", _document("souscriptions", 2, _souscriptions(adherent))
        for annee in sorted({comptage.annee for comptage in COMPTAGES}):
            yield f"{dossier}/quantites/{annee}.yaml", _document("quantites", 3, _quantites(adherent, annee))


def share(total: int, poids: Mapping[str, int], minimum: int = 0) -> dict[str, int]:
    """Share a total by weight and largest remainder, each with at least a minimum: 10 by 2:1 gives 7 and 3."""
    a_partager, somme = total - minimum * len(poids), sum(poids.values())
    parts = {nom: minimum + a_partager * poids[nom] // somme for nom in poids}
    servis = sorted(poids, key=lambda nom: (-(a_partager * poids[nom] % somme), nom))
    for nom in servis[: total - sum(parts.values())]:
        parts[nom] += 1
    return parts


def column(regle: Regle, colonne: int, annee: int) -> dict[str, int]:
    """Return the figure of each beneficiary: those fixed in advance, then the rest of the total shared."""
    presents = [nom for nom, usage in regle.parmi.items() if _present(usage, annee)]
    fixes = {nom: figures[colonne] for nom, figures in regle.fixes.items() if nom in presents}
    poids = {nom: regle.poids[nom] for nom in presents if nom not in fixes}
    return fixes | share(regle.totaux[colonne] - sum(fixes.values()), poids, regle.minimum)


def _present(usage: Usage, annee: int) -> bool:
    commence = not usage.debut or usage.debut <= f"{annee}-12-31"
    dure = not usage.fin or usage.fin > f"{annee}-01-01"
    return commence and dure and not usage.statut


def _document(schema: str, profondeur: int, lines: list[str]) -> str:
    header = f"# yaml-language-server: $schema={'../' * profondeur}schemas/{schema}.schema.json"
    return "\n".join([header, *lines, ""])


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
    texts = usage._asdict() | ({"motif": f'"{usage.motif}"'} if usage.motif else {})
    dits = [f"{nom}: {valeur}" for nom, valeur in texts.items() if valeur]
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
        lines.append(f"    validation: {comptage.validation}")
    lines.append("    valeurs:")
    valeurs = _valeurs(adherent, comptage.colonne, comptage.annee)
    for cle, quantite in valeurs.items():
        if cle not in comptage.sans and (not comptage.seulement or cle in comptage.seulement):
            lines.append(f"      {cle}: {_nombre(cle, quantite)}")
    return lines if comptage.seulement else lines + _par_composant(adherent, comptage)


def _valeurs(adherent: str, colonne: int, annee: int) -> dict[str, int]:
    """Return the figures of an adherent by key; printers are the means of printing that are nothing else."""
    found: dict[str, int] = {}
    for cle, regle in VALEURS.items():
        figures = column(regle, colonne, annee)
        if cle == "traceurs":
            autres = figures[adherent] + column(VALEURS["copieurs"], colonne, annee)[adherent]
            found["imprimantes"] = column(MOYENS, colonne, annee)[adherent] - autres
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
        comptes = {nom: column(regle, comptage.colonne, comptage.annee) for nom, regle in regles.items()}
        siens = [f"        {nom}: {figures[adherent]}" for nom, figures in comptes.items() if adherent in figures]
        if siens:
            lines += [f"      {cle}:", *siens]
    return ["    par_composant:", *lines] if lines else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
