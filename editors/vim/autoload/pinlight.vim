" Glue between ALE and the language server Pinlight.
"
" g:pinlight_executable  the server's script, by default the one on PATH
" g:pinlight_settings    settings as in docs/settings.md
" g:pinlight_trusted     1: the folders that you open are trusted. ALE cannot ask, so without it
"                        problems are shown and nothing is ever installed.

let s:toml = '\v^((pyproject|pylock(\..*)?|pixi|tox)\.toml|Pipfile|(poetry|uv|pdm(\..*)?)\.lock)$'

" The repository that holds the file, or its own folder; '' for TOML files of others, for which
" no server is started.
function! pinlight#Root(buffer) abort
  let l:path = fnamemodify(bufname(a:buffer), ':p')
  if getbufvar(a:buffer, '&filetype') is# 'toml' && fnamemodify(l:path, ':t') !~# s:toml
    return ''
  endif
  let l:git = finddir('.git', fnamemodify(l:path, ':h') . ';')
  return empty(l:git) ? fnamemodify(l:path, ':h') : fnamemodify(l:git, ':p:h:h')
endfunction

function! pinlight#Options() abort
  let l:options = {'settings': get(g:, 'pinlight_settings', {})}
  if get(g:, 'pinlight_trusted', 0)
    let l:options.trusted = v:true
  endif
  return l:options
endfunction

" Tell ALE of the server for one filetype.
function! pinlight#Define(filetype) abort
  call ale#linter#Define(a:filetype, {
  \ 'name': 'pinlight',
  \ 'lsp': 'stdio',
  \ 'executable': {-> get(g:, 'pinlight_executable', 'pinlight')},
  \ 'command': '%e server',
  \ 'project_root': function('pinlight#Root'),
  \ 'initialization_options': {-> pinlight#Options()},
  \ 'language': a:filetype is# 'toml' ? 'toml' : 'pip-requirements',
  \})
endfunction
