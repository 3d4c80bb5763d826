/* What a situation costs, before and after: the sentence, the tables, whose totals are those of the lines.
   Knows: lines of both computations. Must not know: how they were computed, what was chosen. */

import { h, tableau } from "./dom.js";
import { dire, ecart, euros, montant, pourcentage } from "./francais.js";

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

export function resume({ situation, adherent, avant, apres }) {
  const mien = (lignes) => total(lignes.filter((ligne) => ligne.adherent === adherent));
  const [hier, demain] = [mien(avant.lignes), mien(apres.lignes)];
  const autres = total(apres.lignes) - demain - (total(avant.lignes) - hier);
  return { nom: situation.adherents[adherent].nom, hier, demain, autres };
}

export function phrase({ situation, ...reste }) {
  const { nom, hier, demain, autres } = resume({ situation, ...reste });
  const difference = demain - hier;
  const sens = (cents) => `${euros(cents < 0n ? -cents : cents)} de ${cents > 0n ? "plus" : "moins"}`;
  const mots = [`${nom} paierait `, h("strong", {}, euros(demain)), dire(` en ${situation.exercice}`)];
  if (difference === 0n) mots.push(", autant qu’avec ses choix actuels. ");
  else mots.push(", soit ", h("strong", {}, sens(difference)), dire(` qu'avec ses choix actuels (${pourcentage(difference, hier)}). `));
  mots.push(autres === 0n ? "Les autres adhérents paieraient ensemble autant." : `Les autres adhérents paieraient ensemble ${sens(autres)}.`);
  return mots;
}

export function mesTableaux({ situation, adherent, avant, apres }) {
  const mes = (calcul) => calcul.lignes.filter((ligne) => ligne.adherent === adherent);
  const nom = situation.adherents[adherent].nom;
  const decouper = (champ, noms, titre) => {
    const [hier, demain] = [par(mes(avant), champ), par(mes(apres), champ)];
    const cles = Object.keys(noms).filter((cle) => hier.has(cle) || demain.has(cle));
    const rangs = cles.map((cle) => rang(noms[cle], hier.get(cle) ?? 0n, demain.get(cle) ?? 0n));
    rangs.push(rang("Total", total(mes(avant)), total(mes(apres)), true));
    return tableau(dire(`Ce que paierait ${nom} en ${situation.exercice}, ${titre}`), ["", ...COLONNES], rangs, "tableau--fiches tableau--compact");
  };
  return [decouper("nature", situation.natures, "par nature"), decouper("service", situation.noms_des_services, "par service")];
}

export function tableauDesAutres({ situation, adherent, avant, apres }) {
  const [hier, demain] = [par(avant.lignes, "adherent"), par(apres.lignes, "adherent")];
  const rangs = situation.adherents.map((item, numero) => ({ item, numero }))
    .filter(({ numero }) => hier.has(numero) || demain.has(numero))
    .sort((a, b) => a.item.nom.localeCompare(b.item.nom, "fr"))
    .map(({ item, numero }) => rang(numero === adherent ? `${item.nom}, cet adhérent` : item.nom, hier.get(numero) ?? 0n, demain.get(numero) ?? 0n));
  rangs.push(rang("Total", total(avant.lignes), total(apres.lignes), true));
  return tableau(dire(`Contribution de chacun en ${situation.exercice}, ${situation.phase}`), ["Adhérent", ...COLONNES], rangs, "tableau--fiches tableau--compact");
}

/* ce que personne ne paierait : un coût sans bénéficiaire, un reste qu'aucune décision ne donne à quelqu'un */
export function nonRepartis({ situation, avant, apres }) {
  const deja = new Set(avant.nonRepartis.map(({ composant, nature }) => `${composant} ${nature}`));
  const nouveaux = apres.nonRepartis.filter(({ composant, nature }) => !deja.has(`${composant} ${nature}`));
  return nouveaux.map(({ composant, cents }) => dire(`${situation.composants[composant].libelle} : ${euros(cents)} ne seraient payés par personne.`));
}

