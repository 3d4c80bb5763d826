"""What awaits an adherent, at the top of its page: what to pay, to validate, to vote, and the next call.

Knows: counts, amendments under way and what was kept of them, calls. Must not know: HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import euros, jour, minuscule
from convention.checks.avenants.etapes import opinions
from convention.engine.appels.appels import concerns
from convention.engine.appels.echeances import echeances, unsealed
from convention.model.mots.communs import Section
from convention.model.mots.vie import Niveau
from convention.reports.avenant import nous
from convention.reports.avenant.incidence import Somme
from convention.site.avenants.effets import aujourd_hui, par_exercice
from convention.site.avenants.suivi import Suivi, suite, suivis
from convention.site.rendu.page import avenant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from convention.model.documents.exercices import Appel
    from convention.site.bord.appels.comptes import APayer
    from convention.site.bord.guichet import Attendues
    from convention.site.ensemble import Site


class Tache(NamedTuple):
    """One thing to do, and where on the site."""

    texte: str
    vers: str


class AVoter(NamedTuple):
    """An amendment that awaits the vote of an adherent: what it would pay, what is asked, by when, and otherwise."""

    titre: str
    paye: str
    vote: str
    sinon: str
    vers: str


def a_faire(
    site: Site, nom: str, attendues: Iterable[Attendues], du_maintenant: APayer | None = None
) -> tuple[Tache, ...]:
    """List what awaits an adherent, the most pressing first; nothing where nothing does.

    `du_maintenant` is what it is to pay, for who may read it.
    """
    paid = (Tache(_due(du_maintenant), "#echeancier"),) if du_maintenant is not None else ()
    return (*paid, *_tasks(site, nom, attendues))


def _due(item: APayer) -> str:
    """Say what is to be paid now; since when, and by when, if one day holds for all of it."""
    whole = f"sur {euros(item.montant + item.suspendu)} " if item.suspendu else ""
    day = f" le {jour(item.appele_le)}" if item.appele_le is not None else ""
    called = f", {whole}appelés{day}" if whole or day else ""
    received = f" (appel reçu le {jour(item.recu_le)})" if item.recu_le is not None else ""
    last = f", au plus tard le {jour(item.limite)}" if item.limite is not None else ""
    suspended = f", {euros(item.suspendu)} étant suspendus" if item.suspendu else ""
    return f"{euros(item.montant)} à payer{called}{received}{last}{suspended}"


def _tasks(site: Site, nom: str, attendues: Iterable[Attendues]) -> Iterator[Tache]:
    for item in attendues:
        by = f" d'ici le {jour(item.limite)}" if item.limite is not None and item.limite >= site.jour else ""
        yield Tache(f"pour {item.exercice}, {item.attente.phrase}{by}", item.vers)
    needs = site.depot.dossiers[nom].besoins if site.acces.chez(nom) else {}
    if needs and needs[max(needs)].validation is None:
        yield Tache(f"besoins {max(needs)} à valider", "#besoins")
    for suivi in suivis(site):
        number, acte = suivi.ecrit.avenant.numero, suivi.attendu(nom, site.jour)
        if acte is not None:
            yield Tache(f"{acte.a_faire.format(number)}{_before(site, suivi)}", avenant(number))
    late = unsealed(site.depot, site.jour)
    if nom == site.gestionnaire:
        yield from _late(late.values(), "à sceller", "exercices/index.md")
        return
    told = "#echeancier" if site.acces.chez(nom) else "exercices/index.md"
    asked = {titre.echeance for titre in site.depot.dossiers[nom].pieces}
    mine = [appel for echeance, appel in late.items() if echeance not in asked and concerns(site.depot, nom, appel)]
    yield from _late(mine, "pas encore émis", told)
    calls = (appel for appel in echeances(site.depot).values() if appel.date > site.jour)
    soon = next((appel for appel in calls if concerns(site.depot, nom, appel)), None)
    if soon is not None:
        yield Tache(f"prochain appel le {jour(soon.date)}", told)


def _late(appels: Collection[Appel], dit: str, vers: str) -> Iterator[Tache]:
    """Recall the calls whose day has come, all at once when there are several."""
    if appels:
        first = jour(min(appel.date for appel in appels))
        several = f"{len(appels)} appels {dit}, le premier du {first}"
        yield Tache(several if len(appels) > 1 else f"appel du {first} {dit}", vers)


def a_voter(site: Site, nom: str) -> tuple[AVoter, ...]:
    """Tell each amendment that awaits the vote of an adherent, when what it would change was kept."""
    asked = (suivi for suivi in suivis(site) if nom in suivi.a_voter(site.jour))
    return tuple(item for suivi in asked if (item := _to_vote(site, nom, suivi)) is not None)


def attendus(site: Site, nom: str) -> tuple[tuple[str, str, str], ...]:
    """Return each amendment, the last first, with what it awaits from an adherent and where it is read."""
    return tuple(
        (f"Avenant n° {suivi.ecrit.avenant.numero}", _awaited(site, nom, suivi), avenant(suivi.ecrit.avenant.numero))
        for suivi in reversed(suivis(site))
    )


def _awaited(site: Site, nom: str, suivi: Suivi) -> str:
    acte = suivi.attendu(nom, site.jour)
    if acte is not None:
        return f"attendu {site.depot.du(nom)} : {minuscule(acte.nom)}{_before(site, suivi)}"
    return suite(site, suivi) if suivi.executoire else f"rien de plus à faire ; il manque {suite(site, suivi)}"


def _before(site: Site, suivi: Suivi) -> str:
    effet = suivi.ecrit.avenant.effet
    return f" avant le {jour(effet)}" if effet > site.jour else ""


def _to_vote(site: Site, nom: str, suivi: Suivi) -> AVoter | None:
    item, kept = suivi.ecrit.avenant, site.depot.avenants_consignes.get(suivi.ecrit.dossier)
    if kept is None or not site.acces.voit(Niveau.ADHERENTS):
        return None
    moved = {annee: somme for annee, somme in par_exercice(kept, nom, *Section).items() if somme.ecart}
    annee, somme = next(iter(moved.items()), (None, Somme()))
    # It was drawn up before any body gave its opinion on it.
    given = min((meeting.reunion.date for meeting in opinions(site.depot, suivi.actes).values()), default=site.jour)
    arrived = site.depot.dossiers[nom].identite.adhesion.debut > given
    unmoved = "Nous n'étions pas encore partie" if arrived else "Aucun de nos montants ne changeait"
    paid = f"{unmoved} le jour où il a été établi."
    if annee is not None:
        invested = par_exercice(kept, nom, Section.INVESTISSEMENT).get(annee, Somme()).avant
        ecarts = {year: other.ecart for year, other in moved.items()}
        paid = nous.paid(somme.avant, ecarts, item.numero, invested)
        if aujourd_hui(site, annee, nom, *Section) not in {somme.avant, somme.apres}:
            paid += " Ce sont ceux du jour où il a été établi : les nôtres ont changé depuis."
    return AVoter(
        f"Avenant n° {item.numero}",
        paid,
        nous.vote(site.depot, item, nom, annee, site.jour),
        nous.otherwise(site.depot),
        avenant(item.numero),
    )
