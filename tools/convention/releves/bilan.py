"""What was counted, told in the terminal: rows, quantities at the date, what is odd.

Knows: French sentences. Must not know: how things are counted or written.
"""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from convention.base.codes import CODES
from convention.base.french import cite, compte, enumere, euros, jour, nombre, taux
from convention.base.money import exact_text
from convention.model.documents.releves import NON_RATTACHE
from convention.reports.rendus.escape import terminal
from convention.reports.rendus.table import Tableau, terminal_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.documents.releves import MesureRelevee, SourceReleve
    from convention.releves.comptage import Comptes
    from convention.releves.proposition import Proposition

VERSION = 1
S_IL_N_A_PLUS = "s'il n'a plus rien", "à qui n'a plus rien"
COLONNES = ("Mesure", "Adhérents", "Lignes", "Non rattaché", "Total à date", "Projection au 31 décembre")


def summary_text(source: SourceReleve, depot: Depot, comptes: Comptes, proposition: Proposition) -> str:
    """Say what was counted, then what is odd."""
    found = [
        f"{cite(source.libelle)} : {comptes.lignes.phrases()[0]}",
        *comptes.lignes.phrases()[1:],
        f"Extraction du {jour(comptes.extrait_le)}, sha256 {comptes.empreinte}",
        "",
        terminal_table(_table(source, depot, comptes, proposition)).rstrip("\n"),
    ]
    odd = [*_odd(comptes), *_gone(source, depot, proposition), *_far(source, depot, proposition)]
    return "\n".join([*found, *(["", "Anomalies", *odd] if odd else []), ""])


def summary_json(nom: str, comptes: Comptes, proposition: Proposition) -> str:
    """Give the same on one line of JSON: lines, quantities at the date, anomalies, what waits."""
    told = {
        "version": VERSION,
        "source": nom,
        "extrait_le": str(comptes.extrait_le),
        "empreinte": comptes.empreinte,
        "lignes": comptes.lignes.json(),
        "quantites": [
            {
                "adherent": item.grandeur.adherent,
                "mesure": item.grandeur.mesure,
                "a_date": str(item.a_date),
                "valeur": exact_text(item.valeur),
                "projection": exact_text(item.projection),
            }
            for item in proposition.realises
        ],
        "anomalies": [item._asdict() for item in comptes.anomalies],
        "anomalies_non_montrees": dict(comptes.tues),
        "attendent": {"confirmation": comptes.a_confirmer, "attribution": comptes.a_attribuer},
    }
    return json.dumps(told, ensure_ascii=False)


def _table(source: SourceReleve, depot: Depot, comptes: Comptes, proposition: Proposition) -> Tableau:
    """One row a measure; amounts by account have no key, hence no projection."""
    rows = []
    for nom, mesure in source.mesures.items():
        kept = comptes.par_mesure.get(nom, {})
        stray = kept.get(NON_RATTACHE, 0)
        known = [
            item
            for item in proposition.realises
            if item.grandeur.mesure == nom and item.grandeur.adherent != NON_RATTACHE
        ]
        if mesure.cle is None:
            total = sum(
                (value for (grandeur, _), value in comptes.valeurs.items() if grandeur.mesure == nom), Fraction(0)
            )
            shown, projected = euros(int(total * 100)), "–"
        else:
            shown = nombre(sum((item.valeur for item in known), Fraction(0)))
            projected = nombre(sum((item.projection for item in known), Fraction(0)))
        adherents = len(kept.keys() - {NON_RATTACHE})
        rows.append(
            (_label(mesure, depot), nombre(adherents), nombre(sum(kept.values())), nombre(stray), shown, projected)
        )
    return Tableau(COLONNES, tuple(rows))


def _label(mesure: MesureRelevee, depot: Depot) -> str:
    cle = depot.cles.get(mesure.cle or "")
    return terminal(mesure.libelle if cle is None else cle.libelle)


def _odd(comptes: Comptes) -> Iterator[str]:
    for (fichier, ligne, code, attend), found in groupby(comptes.anomalies, itemgetter(0, 1, 2, 4)):
        waits = ", attend une décision" if attend else ""
        yield f"  {terminal(fichier)}:{ligne} : {CODES[code].severity} {code}{waits}"
        yield from (f"    {terminal(item.message)}" for item in found)
    for code, number in comptes.tues.items():
        yield f"  {CODES[code].severity} {code} : {compte(number, 'autre')}"


def _gone(source: SourceReleve, depot: Depot, proposition: Proposition) -> Iterator[str]:
    """Say who has no row any more: nothing is proposed of it, an export that forgets somebody is no count of zero."""
    missing: dict[str, list[str]] = {}
    for grandeur in proposition.sans_donnee:
        what = _label(source.mesures[grandeur.mesure], depot)
        missing.setdefault(grandeur.adherent, []).append(what)
    for measures in dict.fromkeys(map(tuple, missing.values())):
        who = [depot.nom_de(nom) for nom, lost in missing.items() if tuple(lost) == measures]
        yield f"  {terminal(enumere(who))} : {CODES['REL008'].severity} REL008"
        told = f"aucune ligne au dernier jour relevé ({enumere(list(measures))})"
        yield f"    {told} : rien n'est proposé ; {S_IL_N_A_PLUS[len(who) > 1]}, écrire 0"


def _far(source: SourceReleve, depot: Depot, proposition: Proposition) -> Iterator[str]:
    """Say what is far from the quantity in force: a fleet renewed, or an export that is not whole."""
    for item in proposition.ecarts:
        who = depot.dossiers[item.grandeur.adherent].identite.nom
        mesure = source.mesures[item.grandeur.mesure]
        moved = f"{nombre(item.avant)} en vigueur, {nombre(item.apres)} à la date"
        yield f"  {terminal(who)} : {CODES['REL010'].severity} REL010"
        yield f"    {_label(mesure, depot)} : {moved}, au-delà du seuil de {taux(mesure.seuil or 0)}"
