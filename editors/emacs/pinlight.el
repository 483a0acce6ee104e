;;; pinlight.el --- Requirements files and environments, kept in step  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: languages, python, tools
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Glue between Eglot and the language server Pinlight:
;;
;;   (require 'pinlight)
;;   (pinlight-setup)
;;
;; Then requirements files and pyproject.toml start the server by themselves.
;; `C-c C-e' holds the commands, `M-x pinlight' offers all that the server can do.

;;; Code:

(require 'cl-lib)
(require 'conf-mode)
(require 'eglot)

(defgroup pinlight nil
  "Requirements files and environments, kept in step."
  :group 'tools)

(defcustom pinlight-command '("pinlight" "server")
  "Program of the server, with its arguments."
  :type '(repeat string))

(defcustom pinlight-settings nil
  "Settings of the server as a plist, such as (:groups [\"dev\"]).
They are those of docs/settings.md."
  :type 'plist)

(defcustom pinlight-trusted nil
  "Whether the folders that you open are trusted.
Then nothing is asked before the first change."
  :type 'boolean)

(defcustom pinlight-follow nil
  "Whether to activate the environment of each requirements file that is shown.
Programs that Emacs starts from then on run in it; see `pinlight-activate'."
  :type 'boolean)


;;;; Files

(defvar pinlight-command-map
  (let ((map (make-sparse-keymap)))
    (define-key map "c" #'pinlight-create-environment)
    (define-key map "q" #'pinlight-quick-create-environment)
    (define-key map "s" #'pinlight-select-environment)
    (define-key map "d" #'pinlight-deselect-environment)
    (define-key map "i" #'pinlight-install-missing)
    (define-key map "t" #'pinlight-install-this)
    (define-key map "y" #'pinlight-sync-environment)
    (define-key map "u" #'pinlight-upgrade-package)
    (define-key map "x" #'pinlight-uninstall-package)
    (define-key map "z" #'pinlight-undo)
    (define-key map "R" #'pinlight-recreate-environment)
    (define-key map "D" #'pinlight-delete-environment)
    (define-key map "w" #'pinlight-why-this-environment)
    (define-key map "g" #'pinlight-refresh)
    (define-key map "a" #'pinlight-activate)
    (define-key map "f" #'eglot-code-actions)
    (define-key map "e" #'pinlight)
    map)
  "Keys of the commands.")

;;;###autoload
(define-derived-mode pinlight-requirements-mode conf-unix-mode "Requirements"
  "Major mode for requirements and constraints files of pip."
  (setq-local comment-start "# "))

;;;###autoload
(define-derived-mode pinlight-toml-mode conf-toml-mode "Pinlight-TOML"
  "Major mode for pyproject.toml, Pipfile and lock files.
It is a mode of its own, so that other TOML files are left alone.")

(define-key pinlight-requirements-mode-map (kbd "C-c C-e") pinlight-command-map)
(define-key pinlight-toml-mode-map (kbd "C-c C-e") pinlight-command-map)
(put 'pinlight-requirements-mode 'eglot-language-id "pip-requirements")
(put 'pinlight-toml-mode 'eglot-language-id "toml")

(defconst pinlight-modes
  '(pinlight-requirements-mode pinlight-toml-mode pip-requirements-mode)
  "Major modes that start the server.")

(defconst pinlight-files
  '(("\\(?:requirements\\|constraints\\)[^/]*\\.\\(?:txt\\|in\\|pip\\)\\'"
     . pinlight-requirements-mode)
    ("/\\(?:requirements\\|reqs\\|requires\\)/[^/]*\\.\\(?:txt\\|in\\)\\'"
     . pinlight-requirements-mode)
    ("/\\(?:pyproject\\|pylock\\(?:\\.[^/]*\\)?\\|pixi\\|tox\\)\\.toml\\'" . pinlight-toml-mode)
    ("/\\(?:poetry\\|uv\\|pdm\\(?:\\.[^/]*\\)?\\)\\.lock\\'" . pinlight-toml-mode)
    ("/Pipfile\\'" . pinlight-toml-mode))
  "Names of files and their modes.")

;;;###autoload
(defun pinlight-setup ()
  "Start the server for requirements files and pyproject.toml."
  (dolist (entry pinlight-files)
    (add-to-list 'auto-mode-alist entry))
  (add-to-list 'eglot-server-programs (cons pinlight-modes #'pinlight--contact))
  (dolist (mode pinlight-modes)
    (add-hook (intern (format "%s-hook" mode)) #'eglot-ensure)))


;;;; Server

(defclass pinlight-server (eglot-lsp-server) ()
  :documentation "A running Pinlight.")

(defun pinlight--contact (&optional _interactive)
  "Return how Eglot starts the server."
  (cons 'pinlight-server pinlight-command))

(cl-defmethod eglot-initialization-options ((_server pinlight-server))
  "Hand over the settings and, when it is given, the user's trust."
  (append (list :settings (or pinlight-settings (make-hash-table)))
          (when pinlight-trusted (list :trusted t))))

(cl-defmethod eglot-handle-notification :after
  ((_server pinlight-server) (_method (eql textDocument/publishDiagnostics))
   &key uri &allow-other-keys)
  "Follow the environment: problems change whenever it is another one."
  (when (and pinlight-follow
             (equal uri (with-current-buffer (window-buffer) (pinlight--uri))))
    (with-current-buffer (window-buffer)
      (pinlight--follow))))

(defun pinlight--running ()
  "Return the server of this project; signal an error when there is none."
  (or (cl-find-if (lambda (server) (cl-typep server 'pinlight-server))
                  (cons (eglot-current-server)
                        (gethash (eglot--current-project) eglot--servers-by-project)))
      (user-error "No Pinlight runs for this project: open a requirements file first")))

(defun pinlight--uri ()
  "Return the URI of this buffer's file, \"\" without one."
  (cond ((null buffer-file-name) "")
        ((fboundp 'eglot-path-to-uri) (eglot-path-to-uri buffer-file-name))
        (t (eglot--path-to-uri buffer-file-name))))

(defun pinlight--offered (server)
  "Return the commands that SERVER offers.
The one that carries code actions is left out."
  (let ((provider (plist-get (eglot--capabilities server) :executeCommandProvider)))
    (delete "pinlight.apply" (append (plist-get provider :commands) nil))))

(defun pinlight--ask (server method params answered)
  "Send SERVER the request METHOD with PARAMS.
Call ANSWERED with the result, or nil."
  (jsonrpc-async-request server method params
                         :success-fn answered
                         :error-fn (lambda (_) (funcall answered nil))
                         :timeout-fn (lambda () (funcall answered nil))))


;;;; Questions

(cl-defmethod eglot-client-capabilities ((_server pinlight-server))
  "Announce that questions are shown with `completing-read'."
  (plist-put (cl-call-next-method) :experimental '(:pinlight (:ask t))))

(defconst pinlight--back "(back)"
  "The choice that leads to the question before.")

(cl-defmethod eglot-handle-request
  ((_server pinlight-server) (_method (eql pinlight/ask))
   &key question choices details many taken back &allow-other-keys)
  "Let the user choose among CHOICES; quitting dismisses QUESTION.
DETAILS stand beside them.  When MANY is given any number may be chosen,
TAKEN if the answer is empty.  When BACK is given the last choice asks
the question before this one again."
  (let* ((choices (append choices (and (eq back t) (list pinlight--back)) nil))
         (table (pinlight--table choices (append details nil)))
         (usual (append taken nil)))
    (condition-case nil
        (let ((chosen (if (eq many t)
                          (completing-read-multiple
                           (format "%s (by commas, empty: %s) " question
                                   (mapconcat #'identity usual ", "))
                           table nil t nil nil (mapconcat #'identity usual ","))
                        (list (completing-read (concat question " ") table nil t nil nil
                                               (car choices))))))
          (cond ((and (eq back t) (member pinlight--back chosen)) (list :back t))
                ((eq many t) (list :titles (vconcat chosen)))
                (t (list :title (car chosen)))))
      (quit nil))))

(defun pinlight--table (choices details)
  "Return a completion table of CHOICES in their order, with DETAILS beside them."
  (let ((beside (cl-mapcar #'cons choices details)))
    (lambda (string predicate action)
      (if (eq action 'metadata)
          `(metadata
            (display-sort-function . ,#'identity)
            (cycle-sort-function . ,#'identity)
            (annotation-function
             . ,(lambda (choice) (concat "  " (cdr (assoc choice beside))))))
        (complete-with-action action choices string predicate)))))


;;;; Commands

(cl-defmethod eglot-execute-command ((server pinlight-server) command arguments)
  "Let SERVER carry out COMMAND with ARGUMENTS, and wait for nothing.
Emacs 28 holds back a question that comes with the answer it waits for."
  (jsonrpc-async-request
   server :workspace/executeCommand
   (list :command (format "%s" command) :arguments arguments)
   :success-fn #'ignore
   :error-fn (lambda (err) (message "Pinlight: %s" (plist-get err :message)))))

(defun pinlight--execute (command)
  "Let the server carry out COMMAND for this buffer's file."
  (let ((server (pinlight--running)))
    (unless (member command (pinlight--offered server))
      (user-error "This Pinlight does not offer `%s'" command))
    (eglot-execute-command
     server command (vector (pinlight--uri) (eglot--pos-to-lsp-position)))))

;;;###autoload
(defun pinlight (command)
  "Carry out COMMAND, one of those that the server offers, for this file."
  (interactive
   (list (completing-read "Pinlight: " (pinlight--offered (pinlight--running)) nil t)))
  (pinlight--execute command))

(defmacro pinlight--define-command (name does)
  "Define NAME to let the server carry out the command of that name.
The server writes it as one word: `pinlight-install-this' is
\"pinlight.installThis\".  DOES says what it does."
  (declare (indent 1) (doc-string 2))
  (pcase-let ((`(,_ ,first . ,others) (split-string (symbol-name name) "-")))
    `(defun ,name ()
       ,does
       (interactive)
       (pinlight--execute
        ,(concat "pinlight." first (mapconcat #'capitalize others ""))))))

(pinlight--define-command pinlight-create-environment
  "Create the environment of this file, with a Python that you choose.
Then install what the file asks for.")

(pinlight--define-command pinlight-quick-create-environment
  "Create the environment of this file and fill it; ask nothing.")

(pinlight--define-command pinlight-select-environment
  "Choose which environment serves this file.")

(pinlight--define-command pinlight-deselect-environment
  "Take a choice of environment back.")

(pinlight--define-command pinlight-install-missing
  "Install what this file asks for and its environment lacks.")

(pinlight--define-command pinlight-install-this
  "Install what the line at point asks for.")

(pinlight--define-command pinlight-sync-environment
  "Make the environment hold exactly what its files ask for.")

(pinlight--define-command pinlight-upgrade-package
  "Bring a package that you choose to the newest version that is allowed.")

(pinlight--define-command pinlight-uninstall-package
  "Remove a package that you choose.")

(pinlight--define-command pinlight-undo
  "Take the last change of this file's environment back.")

(pinlight--define-command pinlight-recreate-environment
  "Make this file's environment anew.")

(pinlight--define-command pinlight-delete-environment
  "Delete the environment that serves this file.")

(pinlight--define-command pinlight-why-this-environment
  "Tell which environment serves this file, and why.")

(pinlight--define-command pinlight-refresh
  "Look at all environments again.")


;;;; Activation

(defvar pinlight--active nil
  "What was set: (PREFIX VARIABLES FOLDERS), nil for nothing.
VARIABLES are as they were before.")

(defun pinlight-deactivate ()
  "Undo what `pinlight-activate' did."
  (interactive)
  (when pinlight--active
    (pcase-let ((`(,_ ,variables ,folders) pinlight--active))
      (pcase-dolist (`(,name . ,value) variables)
        (setenv name value))
      (pinlight--set-path (cl-set-difference (pinlight--path) folders :test #'equal))
      (setq exec-path (cl-set-difference exec-path folders :test #'equal)))
    (setq pinlight--active nil)))

(defun pinlight-activate ()
  "Activate the environment that serves this file.
Programs that Emacs starts from now on run in it."
  (interactive)
  (pinlight--running)
  (pinlight--follow
   (lambda (name)
     (message (if name "`%s' is active" "No environment serves this file") name))))

(defun pinlight--follow (&optional done)
  "Activate the environment of this buffer's file.
Call DONE with its name, nil for none."
  (let ((server (pinlight--running))
        (done (or done #'ignore)))
    (pinlight--ask
     server :pinlight/status (list :textDocument (list :uri (pinlight--uri)))
     (lambda (status)
       (let* ((file (or (plist-get status :file) (pinlight--of-folder status)))
              (prefix (or (plist-get file :prefix) "")))
         (if (string-empty-p prefix)
             (funcall done nil)
           (pinlight--ask
            server :pinlight/activation
            (list :prefix prefix :shell (file-name-base shell-file-name))
            (lambda (activation)
              (when activation
                (pinlight--set prefix activation))
              (funcall done (and activation (plist-get file :name)))))))))))

(defun pinlight--of-folder (status)
  "Return the file that speaks for the workspace folder in STATUS."
  (cl-some (lambda (folder) (plist-get folder :file))
           (append (plist-get status :folders) nil)))

(defun pinlight--set (prefix activation)
  "Set the variables and folders of ACTIVATION, which is that of PREFIX."
  (unless (equal prefix (car pinlight--active))
    (pinlight-deactivate)
    (let ((folders (append (plist-get activation :folders) nil))
          (before nil))
      (cl-loop for (key value) on (plist-get activation :variables) by #'cddr
               for name = (substring (symbol-name key) 1)
               do (push (cons name (getenv name)) before)
               do (setenv name value))
      (pinlight--set-path
       (append folders (cl-set-difference (pinlight--path) folders :test #'equal)))
      (setq exec-path (append folders exec-path)
            pinlight--active (list prefix before folders)))))

(defun pinlight--path ()
  "Return the folders of PATH."
  (split-string (or (getenv "PATH") "") path-separator t))

(defun pinlight--set-path (folders)
  "Set PATH to FOLDERS."
  (setenv "PATH" (mapconcat #'identity folders path-separator)))

(provide 'pinlight)
;;; pinlight.el ends here
