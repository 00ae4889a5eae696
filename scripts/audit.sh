#!/usr/bin/env bash
# Prints what the registries know of weaknesses in the packages that FinFlow is built from and that its scripts fetch. That a registry offers
# no such knowledge, that it could not be reached and that it could not be asked are said as what they are: none of them is "no weakness".
# It judges nothing: what is found is for people to read, and may be mended only by others.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/require.sh

patience=120 restore_patience=900

nuget() {
  local source index found weak unreached='' is_offered=''
  for source in $(dotnet nuget list source --format short | awk '$1 == "E" && $2 ~ /^http/ { print $2 }'); do
    if ! index=$(curl -fsL --max-time 30 "$source"); then
      unreached="$unreached $source"
    elif grep -q VulnerabilityInfo <<<"$index"; then
      is_offered=1
    fi
  done
  if [ -n "$unreached" ]; then echo "NuGet audit: not reached:$unreached."; fi
  if [ -z "$is_offered" ]; then
    [ -n "$unreached" ] || echo "NuGet audit: the registry offers none."
    return
  fi

  # A restore asks, also about what only other packages need, and about what was restored before. `dotnet list package --vulnerable` would not do:
  # it reads another service than the one that is offered, and calls what that does not say clean.
  if ! found=$(timeout $restore_patience dotnet restore FinFlow.sln --force -v q -p:NuGetAudit=true -p:NuGetAuditMode=all -p:NuGetAuditLevel=low \
      -p:TreatWarningsAsErrors=false 2>&1); then
    echo "NuGet audit: it could not be made, because the packages cannot be restored."
    return
  fi
  weak=$(sed -nE 's/.*NU190[1-4]: (.*)$/  \1/p' <<<"$found" | sed 's/ \[[^]]*\]$//' | sort -u)
  if grep -q 'NU190[05]' <<<"$found"; then
    echo "NuGet audit: it could not be made for everything: $(grep -m 1 'NU190[05]' <<<"$found" | sed -E 's/.*NU190[05]: //; s/ \[[^]]*\]$//')"
  elif [ -z "$weak" ]; then
    echo "NuGet audit: no known weakness in $(dotnet sln FinFlow.sln list | grep -c 'proj$') projects."
  fi
  if [ -n "$weak" ]; then printf 'NuGet audit:\n%s\n' "$weak"; fi
}

npm_folder() { # npm_folder NAME FOLDER : of the package.json there, by its lock if it has one
  local found
  if [ ! -f "$2/package-lock.json" ] \
      && ! (cd "$2" && timeout $patience npm install --package-lock-only --ignore-scripts --legacy-peer-deps --no-audit --silent) >/dev/null 2>&1; then
    echo "npm audit of $1: it could not be made, because its packages cannot be resolved."
  elif found=$(cd "$2" && timeout $patience npm audit 2>&1) || grep -qE '[0-9]+ (low|moderate|high|critical|vulnerabilit)' <<<"$found"; then
    echo "npm audit of $1:"; sed 's/^/  /' <<<"$found"
  elif grep -q 'failed, reason' <<<"$found"; then
    echo "npm audit of $1: the registry could not be reached."
  elif grep -q 'audit endpoint returned an error' <<<"$found"; then
    echo "npm audit of $1: the registry offers none."
  else
    echo "npm audit of $1: it could not be made: $(grep -m 1 . <<<"$found" || echo "no answer within $patience s")."
  fi
}

fetched() { # NAME VERSION a line: what scripts and tests fetch without a package.json
  local file
  sed -nE "s/^package='?([^' ]+)'? version=([^ ]+).*/\1 \2/p" deploy/kafka/*.sh
  sed -nE 's/^package=(.+)@([0-9][^@]*)$/\1 \2/p' graphql/AspNetCore/Ide/build-ide.sh
  for file in $(grep -rlE 'NpmPackage.InstallAsync\("' tests --include='*.cs'); do
    echo "$(sed -nE 's/.*NpmPackage.InstallAsync\("([^"]+)".*/\1/p' "$file") $(sed -nE 's/.*string Version = "([^"]+)".*/\1/p' "$file")"
  done
}

npm_packages() {
  local manifest folder name version
  for manifest in $(find . -name package.json -not -path '*/node_modules/*' -not -path './artifacts/*' | sort); do
    folder=$(mktemp -d)
    cp "$manifest" "$folder"; cp "${manifest%.json}-lock.json" "$folder" 2>/dev/null
    npm_folder "$manifest" "$folder"
    rm -rf "$folder"
  done
  while read -r name version; do
    folder=$(mktemp -d)
    printf '{ "private": true, "dependencies": { "%s": "%s" } }\n' "$name" "$version" >"$folder/package.json"
    npm_folder "$name@$version" "$folder"
    rm -rf "$folder"
  done < <(fetched)
}

require curl curl && nuget
require npm nodejs npm && npm_packages
exit 0
