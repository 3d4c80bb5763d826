/* The simulator of an adherent: its choices, and what they cost it and the others, at once.
   Knows: the page, its link, its buttons. Must not know: how amounts are computed, how the form is made. */

import { calculer } from "./calcul.js";
import * as choisir from "./choix.js";
import { h, poser, telecharger } from "./dom.js";
import { formulaire } from "./formulaire.js";
import { enumere, majuscule } from "./francais.js";
import { incomplet, listeDesManques } from "./manques.js";
import { ajouter, alerter, annoncer, copier, dit, dits, lireSituation, remplacer, retenir, retenu, taire, trouver } from "./page-commune.js";
import { mesTableaux, nonRepartis, phrase, tableauxDesAutres } from "./resultat.js";
import { scenario } from "./scenario.js";

const racine = document.getElementById("simulation");
const etat = { pret: null, choix: null, avant: null, choisis: null };

/* qui a des choix à faire : un gestionnaire qui ne partage rien n'est là que pour ce que d'autres lui laissent */
const choisissent = ({ gestionnaire, adherents }) => adherents.filter(({ presence }, rang) => rang !== gestionnaire || presence !== "0");

/* lit un lien, puis montre → ce qu'il demande et que ces données n'ont pas ; rien si un autre est demandé entre temps */
async function ouvrir(fragment) {
  const champs = new URLSearchParams(fragment), pret = await lireSituation(champs.get("exercice"));
  if (pret === null) return null;
  const chercher = (nom) => pret.situation.adherents.indexOf(choisissent(pret.situation).find(({ id }) => id === nom));
  const demande = champs.get("adherent"), inconnu = demande !== null && chercher(demande) < 0;
  const adherent = [chercher(demande), "sien" in racine.dataset ? -1 : chercher(retenu()), chercher(racine.dataset.adherent), 0].find((rang) => rang >= 0);
  const { choix, ecartes } = inconnu ? { choix: choisir.vide(adherent), ecartes: [] } : choisir.lireFragment(pret, fragment, adherent);
  if (inconnu) ecartes.push({ nom: demande, raison: `pas dans l'exercice ${pret.situation.exercice}, ses choix non plus` });
  Object.assign(etat, { pret, choix, avant: calculer(pret) });
  remplirAdherents();
  etat.choisis = formulaire({
    pret, lire: () => etat.choix, changer, suites: () => [], resume: auChoix, copierUn: (code, places) => copier(choisir.ecrireFragment(pret, choisir.duService(pret, etat.choix, code, places))),
    montre: (id, { souscription, un_seul: unSeul }) => souscription && (!unSeul || pret.tenus[adherent].has(id)),
  });
  trouver("services").replaceChildren(...etat.choisis.blocs);
  taire();
  montrer();
  racine.hidden = false;
  return ecartes;
}

function auChoix(pris, tous) {
  if (tous === 1) return `1 composant au choix : ${pris ? "pris" : "non pris"}`;
  return `${tous} composants au choix : ${pris ? `${pris} ${pris > 1 ? "pris" : "est pris"}` : "aucun n'est pris"}`;
}

async function suivreLeLien() {
  const ecartes = await ouvrir(location.hash.slice(1));
  if (ecartes?.length) annoncer(`Ce lien demande ce que ces données n'ont pas, laissé de côté : ${enumere(dits(ecartes, ({ nom }) => nom))}.`);
}

function remplirAdherents() {
  const options = choisissent(etat.pret.situation).map(({ id, nom }) => h("option", { value: id }, nom));
  options.sort((a, b) => a.textContent.localeCompare(b.textContent, "fr"));
  trouver("adherent").replaceChildren(...options);
  trouver("adherent").value = etat.pret.situation.adherents[etat.choix.adherent].id;
}

function changer(choix) {
  etat.choix = choix;
  taire();
  montrer();
  remplacer(choisir.ecrireFragment(etat.pret, choix));
}

function montrer() {
  const { pret, choix, avant } = etat, manque = incomplet(pret, choix);
  etat.choisis.suivre(new Set(choisir.besoins(pret, choix)));
  const calcul = { situation: pret.situation, adherent: choix.adherent, avant, apres: choisir.sansEffet(choix) ? avant : calculer(pret, choix), incomplet: manque !== null };
  poser(trouver("phrase"), manque ?? phrase(calcul));
  poser(trouver("manques"), listeDesManques(pret, choix), nonRepartis(calcul).map((texte) => h("li", {}, texte)));
  poser(trouver("mien"), mesTableaux(calcul));
  const { bref, tous, voir } = tableauxDesAutres(calcul);
  poser(trouver("autres"), bref);
  poser(trouver("chacun"), tous);
  poser(trouver("voir"), voir);
}

/* --- une autre situation : « Précédent » revient à celle-ci --- */

const venant = () => ({ ...etat, fragment: choisir.ecrireFragment(etat.pret, etat.choix), vides: choisir.estVide(etat.choix) });
const celui = ({ pret, choix }) => pret.situation.adherents[choix.adherent];
const nomDe = (etat) => celui(etat).nom;

async function aller(fragment) {
  const ecartes = await ouvrir(fragment);
  if (ecartes) ajouter(choisir.ecrireFragment(etat.pret, etat.choix));
  return ecartes;
}

/* les mêmes choix, dans un autre exercice */
async function changerExercice() {
  const avant = venant(), champs = new URLSearchParams(avant.fragment);
  champs.set("exercice", trouver("exercice").value);
  const ecartes = await aller(champs.toString());
  if (!ecartes) return;
  const annee = etat.pret.situation.exercice;
  if (nomDe(avant) !== nomDe(etat)) return annoncer(`${majuscule(celui(avant).sujet)} n'est pas dans l'exercice ${annee} : voici ${celui(etat).sujet}, sans vos choix. Le bouton « Précédent » du navigateur y revient.`);
  if (avant.vides) return;
  for (const place of avant.choix.fautes.keys()) ecartes.push({ nom: place, raison: "mal écrit", quantite: true });
  const sauf = dits(ecartes, choisir.nommerParmi([etat.pret, avant.pret]));
  annoncer(`Vos choix de ${avant.pret.situation.exercice} sont repris en ${annee}${sauf.length ? `, sauf : ${enumere(sauf)}` : ""}.`);
}

async function changerAdherent() {
  retenir(trouver("adherent").value);
  const avant = venant();
  const ecartes = await aller(new URLSearchParams({ adherent: trouver("adherent").value, exercice: trouver("exercice").value }).toString());
  if (ecartes && !avant.vides) annoncer(`Les choix faits pour ${celui(avant).sujet} ne valent pas pour ${celui(etat).sujet} : ils sont effacés ici. Le bouton « Précédent » du navigateur les rend.`);
}

async function defaire() {
  const avant = venant();
  if (avant.vides) return dit("Rien n'a changé : ce sont les choix actuels.");
  const ecartes = await aller(choisir.ecrireFragment(etat.pret, choisir.vide(etat.choix.adherent)));
  if (ecartes) dit(`Tout est remis : ce sont les choix actuels ${celui(etat).du}. Le bouton « Précédent » du navigateur rend les vôtres.`);
  return undefined;
}

function exporter() {
  taire();
  const { texte, refus } = scenario(etat.pret, etat.choix);
  if (refus) return alerter(`SCENARIO.yaml n'est pas exporté. ${refus}.`);
  telecharger("SCENARIO.yaml", texte);
  return dit("SCENARIO.yaml est téléchargé : « convention simuler SCENARIO.yaml » donne les mêmes montants.");
}

trouver("adherent").addEventListener("change", changerAdherent);
trouver("exercice").addEventListener("change", changerExercice);
trouver("defaire").addEventListener("click", defaire);
trouver("copier").addEventListener("click", () => copier(choisir.ecrireFragment(etat.pret, etat.choix)));
trouver("exporter").addEventListener("click", exporter);
window.addEventListener("hashchange", suivreLeLien);

suivreLeLien();
