/* What is chosen: a box a service or a component, a field a quantity. Built once, then followed, so that the keyboard
   stays where it is.
   Knows: the form. Must not know: amounts, who sees what (page.js, public.js). */

import { champ } from "./champ.js";
import * as choisir from "./choix.js";
import { h, poser } from "./dom.js";
import { dire, enumere, jour } from "./francais.js";

/* page : { pret, lire() → choix, changer(choix), montre(composant) → oui ou non, suites(place) → places,
            resume(pris, en tout) → texte }
   → { blocs, suivre(places demandées) } */
export function formulaire(page) {
  const { pret } = page, { situation } = pret, { adherent } = page.lire();
  const suivis = [], groupes = grouper(pret);
  const puiser = (nom) => {
    const places = groupes.get(nom) ?? [];
    groupes.delete(nom);
    return h("div", { class: "sim__quantites" }, places.flatMap((place) => [place, ...page.suites(place)]).map((place) => champ(page, suivis, place, nom === "commun")));
  };
  const communes = situation.places_du_forfait.length ? "Forfait, et quantités communes à plusieurs services" : "Quantités communes à plusieurs services";
  const partages = puiser("commun");
  const blocs = partages.childElementCount ? [groupe(communes, h("h3", {}, communes), partages)] : [];
  const offerts = new Set(choisir.offres(pret, adherent).map(({ code }) => code));
  for (const { code, nom, obligatoire } of situation.services) {
    const siens = Object.entries(situation.composants).filter(([id, item]) => item.service === code && page.montre(id, item)).map(([id]) => id);
    if (!offerts.has(code) && !(obligatoire && (groupes.has(code) || siens.length))) continue;
    const annonce = h("p", { class: "sim__dit", role: "status" });
    const titre = h("span", {}, h("span", { class: "code" }, code), " ", nom);
    const tete = obligatoire ? [h("h3", {}, titre), h("small", {}, "va à chaque adhérent")] : cochable(page, suivis, code, titre, annonce, "h3");
    const places = [...(groupes.get(code) ?? []), ...siens.flatMap((id) => groupes.get(id) ?? [])];
    const champs = puiser(code);
    const lien = page.copierUn && h("button", { type: "button", class: "sim__lien sim__lien--petit", click: () => page.copierUn(code, places) }, "Copier le lien de ce choix", h("span", { class: "vh" }, ` (${code})`));
    if (lien) suivis.push(() => { lien.hidden = choisir.sansEffet(choisir.duService(pret, page.lire(), code, places)); });
    const liste = siens.length ? details(page, suivis, siens, annonce, puiser) : "";
    blocs.push(groupe(`${code} ${nom}`, tete, annonce, champs, liste, lien ?? ""));
  }
  return { blocs, suivre: (demandees) => suivis.forEach((suivre) => suivre(demandees)) };
}

/* des champs de même nature, sous le nom qui les rassemble */
const groupe = (nom, ...contenu) => h("fieldset", { class: "sim__service" }, h("legend", { class: "vh" }, nom), ...contenu);

/* les quantités à saisir, par composant, par service, ou communes à plusieurs : le forfait en est un */
export function grouper({ situation, couts }) {
  const emplois = new Map(), groupes = new Map();
  for (const { cles, service } of couts) {
    for (const { places } of Object.values(cles)) {
      for (const place of places) emplois.set(place, (emplois.get(place) ?? new Set()).add(service));
    }
  }
  for (const [place, { saisie, composant, suite }] of Object.entries(situation.quantites)) {
    const services = emplois.get(place) ?? new Set();
    const commun = services.size !== 1 || situation.places_du_forfait.includes(place);
    const groupe = composant || (commun ? "commun" : [...services][0]);
    if (saisie && !suite) groupes.set(groupe, [...(groupes.get(groupe) ?? []), place]);
  }
  return groupes;
}

function details(page, suivis, composants, annonce, puiser) {
  const { situation } = page.pret, resume = h("summary", {});
  const lignes = composants.map((id) => {
    const { libelle, souscription } = situation.composants[id];
    const titre = h("span", {}, libelle);
    return h("li", {}, souscription ? cochable(page, suivis, id, titre, annonce, "div") : titre, puiser(id));
  });
  suivis.push(() => {
    const pris = composants.filter((id) => choisir.pris(page.pret, page.lire(), id)).length;
    poser(resume, dire(page.resume(pris, composants.length)));
  });
  return h("details", { class: "sim__composants" }, resume, h("ul", {}, lignes));
}

/* une case : elle ajoute ce qu'elle demande, et ne laisse pas ce qu'un autre service demande */
function cochable(page, suivis, nom, titre, annonce, entete) {
  const note = h("small", { id: `note-${nom}` });
  const boite = h("input", { type: "checkbox", id: `pris-${nom}`, "aria-describedby": note.id, change: () => (boite.checked ? cocher(page, nom, annonce) : decocher(page, nom, annonce)) });
  suivis.push(() => {
    boite.checked = choisir.pris(page.pret, page.lire(), nom);
    poser(note, noteDe(page, nom));
  });
  return [h(entete, {}, h("label", {}, boite, titre)), note];
}

function cocher(page, nom, annonce) {
  const { choix, ajoutes } = choisir.prendre(page.pret, page.lire(), nom);
  page.changer(choix);
  poser(annonce, ajoutes.length ? dire(`${choisir.nommer(page.pret, nom)} demande ${noms(page, ajoutes)} : pris aussi.`) : "");
}

function decocher(page, nom, annonce) {
  const suite = choisir.dependants(page.pret, page.lire(), nom);
  const retirer = () => {
    page.changer(choisir.laisser(page.pret, page.lire(), nom));
    document.getElementById(`pris-${nom}`).focus();
  };
  if (!suite.length) return retirer();
  page.changer(page.lire());
  const bouton = h("button", { type: "button", class: "bouton bouton--second bouton--petit", click: retirer }, dire(`Retirer ${enumere([nom, ...suite])}`));
  poser(annonce, dire(`${choisir.nommer(page.pret, nom)} reste pris : ${noms(page, suite)} le ${suite.length > 1 ? "demandent" : "demande"}. `), bouton);
}

const noms = ({ pret }, codes) => enumere(codes.map((code) => choisir.nommer(pret, code)));

function noteDe({ pret, lire }, nom) {
  const { situation } = pret, choix = lire(), adherent = situation.adherents[choix.adherent];
  const offre = choisir.service(pret, nom), notes = [];
  if (offre?.dits) notes.push(`demande ${offre.dits}`);
  if (offre?.pieces) notes.push(`suppose ${offre.pieces}`);
  const premier = `${situation.exercice}-01-01`, suivant = `${situation.exercice + 1}-01-01`;
  if (choix.avec.has(nom)) notes.push(adherent.debut ? `pris à partir du ${jour(adherent.debut)}` : "");
  else if (choix.sans.has(nom)) notes.push(`retiré le ${jour(premier)}`);
  else {
    for (const [debut, fin, active] of adherent.lignes[nom] ?? []) {
      if (!active) notes.push("souscrit, pas encore activé");
      else if (debut > premier && debut < suivant) notes.push(`dès le ${jour(debut)}`);
      if (active && fin > premier && fin < suivant) notes.push(`jusqu'au ${jour(fin)}, exclu`);
    }
  }
  return dire(notes.filter(Boolean).join(" ; "));
}
