"""The avenants: their journal, and a page for each: what it changes, what it would cost, who decides, where it stands.

Knows: where an avenant stands, what was kept of it. Must not know: HTML, git: what an avenant changes is kept in the
data, with its seal.
What each party did is told to the adherents; the public, to whom no adherent is named, sees how many did it.
"""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING

from convention.base.french import compte, enumere, euros, jour, majuscule
from convention.checks.avenants.etapes import opinions, own_seal
from convention.compare.decision.echeances import deadlines
from convention.compare.decision.visas import EtatVisa, VisaDemande
from convention.model.mots.avenants import EtapeVisa, EtatAvenant, not_asked
from convention.model.mots.communs import Section
from convention.reports.comparaison.decision import state_text
from convention.reports.comparaison.delais import delay
from convention.reports.valeurs import short, signed
from convention.site.avenants import effets as avenant_effets
from convention.site.avenants.suivi import Suivi, suite, suivis, tous, verdict
from convention.site.rendu.page import Page, avenant
from convention.site.rendu.tableau import Cellule, Etape, Rang, Tableau, ce_jour, rang

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from convention.site.ensemble import Site


def pages(site: Site) -> Iterator[Page]:
    """Make the journal of the avenants, then the page of each."""
    every = tous(site)
    yield Page(
        "avenants/index.md",
        "Avenants",
        "avenants",
        {"tableau": _table(site, every) if every else None, "phrase": _summary(site, suivis(site))},
        cacher=("navigation", "toc"),
    )
    for suivi in every:
        numero = suivi.ecrit.avenant.numero
        yield Page(avenant(numero), f"Avenant n° {numero}", "avenant", _values(site, suivi), cacher=("navigation",))


def pesants(site: Site) -> tuple[Suivi, ...]:
    """Return every avenant that weighs on what is published: those not given up, and what is merged of those that are.

    Giving one up takes nothing out of the data: until a proposal does, each amount that counts it must say so.
    """
    return tuple(item for item in tous(site) if item.vie.etat is not EtatAvenant.SANS_SUITE or counted(site, item))


def counted(site: Site, suivi: Suivi) -> str:
    """Say how the data of the site count an avenant that does not apply: « déjà », « encore » once it is given up.

    Nothing when they do not.
    """
    kept = site.depot.avenants_consignes.get(suivi.ecrit.dossier)
    if kept is None or suivi.executoire or not avenant_effets.est_compte(site, kept):
        return ""
    return "déjà" if suivi.ecrit.avenant.sans_suite is None else "encore"


def comptes(site: Site, annees: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Say which avenants that do not apply the amounts of these exercices count, each with its address."""
    for suivi in pesants(site):
        kept = site.depot.avenants_consignes.get(suivi.ecrit.dossier)
        moved = {annee for annee in annees if kept is not None and kept.change(annee)}
        if moved and counted(site, suivi):
            text = f"Les montants de {enumere(sorted(map(str, moved)))} comptent {_named(site, suivi)}."
            yield avenant(suivi.ecrit.avenant.numero), text


def _named(site: Site, suivi: Suivi) -> str:
    """Name an avenant after « compte »: what is published holds it, though it does not apply."""
    given_up = suivi.ecrit.avenant.sans_suite is not None
    state = suite(site, suivi) if given_up else "que tous n'ont pas signé"
    return f"{'encore ' if given_up else ''}l'avenant n° {suivi.ecrit.avenant.numero}, {state}"


def annonces(site: Site, adherent: str, annee: int, cents: int) -> tuple[tuple[str, str], ...]:
    """Say what each avenant that does not apply makes, or would make, of the running costs of a year; and its address.

    `cents` is what the adherent enters for them in its budget.
    """
    found = []
    for suivi in pesants(site):
        numero, kept = suivi.ecrit.avenant.numero, site.depot.avenants_consignes.get(suivi.ecrit.dossier)
        if kept is None or suivi.executoire:
            continue
        somme = avenant_effets.par_exercice(kept, adherent, Section.FONCTIONNEMENT).get(annee)
        if somme is None or not somme.ecart:
            continue
        if avenant_effets.est_compte(site, kept):
            text = f"Ce montant compte {_named(site, suivi)}"
            same = avenant_effets.aujourd_hui(site, annee, adherent, Section.FONCTIONNEMENT) == somme.apres
            text += f" ; sans lui : {euros(cents - somme.ecart)}." if same else "."
        elif avenant_effets.aujourd_hui(site, annee, adherent, Section.FONCTIONNEMENT) == somme.avant:
            # The avenant tells both sections together, higher on the page.
            payeur = site.depot.dossiers[adherent].identite.type
            invests = avenant_effets.aujourd_hui(site, annee, adherent, Section.INVESTISSEMENT)
            amount = f"{euros(cents + somme.ecart)}{f' {Section.FONCTIONNEMENT.apres_nom(payeur)}' if invests else ''}"
            text = f"Si l'avenant n° {numero} est signé par tous : {amount} ({signed(somme.ecart)})."
        else:
            text = (
                f"L'avenant n° {numero}, que tous n'ont pas signé, fait une différence de {signed(somme.ecart)}, "
                "calculée le jour où il a été établi."
            )
        found.append((avenant(numero), text))
    return tuple(found)


def _summary(site: Site, every: Sequence[Suivi]) -> str:
    done = sum(suivi.executoire for suivi in every)
    applied = " : la convention s'applique telle qu'elle a été signée" if site.depot.signee_une_a_une else ""
    if not every:
        return f"Aucun avenant n'est proposé{applied}."
    if not done:
        proposed = compte(len(every), "avenant est proposé", "avenants sont proposés")
        return f"{proposed}, aucun n'est exécutoire{applied}."
    return f"{compte(done, 'avenant exécutoire', 'avenants exécutoires')} sur {len(every)}."


def _table(site: Site, every: Sequence[Suivi]) -> Tableau:
    """List the avenants, the last first."""
    rows = []
    decided = majuscule(site.depot.acte.nus)
    for suivi in reversed(every):
        item = suivi.ecrit.avenant
        rows.append(
            rang(
                Cellule(f"Avenant n° {item.numero}", item.objet, vers=avenant(item.numero)),
                jour(item.effet),
                Cellule(suivi.vie.etat.libelle, mention="ok" if suivi.executoire else ""),
                suivi.avance("delibere_le"),
                suivi.avance("signe_le"),
                suite(site, suivi),
            )
        )
    heads = ("Avenant|g", "Prise d'effet|g", "État|g", decided, "Signatures", "Ce qui vient|gl")
    return Tableau.de(majuscule(site.legende("")), heads, rows, "fiches")


def _values(site: Site, suivi: Suivi) -> dict[str, object]:
    item = suivi.ecrit.avenant
    kept = site.depot.avenants_consignes.get(suivi.ecrit.dossier)
    told, hidden = avenant_effets.phrases(site, kept) if kept is not None else ((), 0)
    mark = kept.contenu.empreinte if kept is not None else ""
    known = site.depot.vie.procedures_dites
    steps = (*_given(site, suivi), *_done(site, suivi), *_awaited(site, suivi), ce_jour(site.jour))
    return {
        "avenant": item,
        "suivi": suivi,
        "motifs": () if site.acces.public else item.motifs,
        "verdict": verdict(suivi),
        "suite": suite(site, suivi),
        "depasse": suivi.vie.etat.attend and item.effet <= site.jour,
        "consigne": kept is not None,
        "compte": counted(site, suivi),
        "phrases": told,
        "caches": hidden,
        "effets": avenant_effets.effets(site, kept, _payers(site, suivi), executoire=suivi.executoire)
        if kept is not None
        else (),
        "appels": kept.appels if kept is not None else (),
        "empreinte": short(mark) if mark else "",
        "votee": bool(mark) and item.empreinte == mark,
        # Its anchor.
        "procedure_nom": next((nom for nom, item in known.items() if item is suivi.procedure), ""),
        "etapes": _steps(site, suivi) if suivi.visas else None,
        "parties": None if site.acces.public else _by_party(site, suivi),
        # What happened and what is awaited, in the order of time, today between them.
        "journal": tuple(sorted(steps, key=attrgetter("jour"))),
        "source": (suivi.ecrit.path, site.ligne(suivi.ecrit.at("parties" if item.parties else "numero"))),
    }


def _payers(site: Site, suivi: Suivi) -> int:
    """Count the parties that pay: one that manages for the others may pay nothing."""
    convention = site.depot.convention
    exempt = convention.gestionnaire in suivi.vie.parties and not convention.gestionnaire_contribue
    return len(suivi.vie.parties) - exempt


NOMMES = 4
"""Parties that are named where they are missing; beyond, they are counted."""


def _steps(site: Site, suivi: Suivi) -> Tableau:
    """Lay out what is acquired and what is missing, with its day and where it is written."""
    done = any(item.etat is EtatVisa.ACQUIS for item in suivi.visas)
    missing, source = "" if site.acces.public else "Qui manque|gl", "Source|gl" if site.sources and done else ""
    rows = (_step(site, suivi, item) for item in suivi.visas)
    legend = "Publier n'est pas adopter : seuls comptent les actes, avec leur date"
    return Tableau.de(legend, ("Ce qu'il faut|g", "État|g", missing, source), rows, "fiches")


def _step(site: Site, suivi: Suivi, item: VisaDemande) -> Rang:
    notes = [text for text in (item.visa.quand, item.visa.reference) if text]
    first = Cellule(
        item.visa.libelle,
        " ; ".join(notes),
        vers=f"gouvernance.md#{item.visa.instance}" if item.visa.instance in site.depot.vie.instances else "",
    )
    return rang(first, _state(item), _missing(site, suivi, item), _source(site, suivi, item))


def _state(item: VisaDemande) -> Cellule:
    """Say where a visa stands; what is acquired has its sense, its day, its number."""
    if item.acquis is None:
        return Cellule(state_text(item))
    day = jour(item.acquis.date) if item.acquis.date is not None else ""
    number = f", n° {item.acquis.numero}" if item.acquis.numero is not None else ""
    told = item.acquis.sens.libelle if item.acquis.sens is not None else "acquis"
    return Cellule(told, f"{day}{number}", mention="ok")


def _missing(site: Site, suivi: Suivi, item: VisaDemande) -> str:
    """Name who has still to act; what no party nor body does is for who keeps the acts of all."""
    if item.etat is EtatVisa.ACQUIS:
        return ""
    if item.visa.etape is None or not item.visa.etape.champ:
        whose = site.depot.vie.instance_dite(item.visa.instance) if item.visa.instance else site.nom(suivi.gestionnaire)
        return whose if item.etat is EtatVisa.MANQUANT else ""
    names = [nom for nom in suivi.manquants(item.visa.etape.champ) if _asked(suivi, item, nom)]
    if len(names) == item.attendu and len(names) > 1:
        return "tous"
    return enumere([site.nom(nom) for nom in names]) if len(names) <= NOMMES else compte(len(names), "partie")


def _asked(suivi: Suivi, item: VisaDemande, nom: str) -> bool:
    """Tell whether an act is asked of a party: the deliberations of the managing body stand apart."""
    match item.visa.etape:
        case EtapeVisa.DELIBERATION_GESTIONNAIRE:
            return nom == suivi.gestionnaire
        case EtapeVisa.DELIBERATION_ADHERENTS:
            return nom != suivi.gestionnaire
        case _:
            return True


def _source(site: Site, suivi: Suivi, item: VisaDemande) -> Cellule:
    """Say where what is acquired is written: the meeting of an opinion, else the document of the avenant."""
    if item.etat is not EtatVisa.ACQUIS:
        return Cellule()
    if item.visa.instance is not None:
        given = [
            meeting.at("date")
            for meeting in opinions(site.depot, suivi.actes).values()
            if meeting.reunion.instance == item.visa.instance
        ]
        reference = given[-1]
    elif item.visa.etape is EtapeVisa.DELIBERATION_GESTIONNAIRE:
        reference = suivi.ecrit.at("parties", suivi.gestionnaire)
    elif item.visa.etape is not None:
        reference = suivi.ecrit.at("parties")
        return Cellule(f"à partir de la ligne {site.ligne(reference)}", reference.path)
    else:
        reference = suivi.ecrit.at("visas", item.id)
    return Cellule(f"ligne {site.ligne(reference)}", reference.path)


def _by_party(site: Site, suivi: Suivi) -> Tableau:
    """Lay out what each party did; what it has not done is said."""
    rows = [_party(site, suivi, nom, etat) for nom, etat in suivi.vie.parties.items()]
    line = "Ligne" if suivi.ecrit.avenant.parties else ""
    heads = ("Partie|g", *(f"{acte.nom}|g" for acte in suivi.demandes), "État|g", line)
    alike = " ; un avenant de même rédaction avec chaque adhérent" if site.depot.signee_une_a_une else ""
    legend = f"{compte(len(rows), 'partie')}{alike}"
    return Tableau.de(legend, heads, rows, triable=True)


def _party(site: Site, suivi: Suivi, nom: str, etat: EtatAvenant) -> Rang:
    written = nom in suivi.ecrit.avenant.parties
    line = str(site.ligne(suivi.ecrit.at("parties", nom))) if written else ""
    return rang(
        site.cellule(nom),
        *(_act(suivi, nom, acte.champ) for acte in suivi.demandes),
        Cellule(etat.libelle, mention="ok" if etat is EtatAvenant.EXECUTOIRE else ""),
        line,
    )


def _act(suivi: Suivi, nom: str, champ: str) -> Cellule:
    day = suivi.fait(nom, champ)
    if day is None:
        if champ in suivi.vie.demandes[nom]:
            return Cellule("à faire", valeur="9999")
        return Cellule(not_asked(champ), valeur="9999")
    known = suivi.actes.parties[nom]
    number = f"n° {known.numero}" if known.numero is not None else "n° à compléter" if known.a_completer else ""
    return Cellule(jour(day), number if champ == "delibere_le" else "", valeur=day.isoformat())


def _given(site: Site, suivi: Suivi) -> Iterator[Etape]:
    avenant = suivi.actes
    for rank, meeting in opinions(site.depot, avenant).items():
        body = meeting.reunion.instance
        opinion = avenant.avis[rank]
        told = f"avis {opinion.sens.libelle}"
        reserves = opinion.reserves or meeting.reserves(opinion.sens, own_seal(site.depot, suivi.ecrit))
        note = f"{told} : {reserves}" if reserves and not site.acces.public else told
        vers = f"gouvernance.md#{body}" if body in site.depot.vie.instances else ""
        yield Etape(meeting.reunion.date, "acte", site.depot.vie.instance_dite(body), note, vers=vers)


def _done(site: Site, suivi: Suivi) -> Iterator[Etape]:
    for acte in suivi.demandes:
        found: dict[date, list[str]] = defaultdict(list)
        for nom in suivi.parties(acte.champ):
            day = suivi.fait(nom, acte.champ)
            if day is not None:
                found[day].append(site.nom(nom))
        for day, names in found.items():
            note = compte(len(names), "partie") if site.acces.public else enumere(names)
            yield Etape(day, "paye", acte.nom, note)


def _awaited(site: Site, suivi: Suivi) -> Iterator[Etape]:
    """Yield the deadlines of the procedure; the effect alone once nothing is missing, or when there is none."""
    effet, given_up = suivi.ecrit.avenant.effet, suivi.ecrit.avenant.sans_suite
    if given_up is not None:
        yield Etape(given_up, "acte", "Sans suite")
        return
    asked = deadlines(suivi.procedure, effet, site.depot) if suivi.procedure is not None else ()
    for item in asked:
        if item.date is None or suivi.procedure is None or suivi.executoire:
            continue
        if site.jour <= item.date != effet:
            note = delay(item, suivi.procedure, site.clauses)
            yield Etape(item.date, "avenir", "À décider avant", note)
    if effet > site.jour:
        note = "" if suivi.executoire else "Tous les actes sont à prendre avant cette date."
        yield Etape(effet, "avenir", "Prise d'effet", note)
    elif suivi.executoire:
        yield Etape(effet, "paye", "Prise d'effet")
    else:
        note = "Des actes manquaient à cette date : l'avenant ne s'applique pas encore."
        yield Etape(effet, "acte", "Prise d'effet prévue", note)
