"""Codes on tariffs and formulas.

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
    Code(
        "TAR001",
        _ERREUR,
        "Formule mal écrite",
        "La formule ne se lit pas : opérateurs + - * /, parenthèses, min, max, si, part, arguments séparés par « ; ».",
        "Corriger la formule à l'endroit montré.",
    ),
    Code(
        "TAR002",
        _ERREUR,
        "Nom non déclaré dans une formule",
        "Chaque nom d'une formule est une variable ou un paramètre déclaré par la ligne, ou une clé de répartition.",
        "Corriger le nom, ou déclarer la variable avec son unité.",
    ),
    Code(
        "TAR003",
        _ERREUR,
        "Unités incompatibles",
        "La formule additionne ou rend autre chose que des euros (des euros par an pour un coût annuel).",
        "Corriger la formule, ou l'unité d'une variable.",
    ),
    Code(
        "TAR004",
        _ERREUR,
        "Exemple qui ne tient pas",
        "L'exemple de la ligne, recalculé, ne donne pas le montant attendu au centime.",
        "Corriger la formule, les valeurs ou le montant attendu.",
    ),
    Code(
        "TAR005",
        _ERREUR,
        "Coût récupéré plus d'une fois",
        "Un coût partagé serait facturé au-delà de son montant : la contribution ne peut dépasser la part exacte de "
        "chacun dans les dépenses communes.",
        "Ne partager chaque coût qu'une fois, ou donner à chaque adhérent son propre composant.",
    ),
    Code(
        "TAR006",
        _ERREUR,
        "Part mal placée",
        "part(…) se multiplie par un coût ; elle ne se place ni dans min, max ou si, ni au diviseur, ni avec une autre "
        "part.",
        "Récrire la formule comme une somme de « coût * part(clé) ».",
    ),
    Code(
        "TAR007",
        _ERREUR,
        "Terme facturé entier à chacun",
        "Un terme sans part ni quantité serait facturé entier à chaque bénéficiaire.",
        "Le multiplier par part(…) ou par une quantité, ou déclarer « part_fixe: oui » si c'est voulu.",
    ),
    Code(
        "TAR008",
        _ERREUR,
        "Division par une quantité propre à l'adhérent",
        "Seule une valeur commune à tous les bénéficiaires peut diviser.",
        "Diviser par une variable, un paramètre ou un nombre.",
    ),
    Code(
        "TAR009",
        _ERREUR,
        "Division par zéro",
        "Le diviseur de la formule vaut zéro avec les valeurs données.",
        "Corriger la valeur, ou la formule.",
    ),
    Code(
        "TAR010",
        _ERREUR,
        "Montant manquant pour une formule",
        "Le composant, ou la dépense, ne donne qu'une partie des montants que la formule de sa ligne demande, ou "
        "un paramètre n'a pas encore de valeur, ou la formule n'a pas de variable : le coût serait incomplet.",
        "Donner tous les montants de la formule pour cet exercice, ou aucun (0.00 s'il est nul).",
    ),
    Code(
        "TAR011",
        _ERREUR,
        "Montant que la ligne ne prévoit pas",
        "Le composant, ou la dépense, donne un montant que les formules de sa ligne ne lisent pas : il ne serait "
        "facturé à personne.",
        "Corriger le nom du montant, ou ajouter la variable à la ligne et à sa formule.",
    ),
    Code(
        "TAR012",
        _ERREUR,
        "Abaque manquant, ou sans emploi",
        "La formule de la ligne dit « abaque » : le composant doit dire quelle clé de répartition en tient lieu. Si "
        "elle ne le dit pas, la clé que donne le composant ne servirait à rien.",
        "Ajouter « abaque: » au composant, ou l'en retirer.",
    ),
    Code(
        "TAR013",
        _AVERTISSEMENT,
        "Coût que personne ne paie",
        "Le composant a un coût et aucun bénéficiaire, ou des quantités toutes nulles : le coût n'est pas réparti.",
        "Vérifier les souscriptions et les quantités, ou fermer le composant.",
    ),
    Code(
        "TAR014",
        _AVERTISSEMENT,
        "Coût sans bénéficiaire une partie de l'année",
        "Pendant quelques mois, le composant n'a aucun bénéficiaire : ceux du reste de l'année en portent le coût "
        "entier.",
        "Vérifier que le coût ne couvre que les mois utiles, ou faire porter le reste par le gestionnaire.",
    ),
    Code(
        "TAR015",
        _ERREUR,
        "Ligne de tarif sans exemple",
        "Chaque formule est illustrée par un exemple chiffré, recalculé à chaque contrôle.",
        "Ajouter un exemple avec ses valeurs et le montant attendu.",
    ),
    Code(
        "TAR016",
        _ERREUR,
        "Clé de répartition mal définie",
        "Une clé est comptée, ou somme d'autres clés comptées de la même façon, jamais les deux ni aucune des deux. "
        "Quelques noms sont réservés aux formules. Celle du forfait compte un stock à une date (annexe 3).",
        "Donner « comptage: » ou « somme: », ou changer le nom.",
    ),
    Code(
        "TAR017",
        _AVERTISSEMENT,
        "Variable déclarée et jamais utilisée",
        "La ligne déclare une variable ou un paramètre qu'aucune de ses formules n'emploie.",
        "Retirer la variable, ou corriger la formule.",
    ),
    Code(
        "TAR018",
        _ERREUR,
        "Imputation comptable manquante",
        "Aucun compte n'est proposé pour cette nature, cette section et ce genre de payeur.",
        "Compléter pricing/comptes.yaml.",
    ),
    Code(
        "TAR019",
        _ERREUR,
        "Forfait manquant",
        "Aucune valeur du forfait de masse salariale n'est en vigueur pour cet exercice (annexe 3).",
        "Ajouter la valeur dans pricing/forfait.yaml.",
    ),
    Code(
        "TAR020",
        _ERREUR,
        "Unité mal écrite",
        "Une unité s'écrit avec des symboles séparés par « / » ou « · » : €/an, €/copieur/an.",
        "Récrire l'unité.",
    ),
    Code(
        "TAR021",
        _ERREUR,
        "Stock et flux mêlés",
        "Ce qui ne se partage pas est multiplié une seule fois par la présence de l'année, s'il est compté en stock : "
        "un même coût ne peut pas mêler un stock et un flux ou une moyenne, l'un des deux serait faux.",
        "En faire deux lignes de l'annexe 4, ou compter les deux clés de la même façon.",
    ),
    Code(
        "TAR022",
        _AVERTISSEMENT,
        "Montant annuel absent",
        "Le composant a un coût annuel une année et aucun l'exercice suivant, alors qu'il existe encore et a des "
        "bénéficiaires ; ou il n'a de montant pour aucun exercice : rien ne serait facturé.",
        "Donner le montant de l'exercice (0.00 s'il est nul), ou fermer le composant par « fin: ».",
    ),
)
