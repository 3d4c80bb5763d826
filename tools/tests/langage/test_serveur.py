"""An agent types in an editor: what is wrong, and what each line costs, are told as the commands tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.langage.editeur import Editeur, depot

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_lsp import LanguageClient

QUANTITES = "adherents/laxou/quantites/2027.yaml"
PRIX = "pricing/composants/S04.yaml"
COPIEURS = "Location de copieurs 10 350,00 €"
SOUSCRIPTIONS = "adherents/laxou/souscriptions.yaml"

pytestmark = [pytest.mark.asyncio, pytest.mark.lent]


def ligne(texte: str, contenu: str) -> int:
    return texte[: texte.index(contenu)].count("\n") + 1


async def test_une_quantite_dit_ce_qu_elle_coute_puis_ce_que_coute_son_changement(
    client: LanguageClient, tmp_path: Path
) -> None:
    agent = await Editeur.lancer(client, depot(tmp_path), adherent="essey-les-nancy")
    texte = agent.ouvrir(QUANTITES)
    ici = ligne(texte, "copieurs: 9")
    assert (await agent.au_dessus(QUANTITES))[ici] == [
        f"compte dans 10 606,31 € dus par Laxou en 2027 : {COPIEURS} ; Serveur d'impression 256,31 €"
    ]
    agent.taper(QUANTITES, texte.replace("copieurs: 9", "copieurs: 10"))
    ecart, cout = (await agent.au_dessus(QUANTITES))[ici]
    assert ecart.startswith(
        "Écart : en 2027, +1 161,00 €, 18 autres −11,00 € ensemble (Laxou +1 161,00 €, Nancy −3,33 €"
    )
    assert "Essey-lès-Nancy −0,40 €" in ecart
    assert ecart.endswith("acte de gestion (article 5)")
    assert cout.startswith("compte dans 11 767,31 € dus par Laxou en 2027")
