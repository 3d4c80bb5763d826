"""An avenant for one signatory: its parties, visas, articles, cost, effect (art. 12; exemples: un avenant).

Knows: the order of an avenant, its customary sentences. Must not know: media, how a change is said (`phrases`), what
it costs (`avenant_incidence`).
As many avenants of the same wording as there are signatories (reading 69): only the parties and the amounts differ.
What is not known stays blank: no number, no date is invented.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import article, cite, du, enumere, jour, nombre
from convention.model.mots.communs import NaturePoste, Origine, weakest
from convention.reports.avenant.incidence import incidence
from convention.reports.comparaison.empreinte import short
from convention.reports.etat.parties import A_COMPLETER, issuer
from convention.reports.etat.phrases import grouped
from convention.reports.rendus.document import Liste, Mention, Paragraphe, Table, Titre
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from convention.compare.comparaison import Comparaison
    from convention.model.depot import Depot
    from convention.model.documents.adherents import Signataire
    from convention.model.documents.avenants import SuiviPartie
    from convention.model.documents.catalogue import Acte
    from convention.reports.rendus.document import Bloc, Document

BLANC = f"[{A_COMPLETER}]"
PROJET = "PROJET"
DEMONSTRATION = "Données de démonstration, sans valeur juridique"
CODE = "le code général des collectivités territoriales, notamment ses articles L. 2121-29, L. 2131-1 et L. 5211-4-2"


class Projet(NamedTuple):
    """What the data says of an amendment, beside its changes."""

    numero: int
    objet: str
    """Empty when the data says nothing of it: it is then told from the changes."""
    effet: date | None
    vus: tuple[str, ...]
    """Opinions acquired: « l'avis favorable du comité de suivi stratégique du 5 octobre 2026 »."""
    considerants: tuple[str, ...]
    suivi: Mapping[str, SuiviPartie]
    """What each party has done."""


class Partie(NamedTuple):
    """Changes of one annexe, or article: one article of the avenant."""

    titre: str
    phrases: tuple[str, ...]


def avenant(
    comparaison: Comparaison, projet: Projet, parties: Sequence[Partie], adherent: str, empreinte: str
) -> Document:
    """Write the avenant of one signatory.

    Args:
        comparaison: what changes, and what it costs.
        projet: what the data says of the amendment.
        parties: its changes, in the order of a council.
        adherent: the signatory.
        empreinte: the seal of the comparison.
    """
    depot = comparaison.head
    return (
        Mention(warning(comparaison)),
        Titre(
            _title(depot, projet, adherent), 1, f"Avenant n° {projet.numero}, {depot.dossiers[adherent].identite.nom}"
        ),
        *_signatories(depot, projet, adherent),
        *_visas(depot, projet, adherent),
        *_grounds(projet),
        Paragraphe("", "il est convenu ce qui suit :"),
        *_articles(comparaison, projet, parties, adherent),
        Paragraphe(f"Fait à {depot.convention.lieu or BLANC}, en deux exemplaires originaux, le {BLANC}."),
        Table(_signatures(depot, adherent)),
        Paragraphe(
            f"Pièce jointe : tableau de suivi des avenants de même rédaction ({suivi_name(projet.numero)}). "
            f"Empreinte des phrases et des montants : {cite(short(empreinte))}, vérifiable par « convention avenant "
            f"verifier » sur {json_name(projet.numero)}."
        ),
    )


def suivi_name(numero: int) -> str:
    """Name the file of the follow-up table, without its format."""
    return f"avenant-{numero}-suivi"


def json_name(numero: int) -> str:
    """Name the file of what is sealed."""
    return f"avenant-{numero}.json"


def warning(comparaison: Comparaison) -> str:
    """Say that nothing is adopted, and that figures are invented when they are."""
    contributions = [impact.contribution for impact in comparaison.impacts if impact.contribution is not None]
    origine = weakest(*(ligne.origine for contribution in contributions for ligne in contribution.lignes))
    invented = f" {DEMONSTRATION}." if origine is Origine.DEMONSTRATION else ""
    return f"{PROJET}.{invented}"


def _title(depot: Depot, projet: Projet, adherent: str) -> str:
    name = depot.convention.intitule
    manager = depot.dossiers[depot.convention.gestionnaire].identite.denomination
    other = depot.dossiers[adherent].identite.denomination
    return (
        f"AVENANT N° {projet.numero} à la {name[:1].lower()}{name[1:]} conclue entre la {manager} et {_article(other)}"
    )


def _article(denomination: str) -> str:
    """Give a name its article: « la commune d'Essey-lès-Nancy », « l'établissement … », « le CCAS … »."""
    acronym = denomination[:2].isupper()
    return f"{article(denomination) or 'le '}{denomination if acronym else denomination[:1].lower() + denomination[1:]}"


def _signatories(depot: Depot, projet: Projet, adherent: str) -> Iterator[Bloc]:
    emetteur, convention = issuer(depot), depot.convention
    manager = depot.dossiers[convention.gestionnaire].identite
    other = depot.dossiers[adherent]
    signer = other.fonctions.signataire if other.fonctions is not None else None
    yield Paragraphe("", "Entre les soussignés :")
    yield Paragraphe(
        f"La {manager.denomination} ({_siren(manager.siren)}), représentée par son {emetteur.signataire or BLANC}, "
        "habilité à cet effet par la délibération du Conseil métropolitain "
        f"{_deliberation(projet, convention.gestionnaire)}, ci-après dénommée « la {manager.denomination} », d'une "
        "part,"
    )
    who = f"son {signer.fonction[:1].lower()}{signer.fonction[1:]}" if signer is not None else BLANC
    name = _article(other.identite.denomination)
    yield Paragraphe(
        f"et {name} ({_siren(other.identite.siren)}), représentée par {who}, habilité à cet effet par la délibération "
        f"{_deliberation(projet, adherent)}, ci-après dénommée « l'adhérent », d'autre part,"
    )


def _deliberation(projet: Projet, partie: str) -> str:
    """Give the number and the day of a deliberation on this very text; what is not known stays blank."""
    suivi = projet.suivi.get(partie)
    if suivi is None or suivi.delibere_le is None:
        return f"n° {BLANC} en date du {BLANC}"
    return f"n° {suivi.numero or BLANC} en date du {jour(suivi.delibere_le)}"


def _siren(number: str | None) -> str:
    return f"SIREN {grouped(number)}" if number else f"SIREN {BLANC}"


def _visas(depot: Depot, projet: Projet, adherent: str) -> Iterator[Bloc]:
    name = depot.convention.intitule
    told = [
        f"{CODE} ;",
        f"la {_lower(name)}, ayant pris effet le {jour(depot.convention.effet)}, notamment son article 12 ;",
    ]
    fonctions = depot.dossiers[adherent].fonctions
    act = fonctions.signataire.habilitation if fonctions is not None and fonctions.signataire is not None else None
    if act is not None:
        told.append(f"la délibération n° {act.numero or BLANC} du {_day(act)} habilitant son signataire ;")
    told += [f"{text} ;" for text in projet.vus]
    yield Paragraphe("", "Vu :")
    yield Liste(tuple(told))


def _day(act: Acte) -> str:
    return jour(act.date) if act.date is not None else BLANC


def _grounds(projet: Projet) -> Iterator[Bloc]:
    """Write the grounds that the data states, and no other."""
    told = [f"{_lower(text)} ;" for text in projet.considerants]
    if told:
        yield Paragraphe("", "Considérant que :")
        yield Liste(tuple(told))


def _touches_staff(comparaison: Comparaison) -> bool:
    return any(item.genre == "organigramme" for item in comparaison.changements)


def _articles(comparaison: Comparaison, projet: Projet, parties: Sequence[Partie], adherent: str) -> Iterator[Bloc]:
    subject = projet.objet or f"Le présent avenant modifie : {enumere([_lower(item.titre) for item in parties])}."
    yield Paragraphe(subject, "Article 1er – Objet.")
    rank = 2
    for partie in parties:
        yield Paragraphe("", f"Article {rank} – {partie.titre}.")
        yield Liste(partie.phrases)
        rank += 1
    yield Paragraphe("", f"Article {rank} – Incidence financière pour l'adhérent.")
    yield from incidence(comparaison, adherent)
    yield Paragraphe(_staff(comparaison), f"Article {rank + 1} – Effectifs.")
    yield Paragraphe(_effect(projet), f"Article {rank + 2} – Prise d'effet.")
    yield Paragraphe(
        "Toutes les clauses de la convention et de ses annexes non modifiées par le présent avenant demeurent "
        "inchangées.",
        f"Article {rank + 3} – Autres dispositions.",
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _staff(comparaison: Comparaison) -> str:
    before, after = (_etp(depot) for depot in (comparaison.base, comparaison.head))
    if not _touches_staff(comparaison):
        return f"L'organigramme fonctionnel de l'annexe 2 est inchangé : {after}."
    return f"L'organigramme fonctionnel de l'annexe 2 est modifié : {before} avant, {after} après."


def _etp(depot: Depot) -> str:
    if depot.organigramme is None:
        return f"{BLANC} équivalents temps plein"
    posts = [post for pole in depot.organigramme.poles for post in pole.postes]
    contracted = sum((post.etp for post in posts if post.nature is NaturePoste.REGIE), Fraction(0))
    more = f", dont {nombre(contracted)} en régie" if contracted else ""
    return f"{nombre(depot.organigramme.total_etp)} équivalents temps plein{more}"


def _effect(projet: Projet) -> str:
    day = jour(projet.effet) if projet.effet is not None else BLANC
    return (
        f"Le présent avenant prend effet le {day}, sous réserve que les délibérations qui l'approuvent soient "
        "exécutoires et qu'il ait été signé avant cette date par les deux parties. Une règle commune à plusieurs "
        "adhérents ne s'applique qu'à la date, constatée par le comité de suivi stratégique, à laquelle un avenant de "
        "même rédaction aura été signé avec chacun d'eux ; à défaut, celle qui est en vigueur s'applique à tous."
    )


def _signatures(depot: Depot, adherent: str) -> Tableau:
    other = depot.dossiers[adherent]
    signer = other.fonctions.signataire if other.fonctions is not None else None
    head = (
        f"Pour l'adhérent, {_signer(signer)} {du(other.identite.nom)}",
        f"Pour la {issuer(depot).denomination}, le {issuer(depot).signataire or BLANC}",
    )
    return Tableau(head, (("[signature]", "[signature]"),), a_gauche=2)


def _signer(signer: Signataire | None) -> str:
    return f"le {signer.fonction[:1].lower()}{signer.fonction[1:]}" if signer is not None else BLANC
