"""The sentences of a statement that depend on what it holds; its template (`etat.j2`) has the others.

Knows: a statement. Must not know: how it was built, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from convention.base.appellation import appellation
from convention.base.french import (
    A_COMPLETER,
    au,
    compte,
    ecart,
    euros,
    fonction_dite,
    grouped,
    jour,
    majuscule,
    minuscule,
)
from convention.base.lettres import amount_in_words
from convention.model.mots.appels import GenrePiece
from convention.reports.etat.genres import GenreEtat, Somme, said
from convention.reports.etat.pieces import listed
from convention.reports.etat.valeurs import Debiteur, Emetteur, Etat, Rangee, Taxes, VoletEtat

if TYPE_CHECKING:
    from datetime import date

    from convention.reports.etat.quantites import QuantiteRetenue

COMPRISES = "toutes taxes supportées par {gestionnaire} comprises"
REFACTURATION = "non soumise à la TVA (à confirmer par le comptable{public})"
"""Both of a statement issued before its convention could say them."""
DROITS = "moins le FCTVA pour les droits d'usage"
RIEN = "Rien n'est à rattacher : tout ce qui est dû pour l'exercice, et connu, a été appelé."


def annex_title(etat: Etat, volet: VoletEtat) -> str:
    """Name the table of the lines of a part."""
    words = said(volet.genre.annexe, prevu=volet.prevu, provisoire=volet.provisoire)
    return words.format(annee=volet.exercice, titre=volet.titre, couts=minuscule(etat.renvois.couts))


def taxes(etat: Etat) -> str:
    """Say what taxes the amounts hold: a right of use is net of the VAT that the managing body gets back."""
    said = etat.taxes
    if said is None:
        public = " public" if etat.emetteur.publique else ""
        said = Taxes(COMPRISES.format(gestionnaire=etat.emetteur.nom.le), REFACTURATION.format(public=public))
    used = any(item.fctva for volet in etat.volets for item in volet.details)
    held = ", ".join(filter(None, (said.comprises, DROITS if used else "")))
    return " ; refacturation ".join(filter(None, (held, said.refacturation)))


def approved(etat: Etat) -> str:
    """Say whose accountants approve the accounts proposed; nothing when none is. An association's is no public one."""
    if not any(piece.compte_gestionnaire or piece.compte_adherent for piece in etat.pieces):
        return ""
    public = " publics" if etat.emetteur.publique and etat.debiteur.publique else ""
    return f"Imputations proposées, à valider par les comptables{public}."


def what(etat: Etat) -> tuple[str, str]:
    """Say what the document is, then what it is not; an association issues no avis des sommes à payer."""
    if etat.projet is not None:
        return (
            f"{_draft(etat.projet, etat.jour)}.",
            "Ce n'est pas une pièce justificative : rien n'est arrêté, ni à payer.",
        )
    if etat.emetteur.publique and etat.pieces and not any(piece.due for piece in etat.pieces):
        # Nothing is asked: no avis des sommes à payer goes with what is given back.
        lowered = all(piece.reduction for piece in etat.pieces)
        joined = "réductions de titre" if lowered else "mandats de reversement"
        return f"Pièce justificative jointe aux {joined}.", "Rien n'est à payer."
    if etat.impute and etat.impute == etat.a_payer:
        return "Pièce justificative d'une retenue sur l'attribution de compensation.", "Aucun mandat n'est à émettre."
    if etat.emetteur.publique:
        return etat.genre.est, etat.genre.n_est_pas
    if etat.genre is GenreEtat.RATTACHEMENT:
        return etat.genre.est, "Ce n'est pas un appel de contribution."
    called = etat.genre is GenreEtat.LIQUIDATIF
    joined = "Pièce justificative jointe aux appels de contribution." if called else "Document d'information."
    return joined, "" if called else "Rien n'est à payer."


def _draft(le: date, echeance: date) -> str:
    return f"Projet du {jour(le)}, avant l'échéance du {jour(echeance)}"


def total_due(etat: Etat) -> str:
    """Name the total of what the adherent owes; what is withheld is not paid."""
    if not etat.impute:
        return "Total à payer par l'adhérent"
    if etat.impute == etat.a_payer:
        return "Total retenu sur l'attribution de compensation"
    return f"Total dû, dont {euros(etat.a_payer - etat.impute)} à payer"


def recalled_title(etat: Etat) -> str:
    """Head what is owed at delivery: already called, by a titre or by an association, once each of them is known."""
    called = "déjà titré" if etat.emetteur.publique else "déjà appelé"
    known = all(item.titre for item in etat.livraisons)
    return f"Pour mémoire, {called if known else 'dû'} à la livraison{etat.renvois.livraison}"


def cash(etat: Etat) -> str:
    """Say that what is given back is not netted (art. 8.3); nothing when nothing is given back."""
    if not etat.a_reverser:
        return ""
    head = "Sans contraction entre dépenses et recettes : le" if etat.emetteur.publique else "Le"
    if not etat.a_payer:
        return f"{head} trop-perçu de {euros(etat.a_reverser)} est reversé par une pièce séparée."
    net = euros(etat.a_payer - etat.a_reverser)
    return (
        f"{head} trop-perçu n'est pas déduit {_numbered(etat, 'du', due=True)}. Pour la trésorerie seulement : "
        f"{euros(etat.a_payer)} − {euros(etat.a_reverser)} = {net}."
    )


def imputed(etat: Etat) -> str:
    """Say what an imputation asks of the adherent: nothing to pay; nothing is said when there is none."""
    pieces = [piece for piece in etat.pieces if piece.genre is GenrePiece.IMPUTATION]
    if not pieces:
        return ""
    subject, verb = majuscule(listed(pieces, "le")), "vient" if len(pieces) == 1 else "viennent"
    held = f"{subject} ({euros(etat.impute)}) {verb} en moins de l'attribution de compensation"
    return f"{held} : aucun mandat n'est à émettre."


def closing(etat: Etat) -> str:
    """Write the amount out, as the sentence that closes a statement; what is announced closes on nothing.

    A draft is not closed: it says so.
    """
    if etat.projet is not None:
        return f"{_draft(etat.projet, etat.jour)} : rien n'est arrêté."
    if etat.genre is not GenreEtat.LIQUIDATIF:
        return ""
    if not etat.pieces:
        return "Arrêté le présent état : aucune pièce n'est à émettre."
    numbers = _numbered(etat, "le", due=etat.a_payer > 0)
    return f"Arrêté le présent état, pour {numbers}, à la somme de {amount_in_words(etat.a_payer or etat.a_reverser)}."


def sources(etat: Etat) -> str:
    """Say in which file each missing fact goes, for who keeps the data; nothing when nothing is missing.

    The PDF, which members receive, leaves it out.
    """
    where = " ; ".join(f"{item.quoi}, dans {item.fichier}" for item in etat.manques)
    return f"Sources. À écrire dans les données : {where}." if where else ""


def signature(etat: Etat) -> str:
    """Write the place of the signature: its date, its quality; a draft is not signed."""
    if etat.projet is not None:
        return ""
    place = f"{majuscule(au(etat.emetteur.lieu))}, le" if etat.emetteur.lieu else "Le"
    return f"{place} {jour(etat.jour)}. {quality(etat.emetteur)}."


def quality(emetteur: Emetteur) -> str:
    """Say in what quality a document is signed; a person is never named."""
    who = f"Pour {fonction_dite(emetteur.signataire)} et par délégation, " if emetteur.signataire else ""
    return f"{who}[fonction du signataire {A_COMPLETER}]"


def over(somme: Somme) -> str:
    """Say what the sum of a regularisation means."""
    if not somme.montant:
        return ""
    return "trop-perçu, à reverser à l'adhérent" if somme.montant < 0 else "complément, à payer par l'adhérent"


def reasons_text(row: Rangee, limit: int | None = None) -> str:
    """Say why a service moved: « Location de copieurs : 5 copieurs au lieu de 6 (−1 150,00) ; … ».

    Its only line is not named again when it has the name of the service; `limit` keeps the largest ones, when the annex
    tells them all.
    """
    motifs = row.motifs
    kept = list(motifs)
    if limit is not None and len(motifs) > limit:
        kept = sorted(motifs, key=lambda item: -abs(item.montant))[:limit]
    told = [f"{item.libelle} : {item.texte}" for item in kept]
    if len(motifs) == 1 and row.service == f"{row.code} {motifs[0].libelle}":
        told = [motifs[0].texte]
    rest = sum(item.montant for item in motifs) - sum(item.montant for item in kept)
    if len(kept) < len(motifs):
        told.append(f"{compte(len(motifs) - len(kept), 'autre ligne', 'autres lignes')}, en annexe ({ecart(rest)})")
    return " ; ".join(told)


def counted_years(etat: Etat) -> tuple[int, ...]:
    """List the exercices of the quantities: first that of the statement itself, the others for its annex."""
    years = tuple(dict.fromkeys(item.exercice for item in etat.quantites))
    called = [volet.exercice for volet in etat.volets if volet.genre.titre]
    first = called[0] if called else None
    return tuple(sorted(years, key=lambda annee: annee != first))


def counted_text(item: QuantiteRetenue) -> str:
    """Say where a quantity comes from, when it was counted, and validated; a published one needs neither.

    One that is only supposed is not validated: it is counted first. That of a flat fee is taken as it is.
    """
    source = f"{majuscule(item.source)}"
    if item.releve_le is None:
        return f"{source}."
    if item.hypothese:
        return f"{source}. Supposé le {jour(item.releve_le)}, à compter."
    validated = f"validé le {jour(item.validee_le)}" if item.validee_le is not None else "pas encore validé"
    return f"{source}. Relevé du {jour(item.releve_le)}, {item.retenue or validated}."


def mention(etat: Etat) -> str:
    """Warn of invented figures."""
    text = etat.origine.mention
    return f"{text}." if text else ""


def party(who: Debiteur | Emetteur) -> str:
    """Name who owes, or who issues: « Commune d'Aubépine, budget principal, SIREN 215 401 845 (SIRET à compléter) »."""
    budget = f", {minuscule(who.budget)}" if who.budget else ""
    siren = f", SIREN {grouped(who.siren)}" if who.siren else f", SIREN [{A_COMPLETER}]"
    siren += f" {appellation(who.porteur).du}" if isinstance(who, Debiteur) and who.porteur else ""
    siret = f", SIRET {grouped(who.siret)}" if who.siret else f" (SIRET {A_COMPLETER})"
    numbers = f"{siren}{siret}" if who.publique or who.siren or who.siret else ""  # an association may have none
    return f"{who.denomination}{budget}{numbers}"


def _numbered(etat: Etat, article: Literal["le", "du"], *, due: bool) -> str:
    """Name documents by their numbers: « les titres 1 et 2 », « l'imputation 1 et le titre 2 »."""
    order = (GenrePiece.IMPUTATION, GenrePiece.TITRE, GenrePiece.APPEL, GenrePiece.REVERSEMENT)
    pieces = (piece for piece in etat.pieces if piece.due is due)
    return listed(sorted(pieces, key=lambda piece: order.index(piece.genre)), article)


def due_text(etat: Etat) -> str:
    """Say three amounts that are never confused: due at once, contested, suspended.

    Before the day of its call, nothing is due yet: it is only to be called.
    """
    due = "Exigible" if etat.situation_au >= etat.jour else "À appeler"
    held = f" (dont {euros(etat.impute)} retenus sur l'attribution de compensation)" if etat.impute else ""
    if not etat.conteste and not etat.renvois.desaccord:
        # Nobody says what suspends a payment: nothing is said of it.
        return f"{due} : {euros(etat.exigible)}{held}."
    contested = f"Contesté : {euros(etat.conteste)}. Suspendu : {euros(etat.suspendu)}."
    return f"{due} : {euros(etat.exigible)}{held}. {contested}"
