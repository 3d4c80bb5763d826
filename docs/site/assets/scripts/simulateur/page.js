/* The simulator of an adherent: its choices, and what they cost it and the others, at once.
   Knows: the page. Must not know: how amounts are computed, what data the public may not see (public.js). */

import { calculer, preparer } from "./calcul.js";
import * as choisir from "./choix.js";
import { h, telecharger } from "./dom.js";
import { compte, dire, enumere, jour, nombre } from "./francais.js";
import { mesTableaux, nonRepartis, phrase, tableauDesAutres } from "./resultat.js";
import { scenario } from "./scenario.js";

const racine = document.getElementById("simulateur");
const trouver = (nom) => document.getElementById(`sim-${nom}`);
const etat = { pret: null, choix: null, avant: null, lus: new Map(), suivis: [] };

async function situation(exercice) {
  if (!etat.lus.has(exercice)) {
    const reponse = await fetch(trouver("exercice").selectedOptions[0].dataset.fichier);
    if (!reponse.ok) throw new Error(`situation ${exercice} : ${reponse.status}`);
    etat.lus.set(exercice, preparer(await reponse.json()));
  }
  return etat.lus.get(exercice);
}

/* lit le lien, puis montre ; ce que le lien demande et qui n'existe pas est dit */
async function ouvrir(fragment) {
  const champs = new URLSearchParams(fragment);
  const annees = [...trouver("exercice").options].map(({ value }) => value);
  if (annees.includes(champs.get("exercice"))) trouver("exercice").value = champs.get("exercice");
  etat.pret = await situation(trouver("exercice").value);
  etat.avant = calculer(etat.pret);
  const { adherents } = etat.pret.situation;
  const cherche = (nom) => adherents.findIndex(({ id }) => id === nom);
  const demande = champs.get("adherent");
  const adherent = [cherche(demande), cherche(racine.dataset.adherent), 0].find((rang) => rang >= 0);
  const { choix, ignores } = choisir.lireFragment(etat.pret, fragment, adherent);
  if (demande !== null && cherche(demande) < 0) ignores.push(demande);
  etat.choix = choix;
  remplirAdherents();
  batir();
  montrer();
  dit(ignores.length ? dire(`Ce lien demande ce que ces données n'ont pas, laissé de côté : ${enumere(ignores)}.`) : "");
  racine.hidden = false;
}

const dit = (texte) => trouver("etat").replaceChildren(texte);

function remplirAdherents() {
  const options = etat.pret.situation.adherents.map(({ id, nom }) => h("option", { value: id }, nom));
  options.sort((a, b) => a.textContent.localeCompare(b.textContent, "fr"));
  trouver("adherent").replaceChildren(...options);
  trouver("adherent").value = etat.pret.situation.adherents[etat.choix.adherent].id;
}

/* change le choix ; rien n'est rebâti, pour que le clavier reste où il est */
function changer(choix) {
  etat.choix = choix;
  montrer();
  history.replaceState(null, "", `#${choisir.ecrireFragment(etat.pret, choix)}`);
  dit("");
}

/* --- ce qui se choisit --- */

function batir() {
  etat.suivis = [];
  const { situation: donnees } = etat.pret, { adherent } = etat.choix;
  const offerts = choisir.offres(etat.pret, adherent);
  const places = new Map(), emplois = new Map();
  for (const cout of etat.pret.couts) {
    for (const { places: comptees } of Object.values(cout.cles)) {
      for (const place of comptees) emplois.set(place, (emplois.get(place) ?? new Set()).add(cout.service));
    }
  }
  for (const [place, { saisie, composant }] of Object.entries(donnees.quantites)) {
    const services = emplois.get(place) ?? new Set();
    const groupe = composant || (services.size === 1 ? [...services][0] : "commun");
    if (saisie) places.set(groupe, [...(places.get(groupe) ?? []), place]);
  }
  const prendreEnCharge = (nom) => { const liste = places.get(nom) ?? []; places.delete(nom); return liste; };
  const blocs = [bloc("Communes à plusieurs services", prendreEnCharge("commun"))];
  for (const { code, nom, obligatoire, offert } of donnees.services) {
    const siens = Object.entries(donnees.composants)
      .filter(([id, item]) => item.souscription && item.service === code && (!item.un_seul || etat.pret.tenus[adherent].has(id)));
    if (!offerts.some((offre) => offre.code === code) && !(obligatoire && (places.has(code) || siens.length))) continue;
    blocs.push(blocService({ code, nom, obligatoire, offert }, prendreEnCharge(code), siens.map(([id]) => [id, prendreEnCharge(id)])));
  }
  trouver("services").replaceChildren(...blocs);
}

function bloc(titre, places) {
  return h("section", { class: "sim__service" }, h("h3", {}, titre), h("div", { class: "sim__quantites" }, places.map(champ)));
}

function blocService({ code, nom, obligatoire }, places, composants) {
  const annonce = h("p", { class: "sim__dit", role: "status" });
  const titre = [h("span", { class: "code" }, code), " ", nom];
  const note = h("small", { id: `note-${code}` });
  const tete = obligatoire
    ? h("h3", {}, titre, h("small", {}, "compris dans l’adhésion"))
    : h("h3", {}, h("label", {}, caseDe(code, annonce, note), h("span", {}, titre)), note);
  const detail = composants.length && details(composants, annonce);
  return h("section", { class: "sim__service" }, tete, annonce, h("div", { class: "sim__quantites" }, places.map(champ)), detail || "");
}

function details(composants, annonce) {
  const resume = h("span", {});
  const lignes = composants.map(([id, places]) => {
    const note = h("small", { id: `note-${id}` });
    return h("li", {}, h("label", {}, caseDe(id, annonce, note), h("span", {}, etat.pret.situation.composants[id].libelle)), note,
      h("div", { class: "sim__quantites" }, places.map(champ)));
  });
  etat.suivis.push(() => {
    const combien = composants.filter(([id]) => choisir.pris(etat.pret, etat.choix, id)).length;
    resume.textContent = dire(`Pris un par un : ${combien} sur ${composants.length}`);
  });
  return h("details", { class: "sim__composants" }, h("summary", {}, resume), h("ul", {}, lignes));
}

/* la case d'un service ou d'un composant : elle ajoute ce qu'il demande, et ne laisse pas ce qu'un autre demande */
function caseDe(nom, annonce, note) {
  const boite = h("input", { type: "checkbox", "aria-describedby": note.id, change: () => (boite.checked ? cocher(nom, annonce) : decocher(nom, annonce)) });
  etat.suivis.push(() => {
    boite.checked = choisir.pris(etat.pret, etat.choix, nom);
    note.textContent = noteDe(nom);
  });
  return boite;
}

const nomDe = (code) => {
  const { composants } = etat.pret.situation;
  return composants[code]?.libelle ?? `${code} ${choisir.service(etat.pret, code).nom}`;
};

function cocher(nom, annonce) {
  const { choix, ajoutes } = choisir.prendre(etat.pret, etat.choix, nom);
  changer(choix);
  annonce.replaceChildren(ajoutes.length ? dire(`${nomDe(nom)} demande aussi ${enumere(ajoutes.map(nomDe))} : ajouté.`) : "");
}

function decocher(nom, annonce) {
  const suite = choisir.dependants(etat.pret, etat.choix, nom);
  const laisser = () => {
    changer(choisir.laisser(etat.pret, etat.choix, nom));
    annonce.replaceChildren();
  };
  if (!suite.length) return laisser();
  montrer();
  const bouton = h("button", { type: "button", class: "bouton bouton--second bouton--petit", click: laisser }, dire(`Laisser aussi ${enumere(suite)}`));
  annonce.replaceChildren(dire(`${nomDe(nom)} est demandé par ${enumere(suite.map(nomDe))} : il reste pris. `), bouton);
}

function noteDe(nom) {
  const { situation: donnees } = etat.pret, adherent = donnees.adherents[etat.choix.adherent];
  const notes = [], offre = choisir.service(etat.pret, nom);
  if (offre?.dits) notes.push(`demande ${offre.dits}`);
  if (offre?.pieces) notes.push(`suppose ${offre.pieces}`);
  const premier = `${donnees.exercice}-01-01`, suivant = `${donnees.exercice + 1}-01-01`;
  if (etat.choix.avec.has(nom)) notes.push(`pris à partir du ${jour(adherent.debut)}`);
  else if (etat.choix.sans.has(nom)) notes.push(`laissé le ${jour(premier)}`);
  else {
    for (const [debut, fin, active] of adherent.lignes[nom] ?? []) {
      if (!active) notes.push("souscrit, pas encore activé");
      else if (debut > premier) notes.push(`dès le ${jour(debut)}`);
      if (active && fin && fin > premier && fin < suivant) notes.push(`jusqu'au ${jour(fin)}, exclu`);
    }
  }
  return dire(notes.join(" ; "));
}

/* une quantité : vide, elle reprend celle des données ; absente des données, elle est à saisir */
function champ(place) {
  const { libelle, pluriel } = etat.pret.situation.quantites[place];
  const identifiant = `q-${place.replace("/", "-")}`;
  const note = h("small", { id: `${identifiant}-note` });
  const entree = h("input", {
    type: "number", min: 0, step: "any", inputmode: "decimal", id: identifiant, "aria-describedby": note.id,
    input: () => saisir(place, entree), change: () => montrer(),
  });
  const rangee = h("div", { class: "sim__quantite" }, h("label", { for: identifiant }, libelle), entree, h("span", { "aria-hidden": "true" }, pluriel), note);
  etat.suivis.push((besoins) => {
    const connue = choisir.connue(etat.pret, etat.choix.adherent, place), lue = choisir.quantite(etat.pret, etat.choix, place);
    rangee.hidden = !besoins.has(place);
    if (document.activeElement !== entree || entree.value === "") entree.value = document.activeElement === entree ? "" : lue ?? "";
    if (document.activeElement !== entree) entree.removeAttribute("aria-invalid");
    rangee.classList.toggle("sim__quantite--absente", lue === undefined);
    if (lue === undefined) note.textContent = "[à saisir]";
    else note.textContent = etat.choix.quantites.has(place) ? dire(connue === undefined ? "non comptée dans les données" : `dans les données : ${nombre(connue)}`) : "";
  });
  return rangee;
}

function saisir(place, entree) {
  const juste = entree.value === "" ? !entree.validity.badInput : choisir.QUANTITE.test(entree.value);
  entree.toggleAttribute("aria-invalid", false);
  if (juste) changer(choisir.compter(etat.pret, etat.choix, place, entree.value));
  else {
    entree.setAttribute("aria-invalid", "true");
    dit(dire("Une quantité s'écrit en chiffres, six décimales au plus : celle-ci n'est pas comptée."));
  }
}

/* --- ce que cela coûte --- */

function montrer() {
  const { pret, choix, avant } = etat;
  const besoins = new Set(choisir.besoins(pret, choix));
  for (const suivre of etat.suivis) suivre(besoins);
  const calcul = { situation: pret.situation, adherent: choix.adherent, avant, apres: calculer(pret, choix) };
  trouver("phrase").replaceChildren(...phrase(calcul));
  const absentes = choisir.manquantes(pret, choix).map((place) => pret.situation.quantites[place]);
  const manque = absentes.length
    ? [dire(`Résultat incomplet : ${compte(absentes.length, "quantité n'est pas connue", "quantités ne sont pas connues")}, à saisir : ${enumere(absentes.map(({ libelle, objet }) => (objet ? `${libelle} (${objet})` : libelle)))}.`)]
    : [];
  trouver("manques").replaceChildren(...[...manque, ...nonRepartis(calcul)].map((texte) => h("li", {}, texte)));
  trouver("mien").replaceChildren(...mesTableaux(calcul));
  trouver("autres").replaceChildren(tableauDesAutres(calcul));
}

/* --- gestes --- */

trouver("adherent").addEventListener("change", () => rouvrir(trouver("adherent").value));
trouver("exercice").addEventListener("change", () => rouvrir(trouver("adherent").value));
trouver("defaire").addEventListener("click", () => rouvrir(trouver("adherent").value));
trouver("copier").addEventListener("click", () => {
  const lien = `${location.href.split("#")[0]}#${choisir.ecrireFragment(etat.pret, etat.choix)}`;
  navigator.clipboard.writeText(lien).then(() => dit("Copié : ce lien rouvre cette simulation."), () => dit(dire("Copie refusée par le navigateur : le lien est dans la barre d'adresse.")));
});
trouver("exporter").addEventListener("click", () => {
  const { texte, refus } = scenario(etat.pret, etat.choix);
  if (refus) return dit(dire(`Scénario non exporté : ${refus}.`));
  telecharger("SCENARIO.yaml", texte);
  return dit(dire("SCENARIO.yaml est téléchargé : « convention simuler SCENARIO.yaml » donne les mêmes montants."));
});
window.addEventListener("hashchange", () => ouvrir(location.hash.slice(1)));

function rouvrir(adherent) {
  const fragment = new URLSearchParams({ adherent, exercice: trouver("exercice").value }).toString();
  history.replaceState(null, "", `#${fragment}`);
  return ouvrir(fragment);
}

ouvrir(location.hash.slice(1));
