#!/usr/bin/env bash
# count-tests.sh LOG: what the logs of `dotnet test` in LOG add up to. It names what was skipped, since a test that did not run has shown nothing.
# A run that broke off, since a test never ended or took the process down, is one that failed.
set -uo pipefail

skipped=$(sed -nE 's/^\[xUnit\.net [^]]*\] +(.+) \[SKIP\]$/  \1/p' "$1" | sort -u)
[ -n "$skipped" ] && printf 'Skipped:\n%s\n' "$skipped"
awk '/^(Passed|Failed|Skipped)! +- Failed:/ { gsub(",", ""); for (i = 1; i <= NF; i++) {
       if ($i == "Failed:") failed += $(i + 1); if ($i == "Passed:") passed += $(i + 1); if ($i == "Skipped:") skipped += $(i + 1) } }
     /^The active test run was aborted/ { failed++ }
     END { if (skipped) printf "%d skipped\n", skipped; printf "%d passed, %d failed\n", passed, failed; exit failed > 0 || passed == 0 }' "$1"
