"""Sentences about the text of the convention: how long it lasts, its articles, its annexes 1 to 3.

Knows: articles, sections, passages; services, prerequisites, the org chart. Must not know: amounts.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import compte, enumere, jour, nombre, pluriel
from convention.compare.changements.changements import Sorte
from convention.compare.changements.identites import identity
from convention.model.documents.catalogue import Convention, Organigramme, Pole, Poste, Prerequis, Service, SousService
from convention.model.texte.articles import Article, Passage, SectionArticle
from convention.model.valeurs.scalaires import ETP
from convention.reports.amendement.mots.noms import object_name
from convention.reports.amendement.mots.textes import citation, replaced, words_replaced
from convention.reports.amendement.objets.contenu import content
from convention.reports.amendement.objets.famille import dit_champ, dit_objet, en_bref
from convention.reports.amendement.objets.generale import general

if TYPE_CHECKING:
    from convention.reports.amendement.trajet import Cas


@dit_champ(Convention, "effet", "duree_annees", "duree_mois", "reconductions")
def lasting(cas: Cas) -> str:
    """Say a part of what its duration is computed from, and the last day that it makes, renewals included."""
    was, last = (depot.convention.dernier_jour for depot in (cas.base, cas.head))
    told = f" ; dernier jour de la convention : {jour(last)} au lieu du {jour(was)}" if last != was else ""
    return f"{general(cas)}{told}"


@dit_champ(SousService, "", "code", "libelle")
def numbering(cas: Cas) -> str | None:
    """Say the numbers of the sub-services of a service, when the same ones are numbered otherwise."""
    old, new = (depot.services.get(cas.id) for depot in (cas.base, cas.head))
    if old is None or new is None or not _is_renumbered(old, new):
        return None
    codes = {item.libelle: item.code for item in new.sous_services}
    was = [f"{item.code} {item.libelle}" for item in old.sous_services if codes[item.libelle] != item.code]
    return f"{numbers(cas)} (au lieu de : {enumere(was)})"


def numbers(cas: Cas) -> str:
    """Give the numbers of all the sub-services of a service."""
    service = cas.head.services.get(cas.id)
    each = [f"{item.code} {item.libelle}" for item in (service.sous_services if service is not None else ())]
    told = " ; ".join(each)
    return f"les sous-services du service {cas.id} sont numérotés comme suit : {told}"


@dit_champ(Prerequis, "texte")
def prerequisite_text(cas: Cas) -> str:
    """Say that the words of annexe 3 change, at the line of a service."""
    return f"{_line(cas)}, {words_replaced(cas.changement.avant, cas.changement.apres, 'de la ligne')}"


@en_bref(Prerequis, "texte")
def prerequisite_brief(cas: Cas) -> str:
    """Say the words of annexe 3 that become others, at the line of a service."""
    change = replaced(cas.changement.avant, cas.changement.apres)
    return f"{_line(cas)}, {citation(change.avant)} devient {citation(change.apres)}"


@dit_champ(Service, "prerequis")
@dit_champ(SousService, "prerequis")
def prerequisite(cas: Cas) -> str | None:
    """Say that a line of annexe 3 gets a prerequisite, or loses it."""
    value = cas.valeur
    if not isinstance(value, Prerequis):
        return f"{_line(cas)}, {general(cas, Prerequis)}"
    done = cas.changement.sorte.fait
    rest = content(value, cas.depot, others=("texte",))
    inside = f" ({rest})" if rest else ""
    return f"{_line(cas)}, le prérequis : {citation(value.texte)} est {done}{inside}"


@dit_champ(Poste, "etp")
def staff_moves(cas: Cas) -> str:
    """Say a staff that changes, its group before and after, the total before and after (annexe 2)."""
    before, after = cas.changement.avant, cas.changement.apres
    where = f"{object_name(cas.own(Pole), '', cas.depot)}, {object_name(cas.own(Poste), '', cas.depot)}"
    return f"{where} : {_etp(after)} au lieu de {nombre(before)}{_totals(cas)}"


@dit_objet(Poste, dits=("fonction", "etp", "nature"))
def staff(cas: Cas, poste: Poste) -> str:
    """Say a staff that comes or goes, in its group, with the same totals."""
    line = f"la {object_name(poste, '', cas.depot)} est {cas.changement.sorte.fait}e"
    told = f"{_etp(poste.etp)}, {poste.nature.bref}"
    return f"{object_name(cas.own(Pole), '', cas.depot)}, {line} : {told}{_totals(cas)}"


@dit_champ(Organigramme, "total_etp")
def total_staff(cas: Cas) -> str:
    """Say that the total of annexe 2 changes."""
    before, after = cas.changement.avant, cas.changement.apres
    unit = pluriel(after, *ETP)
    return f"le total passe de {citation(nombre(before))} à {citation(nombre(after))} {unit}"


def _is_renumbered(old: Service, new: Service) -> bool:
    labels = [sorted(item.libelle for item in service.sous_services) for service in (old, new)]
    codes = [{item.libelle: item.code for item in service.sous_services} for service in (old, new)]
    return labels[0] == labels[1] and codes[0] != codes[1]


def _line(cas: Cas) -> str:
    """Name the line of annexe 3: that of the sub-service, else that of the service."""
    found = cas.objet(SousService) or cas.depot.services.get(cas.id)
    name = found.libelle if found is not None else cas.id
    return f"à la ligne {citation(name)}"


def _etp(value: Fraction) -> str:
    return compte(value, *ETP)


def _totals(cas: Cas) -> str:
    service = cas.own(Pole).service
    sides = [depot.organigramme for depot in (cas.base, cas.head)]
    own = [_sum(side, service) for side in sides]
    whole = [_sum(side) for side in sides]
    both = [f"{name} : {_instead(pair)}" for name, pair in (("pôle", own), ("ensemble", whole))]
    return f" ({' ; '.join(both)})"


def _sum(side: Organigramme | None, service: str = "") -> Fraction:
    poles = side.poles if side is not None else ()
    return sum((pole.etp for pole in poles if service in {"", pole.service}), Fraction(0))


def _instead(pair: list[Fraction]) -> str:
    before, after = pair
    return nombre(after) if before == after else f"{nombre(after)} au lieu de {nombre(before)}"


@dit_objet(Passage)
def passage(cas: Cas, value: Passage) -> str:
    """Say that a paragraph is inserted or deleted, at its place, or added at the end; its text is told in full."""
    text, gone = citation(value.texte), cas.changement.sorte is Sorte.RETRAIT
    held = cas.pas[-2].avant if gone else cas.pas[-2].apres
    passages = held if isinstance(held, tuple) else ()
    rank = next((rank for rank, item in enumerate(passages) if item is value), 0)
    if gone:
        return f"{_place(cas, passages, rank)}, l'alinéa ainsi rédigé : {text} est supprimé{_about(cas, value)}"
    if rank < len(passages) - 1:
        return f"{_place(cas, passages, rank)}, il est inséré un alinéa ainsi rédigé : {text}{_about(cas, value)}"
    clause = _clause(cas)
    article, ending = "l'" if clause[:1] in "ae" else "le ", "e" if clause.startswith("annexe") else ""
    done = f"{article}{clause} est complété{ending} par un alinéa ainsi rédigé : {text}"
    return f"{done}{_about(cas, value)}"


def _place(cas: Cas, passages: tuple[Passage, ...], rank: int) -> str:
    """Say after which other a paragraph comes, or that it is the first of several."""
    if rank:
        return f"{_holder(cas)}, après l'alinéa commençant par : {citation(f'{identity(passages[rank - 1])}…')}"
    return f"{_holder(cas)}, au début" if len(passages) > 1 else _holder(cas)


def _about(cas: Cas, value: Passage) -> str:
    """Tell what the data says of a paragraph, beside its words: where it is written, what watches it."""
    inside = content(value, cas.depot, others=("texte",))
    return f" ({inside})" if inside else ""


@dit_champ(Passage, "texte")
def passage_text(cas: Cas) -> str:
    """Say that the words of a paragraph change."""
    moved = words_replaced(cas.changement.avant, cas.changement.apres, "de l'alinéa")
    return f"{_holder(cas)}, {moved}"


def _clause(cas: Cas) -> str:
    holder = cas.objet(SectionArticle) or (cas.porteur if isinstance(cas.porteur, Article) else None)
    return holder.clause if holder is not None else "texte"


def _holder(cas: Cas) -> str:
    clause = _clause(cas)
    return f"à l'{clause}" if clause[:1] in "ae" else f"au {clause}"
