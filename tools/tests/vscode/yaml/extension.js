// Le serveur de l'extension YAML, avec le même client que le nôtre : ce qu'il dit de plus, ou de trop, vient de lui.
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

exports.activate = async () => {
  const serveur = { module: process.env.CONVENTION_SERVEUR_YAML, transport: TransportKind.stdio, args: ["--stdio"] };
  const documentSelector = [{ scheme: "file", language: "yaml" }];
  client = new LanguageClient("yaml", "YAML", serveur, { documentSelector, synchronize: { configurationSection: "yaml" } });
  await client.start();
};

exports.deactivate = () => client?.stop();
