#!/usr/bin/env bash
# Prints what the registries know of weaknesses in the packages that FinFlow is built from, or that they offer no such knowledge.
# It judges nothing: what is found is for people to read, and may be mended only by others.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/require.sh

patience=120

nuget() {
  local index found
  index=$(dotnet nuget list source --format short | awk '$1 == "E" { print $2; exit }')
  if ! curl -fsL --max-time 30 "$index" | grep -q VulnerabilityInfo; then
    echo "NuGet audit: the registry offers none."
    return
  fi
  found=$(timeout $patience dotnet list FinFlow.sln package --vulnerable --include-transitive 2>&1) || { echo "NuGet audit: it could not be made."; return; }
  if grep -q 'has the following vulnerable' <<<"$found"; then
    echo "NuGet audit:"; grep -E 'has the following|^ +>|Severity' <<<"$found" | sort -u
  else
    echo "NuGet audit: no known weakness in $(grep -c 'has no vulnerable packages' <<<"$found") projects."
  fi
}

npm_packages() {
  local manifest folder found
  for manifest in $(find . -name package.json -not -path '*/node_modules/*' -not -path './artifacts/*' | sort); do
    folder=$(mktemp -d)
    cp "$manifest" "$folder"; cp "${manifest%.json}-lock.json" "$folder" 2>/dev/null
    if found=$(cd "$folder" && { [ -f package-lock.json ] || timeout $patience npm install --package-lock-only --ignore-scripts --no-audit --silent >/dev/null 2>&1; } \
        && timeout $patience npm audit 2>&1) || ! grep -q 'audit endpoint returned an error' <<<"$found"; then
      echo "npm audit of $manifest:"; sed 's/^/  /' <<<"$found"
    else
      echo "npm audit of $manifest: the registry offers none."
    fi
    rm -rf "$folder"
  done
}

require curl curl && nuget
require npm nodejs npm && npm_packages
exit 0
