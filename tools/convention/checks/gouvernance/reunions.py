"""GOU002 to GOU004, GOU008 to GOU011: a meeting is in its year, once, with what makes it one (art. 7).

Knows: meetings one by one, and the delay declared for their documents. Must not know: how many are due (`frequences`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter, ecrire, inscrire
from convention.base.french import cite, compte, jour
from convention.checks.cadre.citations import registre
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import cut_list, exercice_at, repeats
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.checks.cadre.vie import meetings, meetings_path
from convention.model.cadre.renvois import Sorte
from convention.model.mots.vie import StatutReunion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.vie import ReunionEcrite
    from convention.model.depot import Depot
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
            hint = f"la déplacer dans {meetings_path(annee)}, ou corriger la date"
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
    """GOU009: a held meeting without documents, sending dates or minutes; a cancelled one without its reason."""
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


@controle("GOU010")
def contradictory(depot: Depot) -> Iterator[Constat]:
    """GOU010: what supposes that a meeting was held, on one that was not; dates that do not agree with its own."""
    for item in meetings(depot):
        reunion = item.reunion
        yield from _not_held(item)
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
