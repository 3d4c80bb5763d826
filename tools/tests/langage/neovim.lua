-- Ce que fait un agent dans Neovim : ce qu'il voit est écrit, une ligne par étape, pour qui l'a lancé.
local racine, commande, sortie = arg[1], vim.json.decode(arg[2]), arg[3]
local vu, delai = {}, 120000
vim.cmd.cd(racine)

local function lentilles(tampon)
  local found = {}
  for _, item in ipairs(vim.lsp.codelens.get(tampon)) do
    if item.command then
      local ligne = tostring(item.range.start.line + 1)
      found[ligne] = found[ligne] or {}
      table.insert(found[ligne], item.command.title)
    end
  end
  return found
end

local function attendre(tampon, condition)
  return vim.wait(delai, function()
    vim.lsp.codelens.refresh({ bufnr = tampon })
    vim.wait(300)
    return condition(lentilles(tampon))
  end, 100)
end

local function ouvrir(chemin)
  vim.cmd.edit(chemin)
  local tampon = vim.api.nvim_get_current_buf()
  vim.lsp.start({ name = 'convention', cmd = commande, root_dir = racine, init_options = { base = 'main' } }, { bufnr = tampon })
  return tampon
end

local function taper(tampon, avant, apres)
  for numero, texte in ipairs(vim.api.nvim_buf_get_lines(tampon, 0, -1, true)) do
    local debut, fin = texte:find(avant, 1, true)
    if debut then
      vim.api.nvim_buf_set_text(tampon, numero - 1, debut - 1, numero - 1, fin, vim.split(apres, '\n'))
      return tostring(numero)
    end
  end
end

-- Une quantité dit ce qu'elle coûte ; la changer dit l'écart, et qui en décide.
local quantites = ouvrir('adherents/laxou/quantites/2027.yaml')
local ici = taper(quantites, 'copieurs: 9', 'copieurs: 9')
attendre(quantites, function(found) return found[ici] ~= nil end)
vu.cout = lentilles(quantites)[ici]
taper(quantites, 'copieurs: 9', 'copieurs: 10')
attendre(quantites, function(found) return found[ici] and #found[ici] == 2 end)
vu.ecart = lentilles(quantites)[ici]
taper(quantites, 'copieurs: 10', 'copieurs: 9')

-- Un service inconnu est souligné ; sa correction l'écrit.
local souscriptions = ouvrir('adherents/laxou/souscriptions.yaml')
ici = tonumber(taper(souscriptions, 'service: S08', 'service: S80'))
vim.wait(delai, function() return #vim.diagnostic.get(souscriptions) > 0 end, 100)
local faute = vim.diagnostic.get(souscriptions)[1]
vu.faute = { code = faute.code, ligne = faute.lnum + 1, message = faute.message }
vim.api.nvim_win_set_cursor(0, { ici, 16 })
vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title:find('^Écrire S08') end })
vim.wait(delai, function() return vim.api.nvim_buf_get_lines(souscriptions, ici - 1, ici, true)[1]:find('S08') end, 100)
vu.corrige = vim.api.nvim_buf_get_lines(souscriptions, ici - 1, ici, true)[1]

-- Ce que demande une souscription nouvelle s'écrit, et le curseur va où taper la valeur que rien ne donne.
local nouvelles = ouvrir('adherents/tomblaine/souscriptions.yaml')
taper(nouvelles, '  - {service: S08', '  - {service: S09, debut: 2027-01-01}\n  - {service: S08')
vim.wait(delai, function()
  local demandes = {}
  for _, item in ipairs(vim.diagnostic.get()) do demandes[item.code or ''] = true end
  return demandes.QTE001
end, 100)
vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title:find('^Compter ce qui manque en 2027') end })
vim.wait(delai, function() return vim.api.nvim_buf_get_name(0):find('quantites') end, 100)
vu.a_taper = { vim.fs.basename(vim.api.nvim_buf_get_name(0)), vim.api.nvim_get_current_line(), vim.api.nvim_win_get_cursor(0)[2] }
vim.cmd('silent undo')
taper(nouvelles, '  - {service: S09, debut: 2027-01-01}', '  # rien')
vim.wait(delai, function() return #vim.diagnostic.get() == 0 end, 100)

-- Une clé change de nom dans tous les fichiers.
local cles = ouvrir('pricing/cles.yaml')
ici = tonumber(taper(cles, '  copieurs: {libelle', '  copieurs: {libelle'))
vim.api.nvim_win_set_cursor(0, { ici, 4 })
vim.lsp.buf.rename('photocopieurs')
vim.wait(delai, function() return vim.api.nvim_buf_get_lines(cles, ici - 1, ici, true)[1]:find('photocopieurs') end, 100)
vu.renomme = vim.api.nvim_buf_get_lines(cles, ici - 1, ici, true)[1]
local touches = {}
for _, tampon in ipairs(vim.api.nvim_list_bufs()) do
  if vim.bo[tampon].modified then table.insert(touches, vim.fs.basename(vim.api.nvim_buf_get_name(tampon))) end
end
vu.touches = #touches

vim.fn.writefile({ vim.json.encode(vu) }, sortie)
vim.cmd('qall!')
