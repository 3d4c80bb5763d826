"""The home page: the convention in five sentences, key figures, the way for each reader, what comes next.

Knows: what is shown first. Must not know: HTML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.french import MOIS, du, enumere, nombre
from convention.engine.appels.echeances import echeances, money_calls
from convention.model.forfaits import fee_name, fee_title, fee_unit, fee_value
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature
from convention.model.mots.vie import Niveau
from convention.reports import valeurs
from convention.reports.depot.apache import CHEZ_MOI
from convention.site import graphiques
from convention.site.annexes.catalogue import decrits, exigences
from convention.site.bord.a_faire import Tache, a_faire
from convention.site.bord.appels.comptes import a_payer
from convention.site.bord.bord import Entete, entete
from convention.site.bord.guichet import attendues
from convention.site.bord.montants.tableaux import familles
from convention.site.communes.calendrier import a_venir, announcement
from convention.site.rendu.page import ACCUEIL, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from markupsafe import Markup

    from convention.model.documents.tarifs import ValeurForfait
    from convention.site.ensemble import Site

COURT = 14
"""Characters that a mark of the strip holds."""
MOIS_NOMMES = 3
"""Calls of a year whose months are told one by one."""
A_VENIR = 6
"""Dates to come that it shows; it counts those that follow, which the calendar has."""
GRANDES = 3
"""Largest shares that the strip names, and the only one that is left."""


def pages(site: Site) -> Iterator[Page]:
    """Make the home page."""
    accueil = site.depot.convention.accueil
    yield Page(
        ACCUEIL,
        "Accueil",
        "accueil",
        {
            "redevances": _fees(site) if site.traits.forfaitaire else "",
            "chacun": _everybody_pays(site),
            "sommes": _sums(site),
            "forfaits": _fees_title(site),
            "decrits": decrits(site),
            "exigences": exigences(site.depot),
            **_there(site),
            "forfait": _flat_fee(site),
            "taille": sum(site.tailles(site.exercice).values()),
            "moi": _own(site),
            "choix": sorted(site.annees) if site.acces.niveau is Niveau.ADHERENTS and not site.propres else (),
            "chez_moi": f"/{CHEZ_MOI}" if site.propres else "",
            "sorte": enumere(
                list(dict.fromkeys(site.depot.dossiers[nom].identite.type.nu for nom in site.adherents)), "ou"
            ),
            "frise": None if site.acces.public else _strip(site),
            "bientot": (coming := a_venir(site))[:A_VENIR],
            "ensuite": len(coming[A_VENIR:]),
            "titre": accueil.titre if accueil is not None else site.depot.convention.intitule,
            "devise": accueil.devise if accueil is not None else None,
        },
        forme="accueil",
        cacher=("navigation", "toc"),
        adherent=site.acces.adherent or "",
    )


def _own(site: Site) -> tuple[str, Entete, tuple[Tache, ...]] | None:
    """Return whose site this is, what it pays and what awaits it; None on a site of all."""
    mine = site.acces.adherent
    if mine is None or mine not in site.annees:
        return None
    own = site.de(mine)
    return mine, entete(own, mine), a_faire(own, mine, attendues(own, mine), a_payer(own, mine))


def _sums(site: Site) -> str:
    """Say when the sums of a year are announced, called, settled: what the calls do; nothing of a year without any."""
    announced, called = announcement(site), money_calls(site.depot, site.exercice)
    told = [f"annoncées {announced}"] if announced else []
    if called:
        months = list(dict.fromkeys(f"en {MOIS[day.month - 1]}" for day in called))
        told.append(f"appelées {enumere(months) if len(called) <= MOIS_NOMMES else f'en {len(called)} fois'}")
    return f"Les sommes d'une année sont {', '.join(told)}{_settled(site)}." if told else ""


def _settled(site: Site) -> str:
    """Say that a call settles the sums, and on what when something is counted."""
    calls = echeances(site.depot).values()
    if not any(volet.genre is GenreVolet.REGULARISATION for appel in calls for volet in appel.volets):
        return ""
    return f", puis régularisées{' sur des quantités que chacun valide' if site.traits.compte else ''}"


def _fees(site: Site) -> str:
    """Name the flat fees: « un forfait par poste pour les agents et la cotisation »."""
    depot = site.depot
    own = [fee_name(depot, nom).le for nom in depot.forfaits if nom or not site.traits.agents_au_forfait]
    cle = depot.cles.get(depot.forfaits[""].cle) if site.traits.agents_au_forfait else None
    return enumere([*([f"un forfait par {cle.unite} pour les agents"] if cle is not None else []), *own])


def _everybody_pays(site: Site) -> bool:
    """Whether each adherent has a flat fee to pay: nobody pays one by inhabitant who has none."""
    exempt = "" if site.depot.convention.gestionnaire_contribue else site.gestionnaire
    return all(
        any(ligne.montant for ligne in site.lignes(site.exercice, nom) if ligne.calcul.nature is Nature.MASSE_SALARIALE)
        for nom in site.adherents
        if nom != exempt
    )


def _there(site: Site) -> dict[str, object]:
    """Say what the dashboards that the reader is led to have: whose budget is prepared, whether some have credits."""
    mine = site.acces.adherent
    read = site.adherents if mine is None else (mine,)
    following = (site if mine is None else site.de(mine)).a_inscrire
    return {
        "a_inscrire": following if following in site.contributions else None,
        "avec_credits": any(site.depot.dossiers[nom].budget is not None for nom in read),
        "avec_familles": not site.acces.public and any(familles(site, nom) is not None for nom in read),
    }


def _fees_title(site: Site) -> str:
    names = [fee_name(site.depot, nom) for nom in site.depot.forfaits]
    if site.traits.agents_au_forfait:
        return f"Le forfait par {fee_unit(site.depot, '', 'poste')} et son histoire"
    if len(names) == 1 and not names[0].pluriel:
        return f"{names[0].en_tete} et son histoire"
    return "Les forfaits et leur histoire"


def _flat_fee(site: Site) -> tuple[str, ValeurForfait | None, ValeurForfait] | None:
    """Return the flat fee that gives the size of each: how it is called, what it is now and what it was first."""
    nom = site.traits.forfait_compte
    if nom is None or site.traits.unites is None:
        return None
    return fee_title(site.depot, nom), fee_value(site.depot, nom, site.exercice), site.depot.forfaits[nom].valeurs[0]


def parts(site: Site) -> Mapping[str, Fraction | int]:
    """Return the shares of the strip; equal ones for the public, who sees no data of anybody, or when none counts."""
    if site.acces.public:
        return {str(rang): 1 for rang in range(len(site.adherents))}
    counts = site.tailles(site.exercice)
    return {nom: counts[nom] for nom in site.adherents} if any(counts.values()) else dict.fromkeys(site.adherents, 1)


def _strip(site: Site) -> tuple[str, Markup] | None:
    """Draw the share of each, under its title; nothing when no flat fee counts anything."""
    counts, unites = parts(site), site.traits.unites
    total = sum(site.tailles(site.exercice).values())
    if not total or unites is None:
        return None
    numbers = list(counts.values())
    *percents, rest, _ = valeurs.parts([*numbers[:GRANDES], sum(numbers[GRANDES:])])
    shares = list(zip(counts, percents, strict=False))
    others = list(counts)[GRANDES:]
    marks = [(nom, _short(site.nom(nom)), part) for nom, part in shares]
    told = [f"{site.nom(nom)} : {part}" for nom, part in shares]
    if others:
        alone = site.nom(others[0]) if len(others) == 1 else ""
        told.append(f"{alone or f'les {len(others)} autres ensemble'} : {rest}")
        marks.append(("", _short(alone) or f"{len(others)} autres", rest))
    several = unites.plusieurs_en_entier
    description = f"Parts dans {nombre(total)} {several}. {enumere(told)}."
    title = f"La part de chacun : un trait par adhérent, large comme son nombre {du(several)}"
    return title, graphiques.frise("frise", description, counts, marks)


def _short(nom: str) -> str:
    """Shorten a long name for a mark: its first word, with its article, without what a place is near."""
    kept = re.match(r"(L[ae]s? )?\S*", nom) if len(nom) > COURT else None
    return kept[0].partition("-lès-")[0] if kept is not None else nom
