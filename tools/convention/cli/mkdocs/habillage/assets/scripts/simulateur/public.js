/* The simulator of the public: its own figures, typed, through the formulas of the convention.
   Knows: what must be typed. Must not know: any adherent's data, any price: this level has none. */

import { calculer, calculerCout } from "./calcul.js";
import * as choisir from "./choix.js";
import { h, poser, tableau } from "./dom.js";
import { formulaire } from "./formulaire.js";
import { compte, dire, enumere, euros, montant, partEn } from "./francais.js";
import { ajouter, annoncer, copier, dit, dits, lireSituation, remplacer, taire, trouver } from "./page-commune.js";
import { divise, estNul, fraction, lire, plus } from "./nombres.js";

const MOI = 0, AUTRES = 1;
const etat = { pret: null, choix: null, choisis: null };

/* les champs qu'un adhérent n'a pas à remplir : le total des autres, et le prix de chaque coût */
function completer(situation) {
  for (const [place, quantite] of Object.entries(situation.quantites)) {
    situation.quantites[`autres:${place}`] = { ...quantite, suite: "total des autres" };
  }
  for (const cout of situation.couts) {
    for (const { nom, libelle } of cout.variables) {
      situation.quantites[placeDuPrix(cout, nom)] = { libelle, composant: cout.composant, unite: "", pluriel: "", saisie: true };
    }
  }
  return situation;
}

const placeDuPrix = ({ composant, nature }, nom) => `prix:${composant}:${nature}:${nom}`;
const partagees = ({ cles, termes }) => termes.flatMap(([, nom]) => cles[nom].places);
const siennes = ({ cles }) => Object.values(cles).flatMap(({ places }) => places);
const demandees = (cout) => [
  ...cout.variables.map(({ nom }) => placeDuPrix(cout, nom)), ...siennes(cout), ...partagees(cout).map((place) => `autres:${place}`),
];

/* lit un lien, puis montre → ce qu'il demande et que ce site n'a pas */
async function ouvrir(fragment) {
  const pret = await lireSituation(new URLSearchParams(fragment).get("exercice"), completer);
  if (pret === null) return null;
  const { choix, ecartes } = choisir.lireFragment(pret, fragment, MOI);
  Object.assign(etat, { pret, choix });
  etat.choisis = formulaire({
    pret, lire: () => etat.choix, changer, montre: () => true, resume: (pris, tous) => `Prix à saisir : ${compte(tous, "composant")}`,
    suites: (place) => (pret.couts.some((cout) => partagees(cout).includes(place)) ? [`autres:${place}`] : []),
  });
  trouver("services").replaceChildren(...etat.choisis.blocs);
  taire();
  montrer();
  document.getElementById("simulation").hidden = false;
  return ecartes;
}

async function suivreLeLien() {
  const ecartes = await ouvrir(location.hash.slice(1));
  if (ecartes?.length) annoncer("Une partie de ce lien est inconnue de ce site : elle est laissée de côté.");
}

function changer(choix) {
  etat.choix = choix;
  taire();
  montrer();
  remplacer(choisir.ecrireFragment(etat.pret, choix));
}

/* un coût se compte quand tout ce que sa formule lit est saisi ; un barème ou un indice est un prix, réservé */
function trier() {
  const siens = choisir.couts(etat.pret, etat.choix), saisie = (place) => etat.choix.quantites.has(place);
  const comptes = siens.filter((cout) => !cout.reserve && demandees(cout).every(saisie));
  return { siens, comptes, reserves: siens.filter(({ reserve }) => reserve) };
}

function montrer() {
  const { pret, choix } = etat, { siens, comptes, reserves } = trier();
  const places = new Set([...pret.situation.places_du_forfait, ...siens.filter(({ reserve }) => !reserve).flatMap(demandees)]);
  etat.choisis.suivre(places);
  const rangs = comptes.map((cout) => rangDe(cout));
  const masse = calculer({ ...pret, couts: [] }, choix).lignes.reduce((total, { cents, adherent }) => (adherent === MOI ? total + cents : total), 0n);
  const poste = pret.situation.places_du_forfait.every((place) => choix.quantites.has(place));
  const total = rangs.reduce((somme, { cents }) => somme + cents, poste ? masse : 0n);
  const investi = rangs.reduce((somme, { section, cents }) => (section === "investissement" ? somme + cents : somme), 0n);
  const attendu = poste ? "vos quantités et les prix" : pret.situation.forfaits ? `: ${comptesDesForfaits(pret)}` : "un nombre de postes de travail";
  poser(trouver("phrase"), poste && (pret.forfaits.length || comptes.length) ? [
    "Vous paieriez ", h("strong", {}, euros(total - investi)), dire(` ${pret.situation.adherents[0].courant} en ${pret.situation.exercice}${investi ? `, et ${euros(investi)} d'investissement` : ""}, d'après ce que vous saisissez : `),
    dire(`${pret.forfaits.length ? "forfait, et " : ""}${compte(comptes.length, "coût compté", "coûts comptés")} sur ${siens.length}.`),
  ] : dire(poste && !siens.length ? "Choisissez un service." : `Saisissez ${attendu}.`));
  poser(trouver("manques"), manques(siens, comptes, reserves, poste).map((texte) => h("li", {}, dire(texte))));
  poser(trouver("mien"), tableau(
    dire(`Ce que l'on peut compter en ${pret.situation.exercice}`), ["Ligne", "Votre part", "Montant (€)"],
    [
      ...(poste && pret.forfaits.length ? [{ cellules: [`${pret.situation.noms_des_services["hors-service"]} (forfait)`, "", montant(masse)] }] : []),
      ...rangs.map(({ libelle, part, cents }) => ({ cellules: [libelle, part, montant(cents)] })),
      { cellules: ["Total de ce qui est compté", "", montant(total)], total: true },
    ], "tableau--fiches tableau--compact",
  ));
}

const comptesDesForfaits = ({ situation }) => enumere(situation.places_du_forfait.map((place) => situation.quantites[place].libelle));

/* un coût saisi, calculé entre « vous » et « les autres », par les formules de la convention */
function rangDe(cout) {
  const { pret, choix } = etat;
  const saisi = (place) => lire(choix.quantites.get(place));
  const comptages = new Map(partagees(cout).map((place) => [place, new Map([[AUTRES, saisi(`autres:${place}`)]])]));
  const communs = new Map(cout.variables.map(({ nom }) => [nom, saisi(placeDuPrix(cout, nom))]));
  const { presents, cents } = calculerCout({ ...pret, comptages }, { ...cout, communs }, choix);
  const places = [...new Set(partagees(cout))];
  const mienne = places.map(saisi).reduce(plus, fraction(0n, 1n));
  const toutes = places.map((place) => plus(saisi(place), saisi(`autres:${place}`))).reduce(plus, fraction(0n, 1n));
  return {
    libelle: pret.situation.composants[cout.composant].libelle + (cout.borne ? dire(" (avant plafond, minimum ou exonération)") : ""),
    part: cout.termes.length === 1 && !estNul(toutes) ? partEn(divise(mienne, toutes)) : "",
    section: cout.section,
    cents: cents[presents.findIndex(({ adherent }) => adherent === MOI)],
  };
}

function manques(siens, comptes, reserves, poste) {
  const dits = [], reste = siens.length - comptes.length - reserves.length;
  if (!poste) dits.push(`Le forfait n'est pas compté : il manque ${etat.pret.situation.forfaits ? `: ${comptesDesForfaits(etat.pret)}` : "le nombre de postes de travail"}.`);
  if (reste) dits.push(`${compte(reste, "coût n'est pas compté", "coûts ne sont pas comptés")} : il manque un prix, votre quantité ou le total des autres.`);
  if (reserves.length) dits.push(`${compte(reserves.length, "coût suit", "coûts suivent")} un barème, un indice ou une pondération, réservés aux adhérents : non compté.`);
  if (comptes.some(({ termes }) => termes.length)) dits.push("Un coût partagé est juste au centime près : les centimes restants dépendent de la quantité de chacun des autres.");
  return dits;
}

/* une autre situation : « Précédent » revient à celle-ci */
async function aller(fragment) {
  const ecartes = await ouvrir(fragment);
  if (ecartes) ajouter(choisir.ecrireFragment(etat.pret, etat.choix));
  return ecartes;
}

/* ce qui est saisi vaut d'un exercice à l'autre */
async function changerExercice() {
  const { pret, choix } = etat, champs = new URLSearchParams(choisir.ecrireFragment(pret, choix));
  champs.set("exercice", trouver("exercice").value);
  const ecartes = await aller(champs.toString());
  if (!ecartes || choisir.estVide(choix)) return;
  for (const place of choix.fautes.keys()) ecartes.push({ nom: place, raison: "mal écrit", quantite: true });
  const sauf = dits(ecartes, choisir.nommerParmi([etat.pret, pret]));
  annoncer(`Ce que vous avez saisi pour ${pret.situation.exercice} est repris en ${etat.pret.situation.exercice}${sauf.length ? `, sauf : ${enumere(sauf)}` : ""}.`);
}

async function defaire() {
  if (choisir.estVide(etat.choix)) return dit("Rien n'est saisi.");
  if (await aller(choisir.ecrireFragment(etat.pret, choisir.vide(MOI)))) dit("Tout est effacé. Le bouton « Précédent » du navigateur rend vos saisies.");
  return undefined;
}

trouver("exercice").addEventListener("change", changerExercice);
trouver("defaire").addEventListener("click", defaire);
trouver("copier").addEventListener("click", () => copier(choisir.ecrireFragment(etat.pret, etat.choix)));
window.addEventListener("hashchange", suivreLeLien);

suivreLeLien();
