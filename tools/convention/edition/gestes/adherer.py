"""Gesture of an arrival: the demand alone, or the whole folder of a new adherent at once (art. 3.1).

Knows: the documents of `adherents/<id>/` that an arrival needs. Must not know: which counts its services bill.
Nothing of an adherent is sound without the rest: identity, subscriptions, counts of each open exercice go together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from convention.base.french import cite, du, enumere, jour
from convention.base.money import exact_text
from convention.checks.adherents.identite import siren_fault
from convention.checks.cadre.passage import Passage
from convention.checks.quantites.comptages import lacking, unshared
from convention.edition.demande import DemandeAdherent, argument, choix, option
from convention.edition.duree import openings
from convention.edition.etat import Modification, editable
from convention.edition.gestes.quantifier import asked_counts, read_counts, taken_from_a_part
from convention.edition.gestes.souscrire import (
    COMPOSANTS,
    SOUSCRIPTIONS,
    Souscrire,
    component_line,
    order,
    service_line,
)
from convention.edition.noms import covered_year, dossier_of, named, open_year, service_of, unknown_object
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import fichier, identifiant, texte
from convention.edition.texte.releves import count_of, quantities_file
from convention.model.cadre.champs import Dictionnaire, described, textes
from convention.model.cadre.document import path_of
from convention.model.cadre.renvois import IdAdherent, IdComposant, NomCle
from convention.model.documents.adherents import Adherent, Souscriptions
from convention.model.documents.catalogue import Service, SousService
from convention.model.documents.cles import Cles
from convention.model.documents.entrees_sorties import DemandeAdhesion
from convention.model.documents.quantites import Place, Quantites, Releve
from convention.model.mots.communs import Origine, TypeAdherent
from convention.model.mots.entrees import StatutAdhesion
from convention.model.valeurs.chemins import service_code
from convention.model.valeurs.scalaires import CodeInsee, Id, Jour, Libelle, Quantite, Siren, Texte

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date as Date  # noqa: N812 (a field is named date)
    from fractions import Fraction

    from convention.edition.demande import Saisies
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot


class Adherer(DemandeAdherent):
    """Écrire une demande d'adhésion (--demande), ou l'entrée d'un adhérent (--debut), avec tout son dossier.

    L'entrée écrit d'un coup l'identité, les souscriptions et les quantités de chaque exercice ouvert : celles du
    premier sont reprises dans les suivants, et dites reprises. Les quantités qui manquent sont nommées. Une part fixe
    (une quote-part) se donne de même : parts=1.
    """

    resume = "Écrire une demande d'adhésion, ou l'entrée d'un nouvel adhérent"
    exemples = ("adherer club S03 postes=9 --nom Club --type association --source Lettre --debut 2027-01-01 --essai",)
    usage = "adherer ADHÉRENT SERVICE… CLÉ=VALEUR…"
    ecrit = (
        "Avec `--demande DATE`, la demande d'adhésion, seule dans son dossier : `adhesion.yaml` ; elle ne change "
        "aucun montant. Avec `--debut DATE`, l'entrée, d'un coup : l'identité, les souscriptions, et les quantités "
        "de chaque exercice ouvert."
    )

    adherent: Id = argument("Nom du dossier : ccas-d-exemple-sur-rive", "ADHÉRENT")
    objets: tuple[Texte, ...] = argument(
        "Services, sous-services et composants souscrits à l'entrée",
        "[SERVICE|COMPOSANT|[COMPOSANT:]CLÉ=VALEUR]…",
        (),
        est_suite=True,
    )
    nom: Libelle | None = option("Nom court", "TEXTE", None, absent="celui de la demande")
    denomination: Libelle | None = option("Nom dans une phrase", "TEXTE", None, absent="le nom court")
    type: TypeAdherent | None = choix("Qui entre", None)
    rattachement: IdAdherent | None = option(described(Adherent, "rattachement"), "ADHÉRENT", None)
    siren: Siren | None = option("SIREN, s'il est connu", "SIREN", None)
    insee: CodeInsee | None = option("Code INSEE d'une commune", "CODE", None)
    demande: Jour | None = option("Date de la demande d'adhésion", "DATE", None)
    debut: Jour | None = option("Premier jour de l'adhésion ; sans lui, la demande seule", "DATE", None)
    date: Jour = option("Date du comptage", "DATE", suppose="la date du comptage")
    source: Texte | None = option("D'où viennent ces données", "TEXTE", None)
    origine: Origine = choix("Origine de ces données", Origine.DEMONSTRATION)
    valeurs: Dictionnaire[NomCle, Quantite] = textes("Quantité par clé", {})
    par_composant: Dictionnaire[NomCle, Dictionnaire[IdComposant, Quantite]] = textes(
        described(Releve, "par_composant"), {}
    )

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Write the demand that came in, the folder of who enters, or both."""
        depot, nom = etat.depot, self.adherent
        if self.debut is None and self.demande is None:
            hint = "--demande DATE écrit la demande seule ; --debut DATE, avec --type et les services, l'entrée"
            raise RefusError("rien n'est à écrire : ni la date de la demande, ni celle de l'entrée", hint)
        if self.debut is not None and nom in depot.dossiers:
            known = depot.dossiers[nom].identite
            left = known.adhesion.fin
            if left is not None and left <= self.debut:
                hint = f"qui revient a un second dossier, et un nom qui le dit : « convention adherer {nom}-2 --nom … »"
                gone = known.dit("n'est plus adhérent", "ne sont plus adhérents")
                raise RefusError(f"{gone} depuis le {jour(left)}", hint)
            hint = f"« convention souscrire {nom} SERVICE », « convention quantifier {nom} CLÉ=VALEUR »"
            there = known.dit("est déjà adhérent", "sont déjà adhérents")
            raise RefusError(f"{there}, depuis le {jour(known.adhesion.debut)}", hint)
        _refuse_unsaid(depot, self)
        if fault := siren_fault(self.siren, _name(depot, self)):
            raise RefusError(fault, "le recopier depuis l'avis de situation")
        if self.debut is not None and covered_year(depot, self.debut.year) in depot.exercices:
            open_year(depot, self.debut.year)
        entry = (*_entry(depot, self), *_shares(etat, self)) if self.debut is not None else ()
        return (*_demand(depot, self), *entry)

    def ensuite(self, depot: Depot, _au: Date) -> Iterator[str]:
        """Say what the arrival is to whom, and how a demand becomes one."""
        sheet = f"« convention fiche-adhesion {self.adherent} » dit l'effet sur chacun, et ce qui manque encore"
        yield f"{sheet} ; les étapes s'écrivent dans {path_of(DemandeAdhesion, self.adherent)}."
        if self.origine is Origine.DEMONSTRATION is not depot.convention.origine:
            yield "Ce qui est écrit est dit « demonstration », et tout ce qui s'en calcule le dira, faute de --origine."
        if self.debut is None:
            said = (self.type, self.denomination, self.rattachement, self.siren, self.insee)
            kept = [(nom, value) for nom, value in zip(_IDENTITE, said, strict=True) if value is not None]
            asked = "".join(f" --{nom} {_mot(str(value))}" for nom, value in kept)
            counts = self._counts()
            if lost := [*self.objets, *counts, *(f"--{nom}" for nom, _ in kept)]:
                yield f"La demande ne garde pas {enumere(lost, 'ni')} : à redire à l'entrée."
            taken, counted = " ".join(self.objets) or "SERVICE…", " ".join(counts) or "CLÉ=VALEUR…"
            command = f"convention adherer {self.adherent} {taken} {counted} --debut DATE"
            asked += " --source …" if self.type is not None else " --type … --source …"
            asked += "" if self.origine is Origine.DEMONSTRATION else f" --origine {self.origine}"
            yield f"Quand ses services et ses quantités sont connus, son entrée : « {command}{asked} »."
        else:
            for objet in dict.fromkeys(self.objets):
                if bringing := _brought(depot, self, objet):
                    yield f"{objet} n'est pas écrit : il vient avec {bringing}."
            yield from taken_from_a_part(depot, self.debut.year + 1, self.adherent)

    def _counts(self) -> list[str]:
        """Write the counts as they were typed."""
        alone = [f"{cle}={exact_text(value)}" for cle, value in self.valeurs.items()]
        return alone + [
            f"{composant}:{cle}={exact_text(value)}"
            for cle, values in self.par_composant.items()
            for composant, value in values.items()
        ]

    def verifier(self, depot: Depot) -> None:
        """Name at once every count that the services bill and that the command does not give."""
        dossier = depot.dossiers.get(self.adherent)
        if self.debut is None or dossier is None:
            return
        contexte = Passage(depot).contexte
        shares = tuple(Place(cle) for cle in unshared(contexte, self.adherent))
        missing = (*lacking(contexte, self.adherent), *shares)
        if missing:
            named = [where.cle for where in missing if where.cle in depot.cles]
            written = " ".join(f"{where.cle}=1" if where in shares else f"{where}=…" for where in missing)
            raise RefusError(
                f"il manque les quantités que facturent les services {dossier.identite.du}",
                f"ajouter à la commande, zéro s'écrivant 0 : {written}",
                tuple(f"{nom} : {depot.cles[nom].libelle}{depot.cles[nom].en_unite}" for nom in named),
            )

    @classmethod
    def saisies(cls, valeurs: Mapping[str, Any]) -> Saisies:
        """Tell counts from what is subscribed."""
        objets = tuple(mot for mot in valeurs["objets"] if "=" not in mot)
        yield cls, {**valeurs, "objets": objets, **read_counts(mot for mot in valeurs["objets"] if "=" in mot)}

    @classmethod
    def attend(cls, _champ: str, valeurs: Mapping[str, Any]) -> bool:
        """Tell that only counts have a day, and that a demand alone writes none."""
        return valeurs["debut"] is not None and bool(valeurs["valeurs"] or valeurs["par_composant"])


_IDENTITE = ("type", "denomination", "rattachement", "siren", "insee")
"""What an entry writes and a demand alone does not."""


def _mot(text: str) -> str:
    """Write a value as one word of a command."""
    return f'"{text}"' if re.search(r"[^\w-]", text) else text


def _known_demand(depot: Depot, demande: Adherer) -> DemandeAdhesion | None:
    fichier = depot.fichiers.get(path_of(DemandeAdhesion, demande.adherent))
    document = fichier.document if fichier is not None else None
    return document if isinstance(document, DemandeAdhesion) else None


def _name(depot: Depot, demande: Adherer) -> str:
    """Return the short name asked for, else that of the demand, or of the identity, that is there."""
    known, dossier = _known_demand(depot, demande), depot.dossiers.get(demande.adherent)
    return demande.nom or (known.nom if known is not None else dossier.identite.nom if dossier is not None else "")


def _refuse_unsaid(depot: Depot, demande: Adherer) -> None:
    """Refuse at once all that is to be said and is not."""
    enters, sorte = demande.debut is not None, demande.type
    has_siren = enters and sorte is not None and sorte.a_un_siren
    attached = sorte is TypeAdherent.ETABLISSEMENT_RATTACHE
    unsaid = {
        "le nom": not _name(depot, demande) and '--nom "…"',
        "la source": not demande.source and '--source "…"',
        "la sorte d'adhérent": enters and sorte is None and f"--type {enumere(list(map(str, TypeAdherent)), 'ou')}",
        "le SIREN": has_siren and demande.siren is None and "--siren SIREN",
        "le code INSEE": enters and sorte is TypeAdherent.COMMUNE and demande.insee is None and "--insee CODE",
        "la collectivité de rattachement": enters
        and attached
        and demande.rattachement is None
        and "--rattachement ADHÉRENT",
    }
    missing = {what: option for what, option in unsaid.items() if option}
    if missing:
        message = f"il manque, pour écrire {cite(demande.adherent)} : {enumere(list(missing))}"
        raise RefusError(message, f"ajouter {enumere([str(option) for option in missing.values()])}")


def _told(demande: Adherer) -> dict[str, object]:
    return {"origine": demande.origine, "source": texte(demande.source or "")}


def _demand(depot: Depot, demande: Adherer) -> Iterator[Modification]:
    path, nom, known = path_of(DemandeAdhesion, demande.adherent), _name(depot, demande), _known_demand(depot, demande)
    if demande.demande is None or path in depot.fichiers:
        told = (nom, demande.demande, demande.source, demande.origine)
        if demande.debut is None and known and told != (known.nom, known.demande, known.source, known.origine):
            raise RefusError(f"la demande {du(nom)} est déjà écrite, et dit autre chose", f"la corriger dans {path}")
        return
    champs = {
        **_told(demande),
        "nom": texte(nom),
        "statut": StatutAdhesion.DEMANDE,
        "demande": demande.demande,
    }
    yield Modification(path, None, fichier(path, champs))


def _entry(depot: Depot, demande: Adherer) -> Iterator[Modification]:
    """Write the identity, the subscriptions, and the counts of each exercice open from the entry on."""
    nom = _name(depot, demande)
    attached = demande.rattachement
    champs = {
        **_told(demande),
        "nom": texte(nom),
        "denomination": texte(demande.denomination or nom),
        "type": demande.type,
        "siren": texte(demande.siren),
        "insee": texte(demande.insee),
        "rattachement": identifiant(dossier_of(depot, attached).id) if attached is not None else None,
        "adhesion": {"debut": demande.debut, **_told(demande)},
    }
    path = path_of(Adherent, demande.adherent)
    yield Modification(path, None, fichier(path, champs))
    yield _subscriptions(depot, demande)
    yield from _counts(depot, demande)


def _brought(depot: Depot, demande: Adherer, objet: str) -> str:
    """Say what brings a service that is asked for, when nothing is to be written; the empty text otherwise."""
    service, within = service_of(depot, objet), service_code(objet)
    if isinstance(service, Service) and service.obligatoire:
        return "l'adhésion"
    brought = isinstance(service, SousService) and not service.a_la_demande and within in demande.objets
    return within if brought else ""


def _subscriptions(depot: Depot, demande: Adherer) -> Modification:
    services, composants = [], []
    for objet in dict.fromkeys(demande.objets):
        if _brought(depot, demande, objet):
            continue
        service = service_of(depot, objet)
        asked = Souscrire.model_construct(adherent=demande.adherent, objet=objet, debut=demande.debut)
        if service is not None:
            services.append((order(objet), service_line(asked)))
        elif objet not in depot.composants:
            raise unknown_object(depot, objet)
        elif not depot.composants[objet].composant.souscrit:
            item = depot.composants[objet]
            message = f"{named(depot, objet)} va à tous les abonnés de {item.service}"
            raise RefusError(f"{message} : il ne se souscrit pas un par un", f"donner {item.service}")
        else:
            composants.append(component_line(asked))
    champs = {
        **_told(demande),
        SOUSCRIPTIONS: [line for _, line in sorted(services)],
        COMPOSANTS: composants or None,
    }
    path = path_of(Souscriptions, demande.adherent)
    return Modification(path, None, fichier(path, champs))


def _fixed(depot: Depot, demande: Adherer) -> dict[str, Fraction]:
    """Return the fixed shares asked for: those of keys that nobody counts."""
    return {cle: part for cle, part in demande.valeurs.items() if (known := depot.cles.get(cle)) and known.quotes_parts}


def _shares(etat: Chargement, demande: Adherer) -> tuple[Modification, ...]:
    """Write the fixed shares of who enters beside those of the others."""
    document = editable(etat, path_of(Cles))
    for cle, part in _fixed(etat.depot, demande).items():
        document = document.put(("cles", cle, "quotes_parts", demande.adherent), exact_text(part))
    return document.modifications


def _counts(depot: Depot, demande: Adherer) -> Iterator[Modification]:
    """Write the counts asked for in the first open exercice of the entry; they are taken over in those after."""
    if demande.debut is None:
        return
    years = [annee for annee in depot.ouverts if annee >= demande.debut.year]
    counted = {cle: nombre for cle, nombre in demande.valeurs.items() if cle not in _fixed(depot, demande)}
    quantites = asked_counts(depot, counted, demande.par_composant)
    if quantites and not years:
        annee = demande.debut.year
        hint = f"{openings(depot, annee)}, puis la même commande ; ou l'entrée sans ses quantités"
        raise RefusError(f"l'exercice {annee} n'est pas ouvert : aucune quantité ne peut y être écrite", hint)
    for annee in years if quantites else ():
        taken = f"les quantités de {years[0]} sont reprises, faute de compte pour {annee}"
        hypothese = taken if annee > years[0] else ""
        count = count_of(depot.exercices[annee].phase, demande.date, demande.source or "", quantites, hypothese)
        path = path_of(Quantites, demande.adherent, annee)
        yield Modification(path, None, quantities_file(path, demande.origine, count))
