// Lance le serveur de langage du dossier ouvert et lui remet les réglages : tout ce qui est dit vient de lui.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { Hover, MarkdownString, commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

// Un geste demande des valeurs que sa ligne ne donne pas : elles sont posées ici, et le serveur fait le reste.
// Ce qu'il refuse, il le rend à demander encore, et dit pourquoi.
async function demander(demande) {
  const { titre, questions, refus } = demande;
  const valeurs = { ...demande.valeurs };
  for (const { champ, invite, propose, choix } of questions) {
    const prompt = refus ? `${refus}. ${invite}` : invite;
    const reponse = choix.length
      ? (await window.showQuickPick(choix.map(({ code, libelle }) => ({ label: code, description: libelle })), { title: titre, placeHolder: prompt }))?.label
      : await window.showInputBox({ title: titre, prompt, value: propose });
    if (reponse === undefined) return;
    valeurs[champ] = reponse;
  }
  const encore = await commands.executeCommand("convention.faire", { ...demande, valeurs });
  if (encore) await demander(encore);
}

// D'un texte nu, VS Code rend toutes les espaces insécables, et coupe alors les mots n'importe où.
function lisible(survol) {
  return survol && new Hover(survol.contents.map(({ value }) => new MarkdownString(value.replaceAll("&nbsp;", " "))), survol.range);
}

// Un dépôt de données nomme son outil dans outil.txt ; celui de l'outil a un Makefile.
function installer(dossier) {
  const pip = "« .venv/bin/python -m pip install";
  return existsSync(join(dossier, "outil.txt"))
    ? `« python3 -m venv .venv », ${pip} --requirement=outil.txt », ${pip} "convention-dsit[editeur]" »`
    : "« make installer »";
}

exports.activate = async ({ subscriptions }) => {
  subscriptions.push(commands.registerCommand("convention.demander", demander));
  const dossier = workspace.workspaceFolders[0].uri.fsPath;
  const command = join(dossier, ".venv", "bin", "convention");
  if (!existsSync(command)) {
    window.showErrorMessage(`Convention : l'outil n'est pas installé. Lancer ${installer(dossier)}, puis recharger la fenêtre.`);
    return;
  }
  client = new LanguageClient(
    "convention",
    "Convention",
    { command, args: ["serveur-langage"], options: { cwd: dossier } },
    {
      documentSelector: [{ scheme: "file", language: "yaml" }],
      middleware: { provideHover: async (document, position, jeton, suite) => lisible(await suite(document, position, jeton)) },
      initializationOptions: { convention: workspace.getConfiguration("convention"), demander: true },
      synchronize: {
        configurationSection: "convention",
        fileEvents: workspace.createFileSystemWatcher("**/{*.yaml,.git/HEAD,.git/refs/heads/**}"),
      },
    },
  );
  await client.start();
};

exports.deactivate = () => client?.stop();
