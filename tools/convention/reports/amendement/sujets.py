"""What a change is about: the heading under which it is read, and its rank in an amendment.

Knows: which document stands for which article, annexe, service or adherent. Must not know: what changes in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import majuscule, minuscule, sans_accents
from convention.compare.changements.ecrits import CONSIGNE, SERIE
from convention.compare.changements.preuve import FICHIER
from convention.engine.compilation import formulas_of, keys_of
from convention.model.cadre.document import Rang, Rubrique
from convention.model.documents.catalogue import PosteDeTravail, Prerequis
from convention.model.documents.composants import Composant
from convention.model.documents.entrees_sorties import DemandeAdhesion
from convention.model.documents.tarifs import LigneTarif
from convention.model.ecrits.avenants_consignes import avenant_title
from convention.model.ecrits.series import read_series_path
from convention.model.forfaits import fee_name
from convention.model.texte.articles import Article
from convention.reports.amendement.mots.textes import citation, nommee
from convention.reports.amendement.trajet import Cas
from convention.reports.mots import from_letters, tariffs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convention.compare.changements.changements import Changement
    from convention.model.depot import Depot


class Sujet(NamedTuple):
    """A heading; subjects sort in the order in which a council reads them."""

    rang: tuple[Rang, str]
    rubrique: str
    """First level, in an avenant: « Annexe 4, tarifs »."""
    titre: str
    """The heading itself: « Annexe 4, ligne « S08 – Messagerie électronique » »."""
    dedans: str = ""
    """What stands in its annexe: « ligne « S08 – Messagerie électronique » »; nothing for the annexe itself."""

    clause: str = ""
    """The clause that it belongs to: « annexe 4 »; nothing when the convention does not say."""
    dits: frozenset[str] = frozenset()
    """Fields of a whole document that it says: its name, its number."""


_REGLES: Mapping[str, Rang] = {
    "catalogue": Rang.CATALOGUE,
    "organigramme": Rang.ORGANIGRAMME,
    "prerequis": Rang.FORFAITS,
    "tarifs": Rang.TARIFS,
    "axes": Rang.AXES,
    "gouvernance": Rang.GOUVERNANCE,
    "documents": Rang.GOUVERNANCE,
}
"""The rules of a convention that its clauses give."""
_ECRITS: Mapping[str, Rubrique] = {
    "etats": Rubrique(Rang.SCEAUX, "Appels à contribution"),
    "signature": Rubrique(Rang.SCEAUX, "Signatures des sceaux"),
    "appel": Rubrique(Rang.SCEAUX, "Appels à contribution"),
    "cloture": Rubrique(Rang.SCEAUX, "Clôture des exercices"),
    FICHIER: Rubrique(Rang.CONVENTION, "Fichier modifié que rien n'explique"),
}
"""What no document holds: what the tool wrote, and a file that nothing explains."""
_LIBELLE = frozenset({"libelle"})


def subject(cas: Cas) -> Sujet:
    """Return the heading of a change."""
    genre = cas.changement.genre
    if genre in _PROPRES:
        return _PROPRES[genre](cas)
    if genre in _REGLES:
        return _in_clause(cas, genre)
    declared = cas.chemin.genre.rubrique if cas.chemin is not None else None
    found = _ECRITS.get(genre, declared)
    if found is not None:
        titre = f"{found.titre} {found.suite.format(annee=cas.annee, nom=citation(_title(cas)))}".rstrip()
        return Sujet((found.rang, titre), found.titre, titre, dits=_LIBELLE if "{nom}" in found.suite else frozenset())
    nom = applicant(cas.depot, cas.reference.path if cas.reference is not None else "", cas.id)
    return Sujet((Rang.ADHERENTS, f"{sans_accents(nom)} {nom}"), "Adhérents", nom, dits=frozenset({"nom"}))


def services_changed(changement: Changement, base: Depot, head: Depot) -> tuple[str, ...]:
    """Return the services that a change is of: its own, or those whose costs are computed with what it changes."""
    cas = Cas(changement, base, head)
    match changement.genre:
        case "service" | "composants":
            return (cas.id,)
        case "couts-de-possession":
            row = cas.connu(LigneTarif)
            return (row.service,) if row is not None else ()
        case "cles" | "bareme" | "indice":
            nom = changement.chemin[1] if changement.genre == "cles" else cas.id
            return tuple(sorted({code for depot in (base, head) for code in _computed_with(depot, nom)}))
        case _:
            return ()


def _computed_with(depot: Depot, nom: str) -> Iterator[str]:
    """Yield the services computed, in any redaction, with a key, or a sum of it, a grid, an index."""
    named = {nom, nom.replace("-", "_"), *(cle for cle, item in depot.cles.items() if nom in item.termes)}
    for item in depot.composants.values():
        row = depot.lignes.get(item.composant.ligne)
        if row is None:
            continue
        read = {item.composant.abaque, *(revision.serie for revision in row.revisions.values())}
        later = (mode for side in row.redactions.values() for mode in side.indirects.values())
        for mode in (*row.indirects.values(), *later):
            for formule in formulas_of(mode):
                read |= {*keys_of(row, formule), *(table for _, table in formule.tables)}
        if not named.isdisjoint(read):
            yield item.service


def _in_clause(cas: Cas, regle: str, cle: str | None = None, dedans: str = "") -> Sujet:
    """Name what stands in a clause, under the clause."""
    clauses, rang = cas.head.convention.clauses, _REGLES[regle]
    rubrique = clauses.titre(regle, tariffs(cas.head) if regle == "tarifs" else "")
    clause = clauses.citees(regle)
    titre = f"{majuscule(clause) or rubrique}, {dedans}" if dedans else rubrique
    inside = dedans if titre != rubrique else ""
    return Sujet((rang, rubrique if cle is None else cle), rubrique, titre, inside, clause)


def _axis(cas: Cas) -> Sujet:
    dedans = f"axe {citation(_title(cas))}"
    return _in_clause(cas, "axes", dedans, dedans)._replace(dits=_LIBELLE)


def applicant(depot: Depot, path: str, adherent: str) -> str:
    """Name an adherent; who only asks to come is named by the demand itself."""
    if adherent in depot.dossiers:
        return nommee(depot.dossiers[adherent].identite.nom)
    fichier = depot.fichiers.get(path)
    demande = fichier.document if fichier is not None else None
    return demande.nom if isinstance(demande, DemandeAdhesion) else from_letters(adherent).title()


def _catalogue(cas: Cas) -> Sujet:
    """Put the prerequisites and the workstation under annexe 3, the rest of a service under annexe 1."""
    steps = {step.forme.modele for step in cas.pas}
    if Prerequis in steps:
        return _in_clause(cas, "prerequis")
    if PosteDeTravail in steps:
        return _in_clause(cas, "prerequis", dedans="poste de travail")
    if cas.changement.genre == "convention":
        return Sujet((Rang.CONVENTION, "Convention"), "Convention", "Convention")
    service = cas.base.services.get(cas.id) or cas.head.services.get(cas.id)
    name = citation(service.nom_court) if service is not None else ""
    return _in_clause(cas, "catalogue", cas.id, f"service {cas.id} {name}".rstrip())._replace(
        dits=frozenset({"nom_court"})
    )


def _row(cas: Cas) -> Sujet:
    row = cas.connu(LigneTarif)
    if row is None:
        return _in_clause(cas, "tarifs", "")
    dedans = f"ligne {citation(f'{row.service} – {row.libelle}')}"
    return _in_clause(cas, "tarifs", f"{row.service} {row.libelle}", dedans)


def _component(cas: Cas) -> Sujet:
    service = cas.base.services.get(cas.id) or cas.head.services.get(cas.id)
    rubrique = f"Service {cas.id} {citation(service.nom_court)}" if service is not None else f"Service {cas.id}"
    composant = cas.connu(Composant)
    if composant is None:
        return Sujet((Rang.SERVICES, cas.id), rubrique, rubrique)
    name = nommee(minuscule(composant.libelle))
    return Sujet((Rang.SERVICES, f"{cas.id} {name}"), rubrique, f"Service {cas.id}, {name}")


def _article(cas: Cas) -> Sujet:
    """Name an article by its number and its title; an annexe stands at its own rank."""
    article = cas.document
    if not isinstance(article, Article):
        return Sujet((Rang.TEXTE, cas.id), "Texte de la convention", "Texte de la convention")
    clause, titre, clauses = majuscule(article.clause), minuscule(article.titre), cas.head.convention.clauses
    annexes = _REGLES if "annexe" in article.clause else ()
    regle = next((nom for nom in annexes if clauses.citees(nom) == article.clause), None)
    if regle is not None:
        return _in_clause(cas, regle, "", titre)
    named = clause if clause.lower() == titre.lower() else f"{clause}, {titre}"
    return Sujet((Rang.TEXTE, f"{article.ordre:03}"), "Texte de la convention", named)


def _title(cas: Cas) -> str:
    """Return the title of a document that has a file of its own, as it was before."""
    libelle = getattr(cas.document, "libelle", None)
    return libelle if isinstance(libelle, str) else from_letters(cas.id)


def _avenant(cas: Cas) -> Sujet:
    name = avenant_title(cas.id)
    return Sujet((Rang.SUIVI, name), "Suivi des avenants", name, dits=frozenset({"numero"}))


def _fee(cas: Cas) -> Sujet:
    titre = cas.head.convention.clauses.titre("forfait", fee_name(cas.depot, cas.id).nu)
    return Sujet((Rang.FORFAITS, titre), titre, titre)


def _kept(cas: Cas) -> Sujet:
    name = f"{avenant_title(cas.changement.chemin[0])}, tel qu'il est consigné"
    return Sujet((Rang.SUIVI, name), "Suivi des avenants", name)


def _series(cas: Cas) -> Sujet:
    chemin = read_series_path(cas.changement.source.path)
    source = cas.depot.sources.get(chemin.source) if chemin is not None else None
    titre = f"Relevé {citation(source.libelle if source is not None else cas.changement.chemin[0])}"
    year = f" de {chemin.annee}" if chemin is not None else ""
    return Sujet((Rang.GRILLES, f"{titre}{year}"), "Relevé", f"{titre}{year}")


_PROPRES: Mapping[str, Callable[[Cas], Sujet]] = {
    "article": _article,
    "axe": _axis,
    "avenant": _avenant,
    CONSIGNE: _kept,
    SERIE: _series,
    "composants": _component,
    "convention": _catalogue,
    "couts-de-possession": _row,
    "forfait": _fee,
    "service": _catalogue,
}
"""Kinds whose heading depends on what changes in the document."""
