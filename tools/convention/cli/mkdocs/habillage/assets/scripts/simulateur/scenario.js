/* A situation as the SCENARIO.yaml of « convention simuler »: gestures, then values.
   Knows: what the command accepts (docs/scenarios.md). Must not know: the page. */

import { connue, couts, nommerQuantite, nonFixees, quantite, service, vide } from "./choix.js";
import { enumere } from "./francais.js";
import { aFaire, aRetirer, pourquoi } from "./manques.js";

/* → { texte }, ou { refus } : une phrase qui dit ce qu'il faut faire */
export function scenario(pret, choix) {
  const { situation } = pret, adherent = situation.adherents[choix.adherent];
  const refus = incomplet(pret, choix);
  if (refus) return { refus };
  const gestes = [...comptages(pret, choix, adherent)], valeurs = [];
  for (const nom of [...choix.avec].sort()) {
    const refus = ajouter(pret, adherent, nom, gestes, valeurs);
    if (refus) return { refus };
  }
  for (const nom of [...choix.sans].sort()) {
    const livre = situation.directs.some(([rang, service]) => rang === choix.adherent && service === nom);
    const refus = livre ? `Gardez ${nom} : un achat livré dans l'année en relève` : retirer(pret, adherent, nom, gestes, valeurs);
    if (refus) return { refus };
  }
  if (!gestes.length && !valeurs.length) return { refus: "Rien n'a changé : prenez ou retirez un service, ou changez une quantité" };
  const lignes = [
    "# Exporté du simulateur de la convention. À poser sur les données : convention simuler SCENARIO.yaml",
    `libelle: ${texte(libelle(situation, adherent, choix))}`,
    ...bloc("gestes", gestes), ...bloc("valeurs", valeurs),
  ];
  return { texte: `${lignes.join("\n")}\n` };
}

function incomplet(pret, choix) {
  const [action] = aFaire(pret, choix), [place] = nonFixees(pret, choix);
  if (action) return `Il faut d'abord ${action.verbe} : « ${nommerQuantite(pret, action.place)} »`;
  return place && `${pourquoi(pret, choix, place)} Pour exporter le reste, retirez ${enumere(aRetirer(pret, choix, place))}`;
}

function libelle(situation, adherent, choix) {
  const dits = [];
  if (choix.avec.size) dits.push(`prend ${enumere([...choix.avec].sort())}`);
  if (choix.sans.size) dits.push(`retire ${enumere([...choix.sans].sort())}`);
  if (choix.quantites.size) dits.push("change ses quantités");
  return `${adherent.nom}, exercice ${situation.exercice} : ${enumere(dits)}`;
}

const bloc = (nom, elements) => (elements.length ? [`${nom}:`, ...elements.map((item) => `  - ${item}`)] : []);
const texte = (mots) => `"${mots.replace(/[\u00a0\u202f]/g, " ").replace(/[\\"]/g, "\\$&")}"`;
const accolades = (champs) => `{${Object.entries(champs).map(([nom, valeur]) => `${nom}: ${valeur}`).join(", ")}}`;

/* les quantités de l'exercice, puis celles dont une souscription qui dure a besoin les années suivantes */
function* comptages(pret, choix, adherent) {
  const { situation } = pret, corrigees = [], nouvelles = [];
  for (const place of choix.quantites.keys()) {
    (connue(pret, choix.adherent, place) === undefined ? nouvelles : corrigees).push(place);
  }
  const lire = (place) => quantite(pret, choix, place);
  // Ce que personne n'avait compté l'est dès le prévisionnel : les phases suivantes le reprennent.
  yield* compter(adherent.id, situation.exercice, adherent.date, "previsionnel", nouvelles, lire);
  yield* compter(adherent.id, situation.exercice, adherent.date, "", corrigees, lire);
  const demandees = nouveauxBesoins(pret, choix);
  for (const { exercice, comptes, dates } of situation.ensuite) {
    const absentes = demandees.filter((place) => !comptes[place]?.includes(choix.adherent));
    yield* compter(adherent.id, exercice, dates[choix.adherent], "previsionnel", absentes, lire);
  }
}

/* les quantités des coûts dont l'adhérent devient bénéficiaire */
function nouveauxBesoins(pret, choix) {
  const avant = new Set(couts(pret, vide(choix.adherent)));
  const places = couts(pret, choix).filter((cout) => !avant.has(cout))
    .flatMap((cout) => Object.values(cout.cles).flatMap((cle) => cle.places));
  return [...new Set(places)].filter((place) => pret.situation.quantites[place]?.saisie);
}

function* compter(adherent, exercice, date, phase, places, lire) {
  if (!places.length) return;
  const valeurs = {}, parComposant = {};
  for (const place of [...places].sort()) {
    const [cle, composant] = place.split("/");
    if (composant) (parComposant[cle] ??= {})[composant] = lire(place);
    else valeurs[cle] = lire(place);
  }
  yield `quantifier: ${accolades({
    adherent, exercice, ...(phase && { phase }), date, source: texte("Simulateur"),
    ...(Object.keys(valeurs).length && { valeurs: accolades(valeurs) }),
    ...(Object.keys(parComposant).length && {
      par_composant: accolades(Object.fromEntries(Object.entries(parComposant).map(([cle, item]) => [cle, accolades(item)]))),
    }),
  })}`;
}

function ajouter(pret, adherent, nom, gestes, valeurs) {
  const { situation } = pret, debut = debutDe(pret, adherent, nom);
  const apres = (adherent.lignes[nom] ?? []).filter(([, fin, active]) => !active || fin === "" || fin > debut);
  if (apres.length > 1) return plusieurs(nom);
  const liste = situation.composants[nom] ? "composants" : "souscriptions";
  if (!apres.length) gestes.push(`souscrire: ${accolades({ adherent: adherent.id, objet: nom, debut, ...pieces(pret, adherent, nom) })}`);
  else if (!apres[0][2]) gestes.push(`activer: ${accolades({ adherent: adherent.id, service: nom, debut })}`);
  else if ((adherent.lignes[nom] ?? []).length > 1) return plusieurs(nom);
  else valeurs.push(valeur(adherent, `${liste}.${nom}.debut`, `valeur: ${debut}`));
  return "";
}

/* le 1er janvier, ou le premier jour du service dont le composant dépend */
function debutDe(pret, adherent, nom) {
  const codes = pret.situation.composants[nom]?.codes ?? [];
  const lignes = codes.flatMap((code) => adherent.lignes[code] ?? []).filter(([, fin, active]) => active && (fin === "" || fin > adherent.debut));
  const debuts = lignes.map(([debut]) => debut).sort();
  return debuts.length && debuts[0] > adherent.debut && codes.every((code) => adherent.codes.includes(code)) ? debuts[0] : adherent.debut;
}

function pieces(pret, adherent, nom) {
  const offre = service(pret, nom);
  if (!offre) return {};
  return {
    ...(offre.derogation && !adherent.archives && { derogation: offre.derogation }),
    ...(offre.derogation && adherent.archives && { service_archives: "oui" }),
    ...(offre.convention_connexe && { convention_connexe: texte("Simulateur : convention spécifique à signer") }),
  };
}

function retirer(pret, adherent, nom, gestes, valeurs) {
  const premier = `${pret.situation.exercice}-01-01`;
  const lignes = adherent.lignes[nom], liste = pret.situation.composants[nom] ? "composants" : "souscriptions";
  if (lignes.length > 1) return plusieurs(nom);
  const [debut, fin] = lignes[0];
  if (debut >= premier) valeurs.push(valeur(adherent, `${liste}.${nom}`, "retrait: oui"));
  else if (fin === "") gestes.push(`resilier: ${accolades({ adherent: adherent.id, objet: nom, fin: premier })}`);
  else valeurs.push(valeur(adherent, `${liste}.${nom}.fin`, `valeur: ${premier}`));
  return "";
}

const plusieurs = (nom) => `${nom} a plusieurs périodes dans les données : écrivez ce changement à la main dans un scénario`;
const valeur = (adherent, emplacement, quoi) =>
  `{fichier: adherents/${adherent.id}/souscriptions.yaml, emplacement: ${emplacement}, ${quoi}}`;
