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
        "Le multiplier par part(…) ou par une quantité ; ou déclarer « abonnement: oui » si chaque bénéficiaire doit "
        "payer ce prix, « part_fixe: oui » si le coût n'a qu'un bénéficiaire.",
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
        "Une clé est comptée, somme d'autres clés comptées de la même façon, publiée (une population, par millésime) "
        "ou fixe (des quotes-parts) : une de ces façons, et une seule. Quelques noms sont réservés aux formules. Celle "
        "du forfait compte un stock à une date (annexe 3).",
        "Donner « comptage: », « somme: », « reference: » ou « quotes_parts: », ou changer le nom.",
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
    Code(
        "TAR023",
        _ERREUR,
        "Barème ou indice mal employé",
        "« bareme(nom; quantité) » donne au barème autant de quantités qu'il a de mesures ; « indice(prix; révision) » "
        "révise un prix, arrondi au centime, qui se multiplie ensuite par une quantité.",
        "Corriger l'appel dans la formule.",
    ),
    Code(
        "TAR024",
        _AVERTISSEMENT,
        "Barème à trou ou à chevauchement",
        "Les tranches d'un barème se suivent depuis 0 : chaque quantité tombe dans une tranche, et une seule. Seule la "
        "borne basse compte dans le calcul ; la borne haute, quand elle est écrite, est relue contre la suivante.",
        "Corriger les bornes des tranches.",
    ),
    Code(
        "TAR025",
        _AVERTISSEMENT,
        "Barème à effet de seuil",
        "Une unité de plus fait payer moins au total : l'adhérent juste au-dessous de la borne paie plus que celui qui "
        "l'atteint.",
        "Vérifier que c'est voulu, ou faire payer chaque unité au prix de sa tranche.",
    ),
    Code(
        "TAR026",
        _ERREUR,
        "Barème mal formé",
        "Un barème dit ce qu'il mesure, borne chaque mesure dans chaque tranche, et dit quelle tranche l'emporte quand "
        "il a plusieurs mesures.",
        "Compléter le barème.",
    ),
    Code(
        "TAR027",
        _ERREUR,
        "Indice absent de la série",
        "Un prix se révise par deux valeurs de la même série, P1 = P0 × S1 ÷ S0 : mêler deux séries, même raccordées, "
        "fausse le prix.",
        "Choisir des mois que la série donne, ou ajouter la valeur publiée.",
    ),
    Code(
        "TAR028",
        _ERREUR,
        "Plafond ou plancher mal posé",
        "Un plafond ou un plancher limite la part de chacun dans un coût partagé : c'est un montant, sans part.",
        "Écrire la limite dans la formule (min, max), ou corriger celle de la part.",
    ),
    Code(
        "TAR029",
        _ERREUR,
        "Exonération impossible à répartir",
        "La part des exonérés ne va aux autres bénéficiaires que si le coût est partagé : un prix multiplié par une "
        "quantité ne l'est pas.",
        "Dire qui la porte : le gestionnaire, ou personne.",
    ),
    Code(
        "TAR030",
        _AVERTISSEMENT,
        "Exonération sans effet",
        "L'adhérent exonéré n'est bénéficiaire du composant dans aucun des exercices concernés.",
        "Retirer l'exonération, ou corriger l'adhérent.",
    ),
    Code(
        "TAR031",
        _AVERTISSEMENT,
        "Limites impossibles à tenir",
        "Les planchers font plus que le coût à partager, ou les plafonds en laissent une part que personne ne paie.",
        "Corriger le plafond ou le plancher.",
    ),
    Code(
        "TAR032",
        _ERREUR,
        "Bien amorti mal décrit",
        "Un droit d'usage vient d'un bien de la métropole (article 8.1) : ses chiffres se donnent une seule fois, sous "
        "« actif », et la ligne de tarif du composant les emploie.",
        "Retirer les montants en double, ou corriger « actif ».",
    ),
    Code(
        "TAR033",
        _ERREUR,
        "Coût direct d'une infrastructure commune",
        "La Métropole est seule propriétaire du matériel d'infrastructure : seul un droit d'usage en est refacturé, "
        "comme coût indirect. L'extension d'un site, elle, est refacturée à l'euro l'euro (article 8.1).",
        "Écrire « extension_de_site: oui » sur la ligne qui ne sert qu'un site d'un adhérent, ou retirer « direct ».",
    ),
    Code(
        "TAR034",
        _ERREUR,
        "Montant négatif",
        "Une formule qui soustrait donne moins que zéro à quelqu'un. Une contribution n'est jamais négative (article "
        "8) : ce qui est rendu l'est par une régularisation.",
        "Corriger la formule ou ses valeurs.",
    ),
    Code(
        "TAR035",
        _AVERTISSEMENT,
        "Contrat qui ne couvre pas les montants",
        "Le contrat d'un fournisseur finit avant de commencer, ou avant un exercice dont le composant donne les "
        "montants : d'où viennent-ils ?",
        "Corriger les dates, citer le contrat suivant, ou retirer les montants.",
    ),
    Code(
        "TAR036",
        _AVERTISSEMENT,
        "Bien qui n'est amorti dans aucun exercice",
        "Un droit d'usage suit l'amortissement d'un bien de la métropole (article 8.1). Un bien mis en service trop "
        "tard, ou déjà amorti, ne fait rien payer à personne.",
        "Corriger la mise en service ou la durée, ou retirer le composant.",
    ),
    Code(
        "TAR037",
        _ERREUR,
        "Rédaction sans effet",
        "Une rédaction remplace, à partir d'un exercice, la clé ou la formule d'une ligne de l'annexe 4, par avenant "
        "(article 12). Elle remplace au moins une colonne, dans un exercice qui suit le premier.",
        "Corriger l'année, écrire la colonne qui change, ou retirer la rédaction.",
    ),
)
