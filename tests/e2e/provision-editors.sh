#!/usr/bin/env bash
# Install from Debian the editors that the tests drive, and what drives them; what is there stays.
# Neovim is not among them: the tests' own environment brings it. Without the right to install,
# or on another system, nothing is done and those tests are skipped by name.
set -euo pipefail

packages=(
    emacs-nox elpa-eglot elpa-lsp-mode             # Emacs
    vim-nox vim-ale tmux                           # Vim with ALE, in a terminal
    kate xvfb openbox xdotool dbus-x11 imagemagick # Kate, in an X server without a screen
    fonts-dejavu-core
)

if ! command -v dpkg-query >/dev/null; then
    printf 'editors: this is not Debian, nothing is installed\n'
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$state" = 'install ok installed' ] || missing+=("$package")
done
if [ "${#missing[@]}" = 0 ]; then
    printf 'editors: all are there\n'
    exit 0
fi

apt=(apt-get)
if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        printf 'editors: missing, and installing needs root: %s\n' "${missing[*]}"
        exit 0
    fi
    apt=(sudo -n apt-get)
fi
printf 'editors: installing %s\n' "${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${apt[@]}" update -q
"${apt[@]}" install -yq --no-install-recommends "${missing[@]}"
