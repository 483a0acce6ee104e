;;; pinlight-test.el --- The whole story in Emacs  -*- lexical-binding: t; -*-

;; Run by tests/e2e/test_emacs.py, which lays out a project and its index, starts
;; Emacs there, and sets PINLIGHT_TEST_SETTINGS (JSON) and PINLIGHT_TEST_BREAK (a
;; command line that uninstalls `alpha').

;;; Code:

(require 'ert)
(require 'pinlight)

(setq make-backup-files nil
      create-lockfiles nil
      eglot-confirm-server-initiated-edits nil
      pinlight-settings (json-parse-string (getenv "PINLIGHT_TEST_SETTINGS")
                                           :object-type 'plist))
(pinlight-setup)

(defvar pinlight-test-asked nil "The questions that were asked, the last one first.")

(defmacro pinlight-test-until (form)
  "Let Emacs handle what comes in until FORM is non-nil; return that."
  `(let ((end (+ (float-time) 60)) value)
     (while (not (setq value ,form))
       (when (> (float-time) end)
         (error "It never held: %S; shown are %S" ',form (pinlight-test-shown)))
       (accept-process-output nil 0.02)
       (read-event nil nil 0.01))       ; File events are handled nowhere else.
     value))

(defmacro pinlight-test-in (name &rest body)
  "Visit the file NAME as the user does, wait for the server, run BODY, end the server."
  (declare (indent 1))
  `(progn
     (switch-to-buffer (find-file-noselect ,name))
     (run-hooks 'post-command-hook)     ; `eglot-ensure' waits for the next command.
     (pinlight-test-until (eglot-managed-p))
     (unwind-protect
         (progn ,@body)
       (eglot-shutdown (eglot-current-server))
       (set-buffer-modified-p nil)
       (kill-buffer))))

(defun pinlight-test-shown ()
  "Return what Flymake shows in this buffer."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun pinlight-test-shows (&rest codes)
  "Wait until exactly the problems with CODES are shown."
  (pinlight-test-until
   (progn
     (flymake-start)
     (let ((shown (pinlight-test-shown)))
       (and (= (length shown) (length codes))
            (cl-every (lambda (text code) (string-match-p (format "\\[%s\\]" code) text))
                      shown codes))))))

(defun pinlight-test-answering (start)
  "Return a `completing-read' that chooses what begins with START."
  (lambda (prompt choices &rest _)
    (push (substring-no-properties prompt) pinlight-test-asked)
    (or (cl-find-if (lambda (choice) (string-prefix-p start choice))
                    (all-completions "" choices))
        (error "No choice begins with %S" start))))

;;;; Tests

(ert-deftest pinlight-test-story ()
  "Open, problem, create by key, clean, break it in a terminal, problem, install."
  (pinlight-test-in "requirements.txt"
    (should (eq major-mode 'pinlight-requirements-mode))
    (pinlight-test-shows "no-environment")
    (cl-letf (((symbol-function 'completing-read) (pinlight-test-answering "Trust")))
      (execute-kbd-macro (kbd "C-c C-e q"))
      (pinlight-test-until pinlight-test-asked)
      (pinlight-test-shows))
    (should (string-match-p "trust its authors" (car pinlight-test-asked)))
    (should (file-executable-p ".venv/bin/python"))
    (should (zerop (call-process-shell-command (getenv "PINLIGHT_TEST_BREAK"))))
    (pinlight-test-shows "missing-package")
    (should (string-match-p "`alpha` is not installed"
                            (car (pinlight-test-shown))))
    (execute-kbd-macro (kbd "C-c C-e i"))
    (pinlight-test-shows)
    (cl-letf (((symbol-function 'completing-read) (pinlight-test-answering "Undo")))
      (execute-kbd-macro (kbd "C-c C-e z"))
      (pinlight-test-shows "missing-package"))
    (goto-char (point-min))
    (search-forward "alpha")
    (execute-kbd-macro (kbd "C-c C-e t"))
    (pinlight-test-shows)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (prompt &rest rest)
                 (apply (pinlight-test-answering
                         (if (string-match-p "Which package" prompt) "alpha" "Go ahead"))
                        prompt rest))))
      (execute-kbd-macro (kbd "C-c C-e x"))
      (pinlight-test-shows "missing-package"))
    (cl-letf (((symbol-function 'completing-read) (pinlight-test-answering "Delete")))
      (execute-kbd-macro (kbd "C-c C-e D"))
      (pinlight-test-shows "no-environment"))))

(ert-deftest pinlight-test-create-asks ()
  "Create Environment asks what goes in; `C-g' ends it."
  (with-temp-file "requirements-dev.txt" (insert "beta\n"))
  (with-temp-file "requirements.txt" (insert "alpha==1.0\n"))
  (pinlight-test-in "requirements.txt"
    (pinlight-test-shows "no-environment")
    (let ((offered nil) (quits t))
      (cl-letf (((symbol-function 'completing-read)
                 (lambda (prompt &rest rest)
                   (apply (pinlight-test-answering
                           (if (string-match-p "trust" prompt) "Trust" "Python 3."))
                          prompt rest)))
                ((symbol-function 'completing-read-multiple)
                 (lambda (_prompt table &rest _)
                   (push (all-completions "" table) offered)
                   (when quits (signal 'quit nil))
                   '("requirements-dev.txt"))))
        (execute-kbd-macro (kbd "C-c C-e c"))
        (pinlight-test-until offered)
        (should (equal (cl-subseq (car offered) 0 2)
                       '("requirements.txt" "requirements-dev.txt")))
        (setq quits nil)
        (execute-kbd-macro (kbd "C-c C-e c"))
        (pinlight-test-until (cdr offered))
        (pinlight-test-shows "missing-package")))))

(ert-deftest pinlight-test-back ()
  "The last choice of a question leads to the one before, where there is one."
  (pinlight-test-in "requirements.txt"
    (let ((choose (lambda (_prompt table &rest _)
                    (car (last (all-completions "" table)))))
          (ask (lambda (&rest more)
                 (apply #'eglot-handle-request (pinlight--running) 'pinlight/ask
                        :question "Which?" :choices ["a" "b"] :details ["of x" ""] more))))
      (cl-letf (((symbol-function 'completing-read) choose)
                ((symbol-function 'completing-read-multiple)
                 (lambda (&rest asked) (list "a" (apply choose asked)))))
        (should (equal (funcall ask) '(:title "b")))
        (should (equal (funcall ask :back t) '(:back t)))
        (should (equal (funcall ask :many t) '(:titles ["a" "b"])))
        (should (equal (funcall ask :many t :back t) '(:back t)))))))

(ert-deftest pinlight-test-code-action ()
  "A fix of `M-x eglot-code-actions' changes the text or the machine."
  (pinlight-test-in "requirements.txt"
    (pinlight-test-shows "no-environment")
    (setq pinlight-test-asked nil)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (prompt &rest rest)
                 (apply (pinlight-test-answering
                         (if (string-match-p "trust" prompt) "Trust" "Create"))
                        prompt rest))))
      (goto-char (point-min))
      (forward-line 1)
      (execute-kbd-macro (kbd "C-c C-e f"))
      (pinlight-test-until (cdr pinlight-test-asked))
      (pinlight-test-shows))
    (goto-char (point-max))
    (insert "alpha==1.0\n")
    (eglot--signal-textDocument/didChange) ; Idle timers do not run in batch.
    (pinlight-test-shows "duplicate-requirement")
    (cl-letf (((symbol-function 'completing-read) (pinlight-test-answering "Remove")))
      (forward-line -1)
      (execute-kbd-macro (kbd "C-c C-e f")))
    (eglot--signal-textDocument/didChange)
    (pinlight-test-shows)
    (should (= 1 (how-many "^alpha" (point-min) (point-max))))))

(ert-deftest pinlight-test-hover ()
  "Eldoc tells what is asked for and what is installed."
  (pinlight-test-in "requirements.txt"
    (pinlight-test-shows "no-environment")
    (goto-char (point-min))
    (forward-line 1)
    (let (shown)
      (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
      (should (string-match-p "==1\\.0.* here" (pinlight-test-until shown))))))

(ert-deftest pinlight-test-pyproject ()
  "pyproject.toml is read, other TOML files start nothing."
  (with-temp-file "pyproject.toml"
    (insert "[project]\nname = \"p\"\nversion = \"1\"\ndependencies = [\"alpha=1\"]\n"))
  (pinlight-test-in "pyproject.toml"
    (should (eq major-mode 'pinlight-toml-mode))
    (pinlight-test-until
     (progn (flymake-start)
            (cl-find-if (lambda (text) (string-match-p "invalid-requirement" text))
                        (pinlight-test-shown)))))
  (dolist (name '("Cargo.toml" "yarn.lock" "main.py" "notes.txt"))
    (with-current-buffer (find-file-noselect name)
      (should-not (memq major-mode pinlight-modes))))
  (dolist (name '("Pipfile" "uv.lock" "pdm.dev.lock" "pylock.ci.toml" "reqs/a.in" "a-constraints.txt"))
    (should (memq (assoc-default (expand-file-name name) auto-mode-alist #'string-match)
                  pinlight-modes))))

(ert-deftest pinlight-test-activation ()
  "Programs run in the environment once it is active, and as before afterwards."
  (let ((path (getenv "PATH"))
        (python (list "python" nil t nil "-c" "import sys; print(sys.prefix, end='')"))
        (prefix (expand-file-name ".venv")))
    (call-process "python" nil nil nil "-m" "venv" "--without-pip" prefix)
    (pinlight-test-in "requirements.txt"
      (pinlight-test-shows "missing-package" "missing-package")
      (should-not pinlight--active)
      (execute-kbd-macro (kbd "C-c C-e a"))
      (pinlight-test-until pinlight--active)
      (should (equal (getenv "VIRTUAL_ENV") prefix))
      (should (equal prefix (with-temp-buffer (apply #'call-process python) (buffer-string))))
      (pinlight-deactivate)
      (should (equal (getenv "PATH") path))
      (should-not (getenv "VIRTUAL_ENV")))
    (let ((pinlight-follow t))
      (pinlight-test-in "requirements.txt"
        (pinlight-test-until (equal (getenv "VIRTUAL_ENV") prefix))))
    (pinlight-deactivate)))

(ert-deftest pinlight-test-only-what-is-offered ()
  "`M-x pinlight' offers the server's commands; one that it lacks is an error."
  (pinlight-test-in "requirements.txt"
    (let ((offered (pinlight--offered (pinlight--running))))
      (should (member "pinlight.installMissing" offered))
      (should-not (member "pinlight.apply" offered)))
    (should-error (pinlight "pinlight.fly") :type 'user-error)))

(provide 'pinlight-test)
;;; pinlight-test.el ends here
