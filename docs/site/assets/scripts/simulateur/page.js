/* The simulator of an adherent: its choices, and what they cost it and the others, at once.
   Knows: the page, its link, its buttons. Must not know: how amounts are computed, how the form is made. */

import { calculer } from "./calcul.js";
import * as choisir from "./choix.js";
import { h, telecharger } from "./dom.js";
import { formulaire } from "./formulaire.js";
import { compte, dire, enumere } from "./francais.js";
import { copier, dit, lireSituation, trouver } from "./page-commune.js";
import { mesTableaux, nonRepartis, phrase, tableauDesAutres } from "./resultat.js";
import { scenario } from "./scenario.js";

const racine = document.getElementById("simulation");
const etat = { pret: null, choix: null, avant: null, choisis: null };

/* lit le lien, puis montre ; ce que le lien demande et qui n'existe pas est dit */
async function ouvrir(fragment) {
  const champs = new URLSearchParams(fragment);
  etat.pret = await lireSituation(champs.get("exercice"));
  etat.avant = calculer(etat.pret);
  const { adherents } = etat.pret.situation;
  const chercher = (nom) => adherents.findIndex(({ id }) => id === nom);
  const demande = champs.get("adherent");
  const adherent = [chercher(demande), chercher(racine.dataset.adherent), 0].find((rang) => rang >= 0);
  const { choix, ignores } = choisir.lireFragment(etat.pret, fragment, adherent);
  if (demande !== null && chercher(demande) < 0) ignores.push(demande);
  etat.choix = choix;
  remplirAdherents();
  etat.choisis = formulaire({
    pret: etat.pret, lire: () => etat.choix, changer, dit, suites: () => [],
    resume: (pris, tous) => `Composants pris un par un : ${pris} sur ${tous}`,
    montre: (id, { souscription, un_seul: unSeul }) => souscription && (!unSeul || etat.pret.tenus[adherent].has(id)),
  });
  trouver("services").replaceChildren(...etat.choisis.blocs);
  montrer();
  dit(ignores.length ? dire(`Ce lien demande ce que ces données n'ont pas, laissé de côté : ${enumere(ignores)}.`) : "");
  racine.hidden = false;
}

function remplirAdherents() {
  const options = etat.pret.situation.adherents.map(({ id, nom }) => h("option", { value: id }, nom));
  options.sort((a, b) => a.textContent.localeCompare(b.textContent, "fr"));
  trouver("adherent").replaceChildren(...options);
  trouver("adherent").value = etat.pret.situation.adherents[etat.choix.adherent].id;
}

function changer(choix) {
  etat.choix = choix;
  montrer();
  history.replaceState(null, "", `#${choisir.ecrireFragment(etat.pret, choix)}`);
  dit("");
}

function montrer() {
  const { pret, choix, avant } = etat;
  etat.choisis.suivre(new Set(choisir.besoins(pret, choix)));
  const calcul = { situation: pret.situation, adherent: choix.adherent, avant, apres: calculer(pret, choix) };
  trouver("phrase").replaceChildren(...phrase(calcul));
  trouver("manques").replaceChildren(...[...manques(), ...nonRepartis(calcul)].map((texte) => h("li", {}, texte)));
  trouver("mien").replaceChildren(...mesTableaux(calcul));
  trouver("autres").replaceChildren(tableauDesAutres(calcul));
}

function manques() {
  const { pret, choix } = etat, dits = [];
  const noms = (places) => enumere(places.map((place) => pret.situation.quantites[place]).map(({ libelle, objet }) => (objet ? `${libelle} (${objet})` : libelle)));
  const absentes = choisir.manquantes(pret, choix), decidees = choisir.nonFixees(pret, choix);
  if (absentes.length) dits.push(`Résultat incomplet : ${compte(absentes.length, "quantité n'est pas connue", "quantités ne sont pas connues")}. À saisir : ${noms(absentes)}.`);
  if (decidees.length) dits.push(`Résultat incomplet : rien n'est encore fixé pour cet adhérent : ${noms(decidees)}.`);
  return dits.map(dire);
}

function rouvrir() {
  const fragment = new URLSearchParams({ adherent: trouver("adherent").value, exercice: trouver("exercice").value }).toString();
  history.replaceState(null, "", `#${fragment}`);
  return ouvrir(fragment);
}

for (const nom of ["adherent", "exercice"]) trouver(nom).addEventListener("change", rouvrir);
trouver("defaire").addEventListener("click", rouvrir);
trouver("copier").addEventListener("click", () => copier(choisir.ecrireFragment(etat.pret, etat.choix)));
trouver("exporter").addEventListener("click", () => {
  const { texte, refus } = scenario(etat.pret, etat.choix);
  if (refus) return dit(dire(`Scénario non exporté : ${refus}.`));
  telecharger("SCENARIO.yaml", texte);
  return dit(dire("SCENARIO.yaml est téléchargé : « convention simuler SCENARIO.yaml » donne les mêmes montants."));
});
window.addEventListener("hashchange", () => ouvrir(location.hash.slice(1)));

ouvrir(location.hash.slice(1));
