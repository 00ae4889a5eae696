#!/bin/bash
# build-ide.sh [FILE]: makes the IDE's page, artifacts/ide/graphiql.html.gz, from a pinned npm package. Needs node and npm.
# The package is installed into ${KIT_HOME:-$HOME/.cache/finflow-kits}/ide; a page that is up to date is left alone.
set -euo pipefail
package=@graphql-yoga/render-graphiql@5.24.1
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here/../../../artifacts/ide/graphiql.html.gz}
work=${KIT_HOME:-$HOME/.cache/finflow-kits}/ide

[ "$target" -nt "$here/render.mjs" ] && [ "$target" -nt "$here/build-ide.sh" ] && exit 0
mkdir -p "$work" "$(dirname "$target")"
if [ ! -d "$work/node_modules/@graphql-yoga/render-graphiql" ] || [ "$(cat "$work/.installed" 2>/dev/null)" != "$package" ]; then
  npm install --prefix "$work" --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error "$package" >/dev/null
  echo "$package" > "$work/.installed"
fi

cp "$here/render.mjs" "$work/render.mjs"
node "$work/render.mjs" | gzip -9n > "$target.part"
mv "$target.part" "$target"
echo "$(cd "$(dirname "$target")" && pwd)/$(basename "$target"): $(stat -c %s "$target") bytes"
