// Un fournisseur OpenID Connect certifié (oidc-provider), sur la boucle locale, réglé comme ProConnect : réponse signée,
// siret, acr. On s'y connecte en nommant un compte. PORT et l'adresse de retour en arguments, les comptes dans COMPTES.
import http from "node:http";
import { createRequire } from "node:module";

const [port, retour, modules] = process.argv.slice(2);
const { default: Provider } = await import(createRequire(`${modules}/`).resolve("oidc-provider"));
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
  claims: { openid: ["sub", "acr"], siret: ["siret"] },
  scopes: ["openid", "siret"],
  acrValues: ["eidas1"],
  conformIdTokenClaims: false,
  cookies: { keys: ["essai"] },
  pkce: { required: () => false },
  features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...comptes[id] }) }),
  loadExistingGrant: async (ctx) => {
    const { client, session, provider: ici } = ctx.oidc;
    const grant = new ici.Grant({ accountId: session.accountId, clientId: client.clientId });
    grant.addOIDCScope("openid siret");
    await grant.save();
    return grant;
  },
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
    const login = { accountId: compte, acr: comptes[compte].acr };
    await provider.interactionFinished(req, res, { login }, { mergeWithLastSubmission: false });
    return;
  }
  res.setHeader("content-type", "text/html; charset=utf-8");
  res.end(Object.keys(comptes).map((nom) => `<a href="?compte=${nom}">${nom}</a>`).join("<br>"));
}).listen(Number(port), "127.0.0.1", () => console.log("prêt"));
