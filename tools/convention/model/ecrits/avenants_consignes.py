"""What an avenant proposes, kept beside its document: its sentences, its amounts, their seal (art. 12).

Knows: their shape, their canonical text. Must not know: how they are found (`reports.comparaison`), how a file is read.
`catalogue/avenants/<numéro>/avenant.json` is written by the tool only: one line of text a sentence, or an amount, so
that a change shows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import INSECABLE
from convention.base.money import read_decimal
from convention.model.ecrits.sceaux import json_rows, json_text, sha256
from convention.model.valeurs.chemins import AVENANTS

if TYPE_CHECKING:
    from collections.abc import Callable

COLONNES = ("exercice", "adherent", "nature", "section", "avant", "apres")
"""Fields of an amount, in their order."""


class Contenu(NamedTuple):
    """What a seal covers."""

    phrases: tuple[str, ...]
    montants: tuple[dict[str, str], ...]
    """Per exercice, adherent, nature and section: amounts before and after, in euros; only those whom it moves."""

    @property
    def empreinte(self) -> str:
        """The seal: 64 hexadecimal digits."""
        document = {"phrases": self.phrases, "montants": self.montants}
        text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode())


class Provenance(NamedTuple):
    """Printed beside the seal, and not covered by it."""

    base: str
    """Commit, 40 hexadecimal digits."""
    proposition: str
    outil: str
    """Version of the tool."""


class AvenantConsigne(NamedTuple):
    """An avenant as it was drawn up."""

    numero: int
    contenu: Contenu
    niveaux: tuple[str, ...]
    """Who may read each sentence: `public` or `adherents`."""
    provenance: Provenance | None = None
    """None in the data: no file can name the commit that holds it."""
    sujets: tuple[str | None, ...] | None = None
    """What each sentence begins by saying that it is about; None for the avenant itself, which its own document tells.

    None in all when it was kept before they were (version 1).
    """
    services: tuple[tuple[str, ...], ...] | None = None
    """The services that each sentence changes; None when it was kept before they were."""
    cas: tuple[str, ...] | None = None
    """The cases of a visa (`CasVisa`) that its changes are; None when it was kept before they were."""
    appels: tuple[str, ...] = ()
    """What calls would ask in advance, otherwise than they do: a sentence each."""

    def presente(self, cas: str) -> bool | None:
        """Tell whether its changes are a case of a visa; None when it was not kept."""
        return cas in self.cas if self.cas is not None else None

    def compte(self, du: Callable[[int, str], int]) -> bool:
        """Tell whether what each owes of an exercice, in cents, counts it.

        Something else may have moved since it was drawn up: somebody owes what it said, and nobody what it changes.
        """
        sums: dict[tuple[int, str], list[int]] = {}
        for row in self.contenu.montants:
            sides = sums.setdefault((int(row["exercice"]), row["adherent"]), [0, 0])
            for rang, side in enumerate(("avant", "apres")):
                sides[rang] += read_decimal(row[side])
        today = [(du(*place), before, after) for place, (before, after) in sums.items() if before != after]
        return any(cents == after for cents, _, after in today) and all(cents != before for cents, before, _ in today)

    def change(self, exercice: int) -> bool:
        """Tell whether it changes what somebody owes of an exercice, on one line at least."""
        return any(row["avant"] != row["apres"] for row in self.contenu.montants if row["exercice"] == str(exercice))

    @property
    def sujets_dits(self) -> tuple[str | None, ...]:
        """What each sentence is about; empty where it was not kept."""
        return self.sujets if self.sujets is not None else ("",) * len(self.contenu.phrases)

    @property
    def services_dits(self) -> tuple[tuple[str, ...] | None, ...]:
        """The services that each sentence changes; None where they were not kept."""
        return self.services if self.services is not None else (None,) * len(self.contenu.phrases)

    @property
    def path(self) -> str:
        """Where it is kept."""
        return chemin(self.numero)

    def texte(self) -> str:
        """Return its file, byte for byte."""
        return "\n".join(
            [
                "{",
                *(f" {json_text(key)}: {json_text(value)}," for key, value in self._head().items()),
                ' "phrases": [',
                *json_rows(self.contenu.phrases),
                " ],",
                ' "montants": [',
                *json_rows({nom: row[nom] for nom in COLONNES} for row in self.contenu.montants),
                " ],",
                f' "empreinte": {json_text(self.contenu.empreinte)}',
                "}",
                "",
            ]
        )

    @property
    def ligne_cas(self) -> int:
        """The line of the file, from 1, where its cases stand."""
        return self.ligne_phrase(0) - 2

    def ligne_phrase(self, rang: int) -> int:
        """Return the line of the file, from 1, where a sentence stands."""
        return len(self._head()) + 3 + rang

    def ligne_montant(self, rang: int) -> int:
        """Return the line of the file where an amount stands."""
        return self.ligne_phrase(len(self.contenu.phrases)) + 2 + rang

    def _head(self) -> dict[str, object]:
        head: dict[str, object] = {"version": 1 if self.sujets is None else 2, "numero": self.numero}
        head |= self.provenance._asdict() if self.provenance is not None else {}
        head |= {"appels": self.appels} if self.appels else {}
        told = {nom: getattr(self, nom) for nom in ("niveaux", "sujets", "services", "cas")}
        return head | {nom: value for nom, value in told.items() if value is not None}


def chemin(numero: int | str) -> str:
    """Return where the sentences and amounts of an avenant are kept."""
    return f"{AVENANTS}{numero}/avenant.json"


def avenant_title(numero: int | str) -> str:
    """Name an avenant, as the sentences about it begin."""
    return f"Avenant n°{INSECABLE}{numero}"
