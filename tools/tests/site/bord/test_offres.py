"""What a dashboard says that a service to subscribe to would cost: never that it is delivered when it has a price."""

from __future__ import annotations

from datetime import date

from convention.site.acces import lire as acces
from convention.site.bord.souscriptions import offres
from convention.site.ensemble import assembler
from tests.essais import lire
from tests.maquette import Cout, Membre, maquette
from tests.site.lecture import ordinaire

PERSONNE = Membre("postes: 4", souscriptions="")


def test_a_service_that_nobody_takes_yet_is_not_said_to_be_delivered() -> None:
    couts = {"reseau": Cout("prix: 10.00", annuel="prix * postes")}
    site = assembler(
        lire(maquette({"metropole": PERSONNE, "nancy": PERSONNE}, couts)), date(2026, 5, 1), acces("adherents"), {}
    )
    told = {item.code: ordinaire(item.note) for item in offres(site, "nancy").disponibles}
    assert "Coût : personne ne le paie en 2026 ; sa page dit comment il se calcule." in told["S03"]
    # It has only what is delivered.
    assert "Coût : dépend de ce qui est livré." in told["S04"]
