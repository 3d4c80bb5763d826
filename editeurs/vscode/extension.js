// Lance le serveur de langage du dossier ouvert et lui remet les réglages : tout ce qui est dit vient de lui.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = async () => {
  const dossier = workspace.workspaceFolders[0].uri.fsPath;
  const command = join(dossier, ".venv", "bin", "convention");
  if (!existsSync(command)) {
    window.showErrorMessage("Convention : l'outil n'est pas installé. Lancer « make installer », puis recharger la fenêtre.");
    return;
  }
  client = new LanguageClient(
    "convention",
    "Convention",
    { command, args: ["serveur-langage"], options: { cwd: dossier } },
    {
      documentSelector: [{ scheme: "file", language: "yaml" }],
      initializationOptions: workspace.getConfiguration("convention"),
      synchronize: {
        configurationSection: "convention",
        fileEvents: workspace.createFileSystemWatcher("**/{*.yaml,.git/HEAD,.git/refs/heads/**}"),
      },
    },
  );
  await client.start();
};

exports.deactivate = () => client?.stop();
