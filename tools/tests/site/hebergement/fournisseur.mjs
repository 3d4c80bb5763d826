// Un fournisseur OpenID Connect certifié (oidc-provider), sur la boucle locale, réglé comme ProConnect : réponse signée,
// siret, acr. On s'y connecte en nommant un compte, et au besoin la faute que ses réponses auront (fautes.mjs).
// PORT et l'adresse de retour en arguments, les comptes dans COMPTES.
import crypto from "node:crypto";
import http from "node:http";
import { createRequire } from "node:module";
import { alterer } from "./fautes.mjs";

const [port, retour, modules] = process.argv.slice(2);
const prendre = (nom) => import(createRequire(`${modules}/`).resolve(nom));
const { default: Provider } = await prendre("oidc-provider");
const jose = await prendre("jose");
const { privateKey: cle } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
const kid = crypto.randomUUID();
const issuer = `http://127.0.0.1:${port}`;
const comptes = JSON.parse(process.env.COMPTES);
const provider = new Provider(issuer, {
  clients: [{
    client_id: "site",
    client_secret: "secret-du-site",
    redirect_uris: [retour],
    post_logout_redirect_uris: [new URL("/", retour).href],
    userinfo_signed_response_alg: "RS256",
    token_endpoint_auth_method: "client_secret_post",
  }],
  jwks: { keys: [{ ...cle.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" }] },
  claims: { acr: null, siret: ["siret"], email: ["email"], organizational_unit: ["organizational_unit"] },
  scopes: ["openid", "siret", "email", "organizational_unit"],
  acrValues: ["eidas0", "eidas0-mfa", "eidas1", "eidas1-mfa", "eidas2", "eidas3"],
  cookies: { keys: ["essai"] },
  pkce: { required: () => false },
  features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true }, claimsParameter: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...comptes[id] }) }),
  loadExistingGrant: async (ctx) => {
    const { client, session, provider: ici } = ctx.oidc;
    const grant = new ici.Grant({ accountId: session.accountId, clientId: client.clientId });
    grant.addOIDCScope("openid siret email organizational_unit");
    grant.addOIDCClaims(["acr"]);
    await grant.save();
    return grant;
  },
});
let faute = "";
provider.use(async (ctx, next) => {
  await next();
  if (faute) await alterer(faute, ctx, { jose, cle, kid, secret: "secret-du-site" });
});
const repondre = provider.callback();
http.createServer(async (req, res) => {
  const url = new URL(req.url, issuer);
  if (!url.pathname.startsWith("/interaction/")) {
    repondre(req, res);
    return;
  }
  const compte = url.searchParams.get("compte");
  if (compte) {
    faute = url.searchParams.get("faute") ?? "";
    const login = { accountId: compte, acr: comptes[compte].acr };
    await provider.interactionFinished(req, res, { login }, { mergeWithLastSubmission: false });
    return;
  }
  res.setHeader("content-type", "text/html; charset=utf-8");
  res.end(Object.keys(comptes).map((nom) => `<a href="?compte=${nom}">${nom}</a>`).join("<br>"));
}).listen(Number(port), "127.0.0.1", () => console.log("prêt"));
