/* What a situation costs, before and after: the sentence, the tables, whose totals are those of the lines.
   Knows: lines of both computations. Must not know: how they were computed, what was chosen. */

import { h, tableau } from "./dom.js";
import { dire, ecart, enumere, euros, majuscule, montant, pourcentage } from "./francais.js";

const total = (lignes) => lignes.reduce((somme, { cents }) => somme + cents, 0n);

/* cents par valeur d'un champ */
function par(lignes, champ) {
  const sommes = new Map();
  for (const ligne of lignes) sommes.set(ligne[champ], (sommes.get(ligne[champ]) ?? 0n) + ligne.cents);
  return sommes;
}

const rang = (nom, avant, apres, gras = false) => ({
  cellules: [nom, montant(avant), montant(apres), ecart(apres - avant)], total: gras,
});

const COLONNES = ["Avant (€)", "Après (€)", "Écart (€)"];
const FORME = "tableau--fiches tableau--compact";
const CHAMPS = { section: "Section", nature: "Nature", service: "Service" };
const sens = (cents) => `${euros(cents < 0n ? -cents : cents)} de ${cents > 0n ? "plus" : "moins"}`;
const investit = (lignes) => lignes.some(({ section }) => section === "investissement");
const reserve = (incomplet) => (incomplet ? " (résultat incomplet)" : "");

/* par section : un budget n'additionne pas le fonctionnement et l'investissement */
export function phrase({ situation, adherent, avant, apres }) {
  const deux = (section, sien) => [avant, apres].map(({ lignes }) =>
    total(lignes.filter((ligne) => ligne.section === section && (ligne.adherent === adherent) === sien)));
  const [hier, demain] = deux("fonctionnement", true), difference = demain - hier;
  const { sujet, paierait, ses, courant, sections } = situation.adherents[adherent];
  const mots = [`${majuscule(sujet)} ${paierait} `, h("strong", {}, euros(demain)), dire(` ${courant} en ${situation.exercice}`)];
  if (difference === 0n) mots.push(dire(`, autant qu'avec ${ses} choix actuels`));
  else mots.push(", soit ", h("strong", {}, sens(difference)), dire(` qu'avec ${ses} choix actuels (${pourcentage(difference, hier)})`));
  const [avantInvesti, investi] = deux("investissement", true);
  if (avantInvesti || investi) mots.push(dire(`, et ${euros(investi)} d'investissement, ${investi === avantInvesti ? "autant qu'avant" : `soit ${sens(investi - avantInvesti)}`}`));
  const autres = Object.keys(sections).map((section) => [section, deux(section, false)])
    .filter(([, [h0, d0]]) => h0 !== d0)
    .map(([section, [h0, d0]]) => `${sens(d0 - h0)}${section === "investissement" ? " d'investissement" : ""}`);
  mots.push(dire(`. Les autres adhérents paieraient ensemble ${autres.length ? enumere(autres) : "autant"}.`));
  return mots;
}

export function mesTableaux({ situation, adherent, avant, apres, incomplet }) {
  const mes = (calcul) => calcul.lignes.filter((ligne) => ligne.adherent === adherent);
  const { sujet, paierait, sections } = situation.adherents[adherent];
  const decouper = (champ, noms, titre) => {
    const [hier, demain] = [par(mes(avant), champ), par(mes(apres), champ)];
    const cles = Object.keys(noms).filter((cle) => hier.has(cle) || demain.has(cle));
    const rangs = cles.map((cle) => rang(noms[cle], hier.get(cle) ?? 0n, demain.get(cle) ?? 0n));
    rangs.push(rang("Total", total(mes(avant)), total(mes(apres)), true));
    return tableau(dire(`Ce que ${paierait} ${sujet} en ${situation.exercice}, ${titre}${reserve(incomplet)}`), [CHAMPS[champ], ...COLONNES], rangs, FORME);
  };
  return [
    investit([...mes(avant), ...mes(apres)]) ? decouper("section", sections, "par section") : "",
    decouper("nature", situation.natures, "par nature"), decouper("service", situation.noms_des_services, "par service"),
  ];
}

/* → { bref : ceux qui changent, et les autres en une ligne ; tous : chacun ; voir : ce qui déplie le second } */
export function tableauxDesAutres({ situation, adherent, avant, apres, incomplet }) {
  const [hier, demain] = [par(avant.lignes, "adherent"), par(apres.lignes, "adherent")];
  const chacun = situation.adherents.map(({ nom }, numero) => ({ nom, numero, avant: hier.get(numero) ?? 0n, apres: demain.get(numero) ?? 0n }))
    .filter(({ numero }) => hier.has(numero) || demain.has(numero))
    .sort((a, b) => a.nom.localeCompare(b.nom, "fr"));
  const constants = chacun.filter((item) => item.numero !== adherent && item.avant === item.apres);
  const montres = constants.length > 1 ? chacun.filter((item) => !constants.includes(item)) : chacun;
  const un = (item) => rang(item.numero === adherent ? `${item.nom}, cet adhérent` : item.nom, item.avant, item.apres);
  const somme = constants.reduce((cents, item) => cents + item.avant, 0n);
  const reste = montres.length < chacun.length ? [rang(dire(`${constants.length} autres : inchangés`), somme, somme)] : [];
  const fin = rang("Total", total(avant.lignes), total(apres.lignes), true);
  const sections = investit([...avant.lignes, ...apres.lignes]) ? ", fonctionnement et investissement" : "";
  const legende = (quoi) => dire(`${quoi} en ${situation.exercice}, ${situation.phase}${sections}${reserve(incomplet)}`);
  return {
    bref: tableau(legende("Ce qui change pour chacun"), ["Adhérent", ...COLONNES], [...montres.map(un), ...reste, fin], FORME),
    tous: tableau(legende("Contribution de chacun"), ["Adhérent", ...COLONNES], [...chacun.map(un), fin], FORME),
    voir: `Voir les ${chacun.length} adhérents`,
  };
}

/* ce que personne ne paierait : un coût sans bénéficiaire, un reste qu'aucune décision ne donne à quelqu'un */
export function nonRepartis({ situation, avant, apres }) {
  const deja = new Set(avant.nonRepartis.map(({ composant, nature }) => `${composant} ${nature}`));
  const nouveaux = apres.nonRepartis.filter(({ composant, nature }) => !deja.has(`${composant} ${nature}`));
  return nouveaux.map(({ composant, cents }) => dire(`${situation.composants[composant].libelle} : ${euros(cents)} ne seraient payés par personne.`));
}

