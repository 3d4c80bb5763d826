"""GOU002 to GOU012: a meeting is in its year, once, with what makes it one; each year has those that it owes (art. 7).

Knows: meetings, the delay declared for their documents, the frequencies of article 7, the calls of article 8.3, the
yearly review of article 3 (« une clause de revoyure annuelle est prévue »). Must not know: the needs themselves.
A closed exercice owes meetings that were held; later years may still plan them. A year in which a body or a community
is misspelt (GOU001) is said to lack nothing.
"""

from __future__ import annotations

from datetime import date
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter, ecrire, inscrire
from convention.base.french import cite, compte, jour, pluriel
from convention.base.period import year_period
from convention.checks.cadre.citations import registre
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import cut_list, exercice_at, repeats
from convention.checks.cadre.lieux import Constat, LaCle, of_file, signal
from convention.checks.cadre.vie import GOUVERNANCE, counts, meetings, watched_years
from convention.model.cadre.document import path_of
from convention.model.cadre.renvois import Sorte
from convention.model.depot import Reference
from convention.model.documents.gouvernance import Reunions
from convention.model.documents.suivi import Besoins
from convention.model.mots.vie import SensAvis, StatutReunion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.vie import ReunionEcrite
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.gouvernance import DocumentEnvoye, Instance


@controle("GOU002")
def duplicates(depot: Depot) -> Iterator[Constat]:
    """GOU002: one identifier for two meetings, of one year or of two."""
    for known, item in repeats(meetings(depot), lambda item: item.reunion.id):
        message = f"la réunion {cite(item.reunion.id)} existe déjà"
        yield signal("GOU002", item.at("id"), message, "renommer l'une des deux", (known.at("id"), "la première"))


@controle("GOU003")
def misfiled(depot: Depot) -> Iterator[Constat]:
    """GOU003: a meeting in the file of another year."""
    for item in meetings(depot):
        annee = item.reunion.date.year
        if annee != item.annee:
            hint = f"la déplacer dans {path_of(Reunions, annee=annee)}, ou corriger la date"
            yield signal("GOU003", item.at("date"), f"{item.texte} est rangée dans l'année {item.annee}", hint)


@controle("GOU008", avertit=True)
def late_documents(depot: Depot) -> Iterator[Constat]:
    """GOU008: a document sent after the meeting, or less than the delay before it, if one is declared (art. 7)."""
    if depot.vie.gouvernance is None:
        return
    written = depot.vie.gouvernance.delai_envoi
    delai = written.jours if written is not None else 0
    for item in meetings(depot):
        if item.reunion.statut is StatutReunion.ANNULEE:
            continue
        for index, document in enumerate(item.reunion.documents):
            message = _late(item, document, delai)
            if message:
                yield signal("GOU008", item.at("documents", index, "envoi"), message)


@controle("GOU009", avertit=True)
def incomplete(depot: Depot) -> Iterator[Constat]:
    """GOU009: a held meeting without documents, sending dates, minutes or reserves; a cancelled one without reason."""
    for item in meetings(depot):
        reunion, lieu = item.reunion, item.at("statut")
        if reunion.statut is StatutReunion.ANNULEE and reunion.motif is None:
            yield signal("GOU009", lieu, f"{item.texte} est annulée sans motif", ajouter('motif: ⟦"…"⟧'))
        if reunion.statut is not StatutReunion.TENUE:
            continue
        if reunion.compte_rendu is None:
            sent = ajouter("compte_rendu: ⟦AAAA-MM-JJ⟧") + ", la date de son envoi"
            yield signal("GOU009", lieu, f"{item.texte} est tenue, sans compte rendu", sent)
        if not reunion.documents:
            hint = 'ajouter « documents », avec « - {titre: "…", envoi: AAAA-MM-JJ, niveau: adherents} »'
            yield signal("GOU009", lieu, f"{item.texte} est tenue, sans aucun document envoyé en amont", hint)
        for index, document in enumerate(reunion.documents):
            if document.envoi is None:
                message = f"le document {cite(document.titre)} de {item.texte} n'a pas de date d'envoi"
                yield signal("GOU009", item.at("documents", index, "titre"), message, ajouter("envoi: ⟦AAAA-MM-JJ⟧"))
        for index, avis in enumerate(reunion.avis):
            if avis.sens is SensAvis.RESERVES and avis.reserves is None:
                message = f"l'avis {cite(avis.objet)} de {item.texte} est {avis.sens.bref}, sans dire lesquelles"
                yield signal("GOU009", item.at("avis", index, "sens"), message, ajouter('reserves: ⟦"…"⟧'))


@controle("GOU010")
def contradictory(depot: Depot) -> Iterator[Constat]:
    """GOU010: what a meeting that was not held cannot have; dates that are not its own; two contrary opinions."""
    for item in meetings(depot):
        reunion = item.reunion
        yield from _not_held(item)
        yield from _contrary(item)
        if reunion.compte_rendu is not None and reunion.compte_rendu < reunion.date:
            message = f"le compte rendu de {item.texte} est daté du {jour(reunion.compte_rendu)}, avant elle"
            yield signal("GOU010", item.at("compte_rendu"), message)
        rapport = reunion.rapport
        if rapport is None:
            continue
        if rapport.presente_le is not None and rapport.presente_le != reunion.date:
            message = f"le rapport de {item.texte} y serait présenté le {jour(rapport.presente_le)}"
            yield signal("GOU010", item.at("rapport", "presente_le"), message, ecrire(str(reunion.date), "presente_le"))
        if rapport.exercice > reunion.date.year:
            message = f"le rapport de {item.texte} rend compte de {rapport.exercice}, qui n'est pas commencé"
            yield signal("GOU010", item.at("rapport", "exercice"), message)


@controle("GOU011", avertit=True)
def overdue(depot: Depot) -> Iterator[Constat]:
    """GOU011: a meeting still planned in a closed exercice, or before another one that was held."""
    held = [item for item in meetings(depot) if item.reunion.statut is StatutReunion.TENUE]
    last = max(held, key=lambda item: item.reunion.date, default=None)
    for item in meetings(depot):
        day = item.reunion.date
        if item.reunion.statut is not StatutReunion.PREVUE:
            continue
        if depot.est_clos(day.year):
            message = f"{item.texte} est encore prévue, et l'exercice {day.year} est clos"
            related = (exercice_at(day.year, "statut"), "l'exercice")
        elif last is not None and day < last.reunion.date:
            message = f"{item.texte} est encore prévue, et une autre s'est tenue depuis ({jour(last.reunion.date)})"
            related = (last.at("date"), "une réunion plus récente")
        else:
            continue
        hint = inscrire("statut: tenue") + ", ou « statut: annulee » avec son motif, ou corriger la date"
        yield signal("GOU011", item.at("statut"), message, hint, related)


def _late(item: ReunionEcrite, document: DocumentEnvoye, delai: int) -> str:
    """Say by how much a document was late; nothing when it was not."""
    envoi, day = document.envoi, item.reunion.date
    if envoi is None:
        return ""
    avance = (day - envoi).days
    what = f"le document {cite(document.titre)} de {item.texte} est envoyé le {jour(envoi)}"
    if avance < 0:
        return f"{what}, après elle"
    if avance < delai:
        when = "le jour même" if avance == 0 else f"{compte(avance, 'jour')} avant elle"
        return f"{what}, {when} : le délai est de {compte(delai, 'jour')}"
    return ""


def _not_held(item: ReunionEcrite) -> Iterator[Constat]:
    reunion = item.reunion
    if reunion.statut is StatutReunion.TENUE:
        return
    verb = "n'est que" if reunion.statut is StatutReunion.PREVUE else "est"
    presente = reunion.rapport is not None and reunion.rapport.presente_le is not None
    for champ, present, what in (
        (("avis",), bool(reunion.avis), "des avis"),
        (("compte_rendu",), reunion.compte_rendu is not None, "un compte rendu"),
        (("rapport", "presente_le"), presente, "un rapport présenté"),
    ):
        if present:
            message = f"{item.texte} {verb} {reunion.statut.libelle}, et porte {what}"
            hint = inscrire("statut: tenue") + f", ou retirer « {champ[-1]} »"
            yield signal("GOU010", LaCle(item.at(*champ)), message, hint)


def _contrary(item: ReunionEcrite) -> Iterator[Constat]:
    """Say which opinion is not the one already written on the same proposal, or of the same words when none is named.

    A meeting may say one thing of some kinds of documents, and another of the others.
    """
    for (rang, first), (other, then) in combinations(enumerate(item.reunion.avis), 2):
        apart = first.genres and then.genres and {*first.genres}.isdisjoint(then.genres)
        same = (first.empreinte or first.objet) == (then.empreinte or then.objet)
        if same and not apart and first.sens is not then.sens:
            on, else_ = "une même empreinte", "dire par « genres » sur quels documents porte chacun"
            if first.empreinte is None:
                on, else_ = cite(first.objet), "nommer autrement ce sur quoi porte l'autre"
            message = f"{item.texte} a rendu deux avis sur {on} : {first.sens.bref}, puis {then.sens.bref}"
            related = (item.at("avis", rang, "sens"), "l'autre avis")
            yield signal("GOU010", item.at("avis", other, "sens"), message, f"garder l'avis rendu, ou {else_}", related)


@controle("GOU004")
def misattached(depot: Depot) -> Iterator[Constat]:
    """GOU004: a users' committee without its community, a project group without its project, or the other way round."""
    for item in meetings(depot):
        instance = depot.vie.instances.get(item.reunion.instance)
        if instance is not None:
            yield from _attachment(depot, item, instance)


def _attachment(depot: Depot, item: ReunionEcrite, instance: Instance) -> Iterator[Constat]:
    reunion, frequence = item.reunion, instance.frequence
    # What must name a project is what the clause of project groups institutes; what may, what has no yearly number.
    group = depot.convention.clauses.groupe_projet
    by_project = group is not None and instance.clause == group
    at_need = frequence.minimum_par_an is None and not frequence.par_communaute
    for champ, value, wanted, allowed, known in (
        ("communaute", reunion.communaute, frequence.par_communaute, False, registre(depot, Sorte.COMMUNAUTE)),
        ("projet", reunion.projet, by_project, at_need, registre(depot, Sorte.PROJET)),
    ):
        what, each = known.quoi, "chaque communauté" if champ == "communaute" else "chaque projet"
        if wanted and value is None:
            message = f"{item.texte} ne nomme pas {what} : {cite(instance.libelle)} se réunit pour {each}"
            hint = ajouter(f"{champ}: ⟦…⟧") + f", parmi : {cut_list(sorted(known.connus))}" if known.connus else ""
            yield signal("GOU004", item.at("instance"), message, hint)
        if value is not None and not (wanted or allowed):
            message = f"{item.texte} cite {what} {cite(value)}, et {cite(instance.libelle)} ne se réunit pas ainsi"
            yield signal("GOU004", item.at(champ), message, f"retirer « {champ} », ou corriger « instance »")


class _Groupe(NamedTuple):
    """What meets: a body, or one of the communities of a body."""

    nom: str
    instance: Instance
    communaute: str | None = None

    def holds(self, item: ReunionEcrite) -> bool:
        """Tell whether a meeting is one of its own."""
        same = self.communaute is None or item.reunion.communaute == self.communaute
        return item.reunion.instance == self.nom and same


class _Appel(NamedTuple):
    """A call, and the day from which a meeting prepares it: that of the call before."""

    annee: int
    nom: str
    le: date
    depuis: date


@controle("GOU005", avertit=True)
def too_few(depot: Depot) -> Iterator[Constat]:
    """GOU005: a body, or one of the communities, that met less often than the convention says.

    Of a year that it covers in part, it asks as many meetings as that part makes in full: one of two in nine months.
    """
    for groupe in _groups(depot):
        for annee in _settled_years(depot):
            least = (groupe.instance.frequence.minimum_par_an or 0) * _months(depot, annee) // 12
            number = sum(groupe.holds(item) and counts(depot, item.reunion) for item in _of_year(depot, annee))
            if number < least:
                yield _missing(depot, annee, groupe, number, least)


def _months(depot: Depot, annee: int) -> int:
    """Count the months of a year that the convention covers, those that it begins or ends in included."""
    first = depot.convention.premier_jour(annee)
    last = min(depot.convention.dernier_jour, date(annee, 12, 31))
    return last.month - first.month + 1


@controle("GOU006", avertit=True)
def without_report(depot: Depot) -> Iterator[Constat]:
    """GOU006: a year in which the body of the yearly report met, and no report was presented (art. 7.1)."""
    for groupe in _groups(depot):
        for annee in _settled_years(depot) if groupe.instance.rapport_annuel else ():
            held = [
                item
                for item in _of_year(depot, annee)
                if groupe.holds(item) and item.reunion.statut is StatutReunion.TENUE
            ]
            if held and all(item.reunion.rapport is None for item in held):
                last, exercice = held[-1], max(annee - 1, depot.convention.premiere_annee)
                body = groupe.instance
                message = f"{cite(body.libelle)} : aucun rapport n'y est présenté en {annee}{_cited(body)}"
                hint = ajouter(f'rapport: {{titre: ⟦"…"⟧, exercice: {exercice}, presente_le: {last.reunion.date}}}')
                yield signal("GOU006", last.at("date"), message, hint)


@controle("GOU007", avertit=True)
def before_calls(depot: Depot) -> Iterator[Constat]:
    """GOU007: a call that no meeting of the body that prepares it preceded since the call before (art. 7.2, 8.3)."""
    settled = _settled_years(depot)
    for nom, instance in depot.vie.instances.items():
        for appel in _calls(depot):
            if appel.nom not in instance.frequence.avant or appel.annee not in settled:
                continue
            if any(
                item.reunion.instance == nom and counts(depot, item.reunion)
                for item in meetings(depot)
                if appel.depuis <= item.reunion.date < appel.le
            ):
                continue
            message = (
                f"{cite(instance.libelle)} : aucune réunion entre le {jour(appel.depuis)} et l'appel du "
                f"{jour(appel.le)}, qu'une réunion doit précéder{_cited(instance)}"
            )
            hint = f"ajouter la réunion dans {path_of(Reunions, annee=appel.annee)}, ou corriger la date de l'appel"
            rule = Reference(GOUVERNANCE, ("instances", nom, "frequence", "avant"))
            reference = exercice_at(appel.annee, "jalons", appel.nom, "date")
            yield signal("GOU007", reference, message, hint, (rule, "la règle"))


def _groups(depot: Depot) -> Iterator[_Groupe]:
    for nom, instance in depot.vie.instances.items():
        if instance.frequence.par_communaute:
            yield from (_Groupe(nom, instance, communaute) for communaute in depot.vie.communautes)
        else:
            yield _Groupe(nom, instance)


def _settled_years(depot: Depot) -> list[int]:
    """Return the years that owe their meetings, and whose every meeting is that of a known body and community."""
    misspelt = {
        item.reunion.date.year
        for item in meetings(depot)
        if depot.vie.instances.get(item.reunion.instance) is None
        or (item.reunion.communaute is not None and item.reunion.communaute not in depot.vie.communautes)
    }
    return [annee for annee in watched_years(depot) if annee not in misspelt]


def _of_year(depot: Depot, annee: int) -> list[ReunionEcrite]:
    return [item for item in meetings(depot) if item.reunion.date.year == annee]


def _missing(depot: Depot, annee: int, groupe: _Groupe, number: int, owed: int) -> Constat:
    """Say how many meetings are missing; point at the year's meetings, or at the rule when they have no file."""
    nom, path = groupe.nom, path_of(Reunions, annee=annee)
    who = cite(groupe.instance.libelle)
    line = f"id: {groupe.communaute or nom}-{annee}, instance: {nom}, "
    if groupe.communaute is not None:
        who += f", communauté {cite(depot.vie.communautes[groupe.communaute].libelle)}"
        line += f"communaute: {groupe.communaute}, "
    kept = pluriel(number, "tenue") + ("" if depot.est_clos(annee) else f" ou {pluriel(number, 'prévue')}")
    found = f"{compte(number, 'réunion')} {kept}" if number else f"aucune réunion {kept}"
    least = "une" if owed == 1 else owed
    message = f"{who} : {found} en {annee}, il en faut au moins {least}{_cited(groupe.instance)}"
    hint = f"ajouter dans {path} : « - {{{line}date: {annee}-MM-JJ, … }} »"
    if path in depot.fichiers:
        return signal("GOU005", LaCle(Reference(path, ("reunions",))), message, hint)
    rule = Reference(GOUVERNANCE, ("instances", nom, "frequence", "minimum_par_an"))
    return signal("GOU005", rule, message, hint)


def _cited(instance: Instance) -> str:
    """Cite what institutes a body; nothing when no text does."""
    return f" ({instance.clause})" if instance.clause is not None else ""


def _calls(depot: Depot) -> Iterator[_Appel]:
    """Yield the calls in order; the first one known is prepared from 1 January of its year on."""
    previous: date | None = None
    for annee, exercice in sorted(depot.exercices.items()):
        if not exercice.jalons:
            previous = None
            continue
        for nom, written in exercice.appels:
            yield _Appel(annee, nom, written.date, previous or date(annee, 1, 1))
            previous = written.date


@controle("GOU012", avertit=True)
def reviews(depot: Depot) -> Iterator[Constat]:
    """GOU012: an adherent without its review in a year that is over or under way, or with two in one year."""
    known = {annee for dossier in depot.dossiers.values() for annee in dossier.besoins}
    due = sorted(annee for annee in known if annee == depot.exercice_courant or depot.est_clos(annee))
    for dossier in depot.dossiers.values():
        for annee in due:
            yield from _review(depot, dossier, annee)
        yield from _twice(dossier)


def _review(depot: Depot, dossier: Dossier, annee: int) -> Iterator[Constat]:
    path = dossier.path(Besoins, annee)
    present = dossier.identite.adhesion.periode.intersect(year_period(annee)) is not None
    if not present or path in depot.illisibles:
        return
    besoins, who = dossier.besoins.get(annee), dossier.identite.du
    message = f"la revoyure annuelle {who} manque pour {annee}{depot.convention.clauses.selon('souscription')}"
    if besoins is None:
        yield signal("GOU012", of_file(path), message, f"créer {path}, avec « revoyure »")
    elif besoins.revoyure is None:
        lieu = LaCle(Reference(path, ("recensement",)))
        yield signal("GOU012", lieu, message, ajouter("revoyure: {date: ⟦AAAA-MM-JJ⟧}"))
    elif besoins.revoyure.conclusion is None and depot.est_clos(annee):
        message = f"la revoyure {annee} {who} est sans conclusion, et l'exercice est clos"
        yield signal("GOU012", Reference(path, ("revoyure", "date")), message, ajouter('conclusion: ⟦"…"⟧'))


def _twice(dossier: Dossier) -> Iterator[Constat]:
    reviews = (
        (item.revoyure.date.year, dossier.at_year(Besoins, annee, "revoyure", "date"))
        for annee, item in sorted(dossier.besoins.items())
        if item.revoyure is not None
    )
    for (_, known), (year, reference) in repeats(reviews, itemgetter(0)):
        message = f"deux revoyures {dossier.identite.du} la même année ({year}) : une seule est annuelle"
        yield signal("GOU012", reference, message, "corriger l'une des deux dates", (known, "l'autre revoyure"))
