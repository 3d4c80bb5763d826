"""The home page: the convention in five sentences, key figures, the way for each reader, what comes next.

Knows: what is shown first. Must not know: HTML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import MOIS, compte, du, enumere, euros, jour, majuscule, minuscule, nombre, pluriel, sujet
from convention.engine.appels.appels import echeances, money_calls
from convention.model.forfaits import fee_name, fee_title, fee_unit, fee_value
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Categorie, NaturePoste, Origine
from convention.model.mots.vie import Niveau
from convention.reports import valeurs
from convention.reports.depot.apache import CHEZ_MOI
from convention.site import graphiques
from convention.site.annexes.catalogue import decrits, exigences, has_socle
from convention.site.avenants.a_faire import a_faire
from convention.site.bord.appels.comptes import a_payer
from convention.site.bord.bord import entete
from convention.site.bord.guichet import attendues
from convention.site.bord.montants.familles import familles
from convention.site.communes.calendrier import a_venir, announcement
from convention.site.rendu.page import ACCUEIL, Page, passage, tableau_de_bord
from convention.site.rendu.tableau import Chiffre, Lien

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from markupsafe import Markup

    from convention.model.documents.catalogue import Convention
    from convention.site.avenants.a_faire import Tache
    from convention.site.bord.bord import Entete
    from convention.site.ensemble import Site, Unites

COURT = 14
"""Characters that a mark of the strip holds."""
MOIS_NOMMES = 3
"""Calls of a year whose months are told one by one."""
GRANDES = 3
"""Largest shares that the strip names, and the only one that is left."""


POUR_UN_HABITANT = (
    Lien("À quoi servent ces services, et ce qu'ils font", "annexes/catalogue.md"),
    Lien("Combien ils coûtent en tout", "exercices/index.md"),
    Lien("Où demander ce que paie ma commune", "exercices/index.md#ma-commune"),
    Lien("Qui décide", "gouvernance.md"),
    Lien("Ce que ce site sait de moi, et à qui écrire", "rgpd-et-securite.md#personnes"),
)
"""Where somebody who lives there finds the answers that the public site has."""


class Phrase(NamedTuple):
    """A sentence and the clause that it tells."""

    clause: str
    vers: str
    texte: str


def pages(site: Site) -> Iterator[Page]:
    """Make the home page."""
    accueil = site.depot.convention.accueil
    yield Page(
        ACCUEIL,
        "Accueil",
        "accueil",
        {
            "phrases": _sentences(site),
            "lecteurs": _readers(site),
            "chiffres": _figures(site),
            "moi": _own(site),
            "choix": sorted(site.annees) if site.acces.niveau is Niveau.ADHERENTS and not site.propres else (),
            "chez_moi": f"/{CHEZ_MOI}" if site.propres else "",
            "sorte": enumere(
                list(dict.fromkeys(site.depot.dossiers[nom].identite.type.nu for nom in site.adherents)), "ou"
            ),
            "frise": None if site.acces.public else _strip(site),
            "bientot": a_venir(site),
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


def _sentences(site: Site) -> tuple[Phrase, ...]:
    convention = site.depot.convention
    clauses, cite = convention.clauses, convention.clauses.abregees
    paid = f"Chacun paie {enumere(_fees(site))}, puis sa part du coût des seuls services dont il bénéficie."
    return (
        Phrase(cite("objet", "fondement"), passage(clauses, "fondement"), _shared(site)),
        Phrase(cite("souscription", "catalogue"), "annexes/catalogue.md", _offered(site)),
        *([Phrase(cite("redevances", "forfait"), "annexes/forfait.md", paid)] if site.forfaitaire else []),
        *([Phrase(cite("appels"), passage(clauses, "appels"), sums)] if (sums := _sums(site)) else []),
        Phrase(cite("gouvernance", "avenants", "reconduction"), "gouvernance.md", _lasting(site)),
    )


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
    return f", puis régularisées{' sur des quantités que chacun valide' if site.compte else ''}"


def _lasting(site: Site) -> str:
    """Say since when it holds, until when, and how its text changes; of one that is over, when it held."""
    convention, began = site.depot.convention, jour(site.depot.convention.effet)
    if site.jour.year > convention.derniere_annee:
        return f"La convention fut en vigueur du {began} à la fin de {convention.derniere_annee}."
    since = "depuis le" if convention.effet <= site.jour else "à partir du"
    changed = " ; son texte ne change que par avenant" if site.par_avenant else ""
    return f"En vigueur {since} {began}, la convention {_term(convention)}{changed}."


def _term(convention: Convention) -> str:
    """Tell how long it lasts (art. 14)."""
    if not convention.reconductions:
        return f"court jusqu'à la fin de {convention.derniere_annee}"
    if convention.reconductions == 1:
        return f"se renouvelle une fois, jusqu'en {convention.derniere_annee}"
    each = "chaque année" if convention.duree_annees == 1 else f"tous les {convention.duree_annees} ans"
    return f"se renouvelle {each} jusqu'en {convention.derniere_annee}"


def _offered(site: Site) -> str:
    every = len(site.depot.services)
    socle = sum(1 for item in site.depot.services.values() if item.categorie is Categorie.SOCLE)
    common = sum(1 for item in site.depot.services.values() if item.obligatoire)
    if common == every:
        taken = ", et choisit ce qu'il y prend" if site.au_choix else ""
        whole = f"des {nombre(every)} services" if every > 1 else "du seul service"
        return f"Chacun bénéficie {whole} du catalogue{taken}."
    if common > (every // 2 if has_socle(site) else 0):
        chosen = every - common
        return (
            f"Sur {compte(every, 'service')} au catalogue, {nombre(common)} {pluriel(common, 'va', 'vont')} à chacun, "
            f"{nombre(chosen)} {pluriel(chosen, 'se choisit', 'se choisissent')}."
        )
    head = f"Chacun choisit dans un catalogue de {compte(every, 'service')}"
    if not has_socle(site) or not 0 < socle < every:
        return f"{head}."
    options = every - socle
    return (
        f"{head} : {nombre(socle)} {pluriel(socle, 'forme', 'forment')} un socle, "
        f"{nombre(options)} {pluriel(options, 'est', 'sont')} en option."
    )


def _shared(site: Site) -> str:
    """Say who shares what, as the convention does; in common words when it does not."""
    convention = site.depot.convention
    accueil, manager = convention.accueil, convention.gestionnaire
    if accueil is not None and accueil.objet is not None:
        return accueil.objet
    here = [nom for nom in site.presents if nom != manager]
    others = here or [nom for nom in site.annees if nom != manager]
    # One who manages the services without using them is no adherent: the others are then all of them.
    words = ("autre adhérent", "autres adhérents") if manager in site.presents else ("adhérent", "adhérents")
    share = "partagent" if here else "partageront"
    return f"{majuscule(sujet(site.nom(manager)))} et {compte(len(others), *words)} {share} des services communs."


def _fees(site: Site) -> list[str]:
    """Name the flat fees: « un forfait par poste pour les agents », « la cotisation »."""
    depot = site.depot
    own = [fee_name(depot, nom).le for nom in depot.forfaits if nom or not site.agents_au_forfait]
    cle = depot.cles.get(depot.forfaits[""].cle) if site.agents_au_forfait else None
    return [*([f"un forfait par {cle.unite} pour les agents"] if cle is not None else []), *own]


def _readers(site: Site) -> tuple[tuple[str, tuple[Lien, ...]], ...]:
    """Say where each reader finds its own; a page that this convention has not is left out, and what is in it."""
    vie = site.depot.vie
    absent = {
        "convention.md": not vie.articles,
        "annexes/organigramme.md": site.depot.organigramme is None,
        "annexes/forfait.md": not site.forfaitaire,
        "annexes/axes.md": not vie.axes,
        "lectures.md": not vie.lectures,
        "gouvernance.md#calendrier": not vie.reunions,
        "gouvernance.md#qui-decide": not site.depot.vie.procedures_dites,
    }
    readers = (
        (_elected_title(site), _elected(site)),
        ("Vous tenez les finances", _finances(site)),
        *([("Vous êtes habitant", POUR_UN_HABITANT)] if site.acces.public and site.communes else []),
        (_department_title(site), _department(site)),
    )
    left = {vers for vers, lacks in absent.items() if lacks}
    return tuple(
        (title, tuple(item for item in links if left.isdisjoint((item.vers, item.vers.partition("#")[0]))))
        for title, links in readers
    )


def _department_title(site: Site) -> str:
    service = site.depot.convention.noms.service
    return f"Vous travaillez {service.au}" if service.pluriel else f"Vous êtes {service.du}"


def _home(site: Site, texte: str, ancre: str) -> Lien:
    """Lead to one's own dashboard, which who has signed in is led to; else to the list, or to the one remembered."""
    mine = site.acces.adherent
    if mine is not None:
        return Lien(texte, f"{tableau_de_bord(mine)}#{ancre}")
    if site.propres:
        return Lien(texte, f"/{CHEZ_MOI}#{ancre}")
    return Lien(texte, "adherents/index.md", f"#{ancre}")


def _why(site: Site) -> str:
    """Promise why an amount is another, of a year that is not the first."""
    return ", et pourquoi cela a changé" if site.precedent is not None else ""


def _elected(site: Site) -> tuple[Lien, ...]:
    if site.acces.public:
        return (
            Lien("Ce que la convention organise, article par article", "convention.md"),
            Lien("Ce que coûte l'ensemble des services", "exercices/index.md"),
            Lien("Qui décide d'un changement de prix", "gouvernance.md#qui-decide"),
            Lien("Ce qui est mesuré, axe par axe", "annexes/axes.md"),
        )
    paid = _home(site, f"Ce que nous payons{_why(site)}", "pourquoi" if _why(site) else "services-montants")
    alike = _home(site, "Payons-nous plus que nos voisins de même taille ?", "comparer")
    return (
        paid,
        *([alike] if site.unites is not None else []),
        *([_home(site, "Ce que nous pouvons encore souscrire", "mes-services")] if site.au_choix else []),
        Lien("Ce qui sera soumis à la prochaine réunion", "gouvernance.md#calendrier"),
        Lien("Qui décide d'un changement de prix", "gouvernance.md#qui-decide"),
    )


def _finances(site: Site) -> tuple[Lien, ...]:
    if site.acces.public:
        return (
            Lien("Comment un montant se calcule", "annexes/tarifs.md"),
            Lien(_fees_title(site), "annexes/forfait.md"),
            Lien("Quand les sommes sont annoncées et appelées", passage(site.depot.convention.clauses, "appels")),
            Lien("Données ouvertes", "donnees-ouvertes.md"),
        )
    who = site.acces.adherent
    following = (site if who is None else site.de(who)).a_inscrire
    read = list(site.adherents) if who is None else [who]
    # What is due, and the statements, are on the pages that each adherent alone may read.
    own = site.propres or who is not None
    told = {
        _home(site, "Ce que nous devons payer, et quand", "echeancier"): own and site.appelle,
        _home(site, "L'état de notre dernier appel", "documents"): own and site.appelle,
        _home(site, f"Ce que j'inscris au budget {following}", "budget"): (following in site.chiffres.contributions),
        _home(site, "Reste-t-il des crédits, et sur quel compte", "credits"): own
        and any(site.depot.dossiers[nom].budget is not None for nom in read),
        _home(site, "Vérifier un montant, ligne par ligne", "services-montants"): True,
        _home(site, f"Ce que coûte chaque famille{_why(site)}", "familles"): any(
            familles(site, nom) is not None for nom in read
        ),
        Lien("Contester ce qui est appelé", passage(site.depot.convention.clauses, "desaccords")): True,
    }
    return tuple(link for link, there in told.items() if there)


def _fees_title(site: Site) -> str:
    names = [fee_name(site.depot, nom) for nom in site.depot.forfaits]
    if site.agents_au_forfait:
        return f"Le forfait par {fee_unit(site.depot, '', 'poste')} et son histoire"
    if len(names) == 1 and not names[0].pluriel:
        return f"{names[0].en_tete} et son histoire"
    return "Les forfaits et leur histoire"


def _elected_title(site: Site) -> str:
    kinds = {dossier.identite.type for dossier in site.depot.dossiers.values()}
    if not site.communes:
        return "Vous dirigez un adhérent"
    return "Vous êtes maire ou élu" if all(item.elue for item in kinds) else "Vous êtes élu, ou dirigez un adhérent"


def _department(site: Site) -> tuple[Lien, ...]:
    known = (Lien("Un mot pour une chose : le glossaire", "glossaire.md"),) if site.textes.get("glossaire") else ()
    told = [*(["périmètre"] if decrits(site) else []), *(["prérequis"] if exigences(site.depot) else []), "formules"]
    services = f"Les services : {', '.join(told)}" if told[1:] else "Les services et leurs formules"
    return (
        Lien(services, "annexes/catalogue.md"),
        Lien("L'organigramme fonctionnel", "annexes/organigramme.md"),
        Lien("Les lectures à confirmer par avenant", "lectures.md"),
        *known,
        Lien("Comprendre un message de contrôle", "diagnostics.md"),
    )


def _figures(site: Site) -> tuple[Chiffre, ...]:
    convention, told = site.depot.convention, []
    if convention.gestionnaire in site.adherents:
        told.append(f"dont {convention.noms.gestionnaire.le}")
    if site.attestees:
        told.append(f"{site.attestees} ; les autres :")
    who = Chiffre("Adhérents", nombre(len(site.presents)), " ; ".join(told), site.demonstration)
    fee, unites = site.forfait_compte, site.unites
    shared = _flat_fee(site, fee, unites) if fee is not None and unites is not None else _shared_out(site)
    return (who, *shared, *_staff(site))


def _staff(site: Site) -> tuple[Chiffre, ...]:
    organigramme = site.depot.organigramme
    if organigramme is None:
        return ()
    source = site.depot.convention.clauses.du_texte("organigramme")
    posts = [poste for pole in organigramme.poles for poste in pole.postes]
    who = "Agents et régie" if any(poste.nature is NaturePoste.REGIE for poste in posts) else "Agents"
    return (Chiffre(f"{who}, en équivalents temps plein", nombre(organigramme.total_etp), source),)


def _flat_fee(site: Site, nom: str, unites: Unites) -> tuple[Chiffre, Chiffre]:
    size = nombre(sum(site.tailles(site.exercice).values()))
    value, first = fee_value(site.depot, nom, site.exercice), site.depot.forfaits[nom].valeurs[0]
    counted = Chiffre(majuscule(unites.plusieurs_en_entier), size, f"en {site.exercice}", site.demonstration)
    began = f"{euros(first.montant)} en {first.date.year}, " if first.date.year != site.exercice else ""
    return (
        counted,
        Chiffre(
            f"{fee_title(site.depot, nom)} {site.exercice}, par {unites.une} et par an",
            euros(value.montant) if value is not None else "non connu",
            f"{began}{minuscule(first.reference.partition(' :')[0])}",
            value is not None and value.origine is Origine.DEMONSTRATION,
            absent=value is None,
        ),
    )


def _shared_out(site: Site) -> tuple[Chiffre, Chiffre]:
    contribution = site.chiffres.contributions.get(site.exercice)
    total = contribution.totaux.general if contribution is not None else 0
    phase = contribution.phase.libelle if contribution is not None else ""
    services = len(site.depot.services)
    return (
        Chiffre("Services", nombre(services), "au catalogue"),
        Chiffre(f"Total partagé en {site.exercice}", euros(total), phase, site.demonstration),
    )


def parts(site: Site) -> Mapping[str, Fraction | int]:
    """Return the shares of the strip; equal ones for the public, who sees no data of anybody, or when none counts."""
    if site.acces.public:
        return {str(rang): 1 for rang in range(len(site.adherents))}
    counts = site.tailles(site.exercice)
    return {nom: counts[nom] for nom in site.adherents} if any(counts.values()) else dict.fromkeys(site.adherents, 1)


def _strip(site: Site) -> tuple[str, Markup] | None:
    """Draw the share of each, under its title; nothing when no flat fee counts anything."""
    counts, unites = parts(site), site.unites
    total = sum(site.tailles(site.exercice).values())
    if not total or unites is None:
        return None
    numbers = list(counts.values())
    *percents, rest = valeurs.parts([*numbers[:GRANDES], sum(numbers[GRANDES:])])
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
