"""What reading what the tool wrote promises for any bytes: refused, or exactly what it would write again.

Knows: sealed files, kept avenants, series. Must not know: how bytes are found.
A seal is no secret: whoever changes a file can make it again. It is made again here, so that the search goes behind it.
"""

from __future__ import annotations

from convention.loading.ecrits.avenants_consignes import read_kept
from convention.loading.ecrits.sceaux import read_seal
from convention.loading.ecrits.series import read_series
from convention.model.ecrits.avenants_consignes import AvenantConsigne, Contenu, Provenance
from convention.model.ecrits.sceaux import EMPREINTE, LigneScellee, Rectification, Sceau, sha256
from fuzz.lectures import check_places

APPEL, CLOTURE = "pricing/appels/2026-04.json", "pricing/clotures/2025.json"
CONSIGNE = "catalogue/avenants/1/avenant.json"
SERIE = "pricing/releves/2026/parc.csv"
_LIGNE = LigneScellee(
    *("laxou", 2026, "acompte", "S04", "copieurs", "indirect_annuel", "fonctionnement", "35/6"), 1_000, 0, -500
)
_SOLDE = _LIGNE._replace(volet="solde", anterieur=400, montant=600)
_CLOSE = _LIGNE._replace(exercice=2025, volet="cloture", montant=1_000)
_MONTANT = {
    "exercice": "2027",
    "adherent": "laxou",
    "nature": "indirect_annuel",
    "section": "fonctionnement",
    "avant": "0.00",
    "apres": "-12.50",
}


def read_sealed(content: bytes) -> None:
    """Read a text as a call and as a closing, as it is, then with its seal made again."""
    for path in (APPEL, CLOTURE):
        for text in (content, _sealed(content)):
            sceau, diagnostics = read_seal(path, text)
            assert (sceau is None) is bool(diagnostics)
            assert sceau is None or sceau.texte().encode() == text
            check_places(diagnostics, {path: text})


def _sealed(content: bytes) -> bytes:
    body = content.partition(EMPREINTE.encode())[0]
    return body + f'{EMPREINTE}{sha256(body)}"\n}}\n'.encode()


def seals() -> tuple[bytes, ...]:
    """Return a sound call, and a sound closing."""
    correction = Rectification("2026-11-20", '« deux fois », \\ "', *_CLOSE.identite, 100, -200)
    call = Sceau("2026-04", "2026-04-15", "demonstration", (_LIGNE, _SOLDE))
    closing = Sceau("2025", "2026-04-10", "convention", (_CLOSE,), (correction,))
    return tuple(item.texte().encode() for item in (call, closing))


def read_amendment(content: bytes) -> None:
    """Read a text as a kept avenant."""
    avenant, diagnostics = read_kept(CONSIGNE, content)
    assert (avenant is None) is bool(diagnostics)
    assert avenant is None or avenant.texte().encode() == content
    check_places(diagnostics, {CONSIGNE: content})


def amendments() -> tuple[bytes, ...]:
    """Return sound avenants, with and without where they come from."""
    contenu = Contenu(("Le forfait passe de 700 € à 710,60 €.", "Laxou prend S09."), (_MONTANT,))
    origins = (None, Provenance("a" * 40, "b" * 40, "0.4.0"))
    levels = ("public", "adherents")
    return tuple(AvenantConsigne(1, contenu, levels, origin).texte().encode() for origin in origins)


def read_counts(content: bytes) -> None:
    """Read a text as a series of counts."""
    serie, diagnostics = read_series(SERIE, content)
    assert (serie is None) is bool(diagnostics)
    assert serie is None or serie.texte().encode() == content
    check_places(diagnostics, {SERIE: content})
