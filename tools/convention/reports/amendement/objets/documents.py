"""Sentences about whole documents that come or go, sealed calls and closings, acts of a party, opinions, visas.

Knows: kinds of documents, seals, how what is consigned is named. Must not know: the fields of one document, what an
avenant changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from convention.base.french import cite, compte, enumere, euros, jour, l_appel
from convention.checks.cadre.vie import meeting
from convention.compare.changements.changements import Sorte
from convention.compare.sceaux.scelles import amounts_text, resealed
from convention.model.cadre.champs import Modele, objet_of
from convention.model.documents.avenants import ActePris, Avenant, AvisRendu, DecisionPrise, SuiviPartie, VisaAcquis
from convention.model.documents.quantites import Quantites
from convention.model.ecrits.journal import Inscription
from convention.model.ecrits.sceaux import Sceau
from convention.model.ecrits.scelles import EtatsEmis
from convention.model.valeurs.chemins import folder_of
from convention.reports.amendement.mots.noms import agreed, own_name
from convention.reports.amendement.mots.textes import AUTRE_NOM, citation
from convention.reports.amendement.objets.comptages import census_contents
from convention.reports.amendement.objets.contenu import bounded, content, item_content, named_by
from convention.reports.amendement.objets.famille import dit_objet, en_bref
from convention.reports.amendement.sujets import subject

if TYPE_CHECKING:
    from convention.model.cadre.document import Genre
    from convention.model.depot import Depot
    from convention.model.genres import Chemin
    from convention.reports.amendement.trajet import Cas


def document(cas: Cas) -> str:
    """Say that a document comes or goes: its whole content when it is one object or brings money, and its size."""
    done = cas.changement.sorte.fait
    value, chemin = cas.valeur, cas.chemin
    name = chemin.genre.appele(chemin.annee) if chemin is not None else "le document"
    if cas.changement.sorte is Sorte.MODIFICATION:
        return f"{name} {AUTRE_NOM}, sans autre effet"
    told = f"{name} est {done}{'e' if name.startswith('la ') else ''}"
    if chemin is None:
        return told
    if chemin.genre.un_objet and isinstance(value, Modele):
        return f"{told} : {bounded(content(value, cas.depot, others=subject(cas).dits))}"
    return f"{told}{_size(chemin.genre, value)}{_held(chemin, value, cas)}"


def companions(cas: Cas) -> list[str]:
    """Tell what comes or goes with an adherent, no changes of their own: its identity, then each of its documents.

    What was there before it came, or stays once it is gone, such as its demand, is no part of what changes.
    """
    folder, other = folder_of(cas.id), cas.base if cas.depot is cas.head else cas.head
    there = {path: item.document for path, item in other.fichiers.items() if path.startswith(folder)}
    told = [
        f"{fichier.chemin.genre.appele(fichier.chemin.annee)}{held}"
        for path, fichier in sorted(cas.depot.fichiers.items())
        if path.startswith(folder) and fichier.document is not cas.valeur
        if path not in there or there[path] != fichier.document
        if (held := _held(fichier.chemin, fichier.document, cas))
    ]
    identity = content(cas.valeur, cas.depot, others=subject(cas).dits) if isinstance(cas.valeur, Modele) else ""
    return [f"fiche de l'adhérent : {identity}", *told]


def _held(chemin: Chemin, value: object, cas: Cas) -> str:
    """Tell what a document holds: « : dépense « 3 écrans » (…), dépense « 2 serveurs » (…) ».

    Each item is told in full when it brings money, or what is counted to make it; the rest is cut when it is too long.
    """
    if not isinstance(value, Modele):
        return ""
    champs, depot = chemin.genre.detaille, cas.depot
    if isinstance(value, Quantites):
        items = census_contents(value, depot, chemin.id, chemin.annee)
    else:
        pairs = [item for champ in champs for item in _items(getattr(value, champ, ()))]
        items = ", ".join(item_content(item, nom, depot) for nom, item in pairs)
    inside = " ; ".join(filter(None, [items, bounded(content(value, depot, others={*champs, *subject(cas).dits}))]))
    return f" : {inside}" if inside else ""


def _items(value: object) -> list[tuple[str, Modele]]:
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value if isinstance(value, tuple) else (), 1)
    return [(str(nom), item) for nom, item in pairs if isinstance(item, Modele)]


def sealed(cas: Cas, value: Sceau) -> str:
    """Say that a call, or a closing, is sealed, corrected or removed."""
    before = cas.changement.avant
    what = l_appel(value.nom) if value.est_appel else f"l'exercice {value.nom}"
    total = euros(sum(ligne.montant for ligne in value.lignes))
    told = f"{what}, {compte(len(value.lignes), 'ligne scellée', 'lignes scellées')}, {total},"
    if cas.changement.sorte is Sorte.AJOUT:
        return f"{told} est scellé"
    if cas.changement.sorte is Sorte.RETRAIT or not isinstance(before, Sceau):
        return f"{told} n'est plus scellé"
    reasons = dict.fromkeys(item.motif for item in value.rectifications[len(before.rectifications) :])
    if not reasons:
        gaps = amounts_text(resealed(before, value), cas.head)
        return f"{told} est scellé à nouveau : {gaps or 'le détail de ses lignes change'}"
    return f"{told} est rectifié : {enumere([citation(reason) for reason in reasons])}"


def issued(cas: Cas) -> str:
    """Say that the statements of a call are kept, changed or removed."""
    before, after = cas.changement.avant, cas.changement.apres
    sides = [side.empreintes if isinstance(side, EtatsEmis) else {} for side in (before, after)]
    what = f"les états émis de {l_appel(cas.changement.chemin[0])}"
    if not sides[0] or not sides[1]:
        done = "sont gardés" if sides[1] else "ne sont plus gardés"
        return f"{what} ({compte(len(sides[0] or sides[1]), 'adhérent')}) {done}"
    moved = sorted(nom for nom in {**sides[0], **sides[1]} if sides[0].get(nom) != sides[1].get(nom))
    return f"{what} changent pour {enumere(list(map(cas.depot.nom_de, moved)))}"


def _size(genre: Genre, value: object) -> str:
    """Count what a document holds: « (4 comptages) »."""
    if genre.contient is None:
        return ""
    champ, one, several = genre.contient
    items = [item for _, item in _items(getattr(value, champ, ()))]
    return f" ({compte(len(items), one or objet_of(type(items[0])).nom, several)})" if items else ""


@en_bref(Avenant)
def avenant_brief(cas: Cas) -> str | None:
    """Say what an avenant that comes or goes is about, and from when; its sentence, which votes seal, says it all."""
    value = cas.valeur
    if not isinstance(value, Avenant):
        return None
    return f"l'avenant est {cas.changement.sorte.fait} : {citation(value.objet)}, à effet du {jour(value.effet)}"


@dit_objet(SuiviPartie)
def acts(cas: Cas, suivi: SuiviPartie) -> str:
    """Say what a party did."""
    nom = cas.pas[-1].nom
    return f"{cas.depot.nom_de(nom)}, {enumere(_acts(suivi, cas.depot.acte_de(nom).nu)) or 'aucun acte'} ({_done(cas)})"


@dit_objet(DecisionPrise)
def decision(cas: Cas, prise: DecisionPrise) -> str:
    """Say what the managing body decided alone."""
    depot = cas.depot
    told = enumere(_acts(prise, depot.acte_de(depot.convention.gestionnaire).nu))
    return f"décision {cite(prise.objet)}, {told} ({_done(cas)})"


@dit_objet(VisaAcquis)
def visa(cas: Cas, acquis: VisaAcquis) -> str:
    """Say a visa by its name, its day and its number."""
    nom = cas.pas[-1].nom
    known = cas.depot.vie.visas.get(nom)
    number = f", n° {acquis.numero}" if acquis.numero is not None else ""
    return f"visa {cite(known.libelle if known is not None else nom)}, {jour(acquis.date)}{number} ({_done(cas)})"


@dit_objet(AvisRendu)
def opinion(cas: Cas, avis: AvisRendu) -> str:
    """Say an opinion, by which body and when."""
    return f"avis {str(avis.sens).replace('_', ' ')}{_meeting(avis.reunion, cas.depot)} ({_done(cas)})"


@dit_objet(Inscription)
def inscription(cas: Cas, found: Inscription) -> str:
    """Say an act of the journal of seals: what is done is a sentence, which nothing follows."""
    named = own_name(found, cas.pas[-1].nom, cas.depot)
    inside = content(found, cas.depot, "", named_by(Inscription))
    return f"l'inscription est {agreed(found, cas.changement.sorte.fait)} : {named} ({inside})"


def _done(cas: Cas) -> str:
    return "retrait" if cas.changement.sorte is Sorte.RETRAIT else "ajout"


def _acts(suivi: ActePris, acte: str) -> list[str]:
    dated = (
        (acte, suivi.delibere_le),
        ("transmission", suivi.transmis_le),
        ("publication", suivi.publie_le),
        ("signature", suivi.signe_le if isinstance(suivi, SuiviPartie) else None),
    )
    number = suivi.numero if suivi.numero is not None else "[à compléter]" if suivi.a_completer else ""
    told = [f"{what} du {jour(day)}" for what, day in dated if day is not None]
    return [f"{told[0]}, n° {number}", *told[1:]] if told and number else told


def _meeting(reunion: str, depot: Depot) -> str:
    """Name the body and the day of a meeting, when it is known."""
    found = meeting(depot, reunion)
    body = depot.vie.instances.get(found.reunion.instance) if found is not None else None
    if found is None or body is None:
        return f", réunion {cite(reunion)}"
    return f", {body.libelle}, {jour(found.reunion.date)}"
