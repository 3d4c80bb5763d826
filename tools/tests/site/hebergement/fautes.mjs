// Les réponses d'un fournisseur, faussées d'un seul trait chacune, et signées comme les vraies quand ce trait le permet.
import crypto from "node:crypto";

const heure = () => Math.floor(Date.now() / 1000);
const CONTENUS = {
  "jeton-expire": (dit) => ({ ...dit, iat: heure() - 7200, exp: heure() - 3600 }),
  "jeton-sans-fin": ({ exp, ...dit }) => dit,
  "jeton-ancien": (dit) => ({ ...dit, iat: heure() - 86400 }),
  "autre-destinataire": (dit) => ({ ...dit, aud: "un-autre-site" }),
  "autre-emetteur": (dit) => ({ ...dit, iss: "http://127.0.0.1:1" }),
  "autre-nonce": (dit) => ({ ...dit, nonce: crypto.randomBytes(32).toString("base64url") }),
  "sans-nonce": ({ nonce, ...dit }) => dit,
  "niveau-faible": (dit) => ({ ...dit, acr: "eidas0" }),
  "niveau-approchant": (dit) => ({ ...dit, acr: "eidas1-m" }),
  "infos-autre-sujet": (dit) => ({ ...dit, sub: "un-autre" }),
};
const { privateKey: etrangere } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
const base64 = (dit) => Buffer.from(JSON.stringify(dit)).toString("base64url");

/** Écrit un autre jeton à partir d'un vrai. */
async function autre(faute, vrai, { jose, cle, kid, secret }) {
  const [entete, contenu, signature] = vrai.split(".");
  const dit = jose.decodeJwt(vrai);
  const signe = (ce, alg, par) => new jose.SignJWT(ce).setProtectedHeader({ alg, kid, typ: "JWT" }).sign(par);
  if (faute in CONTENUS) return signe(CONTENUS[faute](dit), "RS256", cle);
  switch (faute.replace("infos-", "")) {
    case "alg-none": return `${base64({ alg: "none" })}.${contenu}.`;
    case "autre-cle": return signe(dit, "RS256", etrangere);
    case "secret-partage": return signe(dit, "HS256", Buffer.from(secret));
    case "cle-publique-en-secret": {
      const publique = crypto.createPublicKey(cle).export({ format: "pem", type: "spki" });
      return signe(dit, "HS256", Buffer.from(publique));
    }
    case "contenu-change": return `${entete}.${base64({ ...dit, siret: "24540067600017", plus: 1 })}.${signature}`;
    case "sans-signature": return `${entete}.${contenu}.`;
    default: throw new Error(`faute inconnue : ${faute}`);
  }
}

/** Fausse la réponse en cours : le jeton d'identité, ou les informations quand la faute commence par « infos ». */
export async function alterer(faute, ctx, moyens) {
  const infos = faute.startsWith("infos-");
  if (!infos && ctx.path === "/token" && ctx.body?.id_token) {
    ctx.body.id_token = await autre(faute, ctx.body.id_token, moyens);
  }
  if (infos && ctx.path === "/me") {
    if (faute === "infos-en-clair") {
      ctx.body = moyens.jose.decodeJwt(ctx.body);
    } else {
      ctx.body = await autre(faute, ctx.body, moyens);
    }
  }
}
