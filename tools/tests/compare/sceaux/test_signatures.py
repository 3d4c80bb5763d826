"""What a proposal seals is signed with the keys of its base: those that it brings sign for nobody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.checks.sceaux.signatures import UNE_AUTRE_CLE
from convention.compare.sceaux.signatures import Confiance, refused, told
from convention.model.ecrits.signatures import Signature, Signes, signature_path
from tests.checks.depots import mini
from tests.checks.sceaux.test_signatures import EMPREINTE, FINANCES
from tests.cles_ssh import ENTETE
from tests.espaces import espaces

if TYPE_CHECKING:
    from convention.model.depot import Depot

DOCUMENT = f"""{ENTETE}signataires:
  finances: {{fonction: Direction des finances, cles: [{{cle: {FINANCES}, fin: 2028-07-01}}]}}
exigences: [{{sceaux: appels, depuis: 2027-10, signataires: [finances]}}]
"""
AVRIL, OCTOBRE = "pricing/appels/2027-04.json", "pricing/appels/2027-10.json"
JOUR = date(2027, 10, 15)


def _depot(*signatures: Signature, scelles: dict[str, str] | None = None) -> Depot:
    return mini()._replace(signes=Signes(scelles or {}, signatures))


def _confiance(document: str | None = DOCUMENT) -> Confiance:
    files = {"catalogue/signataires.yaml": document} if document is not None else {}
    return Confiance("main", mini(files=files).vie.signataires)


def _signature(fichier: str, cle: str = EMPREINTE, contenu: str = "1") -> Signature:
    return Signature(signature_path(fichier, "finances"), fichier, "finances", contenu, "0", cle)


def _codes(base: Depot, head: Depot, confiance: Confiance | None = None, jour: date = JOUR) -> list[str]:
    return [f"{item.code} {item.span.path}" for item in refused(base, head, confiance or _confiance(), jour)]


VIDE = _depot()
SIGNE = _depot(_signature(OCTOBRE), scelles={OCTOBRE: "0"})


def test_what_is_sealed_and_signed_with_a_key_of_the_base_passes_and_is_told() -> None:
    assert _codes(VIDE, SIGNE) == []
    assert [espaces(item) for item in told(VIDE, SIGNE, _confiance())] == [
        f"{OCTOBRE} est signé par « Direction des finances » (clés de main)"
    ]


def test_what_is_already_there_is_not_told_again() -> None:
    assert told(SIGNE, SIGNE, _confiance()) == ()


@pytest.mark.parametrize("document", [None, DOCUMENT.replace(FINANCES, FINANCES.replace("IL4bqzgD", "IL5bqzgD"))])
def test_a_key_that_the_base_does_not_know_signs_for_nobody(document: str | None) -> None:
    assert _codes(VIDE, SIGNE, _confiance(document)) == [f"SIG002 {OCTOBRE}.finances.sig"]


def test_a_seal_that_enters_unsigned_is_refused_whatever_the_proposal_asks() -> None:
    assert _codes(VIDE, _depot(scelles={OCTOBRE: "0"})) == [f"SIG003 {OCTOBRE}"]


def test_a_seal_from_before_the_demand_enters_unsigned() -> None:
    assert _codes(VIDE, _depot(scelles={AVRIL: "0"})) == []


def test_an_old_seal_that_comes_is_signed_as_the_last_one_is() -> None:
    head = _depot(_signature(OCTOBRE), scelles={OCTOBRE: "0", AVRIL: "2"})
    assert _codes(SIGNE, head) == [f"SIG003 {AVRIL}"]


def test_an_old_seal_that_changes_is_signed_as_the_last_one_is() -> None:
    base = _depot(_signature(OCTOBRE), scelles={OCTOBRE: "0", AVRIL: "0"})
    head = _depot(_signature(OCTOBRE), scelles={OCTOBRE: "0", AVRIL: "1"})
    assert _codes(base, head) == [f"SIG003 {AVRIL}"]


SIG = f"{OCTOBRE}.finances.sig"
D_UN_AUTRE = "qui n'est pas de « Direction des finances » (catalogue/signataires.yaml de main)"


@pytest.mark.parametrize(
    ("base", "head", "jour", "said"),
    [
        (
            SIGNE,
            _depot(scelles={OCTOBRE: "0"}),
            JOUR,
            [f"{OCTOBRE}:1:1", "SIG003", f"la signature {SIG} est retirée, et le fichier qu'elle signe reste"],
        ),
        (
            VIDE,
            SIGNE,
            date(2028, 7, 1),
            [f"{SIG}:1:1", "SIG002", "cette clé ne signe plus depuis le 1er juillet 2028"],
        ),
        (
            VIDE,
            _depot(_signature(OCTOBRE, "SHA256:autre"), scelles={OCTOBRE: "0"}),
            JOUR,
            [f"{SIG}:1:1", "SIG002", f"cette signature est faite par une clé (SHA256:autre) {D_UN_AUTRE}"],
        ),
    ],
    ids=["taken away", "retired", "unknown key"],
)  # fmt: skip
def test_each_refusal_says_where_why_and_what_to_do(base: Depot, head: Depot, jour: date, said: list[str]) -> None:
    (found,) = refused(base, head, _confiance(), jour)
    assert [str(found.span), found.code, espaces(found.message)] == said
    assert (found.pointer, bool(found.hint)) == ((), True)


def test_what_to_do_is_to_put_back_a_signature_or_to_sign_with_another_key() -> None:
    hints = [
        item.hint
        for base, head, jour in ((SIGNE, _depot(scelles={OCTOBRE: "0"}), JOUR), (VIDE, SIGNE, date(2028, 7, 1)))
        for item in refused(base, head, _confiance(), jour)
    ]
    assert hints == [f"rétablir {SIG}", UNE_AUTRE_CLE]


def test_what_is_already_signed_does_not_hide_what_enters_after_it() -> None:
    known, wrong = _signature(AVRIL), _signature(OCTOBRE, "SHA256:autre")
    base = _depot(known, scelles={AVRIL: "0"})
    head = _depot(known, wrong, scelles={AVRIL: "0", OCTOBRE: "0"})
    assert _codes(base, head) == [f"SIG002 {OCTOBRE}.finances.sig"]


def test_the_last_seal_of_a_kind_is_the_last_one_in_time() -> None:
    # Named in the order of their files, « 10 » would come before « 9 ».
    demand = f"""{ENTETE}signataires:
  finances: {{fonction: Direction des finances, cles: [{{cle: {FINANCES}, fin: 2028-07-01}}]}}
exigences: [{{sceaux: avenants, depuis: "10", signataires: [finances]}}]
"""
    nine, ten = (f"catalogue/avenants/{numero}/avenant.json" for numero in (9, 10))
    # What another kind sealed last, which nobody signs, says nothing of this one.
    others = {ten: "0", "pricing/clotures/2099.json": "0"}
    head, base = _depot(scelles={**others, nine: "1"}), _depot(scelles={**others, nine: "0"})
    assert _codes(base, head, _confiance(demand)) == [f"SIG003 {nine}"]


def test_a_signature_made_again_is_judged_again() -> None:
    head = _depot(_signature(OCTOBRE, "SHA256:autre", "2"), scelles={OCTOBRE: "0"})
    assert _codes(SIGNE, head) == [f"SIG002 {OCTOBRE}.finances.sig"]


@pytest.mark.parametrize(
    ("jour", "codes"),
    [(date(2028, 6, 30), []), (date(2028, 7, 1), [f"SIG002 {OCTOBRE}.finances.sig"])],
)
def test_a_key_signs_what_enters_until_its_end_whatever_the_seal_says_of_its_day(jour: date, codes: list[str]) -> None:
    assert _codes(VIDE, SIGNE, jour=jour) == codes


def test_what_entered_before_the_end_of_its_key_stays() -> None:
    assert _codes(SIGNE, SIGNE, jour=date(2040, 1, 1)) == []


def test_without_keys_and_without_signatures_nothing_is_asked() -> None:
    assert _codes(VIDE, _depot(scelles={OCTOBRE: "0"}), _confiance(None)) == []
