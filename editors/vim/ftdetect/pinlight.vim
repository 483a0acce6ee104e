" Requirements and constraints files of pip; Vim knows no filetype for them.
autocmd BufRead,BufNewFile *requirements*.txt,*constraints*.txt set filetype=requirements
autocmd BufRead,BufNewFile *requirements*.in,*constraints*.in set filetype=requirements
autocmd BufRead,BufNewFile */requirements/*.txt,*/reqs/*.txt,*/requires/*.txt set filetype=requirements
autocmd BufRead,BufNewFile */requirements/*.in,*/reqs/*.in,*/requires/*.in set filetype=requirements
autocmd FileType requirements setlocal commentstring=#\ %s
