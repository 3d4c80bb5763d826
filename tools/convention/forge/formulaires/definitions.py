"""The forms: ask for a service, validate or correct quantities, contest a notice (art. 3, 5, 8.2, 11).

Knows: what is asked, in the words of a town hall. Must not know: how the forge shows it, what becomes of the answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convention.base.french import enumere
from convention.checks.cadre.lecture import requirements
from convention.edition.demande import Saisie, saisie_of
from convention.edition.gestes.contester import Contester
from convention.edition.gestes.quantifier import Quantifier
from convention.edition.gestes.souscrire import Souscrire
from convention.edition.gestes.valider_quantites import ValiderQuantites
from convention.edition.noms import countable
from convention.engine.appels.pieces import claim
from convention.forge.formulaires import listes
from convention.forge.formulaires.corps import Champ, Formulaire, Genre
from convention.model.mots.appels import GenrePiece
from convention.model.mots.communs import Phase, Portee
from convention.reports.rendus.escape import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.edition.demande import Demande
    from convention.model.depot import Depot
    from convention.model.documents.cles import Cle

COMMENCER = "Commencer à l'utiliser"
RESERVER = "Souscrire, sans l'utiliser encore : rien n'est facturé"
ARRETER = "Arrêter de l'utiliser"
DEROGATION = "La dérogation des archives départementales est obtenue"
ARCHIVES = "Nous avons un service d'archives"
VALIDER = "Valider les quantités déjà écrites"
CORRIGER = "Corriger des quantités, ou en ajouter"
EN_VIGUEUR = "Celui qui est en vigueur"
PHASES = {phase.libelle.capitalize(): phase for phase in Phase}
_A_PART = "Les services d'abord, puis ce qui s'y prend à part, sous le code de leur service."
_DATE = "Exemple : 01/01/2027"


def formulaires(depot: Depot) -> tuple[Formulaire, ...]:
    """Return every form that has something to offer, filled with the lists of the data."""
    services = (_service(depot),) if listes.objets(depot) else ()
    counts = (_quantites(depot),) if countable(depot) and depot.ouverts else ()
    return (*services, *counts, _contestation(depot))


def _ensuite(depot: Depot) -> str:
    """Say what becomes of what is asked, and what is not to be written."""
    service = depot.convention.noms.service
    answers = "relisent cette demande et vous répondent" if service.pluriel else "relit cette demande et vous répond"
    return (
        f"{service.en_tete} {answers} ici. Rien n'est décidé ni facturé avant cette relecture.\n\n"
        "Ne nommez personne : une fonction suffit (« directeur général », « responsable financier »)."
    )


def _visible(depot: Depot) -> str:
    return (
        "**Ce que vous écrivez ici est lu par tous ceux qui ont accès à ce dépôt.** Si d'autres adhérents y ont accès, "
        f"et que ce désaccord ne les regarde pas, écrivez plutôt {depot.convention.noms.service.au}.\n\n"
    )


def _champ(demande: type[Demande], champ: str, identifiant: str = "", **reste: Any) -> Champ:  # noqa: ANN401 (a Champ's)
    """Ask for what a gesture does, in its words."""
    field = demande.model_fields[champ]
    saisie = saisie_of(field) or Saisie()
    return Champ(identifiant or champ, saisie.demande(field.description or ""), **reste)


def _adherent(depot: Depot, *, appele: bool = False) -> Champ:
    """Ask who it is; whom nothing is called of, when it must be, is the managing body, and one that takes no part."""
    convention = depot.convention
    sauf = convention.gestionnaire if appele or not convention.gestionnaire_contribue else None
    names = tuple(name for name, nom in listes.adherents(depot).items() if nom != sauf)
    return _champ(Souscrire, "adherent", genre=Genre.LISTE, choix=names)


def _conditions(depot: Depot) -> Iterator[Champ]:
    """Yield what some services ask for, when one of the convention does."""
    asked = tuple(requirements(depot))
    archives = [item.code for item in asked if item.prerequis.derogation]
    if archives:
        names = [(depot.sous_service(code) or depot.services[code]).libelle for code in archives]
        yield Champ(
            "archives",
            f"{enumere(names)} : votre situation",
            Genre.LISTE,
            f"Seulement pour {enumere(archives, 'ou')}.",
            choix=(DEROGATION, ARCHIVES),
            obligatoire=False,
        )
    if any(item.prerequis.convention_connexe for item in asked):
        yield _champ(
            Souscrire,
            "convention_connexe",
            "convention",
            aide="Seulement si le service en demande une.",
            obligatoire=False,
        )
        yield _champ(Souscrire, "signature", "convention_signature", exemple=_DATE, obligatoire=False)


def _service(depot: Depot) -> Formulaire:
    champs = (
        _adherent(depot),
        Champ("demande", "Ce que vous demandez", Genre.LISTE, choix=(COMMENCER, RESERVER, ARRETER)),
        _champ(
            Souscrire,
            "objet",
            genre=Genre.LISTE,
            aide=_A_PART if any(item.composant.souscrit for item in depot.composants.values()) else "",
            choix=tuple(listes.objets(depot)),
        ),
        Champ("date", "Date", aide="Premier jour d'usage. Pour un arrêt : dernier jour d'usage.", exemple=_DATE),
        _champ(
            Souscrire,
            "demande",
            "signature",
            aide="Laisser vide si elle n'est pas encore signée.",
            exemple=_DATE,
            obligatoire=False,
        ),
        _champ(Souscrire, "motif", aide="Seulement si le service ne commence pas encore.", obligatoire=False),
        *_conditions(depot),
    )
    return Formulaire(
        "1-service",
        "Demander, commencer ou arrêter un service",
        "Pour un adhérent qui souscrit un service, commence à l'utiliser ou l'arrête.",
        "Service : ",
        _ensuite(depot),
        champs,
        "objet",
    )


def _quantites(depot: Depot) -> Formulaire:
    champs = (
        _adherent(depot),
        _champ(
            Quantifier,
            "exercice",
            genre=Genre.LISTE,
            choix=listes.exercices(depot, clos=False),
            admis=listes.exercices(depot, clos=True),
        ),
        _champ(Quantifier, "phase", genre=Genre.LISTE, choix=(EN_VIGUEUR, *PHASES)),
        Champ("demande", "Ce que vous demandez", Genre.LISTE, choix=(VALIDER, CORRIGER)),
        Champ("date", "Date", aide="Jour de la validation, ou jour du comptage.", exemple=_DATE),
        _champ(
            ValiderQuantites,
            "par",
            aide="Seulement pour valider. Une fonction, jamais un nom.",
            exemple="Exemple : Référent",
            obligatoire=False,
        ),
        Champ(
            "quantites",
            "Quantités",
            Genre.TEXTE,
            "Une ligne par quantité : le nom, deux points, le nombre. Ce qui se compte à une date s'écrit comme pour "
            "l'année entière, même de qui n'y est pas toujours : la part en est prise ensuite. Pour valider, elles "
            "peuvent manquer ; données, rien n'est validé quand l'une d'elles n'est plus celle qui est écrite.",
            _counted(depot),
            obligatoire=False,
        ),
        _champ(
            Quantifier,
            "source",
            aide="Seulement pour un nouveau comptage.",
            exemple="Inventaire du 25 novembre 2026",
            obligatoire=False,
        ),
    )
    return Formulaire(
        "2-quantites",
        "Valider ou corriger des quantités",
        "Pour le référent d'un adhérent : dire que les quantités sont justes, ou les corriger.",
        "Quantités : ",
        f"{_ensuite(depot)}\n\n{_cles(depot)}",
        champs,
        "exercice",
    )


def _contestation(depot: Depot) -> Formulaire:
    # An association sends neither: its calls are letters, and no delay of public law runs from them.
    public = claim(depot) is GenrePiece.TITRE
    # What a disagreement suspends is a rule of the convention: it is said where a clause is one.
    ruled = depot.convention.clauses.desaccords is not None
    alone = " : un échange ne suspend aucun paiement" if ruled else ""
    avis = "l'avis des sommes à payer" if public else "l'appel de contribution"
    champs = (
        _adherent(depot, appele=True),
        _champ(Contester, "titre", aide=f"Il est écrit sur {avis}."),
        _champ(Contester, "service", genre=Genre.LISTE, choix=tuple(listes.services(depot))),
        _champ(
            Contester,
            "composant",
            aide="Le nom de la ligne, comme sur l'état joint. Vide : tout le service.",
            obligatoire=False,
        ),
        _champ(Contester, "montant", exemple="Exemple : 332,00"),
        _champ(Contester, "objet", "motif", genre=Genre.TEXTE, aide="Une phrase suffit."),
        _champ(Contester, "contact", exemple=_DATE),
        _champ(
            Contester,
            "contestation",
            aide=f"Laisser vide si vous n'avez qu'échangé avec {depot.convention.noms.service.le}{alone}.",
            exemple=_DATE,
            obligatoire=False,
        ),
    )
    delay = (
        " Le délai pour saisir le juge est de deux mois après la réception de la pièce : ce formulaire ne le prolonge "
        "pas."
    )
    suspended = "Le désaccord ne suspend que le service contesté, sur cette pièce ; le reste est à payer."
    told = f"{suspended if ruled else ''}{delay if public else ''}".lstrip()
    presentation = f"{_visible(depot)}{told}\n\n{_ensuite(depot)}"
    return Formulaire(
        "3-contestation",
        "Contester une somme à payer",
        f"Pour un adhérent en désaccord avec {'un avis des sommes à payer' if public else 'un appel de contribution'}.",
        "Contestation : ",
        presentation,
        champs,
        "titre",
    )


def _counted(depot: Depot) -> str:
    """Write as an example the first key that is counted of an adherent, and the first that is of an equipment."""
    first = {cle.portee: _typed(nom, cle) for nom, cle in reversed(countable(depot).items())}
    examples = ((Portee.ADHERENT, 112), (Portee.COMPOSANT, 9))
    return "\n".join(f"{first[portee]} : {number}" for portee, number in examples if portee in first)


def _typed(nom: str, cle: Cle) -> str:
    return f"{nom} (équipement)" if cle.portee is Portee.COMPOSANT else nom


def _cles(depot: Depot) -> str:
    """List what may be counted, folded: the name to write, then what it counts."""
    rows = [f"- `{_typed(nom, cle)}` : {markdown(cle.libelle)}" for nom, cle in countable(depot).items()]
    summary = "Les quantités, par leur nom court et par ce qu'elles comptent : écrire l'un ou l'autre"
    return f"<details><summary>{summary}</summary>\n\n" + "\n".join(rows) + "\n\n</details>"
