"""The avenants: their journal, and a page for each: what it changes, what it would cost, who decides, where it stands.

Knows: the parts of these pages. Must not know: HTML, git: what an avenant changes is kept in the data, with its seal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, compte, ecart, euros, jour, majuscule
from convention.model.mots.communs import Section
from convention.reports.valeurs import short
from convention.site.avenants import effets as avenant_effets
from convention.site.avenants import tableaux as avenant_tableaux
from convention.site.avenants.suivi import suite, suivis, verdict
from convention.site.rendu.page import Page, avenant
from convention.site.rendu.tableau import Cellule, Chiffre, Tableau, colonnes, rang

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.site.avenants.suivi import Suivi
    from convention.site.ensemble import Site


def pages(site: Site) -> Iterator[Page]:
    """Make the journal of the avenants, then the page of each."""
    every = suivis(site)
    yield Page(
        "avenants/index.md",
        "Avenants",
        "avenants",
        {"tableau": _table(site, every) if every else None, "phrase": _summary(site, every)},
        cacher=("navigation", "toc"),
    )
    for suivi in every:
        numero = suivi.ecrit.avenant.numero
        yield Page(avenant(numero), f"Avenant n° {numero}", "avenant", _values(site, suivi), cacher=("navigation",))


def annonces(site: Site, adherent: str, annee: int, cents: int) -> tuple[tuple[str, str], ...]:
    """Say what each avenant that is not yet executory makes, or would make, of the running costs of an exercice.

    Args:
        site: the site.
        adherent: its id.
        annee: the exercice.
        cents: what it enters in its budget.

    Returns:
        Each avenant by its address, and what it would change.
    """
    found = []
    for suivi in suivis(site):
        numero, kept = suivi.ecrit.avenant.numero, site.depot.avenants_consignes.get(suivi.ecrit.dossier)
        if kept is None or suivi.executoire:
            continue
        somme = avenant_effets.par_exercice(kept, adherent, Section.FONCTIONNEMENT).get(annee)
        if somme is None or not somme.ecart:
            continue
        if avenant_effets.est_compte(site, kept):
            text = f"Ce montant compte l'avenant n° {numero}, que tous n'ont pas signé"
            same = avenant_effets.aujourd_hui(site, annee, adherent, Section.FONCTIONNEMENT) == somme.apres
            text += f" ; sans lui : {euros(cents - somme.ecart)}." if same else "."
        elif avenant_effets.est_de_base(site, adherent, annee, somme, Section.FONCTIONNEMENT):
            text = (
                f"Si l'avenant n° {numero} est signé par tous : {euros(cents + somme.ecart)} ({ecart(somme.ecart)} €)."
            )
        else:
            text = (
                f"L'avenant n° {numero}, que tous n'ont pas signé, fait une différence de {ecart(somme.ecart)} €, "
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
    decided = majuscule(site.depot.convention.noms.acte.nus)
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
    heads = colonnes("Avenant|g", "Prise d'effet|g", "État|g", decided, "Signatures", "Ce qui vient|gl")
    return Tableau(majuscule(site.legende("")), heads, tuple(rows), "fiches")


def _values(site: Site, suivi: Suivi) -> dict[str, object]:
    item = suivi.ecrit.avenant
    kept = site.depot.avenants_consignes.get(suivi.ecrit.dossier)
    told, hidden = avenant_effets.phrases(site, kept) if kept is not None else ((), 0)
    mark = kept.contenu.empreinte if kept is not None else ""
    return {
        "avenant": item,
        "motifs": () if site.acces.public else item.motifs,
        "verdict": verdict(suivi),
        "suite": suite(site, suivi),
        "executoire": suivi.executoire,
        "depasse": not suivi.executoire and item.effet <= site.jour,
        "chiffres": _figures(site, suivi),
        "consigne": kept is not None,
        "compte": kept is not None and not suivi.executoire and avenant_effets.est_compte(site, kept),
        "phrases": told,
        "caches": hidden,
        "effets": avenant_effets.effets(site, kept, len(suivi.vie.parties)) if kept is not None else (),
        "empreinte": short(mark) if mark else "",
        "votee": bool(mark) and item.empreinte == mark,
        "procedure": suivi.procedure,
        "procedure_nom": _named(site, suivi),
        "etapes": avenant_tableaux.etapes(site, suivi) if suivi.visas else None,
        "parties": None if site.acces.public else avenant_tableaux.par_partie(site, suivi),
        "commencees": bool(suivi.actes.parties),
        "journal": avenant_tableaux.journal(site, suivi),
        "source": (suivi.ecrit.path, site.ligne(suivi.ecrit.at("parties" if item.parties else "numero"))),
    }


def _named(site: Site, suivi: Suivi) -> str:
    """Return the name of the procedure in the data, which is its anchor."""
    return next((nom for nom, item in site.procedures.items() if item is suivi.procedure), "")


def _figures(site: Site, suivi: Suivi) -> tuple[Chiffre, ...]:
    effet = suivi.ecrit.avenant.effet
    days = (effet - site.jour).days
    when = f"dans {compte(days, 'jour')}" if days > 0 else "date passée" if days < 0 else "aujourd'hui"
    voters, manager = suivi.parties("delibere_le"), site.depot.convention.noms.gestionnaire.le
    every = compte(len(voters), "partie" if suivi.gestionnaire in voters else "adhérent")
    if suivi.gestionnaire in voters:
        every += f"{INSECABLE}: {manager} et {compte(len(voters) - 1, 'adhérent')}"
    return (
        Chiffre("État", suivi.vie.etat.libelle, "celui de la partie la moins avancée"),
        Chiffre("Prise d'effet", jour(effet), when),
        Chiffre(majuscule(site.depot.convention.noms.acte.nus), suivi.avance("delibere_le"), every),
        Chiffre(
            "Signatures",
            suivi.avance("signe_le"),
            f"{manager} signe avec chaque adhérent",
        ),
    )
