-- Sous les lignes de docs/editeurs.md, le premier fichier qu'un agent ouvre, sans rien taper : ce qu'il voit est écrit.
local racine, sortie = arg[1], arg[2]
vim.cmd.cd(racine)
vim.cmd('filetype on')
vim.cmd.edit('adherents/laxou/quantites/2027.yaml')
local function montrees()
  local found = {}
  for _, espace in pairs(vim.api.nvim_get_namespaces()) do
    for _, marque in ipairs(vim.api.nvim_buf_get_extmarks(0, espace, 0, -1, { details = true })) do
      for _, morceau in ipairs(marque[4].virt_text or {}) do table.insert(found, morceau[1]) end
    end
  end
  return found
end
vim.wait(60000, function() return #montrees() > 0 end, 100)
local vu = { montrees = montrees() }

-- Un prix se fixe à la question posée, quand l'éditeur dit qu'il en pose.
vu.questions = {}
vim.ui.input = function(question, repondre)
  table.insert(vu.questions, { question.prompt, question.default })
  repondre(#vu.questions == 1 and 'beaucoup' or '5 400,00')
end
vim.cmd.edit('pricing/composants/S04.yaml')
vim.wait(60000, function() return #montrees() > 0 end, 100)
local function ligne(texte)
  for numero, lue in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    if lue:find(texte, 1, true) then return numero end
  end
end
local ici = ligne('2027: {cout_maintenance: 4800.00')
vim.api.nvim_win_set_cursor(0, { ici, 0 })
vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title:find('^Fixer ce prix à partir de 2027…') end })
vim.wait(60000, function() return ligne('2027: {cout_maintenance: 5400.00') end, 100)
vu.fixe = ligne('2027: {cout_maintenance: 5400.00') == ici

vim.fn.writefile({ vim.json.encode(vu) }, sortie)
vim.cmd('qall!')
