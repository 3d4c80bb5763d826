"""The life of a small convention: bodies, meetings, exercices, projects, laid over `mini`.

Knows: the shape of these documents. Must not know: what is checked.
"""

from __future__ import annotations

from convention.model.genres import read_path, schema_line

GOUVERNANCE = "catalogue/gouvernance.yaml"
PROCEDURES = "catalogue/procedures.yaml"
DOCUMENTS = "catalogue/documents.yaml"
PROJET = "catalogue/projets/portail.yaml"

PILOTAGE = "frequence: {texte: Annuelle, minimum_par_an: 1}, rapport_annuel: oui"
SUIVI = "frequence: {texte: Semestrielle, minimum_par_an: 2, avant: [avril, octobre]}"
GROUPE = "frequence: {texte: Pour chaque projet}"


def write(path: str, text: str) -> dict[str, str]:
    """Return a document of the demonstration, with its first line."""
    chemin = read_path(path)
    assert chemin is not None
    return {path: f"{schema_line(path, chemin.genre)}\norigine: demonstration\nsource: essai\n{text}"}


def gouvernance(communautes: str = "", **instances: str) -> dict[str, str]:
    """Return the bodies, by name: `suivi=SUIVI`."""
    rest = "composition: [], role: []"
    bodies = "".join(
        f"  {nom}: {{libelle: Instance {nom}, clause: article 7{'.4' if text == GROUPE else ''}, {rest}, {text}}}\n"
        for nom, text in instances.items()
    )
    delai = "delai_envoi: {jours: 7, origine: demonstration, texte: en amont des réunions}\n"
    return write(GOUVERNANCE, f"{delai}instances:\n{bodies}communautes: {{{communautes}}}\n")


def tenue(nom: str, instance: str, day: str, rest: str = "") -> str:
    """Write a meeting that was held, with all that it must have."""
    document = "{titre: Note, envoi: 2024-01-02, niveau: adherents}"
    return reunion(nom, instance, day, "tenue", f"documents: [{document}], compte_rendu: 2027-12-31, {rest}")


def reunion(nom: str, instance: str, day: str, statut: str, rest: str = "") -> str:
    """Write a meeting."""
    return f"{{id: {nom}, instance: {instance}, date: {day}, statut: {statut}, ordre_du_jour: [Suivi], {rest}}}"


def reunions(annee: int, *items: str) -> dict[str, str]:
    """Return the meetings of a year."""
    return write(f"catalogue/reunions/{annee}.yaml", f"reunions: [{', '.join(items)}]\n")


def exercice(annee: int, statut: str, rest: str = "") -> dict[str, str]:
    """Return an exercice: a closed one has its actual figures."""
    phase = "realise" if statut == "clos" else "previsionnel"
    return write(f"pricing/exercices/{annee}.yaml", f"statut: {statut}\nphase: {phase}\n{rest}")


def jalons(annee: int) -> str:
    """Write two calls of a year, of which the second announces the next one."""
    volets = f", volets: [{{genre: previsionnel, exercice: {annee + 1}}}]"
    avril, octobre = (f"{{date: {annee}-{mois}-15, objet: Appel{rest}}}" for mois, rest in (("04", ""), ("10", volets)))
    return f"jalons: {{avril: {avril}, octobre: {octobre}}}\n"


def projet(statut: str, rest: str = "") -> dict[str, str]:
    """Return a project."""
    text = f"libelle: Portail\nobjet: Payer en ligne\nstatut: {statut}\nservices: [S02]\nrole_service_commun: moe\n"
    adherents = "" if "adherents:" in rest else "adherents: [aubepine]\n"
    return write(PROJET, f"{text}{adherents}{rest}")
