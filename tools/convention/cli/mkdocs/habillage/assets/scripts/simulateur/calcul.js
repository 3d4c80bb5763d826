/* The contributions of an exercice under the choices of one adherent: the twin of engine/calcul.py.
   Knows: the order of the computation, presences already measured. Must not know: the page, dates.
   A choice: { adherent, avec, sans (sets of codes and components), quantites (place → text) }. */

import { borner } from "./bornes.js";
import { compiler, lireTables } from "./formules.js";
import { ZERO, UN, centimes, compare, divise, estNul, fois, fraction, lire, moins, multiplier, partager, plus, plusGrand, repartir, somme } from "./nombres.js";

export const AUCUN_CHOIX = { adherent: -1, avec: new Set(), sans: new Set(), quantites: new Map() };

/* une situation lue une fois : fractions lues, formules compilées */
export function preparer(situation) {
  const comptages = new Map();
  for (const [place, colonne] of Object.entries(situation.comptages)) {
    comptages.set(place, new Map(Object.entries(colonne).map(([rang, texte]) => [Number(rang), lire(texte)])));
  }
  return {
    situation,
    comptages,
    forfaits: lireForfaits(situation),
    membres: situation.adherents.map(({ presence }) => lire(presence)),
    tenus: situation.adherents.map(({ codes, composants }) => new Set([...codes, ...composants])),
    presences: situation.presences.map(([annee, jusqua]) => ({ fraction: lire(annee), jusqua: lire(jusqua) })),
    couts: situation.couts.map(compilerCout),
  };
}

/* celui de l'annexe 3 n'a pas de nom */
function lireForfaits({ forfait, places_du_forfait, forfaits }) {
  const seul = forfait === null ? [] : [{ nom: "", prix: forfait, places: places_du_forfait }];
  return (forfaits ?? seul).map((lu) => ({ ...lu, prix: lire(lu.prix) }));
}

/* → { lignes: [{ adherent, service, composant, nature, section, cents }], nonRepartis: [{ composant, nature, cents }] } */
export function calculer(pret, choix = AUCUN_CHOIX) {
  const lignes = [], nonRepartis = [];
  partForfaitaire(pret, choix, lignes);
  for (const [adherent, service, section, composant, cents] of pret.situation.directs) {
    lignes.push({ adherent, service, composant, nature: "direct", section, cents: BigInt(cents) });
  }
  // Un coût que lit un autre vient avant lui : ses montants, ramenés à une année entière, y sont une quantité.
  const dus = new Map();
  for (const cout of pret.couts) {
    const { presents, cents, nonReparti } = calculerCout(pret, cout, choix, dus);
    const { service, composant, nature, section } = cout;
    if (cout.annuel) dus.set(composant, new Map(presents.map(({ adherent, fraction: part }, rang) => [adherent, divise(fraction(cents[rang], 100n), part)])));
    presents.forEach(({ adherent }, rang) => {
      if (cents[rang] !== 0n) lignes.push({ adherent, service, composant, nature, section, cents: cents[rang] });
    });
    if (nonReparti !== 0n) nonRepartis.push({ composant, nature, cents: nonReparti });
  }
  return { lignes, nonRepartis };
}

/* ce que l'adhérent a d'un composant : la colonne à lire, ou rien */
export function variante(pret, composant, choix, adherent) {
  if (adherent !== choix.adherent) return "dd";
  const { codes, souscription } = composant, tenus = pret.tenus[adherent];
  const garde = (nom) => tenus.has(nom) && !choix.sans.has(nom);
  let service = "d";
  if (codes.some((code) => choix.avec.has(code))) service = "p";
  else if (codes.some((code) => tenus.has(code) && choix.sans.has(code))) {
    const reste = codes.findIndex(garde);
    if (reste < 0) return "";
    service = String(reste);
  }
  const nom = composant.nom;
  if (souscription && !choix.avec.has(nom) && choix.sans.has(nom)) return "";
  return service + (souscription && choix.avec.has(nom) ? "p" : "d");
}

/* les bénéficiaires d'un composant, dans l'ordre qui départage les centimes */
export function beneficiaires(pret, nom, choix, porte = false) {
  const { situation } = pret, composant = { nom, ...situation.composants[nom] };
  const presents = [];
  situation.adherents.forEach((_, adherent) => {
    const lue = variante(pret, composant, choix, adherent);
    const rang = lue === "" ? -1 : situation.colonnes[composant.presences[lue]][adherent];
    if (rang < 0) return;
    const anciennete = composant.rangs[lue] === undefined ? 0 : situation.colonnes[composant.rangs[lue]][adherent];
    presents.push({ adherent, jours: true, anciennete: [BigInt(anciennete ?? 0), 1n], ...pret.presences[rang] });
  });
  const libere = situation.part_liberee === "gestionnaire"
    && presents.some(({ fraction: part, jusqua }) => compare(part, jusqua) !== 0);
  return libere || (porte && presents.length) ? avecGestionnaire(presents, situation.gestionnaire) : presents;
}

/* le gestionnaire, sans jour à lui : il ne porte que ce que d'autres laissent */
function avecGestionnaire(presents, gestionnaire) {
  if (gestionnaire < 0 || presents.some(({ adherent }) => adherent === gestionnaire)) return presents;
  const seul = { adherent: gestionnaire, jours: false, anciennete: UN, fraction: ZERO, jusqua: ZERO };
  return [...presents, seul].sort((a, b) => a.adherent - b.adherent);
}

function partForfaitaire(pret, choix, lignes) {
  for (const { nom, prix, places } of pret.forfaits) {
    pret.membres.forEach((presence, adherent) => {
      const cents = centimes(fois(fois(prix, compter(pret, { places }, adherent, choix)), presence));
      const ligne = { adherent, service: "hors-service", composant: nom, nature: "masse_salariale", section: "fonctionnement" };
      if (cents !== 0n) lignes.push({ ...ligne, cents });
    });
  }
}

function compter(pret, { places, produit, cumul, precedents }, adherent, choix, dus) {
  if (precedents) return lire(precedents[adherent] ?? "0");
  if (cumul) return somme(cumul.map((composant) => dus.get(composant)?.get(adherent) ?? ZERO));
  return (produit ? multiplier : somme)(places.map((place) => {
    const saisi = adherent === choix.adherent ? choix.quantites.get(place) : undefined;
    return saisi === undefined ? pret.comptages.get(place)?.get(adherent) ?? ZERO : lire(saisi);
  }));
}

function compilerCout(cout) {
  const limite = (borne) => borne && { ...borne, calcule: borne.formule && compiler(borne.formule) };
  return {
    ...cout,
    communs: new Map(Object.entries(cout.valeurs).map(([nom, texte]) => [nom, lire(texte)])),
    tables: lireTables(cout),
    partages: cout.termes.map(([arbre, cle]) => ({ coefficient: compiler(arbre), cle })),
    propre: cout.reste && compiler(cout.reste),
    entiers: cout.fixes.map(compiler),
    plafond: limite(cout.plafond),
    plancher: limite(cout.plancher),
    annuel: cout.nature === "indirect_annuel",
  };
}

/* Σ Aᵢ·part(kᵢ) + B pour tous les bénéficiaires : la somme partagée au plus fort reste, B ligne par ligne */
export function calculerCout(pret, cout, choix, dus = new Map()) {
  const presents = beneficiaires(pret, cout.composant, choix, cout.porte);
  const quantites = new Map(Object.entries(cout.cles).map(([nom, cle]) => [
    nom, presents.map(({ adherent, jours }) => (jours ? compter(pret, cle, adherent, choix, dus) : ZERO)),
  ]));
  const communs = (nom) => cout.communs.get(nom);
  // Avant que les coûts soient partagés exactement, une clé seule partageait des centimes entiers.
  const entier = !pret.situation.couts_exacts && cout.partages.length === 1;
  const termes = cout.partages.map(({ coefficient, cle }) => {
    const exact = coefficient(communs, cout.tables);
    return {
      coefficient: entier ? fraction(centimes(exact), 100n) : exact, poids: peser(pret, cout, cle, quantites.get(cle), presents),
    };
  });
  const bornes = bornesDe(pret, cout, quantites, presents);
  const partage = partagerTermes(termes, presents.length, bornes);
  const propres = termesPropres(pret, cout, quantites, presents, bornes);
  const impaye = presents.length ? 0n : centimes(somme(cout.entiers.map((terme) => terme(communs, cout.tables))));
  return {
    presents,
    cents: partage.parts.map((part, rang) => part + propres.montants[rang]),
    nonReparti: partage.aRepartir - partage.recouvrable - partage.abandonne + impaye,
  };
}

/* les poids d'une clé : la présence pèse un stock, selon la règle sur la part libérée */
function peser(pret, cout, cle, comptees, presents) {
  const { part_liberee: regle, gestionnaire } = pret.situation;
  const quantites = presents.map(({ adherent }, rang) => (cout.exoneres[adherent] === "reparti" ? ZERO : comptees[rang]));
  if (!cout.cles[cle].pese || presents.every(({ fraction: part }) => compare(part, UN) === 0)) return quantites;
  const tenue = ({ fraction: part, jusqua }) => (regle === "gelee" ? jusqua : part);
  const poids = quantites.map((quantite, rang) => fois(quantite, tenue(presents[rang])));
  const porteur = presents.findIndex(({ adherent }) => adherent === gestionnaire);
  if (regle === "gestionnaire" && porteur >= 0) {
    const libere = somme(quantites.map((quantite, rang) => fois(quantite, moins(presents[rang].jusqua, presents[rang].fraction))));
    poids[porteur] = plus(poids[porteur], libere);
  }
  return poids;
}

function bornesDe(pret, cout, quantites, presents) {
  const exonere = Object.keys(cout.exoneres).length > 0;
  if (!cout.plafond && !cout.plancher && !exonere) return null;
  const plafonds = limites(cout, cout.plafond, quantites, presents);
  const planchers = limites(cout, cout.plancher, quantites, presents);
  const exoneres = new Map();
  presents.forEach(({ adherent }, rang) => { if (cout.exoneres[adherent]) exoneres.set(rang, cout.exoneres[adherent]); });
  return {
    plafonds: presents.map(({ jours }, rang) => (plafonds && jours ? plafonds[rang] : null)),
    planchers: presents.map(({ jours }, rang) => (planchers && jours ? planchers[rang] : ZERO)),
    reliquat: cout.plafond ? cout.plafond.reliquat : "reparti",
    exoneres,
    gestionnaire: presents.findIndex(({ adherent }) => adherent === pret.situation.gestionnaire),
  };
}

/* une borne par bénéficiaire, en centimes entiers */
function limites(cout, borne, quantites, presents) {
  if (!borne || !borne.calcule) return null;
  const proratise = cout.annuel && borne.cles.every((cle) => cout.cles[cle].pese);
  return presents.map((present, rang) => {
    const exact = plusGrand(borne.calcule(nomsDe(cout, quantites, borne.cles, present, rang), cout.tables), ZERO);
    return fraction(centimes(proratise ? fois(exact, present.fraction) : exact), 1n);
  });
}

function nomsDe(cout, quantites, cles, present, rang) {
  return (nom) => {
    if (cles.includes(nom)) return quantites.get(nom)[rang];
    return nom === "rang" ? present.anciennete : cout.communs.get(nom);
  };
}

function partagerTermes(termes, nombre, bornes) {
  const total = somme(termes.map(({ coefficient }) => coefficient));
  const aRepartir = centimes(total);
  const actifs = termes.map((terme) => ({ ...terme, tout: somme(terme.poids) }))
    .filter(({ coefficient, tout }) => !estNul(coefficient) && compare(tout, ZERO) > 0);
  const portes = somme(actifs.map(({ coefficient }) => coefficient));
  const recouvrable = compare(portes, total) === 0 ? aRepartir : centimes(portes);
  if (actifs.length === 1 && !bornes && compare(fois(actifs[0].coefficient, [100n, 1n]), [recouvrable, 1n]) === 0) {
    return { aRepartir, recouvrable, abandonne: 0n, parts: partager(recouvrable, actifs[0].poids) };
  }
  const exactes = Array.from({ length: nombre }, () => ZERO);
  for (const { coefficient, poids, tout } of actifs) {
    const montant = fois(coefficient, [100n, 1n]);
    poids.forEach((part, rang) => { exactes[rang] = plus(exactes[rang], fois(montant, divise(part, tout))); });
  }
  if (!bornes) return { aRepartir, recouvrable, abandonne: 0n, parts: repartir(recouvrable, exactes) };
  const bornees = borner(exactes, bornes);
  const libre = somme(exactes), gardee = somme(bornees.exactes);
  const factures = compare(gardee, libre) === 0 ? recouvrable : centimes(divise(gardee, [100n, 1n]));
  const declare = compare(bornees.abandonne, moins(libre, gardee)) === 0;
  const abandonne = declare ? recouvrable - factures : centimes(divise(bornees.abandonne, [100n, 1n]));
  return { aRepartir, recouvrable: factures, abandonne, parts: repartir(factures, bornees.exactes) };
}

/* les termes sans part, arrondis ligne par ligne ; ce qu'une exonération laisse va au gestionnaire, ou à personne */
function termesPropres(pret, cout, quantites, presents, bornes) {
  if (!cout.propre) return { montants: presents.map(() => 0n) };
  const proratise = cout.annuel && cout.cles_du_reste.every((cle) => cout.cles[cle].pese);
  const propres = presents.map((present, rang) => {
    if (!present.jours) return 0n;
    const exact = cout.propre(nomsDe(cout, quantites, cout.cles_du_reste, present, rang), cout.tables);
    return centimes(proratise ? fois(exact, present.fraction) : exact);
  });
  const montants = [...propres];
  for (const [rang, qui] of bornes ? bornes.exoneres : []) {
    montants[rang] -= propres[rang];
    if (qui === "gestionnaire" && bornes.gestionnaire >= 0) montants[bornes.gestionnaire] += propres[rang];
  }
  return { montants };
}
