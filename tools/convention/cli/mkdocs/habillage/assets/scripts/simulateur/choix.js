/* What an adherent chooses: services with their prerequisites, quantities, and the link that says it all.
   Knows: the offer of a situation. Must not know: amounts, the page. Choices are never changed in place. */

import { variante } from "./calcul.js";
import { dire } from "./francais.js";
import { auPlus, estQuantite, tropGrande } from "./saisie.js";

/* fautes : ce qui est saisi et n'est pas une quantité (place → texte), gardé sous les yeux et jamais compté */
export const vide = (adherent) => ({ adherent, avec: new Set(), sans: new Set(), quantites: new Map(), fautes: new Map() });
export const estVide = (choix) => sansEffet(choix) && !choix.fautes.size;

/* une faute ne compte pas */
export const sansEffet = ({ avec, sans, quantites }) => !avec.size && !sans.size && !quantites.size;

const tient = (pret, choix, nom) => pret.tenus[choix.adherent].has(nom);
export const pris = (pret, choix, nom) => choix.avec.has(nom) || (tient(pret, choix, nom) && !choix.sans.has(nom));

/* les services que l'adhérent peut prendre ou laisser : ceux qui s'offrent, et ceux qu'il a déjà */
export const offres = (pret, adherent) =>
  pret.situation.services.filter(({ code, offert, obligatoire }) => (offert && !obligatoire) || pret.tenus[adherent].has(code));

export const service = (pret, code) => pret.situation.services.find((item) => item.code === code);

/* un composant par son libellé, un service par son code et son nom ; ce qui n'est pas connu, tel qu'il est écrit */
export const nommer = (pret, nom) =>
  pret.situation.composants[nom]?.libelle ?? (service(pret, nom) ? `${nom} ${service(pret, nom).nom}` : nom);

export function nommerQuantite(pret, place) {
  const { libelle = place, objet = "" } = pret.situation.quantites[place] ?? {};
  return objet ? `${libelle} (${objet})` : libelle;
}

/* le nom de ce qu'une situation écarte, d'après la première qui le connaît */
export const nommerParmi = (prets) => ({ nom, quantite: compte }) =>
  prets.map((pret) => (compte ? nommerQuantite : nommer)(pret, nom)).find((trouve) => trouve !== nom) ?? nom;

function avecUn(pret, choix, nom) {
  const avec = new Set(choix.avec), sans = new Set(choix.sans);
  if (tient(pret, choix, nom)) sans.delete(nom);
  else avec.add(nom);
  return { ...choix, avec, sans };
}

function sansUn(pret, choix, nom) {
  const avec = new Set(choix.avec), sans = new Set(choix.sans);
  if (tient(pret, choix, nom)) sans.add(nom);
  else avec.delete(nom);
  return { ...choix, avec, sans };
}

/* ce que demande un service (annexe 3), ou un composant : une façon d'avoir chaque prérequis */
function requis(pret, nom) {
  const composant = pret.situation.composants[nom];
  if (composant) return composant.codes.length ? [composant.codes] : [];
  return (service(pret, nom)?.requis ?? []).filter((facons) => !facons.includes(nom));
}

/* → { choix, ajoutes } : ce qui manquait est pris aussi */
export function prendre(pret, choix, nom) {
  if (pris(pret, choix, nom)) return { choix, ajoutes: [] };
  let suivant = avecUn(pret, choix, nom);
  const ajoutes = [];
  for (const facons of requis(pret, nom)) {
    if (facons.some((code) => pris(pret, suivant, code))) continue;
    const suite = prendre(pret, suivant, facons[0]);
    suivant = suite.choix;
    ajoutes.push(facons[0], ...suite.ajoutes);
  }
  return { choix: suivant, ajoutes };
}

/* les services pris qui demandent celui-ci, ou demandent l'un de ceux-là */
export function dependants(pret, choix, nom) {
  const trouves = new Set([nom]);
  for (let avant = 0; avant !== trouves.size;) {
    avant = trouves.size;
    for (const { code } of offres(pret, choix.adherent)) {
      if (trouves.has(code) || !pris(pret, choix, code)) continue;
      const tenable = requis(pret, code).every((facons) => {
        const restent = facons.filter((facon) => pris(pret, choix, facon) && !trouves.has(facon));
        return restent.length || !facons.some((facon) => trouves.has(facon));
      });
      if (!tenable) trouves.add(code);
    }
  }
  trouves.delete(nom);
  return [...trouves];
}

/* laisse un service, ceux qui en dépendent, et les composants ajoutés qui n'ont plus de service */
export function laisser(pret, choix, nom) {
  let suivant = [nom, ...dependants(pret, choix, nom)].reduce((etat, code) => sansUn(pret, etat, code), choix);
  for (const ajoute of suivant.avec) {
    const orphelin = requis(pret, ajoute).some((facons) => !facons.some((code) => pris(pret, suivant, code)));
    if (pret.situation.composants[ajoute] && orphelin) suivant = sansUn(pret, suivant, ajoute);
  }
  return suivant;
}

export const connue = (pret, adherent, place) => pret.situation.comptages[place]?.[adherent];
export const quantite = (pret, choix, place) => choix.quantites.get(place) ?? connue(pret, choix.adherent, place);

/* une quantité saisie ; celle des données, ou rien, n'est pas un choix */
export function compter(pret, choix, place, texte) {
  const quantites = new Map(choix.quantites), fautes = new Map(choix.fautes);
  const ecrite = texte.includes(".") ? texte.replace(/\.?0+$/, "") : texte;
  fautes.delete(place);
  if (ecrite === "" || ecrite === connue(pret, choix.adherent, place)) quantites.delete(place);
  else quantites.set(place, ecrite);
  return { ...choix, quantites, fautes };
}

export function fausser(choix, place, texte) {
  const quantites = new Map(choix.quantites);
  quantites.delete(place);
  return { ...choix, quantites, fautes: new Map(choix.fautes).set(place, texte) };
}

/* les coûts dont l'adhérent est bénéficiaire */
export function couts(pret, choix) {
  const { situation } = pret;
  return pret.couts.filter((cout) => {
    const composant = situation.composants[cout.composant];
    const lue = variante(pret, { nom: cout.composant, ...composant }, choix, choix.adherent);
    return lue !== "" && situation.colonnes[composant.presences[lue]][choix.adherent] >= 0;
  });
}

/* ceux d'entre eux qui lisent une quantité */
export const lisant = (pret, choix, place) =>
  couts(pret, choix).filter(({ cles }) => Object.values(cles).some(({ places }) => places.includes(place)));

/* les quantités qui facturent l'adhérent, dans l'ordre des coûts */
function facturees(pret, choix) {
  const places = [...pret.situation.places_du_forfait];
  for (const cout of couts(pret, choix)) for (const cle of Object.values(cout.cles)) places.push(...cle.places);
  return [...new Set(places)].filter((place) => pret.situation.quantites[place]);
}

/* celles qui se saisissent ; celles qui manquent, et parmi elles celles qu'une publication ou une décision fixe */
export const besoins = (pret, choix) => facturees(pret, choix).filter((place) => pret.situation.quantites[place].saisie);
export const manquantes = (pret, choix) => besoins(pret, choix).filter((place) => quantite(pret, choix, place) === undefined);
export const nonFixees = (pret, choix) => facturees(pret, choix)
  .filter((place) => !pret.situation.quantites[place].saisie && connue(pret, choix.adherent, place) === undefined);

/* --- le lien --- */

export function ecrireFragment(pret, choix) {
  const champs = new URLSearchParams();
  champs.set("adherent", pret.situation.adherents[choix.adherent].id);
  champs.set("exercice", pret.situation.exercice);
  if (choix.avec.size) champs.set("avec", [...choix.avec].sort().join(","));
  if (choix.sans.size) champs.set("sans", [...choix.sans].sort().join(","));
  for (const place of [...choix.quantites.keys()].sort()) champs.set(`q.${place}`, choix.quantites.get(place));
  return champs.toString();
}

/* de ces choix, ceux qui sont d'un service : « 40 comptes de S09 » */
export function duService(pret, choix, code, places) {
  const sien = (nom) => nom === code || pret.situation.composants[nom]?.service === code;
  const gardes = (noms) => new Set([...noms].filter(sien));
  const quantites = new Map([...choix.quantites].filter(([place]) => places.includes(place)));
  return { ...choix, avec: gardes(choix.avec), sans: gardes(choix.sans), quantites, fautes: new Map() };
}

/* → { choix, ecartes: [{ nom, raison, quantite }] } : ce que la situation ne permet pas est laissé, et dit */
export function lireFragment(pret, fragment, adherent) {
  const champs = new URLSearchParams(fragment), ecartes = [], { exercice } = pret.situation;
  const ecarter = (nom, raison, quantite = false) => ecartes.push({ nom, raison, quantite });
  let choix = vide(adherent);
  const connus = new Set([
    ...offres(pret, adherent).map(({ code }) => code),
    ...Object.keys(pret.situation.composants).filter((nom) => pret.situation.composants[nom].souscription),
  ]);
  const liste = (nom) => (champs.get(nom) ?? "").split(",").filter(Boolean);
  for (const nom of liste("sans")) {
    if (!connus.has(nom)) ecarter(nom, `inconnu en ${exercice}`);
    else if (tient(pret, choix, nom)) choix = sansUn(pret, choix, nom);
    else ecarter(nom, `pas pris en ${exercice}`);
  }
  for (const nom of liste("avec")) {
    if (!connus.has(nom)) ecarter(nom, `inconnu en ${exercice}`);
    else if (tient(pret, choix, nom)) ecarter(nom, `déjà pris en ${exercice}`);
    else choix = prendre(pret, choix, nom).choix;
  }
  for (const [champ, texte] of champs) {
    if (!champ.startsWith("q.")) continue;
    const place = champ.slice(2), quantite = pret.situation.quantites[place];
    if (!quantite?.saisie) ecarter(place, `inconnu en ${exercice}`, true);
    else if (tropGrande(texte, quantite)) ecarter(place, dire(auPlus(quantite)), true);
    else if (estQuantite(texte, quantite)) choix = compter(pret, choix, place, texte);
    else ecarter(place, quantite.entiere ? "un nombre entier est attendu" : "un nombre est attendu", true);
  }
  return { choix, ecartes };
}
