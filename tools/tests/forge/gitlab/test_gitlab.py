"""What our client asks GitLab is what python-gitlab asks for the same gesture; what is answered is as documented."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import gitlab
import pytest

from convention.forge.client import Client, ForgeError
from convention.forge.forge import Contenu, Demande, Ecrit, Ouverte, Pointe, Sujet, Texte, Ticket
from convention.forge.gitlab.api import GitLab, as_written, inert
from tests.forge.api import DEPOT, JETON, Requete, served
from tests.forge.description import laid
from tests.forge.gitlab.api_gitlab import BRANCHE, CHANGEMENT, COMPTE, DEMANDE, FICHIER, MEMBRE, NOTE, STATUT, TICKET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gitlab.v4.objects import Project


SHA, BASE = "a" * 40, "b" * 40
DEPUIS = datetime(2026, 9, 9, 5, 30, tzinfo=UTC)
FICHIERS = {"adherents/bruyere/quantites/2026.yaml": "valeurs: {postes: 31}\n"}
CONTENU = Contenu(BASE, "Formulaire n° 12", FICHIERS)
TEXTE = Texte("Formulaire n° 12 : Bruyère", "Ce qui change")
NOTRE = laid(DEMANDE, {"iid": 7, "sha": SHA, "title": "Autre titre"})


class Guichet:
    """Answers what is asked in turn, and keeps what was asked."""

    def __init__(self) -> None:
        self.adresse = ""
        self.entetes: Mapping[str, str] = {}
        self.requetes: list[Requete] = []
        self.fautes: list[str] = []
        self.reponses: list[tuple[int, object]] = []
        self.demandes: list[tuple[str, str, dict[str, str], object]] = []

    def servir(self, requete: Requete, document: object) -> tuple[int, object, Mapping[str, str]]:
        self.demandes.append((*requete, document))
        return (*self.reponses.pop(0), {})


@pytest.fixture
def guichet() -> Iterator[Guichet]:
    with served(Guichet()) as running:
        yield running


@pytest.fixture
def nous(guichet: Guichet) -> GitLab:
    return GitLab(Client(f"{guichet.adresse}/api/v4", JETON), DEPOT, "https://forge.exemple")


@pytest.fixture
def eux(guichet: Guichet) -> Project:
    return gitlab.Gitlab(guichet.adresse, oauth_token=JETON, per_page=100).projects.get(DEPOT, lazy=True)


def _commit(projet: Project, **more: object) -> object:
    (path, text), *_ = FICHIERS.items()
    actions = [{"action": "create", "file_path": path, "content": text}]
    base = {"branch": "formulaire-12", "start_sha": BASE, "commit_message": CONTENU.message, "actions": actions}
    return projet.commits.create({**base, **more})


def _rewritten(projet: Project) -> object:
    item = projet.mergerequests.list(state="opened", source_branch="formulaire-12", page=1, get_all=False)[0]
    item.title, item.description = TEXTE
    return item.save()


def _note(projet: Project, numero: int) -> None:
    note = projet.mergerequests.get(7, lazy=True).notes.get(numero, lazy=True)
    note.body = "Bonjour"
    note.save()


GESTES: dict[str, tuple[Callable[[GitLab], object], Callable[[Project], object], list[tuple[int, object]], object]] = {
    "le compte du jeton": (
        lambda nous: nous.auteur(),
        lambda eux: eux.manager.gitlab.auth(),
        [(200, COMPTE)],
        "john_smith",
    ),
    "les demandes d'un commit": (
        lambda nous: nous.demandes(SHA),
        lambda eux: eux.mergerequests.list(state="opened", page=1, get_all=False),
        [(200, [NOTRE, DEMANDE])],
        (Demande(7, SHA, "main"),),
    ),
    "les commentaires": (
        lambda nous: [item.auteur for item in nous.commentaires(Sujet(7))],
        lambda eux: eux.mergerequests.get(7, lazy=True).notes.list(page=1, get_all=False),
        [(200, [NOTE])],
        ["pipin"],
    ),
    "commenter": (
        lambda nous: nous.commenter(Sujet(7), "Bonjour"),
        lambda eux: eux.mergerequests.get(7, lazy=True).notes.create({"body": "Bonjour"}),
        [(201, NOTE)],
        None,
    ),
    "récrire un commentaire": (
        lambda nous: nous.commenter(Sujet(7), "Bonjour", 302),
        lambda eux: _note(eux, 302),
        [(200, NOTE)],
        None,
    ),
    "répondre sous un formulaire": (
        lambda nous: nous.commenter(Sujet(12, formulaire=True), "Bonjour"),
        lambda eux: eux.issues.get(12, lazy=True).notes.create({"body": "Bonjour"}),
        [(201, NOTE)],
        None,
    ),
    "le statut d'un commit": (
        lambda nous: nous.marquer(SHA, etabli=False, texte="non"),
        lambda eux: eux.commits.get(SHA, lazy=True).statuses.create(
            {"state": "failed", "name": "Commentaire", "description": "non"}
        ),
        [(201, STATUT)],
        None,
    ),
    "le droit d'un compte": (
        lambda nous: nous.may_write("1"),
        lambda eux: eux.members_all.get(1),
        [(200, MEMBRE)],
        True,
    ),
    "l'état d'un formulaire": (
        lambda nous: nous.is_open(12),
        lambda eux: eux.issues.get(12),
        [(200, TICKET)],
        False,
    ),
    "les formulaires ouverts": (
        lambda nous: nous.ouverts("pipin", DEPUIS),
        lambda eux: eux.issues.list(
            author_username="pipin", updated_after="2026-09-09T05:30:00Z", page=1, get_all=False
        ),
        [(200, [laid(TICKET, {"author": {"username": "pipin"}}), laid(TICKET, {"author": {"username": "autre"}})])],
        (Ticket(1, "Ut commodi ullam eos dolores perferendis nihil sunt."),),
    ),
    "ouvrir un formulaire": (
        lambda nous: nous.ouvrir(TEXTE),
        lambda eux: eux.issues.create({"title": TEXTE.titre, "description": TEXTE.corps}),
        [(201, TICKET)],
        1,
    ),
    "la pointe d'une branche": (
        lambda nous: nous.pointe("avenant/2027"),
        lambda eux: eux.branches.get("avenant/2027"),
        [(200, BRANCHE)],
        Pointe(
            "7b5c3cc8be40ee161ae89a06bba6229da1032a0c",
            "add projects API",
            ("4ad91d3c1144c406e50c7b33bae684bd6837faf8",),
        ),
    ),
    "une branche neuve": (
        lambda nous: nous.ecrire("formulaire-12", CONTENU, None),
        lambda eux: _commit(_absent(eux)),
        [(404, {}), (201, {})],
        Ecrit.CREEE,
    ),
    "une branche refaite": (
        lambda nous: nous.ecrire("formulaire-12", CONTENU, Pointe(SHA, CONTENU.message, (SHA,))),
        lambda eux: _commit(_absent(eux), force=True),
        [(404, {}), (201, {})],
        Ecrit.REMPLACEE,
    ),
    "une branche déjà à jour": (
        lambda nous: nous.ecrire("formulaire-12", CONTENU, Pointe(SHA, CONTENU.message, (BASE,))),
        lambda eux: (eux.repository_compare(BASE, SHA), eux.files.get(next(iter(FICHIERS)), SHA)),
        [
            (200, {"diffs": [laid(CHANGEMENT, dict.fromkeys(("old_path", "new_path"), next(iter(FICHIERS))))]}),
            (200, laid(FICHIER, {"content_sha256": sha256(next(iter(FICHIERS.values())).encode()).hexdigest()})),
        ],
        Ecrit.INCHANGEE,
    ),
    "ouvrir une demande": (
        lambda nous: nous.proposer("formulaire-12", "main", TEXTE, None),
        lambda eux: eux.mergerequests.create(
            {
                "title": TEXTE.titre,
                "description": TEXTE.corps,
                "source_branch": "formulaire-12",
                "target_branch": "main",
            }
        ),
        [(201, NOTRE)],
        7,
    ),
    "récrire la demande d'une branche": (
        lambda nous: nous.proposer("formulaire-12", "main", TEXTE, nous.proposee("formulaire-12")),
        _rewritten,
        [(200, [NOTRE]), (200, NOTRE)],
        7,
    ),
}


def _absent(projet: Project) -> Project:
    with pytest.raises(gitlab.GitlabGetError):
        projet.files.get(next(iter(FICHIERS)), BASE)
    return projet


@pytest.mark.parametrize("geste", GESTES)
def test_a_gesture_asks_what_a_client_written_by_others_asks(
    guichet: Guichet, nous: GitLab, eux: Project, geste: str
) -> None:
    ours, theirs, reponses, expected = GESTES[geste]
    guichet.reponses = [*reponses]
    assert ours(nous) == expected
    asked, guichet.demandes, guichet.reponses = guichet.demandes, [], [*reponses]
    theirs(eux)
    assert asked == guichet.demandes
    assert guichet.reponses == []


def test_no_line_of_ours_is_an_order_given_to_the_forge(guichet: Guichet, nous: GitLab) -> None:
    written = "texte\n/merge\n\n  /close\nsur /pricing/\n"
    assert inert(written) == "texte\n\\/merge\n\n  \\/close\nsur /pricing/\n"
    assert as_written(inert(written)) == written
    texte = Texte("titre", "### Source\n\n/label ~x")
    guichet.reponses = [(201, NOTE), (200, NOTE), (201, NOTRE), (201, TICKET)]
    nous.commenter(Sujet(7), "/merge")
    nous.commenter(Sujet(7), "/merge", 302)
    nous.proposer("formulaire-12", "main", texte, None)
    nous.ouvrir(texte)
    bodies = [text for *_, given in guichet.demandes if isinstance(given, dict) for text in given.values()]
    assert [text for text in bodies if re.search(r"^\s*/", text, re.MULTILINE)] == []


def test_the_demande_of_a_fork_is_not_ours_though_its_branch_has_the_same_name(guichet: Guichet, nous: GitLab) -> None:
    guichet.reponses = [(200, [laid(NOTRE, {"source_project_id": 99}), laid(NOTRE, {"iid": 8})])]
    assert nous.proposee("formulaire-12") == Ouverte(8, Texte("Autre titre", "fixed login page css paddings"))


@pytest.mark.parametrize(
    ("reponse", "droit"),
    [
        ((200, laid(MEMBRE, {"access_level": 20})), False),
        ((200, laid(MEMBRE, {"access_level": 40})), True),
        ((200, laid(MEMBRE, {"username": "project_5_bot_3f1c", "access_level": 40})), False),
        ((404, {"message": "404 Not found"}), False),
    ],
)
def test_a_developer_may_write_a_reporter_a_machine_or_a_stranger_may_not(
    guichet: Guichet, nous: GitLab, reponse: tuple[int, object], droit: object
) -> None:
    guichet.reponses = [reponse]
    assert nous.may_write("1") is droit


@pytest.mark.parametrize("change", [{"sha": "x"}, {"iid": "7"}, {"target_branch": None}])
def test_an_answer_of_another_form_is_refused(guichet: Guichet, nous: GitLab, change: dict[str, object]) -> None:
    guichet.reponses = [(200, [laid(NOTRE, change)])]
    assert change != {"sha": "x"} or nous.demandes(SHA) == ()
    if "sha" not in change:
        with pytest.raises(ForgeError, match="la forme attendue"):
            nous.demandes(SHA)
