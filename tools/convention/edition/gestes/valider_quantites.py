"""Gesture on counts: say that the référent has validated those of a phase (art. 5).

Knows: `quantites/<année>.yaml`. Must not know: keys, figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, compte, enumere, jour
from convention.edition.demande import DemandeAdherent, choix, option
from convention.edition.etat import editable
from convention.edition.gestes.quantifier import AVANT_VALIDATION, COMPTAGES, of_phase
from convention.edition.noms import declared_year, dossier_of, phase_of
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import texte
from convention.model.documents.quantites import Quantites
from convention.model.mots.communs import Phase
from convention.model.valeurs.scalaires import Annee, Jour, Texte

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date as Date  # noqa: N812 (a field is named date)

    from convention.edition.etat import Modification
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot
    from convention.model.documents.quantites import Releve


class ValiderQuantites(DemandeAdherent):
    """Écrire que le référent a validé les quantités d'une phase : celles qui ne l'étaient pas encore.

    Un chiffre supposé (« hypothese ») ne se valide pas. Chaque comptage validé est dit, avec son nombre de quantités.
    """

    resume = "Écrire que le référent a validé des quantités"
    exemples = ("valider-quantites exemple-sur-rive --exercice 2026 --validation 2026-11-25 --essai",)
    usage = "valider-quantites ADHÉRENT"
    ecrit = (
        "La date de validation (`--validation`) des comptages d'une phase qui n'en ont pas, ou de celui d'un jour "
        "(`--date`), et la fonction de qui a validé (`--par`) ; un comptage supposé ne se valide pas."
    )

    exercice: Annee = option("Exercice", "ANNÉE")
    phase: Phase | None = choix("État des chiffres", None, absent="celui qui est en vigueur")
    date: Jour | None = option("Date du comptage ; sans elle, tous ceux de la phase", "DATE", None)
    validation: Jour = option("Jour où le référent les a validées", "DATE")
    par: Texte | None = option(
        "Fonction de qui a validé, jamais son nom", "FONCTION", None, question="Fonction de qui valide"
    )

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Write the day of validation on the counts that have none; what is assumed is nobody's to validate."""
        depot = etat.depot
        dossier = dossier_of(depot, self.adherent)
        phase = phase_of(depot, declared_year(depot, self.exercice), self.phase)
        counts = of_phase(dossier, self.exercice, phase)
        if not counts:
            message = f"{dossier.identite.n_a} pas de comptage {phase.libelle} {self.exercice} à valider"
            raise RefusError(message, "« convention quantifier » en ajoute un")
        document = editable(etat, dossier.path(Quantites, self.exercice))
        asked = _to_validate(counts, self.date)
        if all(counts[rank].validation is not None for rank in asked):
            self._refuse_another(document.path, [counts[rank] for rank in asked])
        for rank in asked:
            names = document.names((COMPTAGES, rank))
            if "validation" not in names:
                previous = [name for name in names if name in AVANT_VALIDATION][-1]
                document = document.put((COMPTAGES, rank, "validation"), self.validation, previous)
                if self.par is not None:
                    document = document.put((COMPTAGES, rank, "valide_par"), texte(self.par), "validation")
        return document.modifications

    def _refuse_another(self, path: str, counts: Sequence[Releve]) -> None:
        """Refuse another day, or another function, than those that are written; the same again changes nothing."""
        for item in counts:
            by = item.valide_par if self.par is not None else None
            if (item.validation, by) != (self.validation, self.par) and item.validation is not None:
                who = f" ({' '.join(item.valide_par.split())})" if item.valide_par is not None else ""
                message = f"le comptage du {jour(item.date)} est déjà validé, le {jour(item.validation)}{who}"
                raise RefusError(message, f"pour changer cette validation, corriger {path}")

    def ensuite(self, depot: Depot, _au: Date) -> Iterator[str]:
        """Name each count that is validated on the day, and each that is not for it is assumed."""
        phase = phase_of(depot, self.exercice, self.phase)
        for releve in of_phase(depot.dossiers[self.adherent], self.exercice, phase).values():
            if self.date in (None, releve.date):
                what = f"le comptage {phase.libelle} du {jour(releve.date)}"
                number = compte(len(releve.quantites), "quantité")
                if releve.hypothese is not None and releve.validation is None:
                    yield f"N'est pas validé {what}, supposé : {number}."
                elif releve.validation == self.validation:
                    yield f"Est validé {what} : {number}."


def _to_validate(counts: Mapping[int, Releve], day: Date | None) -> list[int]:
    dated = {rank: item for rank, item in counts.items() if day in (None, item.date)}
    if not dated and day is not None:
        days = enumere([jour(item) for item in sorted({item.date for item in counts.values()})])
        raise RefusError(f"aucun comptage de cette phase n'est daté du {jour(day)}", f"ceux qu'elle a : {days}")
    counted = [rank for rank, item in dated.items() if item.hypothese is None]
    if not counted:
        assumed = next(iter(dated.values()))
        message = (
            f"le comptage du {jour(assumed.date)} est supposé ({cite(assumed.hypothese or '')}) : il ne se valide pas"
        )
        raise RefusError(message, "« convention quantifier » écrit ce qui est compté")
    return counted
