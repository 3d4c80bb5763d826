"""What each rule of the tool comes from in a convention: its articles and annexes, cited as sentences need them.

Knows: the table that a convention gives, how French cites clauses. Must not know: what any clause says.
"""

from __future__ import annotations

from convention.base.appellation import Appellation, appellation
from convention.base.french import enumere, majuscule
from convention.model.cadre.champs import Modele, field_called, textes
from convention.model.cadre.renvois import ClauseCitee

_PREAMBULE = "préambule"


class Clauses(Modele):
    """The clause that each rule comes from; nothing is cited for a rule that has none."""

    catalogue: ClauseCitee | None = textes("Le catalogue de services", None)
    organigramme: ClauseCitee | None = textes("L'organigramme", None)
    forfait: ClauseCitee | None = textes("Le forfait", None)
    prerequis: ClauseCitee | None = textes("Les prérequis des services", None, nomme="les modalités de tarification")
    tarifs: ClauseCitee | None = textes("Les lignes de tarif et leurs clés", None)
    axes: ClauseCitee | None = textes("Les axes stratégiques", None)
    objet: ClauseCitee | None = textes("L'objet", None)
    fondement: ClauseCitee | None = textes("Le fondement", None)
    souscription: ClauseCitee | None = textes("La souscription et l'activation d'un service", None)
    adhesion: ClauseCitee | None = textes("L'adhésion", None)
    service: ClauseCitee | None = textes("Ce que fait l'équipe du gestionnaire", None)
    adherents: ClauseCitee | None = textes("Ce que fait un adhérent : ses fonctions, ses besoins", None)
    documents: ClauseCitee | None = textes("Le partage des documents", None, nomme="les documents partagés")
    gouvernance: ClauseCitee | None = textes("La gouvernance, et qui porte les services", None, nomme="la gouvernance")
    suivi: ClauseCitee | None = textes("Le suivi de la convention et son rapport", None)
    groupe_projet: ClauseCitee | None = textes("Le groupe projet", None)
    redevances: ClauseCitee | None = textes("Les contributions et la transparence des coûts", None)
    couts_directs: ClauseCitee | None = textes("Les coûts directs", None)
    couts_indirects: ClauseCitee | None = textes("Les coûts indirects et leurs clés", None)
    methode_de_calcul: ClauseCitee | None = textes(
        "Ce qui engage : les modalités de calcul, non les montants estimés", None
    )
    appels: ClauseCitee | None = textes("Les appels à contribution et la clôture", None)
    securite: ClauseCitee | None = textes("La sécurité", None)
    donnees_personnelles: ClauseCitee | None = textes("Les données personnelles", None)
    violations: ClauseCitee | None = textes("Les violations de données, et qui en est prévenu", None)
    desaccords: ClauseCitee | None = textes(
        "Les désaccords, par lesquels le paiement du service contesté peut être suspendu", None, nomme="les désaccords"
    )
    avenants: ClauseCitee | None = textes("Les avenants", None)
    resiliation: ClauseCitee | None = textes("La résiliation", None)
    reconduction: ClauseCitee | None = textes("La durée et la reconduction", None)

    def de(self, *regles: str) -> tuple[str, ...]:
        """Return the clauses of these rules, each once."""
        return tuple(dict.fromkeys(clause for regle in regles if (clause := getattr(self, regle)) is not None))

    @property
    def annexees(self) -> bool:
        """Whether one of the rules comes from an annexe: the convention has some."""
        return any(clause.startswith("annexe") for clause in self.de(*type(self).model_fields))

    def citees(self, *regles: str) -> str:
        """Cite the clauses of these rules: « articles 8 et 8.3, annexe 3 »; empty when there is none."""
        series: dict[str, list[str]] = {"article": [], "annexe": []}
        for clause in self.de(*regles):
            word, _, number = clause.partition(" ")
            series.setdefault(word, []).append(number)
        ordered = {word: sorted(numbers, key=_ranked) for word, numbers in series.items() if numbers}
        told = (f"{word}{'s' if len(numbers) > 1 else ''} {enumere(numbers)}" for word, numbers in ordered.items())
        return ", ".join(text.rstrip() for text in told)

    def abregees(self, *regles: str) -> str:
        """Cite them where there is little room: « art. 8, annexes 3 et 4 »."""
        return self.citees(*regles).replace("articles ", "art. ").replace("article ", "art. ")

    def selon(self, *regles: str) -> str:
        """Cite them after a statement: «  (article 8.3) »; empty when there is none."""
        told = self.citees(*regles)
        return f" ({told})" if told else ""

    def ensuite(self, *regles: str) -> str:
        """Cite them after the name of the convention: « , article 8.3 »; empty when there is none."""
        told = self.citees(*regles)
        return f", {told}" if told else ""

    def du_texte(self, *regles: str) -> str:
        """Cite them as a source: « annexe 2 de la convention »; empty when there is none."""
        told = self.citees(*regles)
        return f"{told} de la convention" if told else ""

    def titre(self, regle: str, titre: str = "", entre: str = ", ") -> str:
        """Head what a clause says: « Annexe 5, axes stratégiques »; « Axes stratégiques » when it has none."""
        told, titre = self.citees(regle), titre or field_called(Clauses, regle).nu
        return majuscule(f"{told}{entre}{titre}" if told else titre)

    def nom(self, regle: str) -> Appellation:
        """Name the clause of a rule, or the convention when it has none: « l'annexe 4 », « la convention »."""
        clause = getattr(self, regle)
        if clause is None:
            return appellation("la convention")
        return appellation(f"le {clause}" if clause == _PREAMBULE else f"l'{clause}")


def _ranked(number: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in number.split(".") if part]
