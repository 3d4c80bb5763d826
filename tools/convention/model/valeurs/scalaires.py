"""The only scalar types of the models: each reads a raw YAML scalar and gives its own JSON Schema.

Knows: what a scalar becomes and how a schema describes it. Must not know: which document holds it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic_core import core_schema

from convention.base.diagnostic import meant
from convention.base.french import cite, enumere, majuscule, minuscule
from convention.base.mots import Mot
from convention.model.valeurs.chemins import (
    ANNEE,
    APPELS,
    AVENANTS,
    CLOTURES,
    IDENTIFIANT,
    MOIS,
    NOM,
    NUMERO,
    RANG_DE_SOUS_SERVICE,
    SERVICE,
    SOUS_SERVICE,
)
from convention.model.valeurs.corrections import (
    shorten,
    to_clause,
    to_digits,
    to_id,
    to_key,
    to_name,
    to_place,
    to_seal,
    to_service,
    to_siren,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.model.valeurs.corrections import Correction

from convention.model.valeurs.ecriture import (
    ANNEES,
    DANS_UN_NOM,
    SEUILS,
    TEXTE_MAX,
    Evolution,
    Nombre,
    or_evolution,
    pattern_reader,
    plain_text,
    read_annee,
    read_duree,
    read_entier,
    read_jour,
    read_libelle,
    read_montant,
    read_montant_ou_nul,
    read_montant_positif,
    read_nombre,
    read_nombre_ou_nul,
    read_oui_non,
    read_prix,
    read_quantite,
    read_seuil,
    read_taux,
    read_texte,
    refuse,
)


class Scalaire:
    """How a scalar is read (raw node to value) and how the JSON Schema describes it; compared by identity.

    What is counted in one unit, wherever it stands, has it, singular and plural: « jour », « jours ».
    """

    __slots__ = ("read", "schema", "unite")

    def __init__(self, read: Callable[[Any], Any], schema: dict[str, Any], *unite: str) -> None:
        self.read = read
        self.schema = schema
        self.unite = unite

    @property
    def est_nombre(self) -> bool:
        """Whether a number is written there, or how much one changes (« +4% »)."""
        return self.schema.get("type") == "number" or "anyOf" in self.schema

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> core_schema.CoreSchema:  # noqa: ANN401
        """Let pydantic call `read` and nothing else."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _schema: Any, _handler: Any) -> dict[str, Any]:  # noqa: ANN401
        """Describe what is written in the YAML, not what it becomes."""
        return dict(self.schema)


def _nombre(read: Nombre[Any], description: str, *unite: str) -> Scalaire:
    return Scalaire(read, read.schema(description), *unite)


def _code(
    pattern: str, attendu: str, exemple: str, description: str, correct: Correction, *, code: str = "FOR010"
) -> Scalaire:
    e = "e" if attendu.startswith("une ") else ""
    schema = {
        "type": "string",
        "pattern": f"^(?:{pattern})$",
        "patternErrorMessage": f"{majuscule(attendu)} est attendu{e}. Exemple : {exemple}",
        "description": description,
    }
    return Scalaire(pattern_reader(pattern, code, attendu, exemple, correct), schema)


@cache
def choix(enum: type[Mot]) -> Scalaire:
    """Read a closed list of words, described one by one in the JSON Schema."""
    words = [str(member) for member in enum]

    def read(node: Any) -> Mot:  # noqa: ANN401
        text, _ = plain_text(node, "un mot de la liste")
        if text not in words:
            message = f"{cite(shorten(text))} n'est pas une valeur permise : {enumere([cite(w) for w in words], 'ou')}"
            refuse("FOR008", message, meant(text, words))
        return enum(text)

    schema = {"type": "string", "enum": words, "enumDescriptions": [member.aide for member in enum]}
    return Scalaire(read, schema)


class MotEcrit(Mot):
    """A word of a closed list that documents hold: its type alone says how a field reads it, and is described."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> core_schema.CoreSchema:  # noqa: ANN401
        """Read it as a scalar; where its words are written they are described, in an output they are only listed."""
        lu, name = choix(cls), f"{cls.__module__}.{cls.__qualname__}:{id(cls)}"
        listed = core_schema.enum_schema(cls, [*cls], sub_type="str", ref=name)
        return core_schema.no_info_plain_validator_function(
            lu.read,
            json_schema_input_schema=core_schema.any_schema(metadata={"pydantic_js_updates": lu.schema}),
            serialization=core_schema.plain_serializer_function_ser_schema(cls, return_schema=listed),
        )


def scalaire_de(annotation: Any) -> Scalaire | None:  # noqa: ANN401 (annotations are any object)
    """Return how the scalars of an annotation are read: by what it carries, or by the closed list that it is."""
    if isinstance(annotation, type):
        return choix(annotation) if issubclass(annotation, MotEcrit) else None
    return next((item for item in getattr(annotation, "__metadata__", ()) if isinstance(item, Scalaire)), None)


Montant = Annotated[int, _nombre(read_montant, "Montant en euros, deux décimales au plus : 1234.56")]
"""Cents."""
MontantPositif = Annotated[int, _nombre(read_montant_positif, "Montant en euros, deux décimales au plus : 1234.56")]
"""Cents, one at least."""
MontantPositifOuNul = Annotated[int, _nombre(read_montant_ou_nul, "Montant en euros, positif ou nul : 1234.56")]
"""Cents, none at least."""
Prix = Annotated[Fraction, _nombre(read_prix, "Prix ou coût en euros, six décimales au plus : 27.60")]
"""Euros, exact."""
_SCHEMA_EVOLUTION = {
    "type": "string",
    "pattern": "^[-+−] *[0-9]{1,4}(?:[.,][0-9]{1,6})? *%$",
    "description": "Évolution en pour cent de ce qui était écrit, arrondie au centime : +4%",
}
PrixOuEvolution = Annotated[
    Fraction | Evolution,
    Scalaire(
        or_evolution(read_prix),
        {"anyOf": [read_prix.schema("Prix en euros : 27.60"), _SCHEMA_EVOLUTION]},
    ),
]
"""Euros, exact; or by how much the price written moves."""
ForfaitOuEvolution = Annotated[
    int | Evolution,
    Scalaire(
        or_evolution(read_montant_ou_nul),
        {"anyOf": [read_montant_ou_nul.schema("Montant en euros : 710.60"), _SCHEMA_EVOLUTION]},
    ),
]
"""Cents, none at least; or by how much the forfait in force moves."""
_QUANTITE, _ENTIER = "Quantité, six décimales au plus : 12 ou 2.4", "Nombre entier"
_POSITIF = "Nombre plus grand que zéro, six décimales au plus : 12"
_POSITIF_OU_NUL = "Nombre positif ou nul, six décimales au plus : 12 ou 0"
ETP = ("équivalent temps plein", "équivalents temps plein")
Quantite = Annotated[Fraction, _nombre(read_quantite, _QUANTITE)]
Etp = Annotated[Fraction, _nombre(read_quantite, _QUANTITE, *ETP)]
NombrePositif = Annotated[Fraction, _nombre(read_nombre, _POSITIF)]
Duree = Annotated[Fraction, _nombre(read_duree, _POSITIF, "an", "ans")]
NombrePositifOuNul = Annotated[Fraction, _nombre(read_nombre_ou_nul, _POSITIF_OU_NUL)]
TauxRecupere = Annotated[Fraction, _nombre(read_nombre_ou_nul, _POSITIF_OU_NUL)]
EtpEnPlus = Annotated[Fraction, _nombre(read_nombre_ou_nul, _POSITIF_OU_NUL, *ETP)]
Taux = Annotated[Fraction, _nombre(read_taux, "Taux, de 0 à 1 : 0.5")]
Entier = Annotated[int, _nombre(read_entier, _ENTIER)]
NombreDAnnees = Annotated[int, _nombre(replace(read_entier, exemple="3, pour 3 ans"), _ENTIER, "an", "ans")]
NombreDeMois = Annotated[int, _nombre(replace(read_entier, exemple="3, pour 3 mois"), _ENTIER, "mois", "mois")]
NombreDeJours = Annotated[int, _nombre(replace(read_entier, exemple="15, pour 15 jours"), _ENTIER, "jour", "jours")]
NombreDHeures = Annotated[int, _nombre(replace(read_entier, exemple="72, pour 72 heures"), _ENTIER, "heure", "heures")]
Seuil = Annotated[int, Scalaire(read_seuil, {**SEUILS.schema("Jour du mois, de 1 à 31"), "minimum": 1})]
Annee = Annotated[int, Scalaire(read_annee, ANNEES.schema("Année : 2026"))]
_SCHEMA_JOUR = {
    "type": "string",
    "format": "date",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "patternErrorMessage": "Une date s'écrit AAAA-MM-JJ, sans guillemets.",
    "description": "Date AAAA-MM-JJ, sans guillemets",
}
Jour = Annotated[date, Scalaire(read_jour, _SCHEMA_JOUR)]
"""A day of any time: what is planned, what takes effect."""
FIN_EXCLUE = Scalaire(read_jour, _SCHEMA_JOUR)
FinExclue = Annotated[date, FIN_EXCLUE]
"""The first day that no more counts: a sentence says the day before, the last one that does."""
ACCOMPLI = Scalaire(read_jour, {**_SCHEMA_JOUR, "description": "Date AAAA-MM-JJ, sans guillemets, jamais à venir"})
JourAccompli = Annotated[date, ACCOMPLI]
"""The day of something that happened: one that is still to come says what is not so (`checks.periodes.a_venir`)."""
OuiNon = Annotated[
    bool, Scalaire(read_oui_non, {"type": "string", "enum": ["oui", "non"], "description": "oui ou non"})
]
Texte = Annotated[
    str, Scalaire(read_texte, {"type": "string", "minLength": 1, "maxLength": TEXTE_MAX, "pattern": "\\S"})
]
Libelle = Annotated[
    str,
    Scalaire(
        read_libelle,
        {
            "type": "string",
            "maxLength": TEXTE_MAX,
            "pattern": rf"^(?=[\s\S]*\S)[{DANS_UN_NOM}]+(?![\s\S])",
            "patternErrorMessage": "Un nom s'écrit en lettres latines, chiffres et ponctuation du français.",
        },
    ),
]
"""A name that people read: of an adherent, a service, a component, a key."""
_NOM_AVEC_ARTICLE = _code(
    rf"(?:le |la |les |l['’])(?! )[{DANS_UN_NOM}]{{1,100}}",
    "un nom avec son article (le, la, l', les)",
    "le syndicat",
    "Nom avec son article, en minuscules : le syndicat",
    minuscule,
)
NomAvecArticle = Annotated[str, _NOM_AVEC_ARTICLE]
"""A name that sentences use: of a body, of its assembly."""
_ID = _code(
    IDENTIFIANT,
    "un identifiant (minuscules sans accent, chiffres, tirets)",
    "exemple-sur-rive",
    "Identifiant : minuscules sans accent, chiffres et tirets",
    to_id,
)
Id = Annotated[str, _ID]
_NOM = _code(
    NOM,
    "un nom (minuscules sans accent, chiffres, tirets bas)",
    "moyens_impression",
    "Nom : minuscules sans accent, chiffres et tirets bas",
    to_name,
)
Nom = Annotated[str, _NOM]
NomLu = Annotated[str, Scalaire(_NOM.read, _NOM.schema)]
"""A name that formulas read: a price, a constant, what a grid measures."""
_NOM_DE_CHAMP = _code(
    NOM,
    "le nom d'un champ (minuscules sans accent, chiffres, tirets bas)",
    "source",
    "Nom d'un champ, comme un document l'écrit : source",
    to_name,
)
NomDeChamp = Annotated[str, _NOM_DE_CHAMP]
_CODE_SERVICE = _code(SERVICE, "un code de service", "S04", "Code de service : S04", to_service)
CodeService = Annotated[str, _CODE_SERVICE]
_CODE_SOUS_SERVICE = _code(SOUS_SERVICE, "un code de sous-service", "S03.5", "Code de sous-service : S03.5", to_service)
CodeSousService = Annotated[str, _CODE_SOUS_SERVICE]
_CODE_SOUSCRIPTION = _code(
    f"{SERVICE}(?:{RANG_DE_SOUS_SERVICE})?",
    "un code de service ou de sous-service",
    "S04 ou S03.5",
    "Code de service ou de sous-service : S04, S03.5",
    to_service,
)
CodeSouscription = Annotated[str, _CODE_SOUSCRIPTION]
_SIREN = _code(
    "[0-9]{9}", "un SIREN (neuf chiffres)", '"100000108"', "SIREN, entre guillemets", to_siren, code="FOR013"
)
Siren = Annotated[str, _SIREN]
_ADRESSE = r"[a-z0-9]+(?:-[a-z0-9]+){0,5}@[a-z0-9]+(?:[.-][a-z0-9]+){0,8}[.][a-z]{2,10}"
"""Of a function: without the point between a first name and a name."""
_ADRESSE_FONCTIONNELLE = _code(
    _ADRESSE,
    "une adresse fonctionnelle, en minuscules, sans point avant « @ »",
    "finances@commune.exemple",
    "Adresse électronique d'une fonction, jamais d'une personne",
    str.lower,
    code="FOR013",
)
AdresseFonctionnelle = Annotated[str, _ADRESSE_FONCTIONNELLE]
_LECTEUR = _code(
    f"[0-9]{{9}}|{_ADRESSE}",
    "un SIREN, ou une adresse fonctionnelle, en minuscules, sans point avant « @ »",
    '"100000108" ou finances@commune.exemple',
    "SIREN, entre guillemets, ou adresse électronique d'une fonction, jamais d'une personne",
    str.lower,
    code="FOR013",
)
Lecteur = Annotated[str, _LECTEUR]
_UNITE = _code(
    "[A-Za-zÀ-ÿ0-9][A-Za-zÀ-ÿ0-9 '’./()-]{0,80}",
    "le nom d'une unité, tel que le dit l'annuaire",
    "Direction générale",
    "Unité d'affectation, telle que la dit l'annuaire",
    str.strip,
    code="FOR013",
)
Unite = Annotated[str, _UNITE]
_SIRET = _code(
    "[0-9]{14}", "un SIRET (quatorze chiffres)", '"10000010800017"', "SIRET, entre guillemets", to_digits, code="FOR013"
)
Siret = Annotated[str, _SIRET]
_CODE_INSEE = _code("[0-9AB]{5}", "un code INSEE (cinq caractères)", '"00001"', "Code INSEE", to_digits, code="FOR013")
CodeInsee = Annotated[str, _CODE_INSEE]
_COMPTE = _code("[0-9]{3,8}", "un numéro de compte", '"62876"', "Compte, entre guillemets", to_digits, code="FOR013")
Compte = Annotated[str, _COMPTE]
_MOIS = _code(
    "(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])", "un mois (AAAA-MM)", "2026-01", "Mois AAAA-MM", to_digits, code="FOR006"
)
Mois = Annotated[str, _MOIS]
_CLAUSE = _code(
    r"en-tête|préambule|article [1-9][0-9]?(?:\.[1-9][0-9]?)?|annexe (?:[1-9][0-9]?|[A-Z]|[IVX]+)",
    "un article ou une annexe de la convention",
    "article 8.3",
    "Article ou annexe de la convention : article 8.3, annexe 4, préambule, en-tête",
    to_clause,
)
Clause = Annotated[str, _CLAUSE]
_EMPREINTE = _code(
    "[0-9a-f]{64}",
    "une empreinte (64 chiffres et lettres de a à f)",
    '"7c1e…"',
    "Empreinte sha256, en minuscules",
    to_seal,
    code="FOR013",
)
Empreinte = Annotated[str, _EMPREINTE]
_FICHIER_SCELLE = _code(
    rf"{APPELS}{MOIS}(?:\.json)?|{CLOTURES}{ANNEE}\.json|{AVENANTS}{NUMERO}/avenant\.json",
    "un fichier scellé",
    "pricing/appels/2026-04.json",
    "Fichier scellé, depuis la racine du dépôt ; dossier des états d'un appel : pricing/appels/2026-04",
    to_place,
)
FichierScelle = Annotated[str, _FICHIER_SCELLE]
_EQUIPE = _code(
    "@[a-z0-9]{1,30}(?:-[a-z0-9]{1,30}){0,4}/[a-z0-9]{1,30}(?:-[a-z0-9]{1,30}){0,4}",
    "une équipe de la forge",
    '"@service/finances"',
    "Équipe de la forge, entre guillemets : organisation et équipe, jamais une personne",
    to_place,
    code="FOR013",
)
Equipe = Annotated[str, _EQUIPE]
_CHEMIN_POSSEDE = _code(
    r"\*|/(?:(?:[A-Za-z0-9._-]|\*(?!\*)){1,60}/){0,5}(?:[A-Za-z0-9._-]|\*(?!\*)){1,60}/?",
    "un chemin du dépôt",
    "/pricing/",
    "Dossier (fini par « / ») ou fichier, depuis la racine ; * y vaut n'importe quel nom ; seul, * vaut pour tout",
    to_place,
)
CheminPossede = Annotated[str, _CHEMIN_POSSEDE]
_EMPLACEMENT = _code(
    r"[a-z0-9_*-]{1,60}(?:/[A-Za-z0-9_*-]{1,60}){0,4}(?:\.yaml)?(?:#[a-z0-9_]{1,60}(?:\.[a-z0-9_]{1,60}){0,5})?",
    "un emplacement dans le dépôt",
    "adherents/*/quantites/*.yaml#comptages.validation",
    "Fichiers du dépôt (* vaut n'importe quel nom), et le champ : adherents/*/adherent.yaml#interlocuteurs",
    to_place,
)
Emplacement = Annotated[str, _EMPLACEMENT]
_CODE_DE_MESSAGE = _code(
    r"[A-Z]{3}[0-9]{3}", "le code d'un message", "ADH003", "Code d'un message de la vérification : ADH003", str.upper
)
CodeDeMessage = Annotated[str, _CODE_DE_MESSAGE]
_DONNEE = _code(
    r"[a-z0-9_*-]{1,60}(?:/[A-Za-z0-9_*-]{1,60}){0,4}\.yaml#[A-Za-z0-9_-]{1,60}(?:\.[A-Za-z0-9_-]{1,60}){0,8}",
    "l'emplacement d'une donnée",
    "catalogue/organigramme.yaml#poles.S01.postes.direction.etp",
    "Fichier (* vaut n'importe quel nom) et valeur : dans une liste, un élément se désigne par son nom ou par son "
    "rang, à partir de 1",
    to_place,
)
Donnee = Annotated[str, _DONNEE]
_NOM_SCEAU = _code(
    f"{MOIS}|{ANNEE}|{NUMERO}",
    "le nom d'un sceau (appel, exercice clos, numéro d'avenant)",
    '"2026"',
    'Appel 2027-04, exercice clos "2026", avenant "2" ; un nombre entre guillemets',
    to_digits,
)
NomSceau = Annotated[str, _NOM_SCEAU]
_CLE_PUBLIQUE = _code(
    r"(?:ssh-ed25519|sk-ssh-ed25519@openssh\.com|ecdsa-sha2-nistp(?:256|384|521)"
    r"|sk-ecdsa-sha2-nistp256@openssh\.com) (?:[A-Za-z0-9+/]{4}){15,99}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
    "une clé publique SSH (ed25519 ou ecdsa)",
    "ssh-ed25519 AAAA…",
    "Clé publique SSH : sa sorte et son texte, sans le commentaire qui suit",
    to_key,
    code="FOR013",
)
ClePublique = Annotated[str, _CLE_PUBLIQUE]
