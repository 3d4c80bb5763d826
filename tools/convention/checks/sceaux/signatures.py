"""SIG001 to SIG004: seals are signed by the functions that must sign them, with the keys that the revision names.

Knows: verified signatures, `catalogue/signataires.yaml`. Must not know: how a signature is verified
(`loading.ecrits.signatures`), what a sealed file says. Against a proposal that would bring its own keys, see
`compare.sceaux.signatures`: what is said here is only what one revision says of itself.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from convention.base.diagnostic import meant
from convention.base.french import cite, jour, nearest
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import repeats
from convention.checks.cadre.lieux import Constat, diagnostic, of_file, signal
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.gouvernance import Signataires
from convention.model.ecrits.signatures import read_sealed_path, signature_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import CleDeSignature
    from convention.model.ecrits.signatures import Signature, Signes

SIGNATAIRES = path_of(Signataires)
UNE_AUTRE_CLE = "faire signer la fonction, avec une clé qui sert encore"
_REFAIRE = "rétablir le fichier et sa signature (git restore), ou la retirer et faire signer de nouveau"


@controle("SIG001", "SIG002")
def signed(depot: Depot) -> Iterator[Diagnostic]:
    """SIG001, SIG002: a signature that does not hold, or of whom nothing says that they sign this."""
    if SIGNATAIRES in depot.illisibles:
        return
    for item in depot.signes.signatures:
        found = refusal(item, depot.vie.signataires, SIGNATAIRES)
        if found is not None:
            yield found


@controle("SIG003")
def missing(depot: Depot) -> Iterator[Diagnostic]:
    """SIG003: a seal that must be signed, and is not by all."""
    signataires = depot.vie.signataires
    for path in depot.signes.scelles if signataires is not None else ():
        scelle = read_sealed_path(path)
        if signataires is not None and scelle is not None:
            yield from unsigned(depot.signes, path, signataires, signataires.demandes(scelle))


def unsigned(signes: Signes, path: str, signataires: Signataires, asked: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield the signatures that a seal lacks, of the functions that must have signed it, by the keys trusted."""
    there = {item.fonction for item in signes.signatures if item.fichier == path}
    for fonction in asked:
        if fonction not in there:
            who = f"{name_of(signataires, fonction)} doit signer ce sceau, et sa signature n'y est pas"
            written = signature_path(path, fonction)
            hint = f"la fonction signe par « convention signer {path} --cle … », qui écrit {written}"
            yield diagnostic("SIG003", of_file(path), who, hint)


@controle("SIG004")
def contradictory(depot: Depot) -> Iterator[Constat]:
    """SIG004: a demand that names nobody, two demands at once, a key that is not one, or that two functions share."""
    document = depot.vie.signataires
    if document is None:
        return
    for (first, _), (index, item) in repeats(enumerate(document.exigences), lambda one: one[1].identite()):
        said, again = (Reference(SIGNATAIRES, ("exigences", rang)) for rang in (first, index))
        message = f"ce qui est demandé des {item.sceaux.bref} depuis {cite(item.depuis)} est déjà dit"
        yield signal("SIG004", again, message, "garder une seule des deux lignes", (said, "la première fois"))
    for index, item in enumerate(document.exigences):
        for rank, fonction in enumerate(item.signataires):
            if fonction not in document.signataires:
                lieu = Reference(SIGNATAIRES, ("exigences", index, "signataires", rank))
                hint = meant(fonction, document.signataires) or "l'ajouter à « signataires », avec sa clé"
                yield signal("SIG004", lieu, f"le signataire {cite(fonction)} n'est pas déclaré", hint)
    yield from _keys(document)


def refusal(signature: Signature, signataires: Signataires | None, source: str) -> Diagnostic | None:
    """Say why a signature counts for nothing, by the keys of the revision that is trusted; None when it counts.

    `source` says where they are: the file, and the revision when it is another one.
    """
    lieu = of_file(signature.path)
    scelle = read_sealed_path(signature.fichier)
    if signataires is None or scelle is None:
        message = f"cette signature n'est celle de personne : {source} n'existe pas"
        return diagnostic(
            "SIG002", lieu, message, f"y déclarer qui signe, et avec quelle clé, ou retirer {signature.path}"
        )
    if signature.fonction not in signataires.admis(scelle.genre):
        message = f"{cite(signature.fonction)} n'est pas de ceux qui signent les {scelle.genre.bref} ({source})"
        hint = nearest(signature.fonction, signataires.admis(scelle.genre)) or "retirer cette signature"
        return diagnostic("SIG002", lieu, message, hint)
    if not signature.cle:
        return diagnostic("SIG001", lieu, f"cette signature ne tient pas : {signature.probleme}", _REFAIRE)
    cle = signataires.cle(signature.fonction, signature.cle)
    who = name_of(signataires, signature.fonction)
    if cle is None:
        message = f"cette signature est faite par une clé ({signature.cle}) qui n'est pas de {who} ({source})"
        return diagnostic("SIG002", lieu, message, "faire signer la fonction, avec sa clé")
    if cle.fin is not None and scelle.debut is not None and cle.fin <= scelle.debut:
        message = f"cette clé de {who} ne signe plus depuis le {jour(cle.fin)} : elle n'a pas pu signer ce sceau"
        return diagnostic("SIG002", lieu, message, UNE_AUTRE_CLE)
    return None


def name_of(signataires: Signataires, fonction: str) -> str:
    """Name a function as the data does."""
    signataire = signataires.signataires.get(fonction)
    return cite(signataire.fonction if signataire is not None else fonction)


def _keys(document: Signataires) -> Iterator[Constat]:
    keys = [
        (cle, Reference(SIGNATAIRES, ("signataires", nom, "cles", rank, "cle")))
        for nom, signataire in document.signataires.items()
        for rank, cle in enumerate(signataire.cles)
    ]
    for cle, here in keys:
        if not _is_of_its_sort(cle):
            message = "cette clé n'est pas de la sorte que dit son premier mot"
            yield signal("SIG004", here, message, "recopier la clé publique (fichier .pub)")
    for (_, first), (_, here) in repeats(keys, lambda item: item[0].empreinte):
        message = "cette clé est déclarée deux fois : rien ne dirait qui a signé"
        yield signal("SIG004", here, message, "une clé par fonction, une fois", (first, "la première fois"))


def _is_of_its_sort(cle: CleDeSignature) -> bool:
    sort, _, text = cle.cle.partition(" ")
    return base64.b64decode(text).startswith(len(sort).to_bytes(4, "big") + sort.encode())
