"""What a dashboard says that a service to subscribe to would cost: never that it is delivered when it has a price."""

from __future__ import annotations

from datetime import date

from convention.site.bord.souscriptions import offres
from tests.maquette import Cout, Membre, maquette
from tests.site.lecture import ordinaire, site_de

PERSONNE = Membre("postes: 4", souscriptions="")
LIVRE = (
    "{id: neuf, livraison: 2026-02-01, ligne: achat, libelle: Neuf, section: investissement, nombre: 2, "
    "montants: {prix: 100.00}, devis: {reference: D1, accepte_le: 2026-01-05}}"
)


def notes(membre: Membre, couts: dict[str, Cout]) -> dict[str, str]:
    """Say what each service would cost nancy, who takes none."""
    files = maquette({"metropole": membre, "nancy": PERSONNE}, couts)
    site = site_de(files, "adherents", date(2026, 5, 1))
    return {item.code: ordinaire(item.note) for item in offres(site, "nancy").disponibles}


def test_a_service_that_nobody_takes_yet_is_not_said_to_be_delivered() -> None:
    couts = {"reseau": Cout("prix: 10.00", annuel="prix * postes")}
    told = notes(PERSONNE, couts)
    assert "Coût : personne ne le paie en 2026 ; sa page dit comment il se calcule." in told["S03"]
    # It has only what is delivered.
    assert "Coût : dépend de ce qui est livré." in told["S04"]


def test_what_was_delivered_to_another_is_no_price_of_the_service() -> None:
    told = notes(Membre("postes: 4", souscriptions="{service: S04, debut: 2024-01-01}", depenses=LIVRE), {})
    assert told["S04"] == "Coût : dépend de ce qui est livré."


def test_a_sub_service_on_demand_has_its_own_price_and_its_service_does_not_count_it() -> None:
    couts = {
        "reseau": Cout("prix: 10.00", annuel="prix * postes"),
        "archives": Cout("cout: 50.00", annuel="cout * part(postes)", suite="sous_service: S03.2"),
    }
    taken = "{service: S03, debut: 2024-01-01}, {service: S03.2, debut: 2024-01-01}"
    told = notes(Membre("postes: 4", souscriptions=taken), couts)
    assert told["S03"] == "En 2026, 10,00 € par poste ; ceux qui l'ont en paient 40,00 € ensemble."
    assert told["S03.2"] == "Coût commun 2026 : 50,00 €, partagé selon les quantités de chacun."


def test_of_a_service_shared_in_part_only_what_is_shared_is_a_common_cost() -> None:
    couts = {
        "reseau": Cout("prix: 10.00", annuel="prix * postes"),
        "liens": Cout("cout: 50.00", annuel="cout * part(postes)"),
    }
    told = notes(Membre("postes: 4", souscriptions="{service: S03, debut: 2024-01-01}"), couts)
    assert told["S03"] == (
        "Coût commun 2026 : 50,00 €, partagé selon les quantités de chacun ; ceux qui l'ont paient aussi 40,00 € sans "
        "partage, chacun les siens."
    )


def test_what_has_no_price_of_its_own_is_not_said_to_be_delivered() -> None:
    assert notes(PERSONNE, {})["S03.2"] == "Aucun coût propre."
