#!/usr/bin/env bash
# Writes .env from .env.example with fresh random secrets.
#   ./setup_env.sh           leaves an existing .env alone
#   ./setup_env.sh --force   replaces it
set -euo pipefail
cd "$(dirname "$0")"
. scripts/require.sh

force=''
for argument; do
  case $argument in
    --force) force=1 ;;
    -h|--help) print_usage setup_env.sh; exit 0 ;;
    *) refuse_argument "$argument" './setup_env.sh [--force]' ;;
  esac
done

[ -e .env ] && [ -z "$force" ] && { echo ".env exists; ./setup_env.sh --force replaces it." >&2; exit 1; }

secret() { head -c 48 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

umask 077
while IFS= read -r line; do
  case $line in
    'JWT_SECRET='*|'# JWT_SECRET='*) echo "JWT_SECRET=$(secret)" ;;
    'MFA_SECRET_KEY='*|'# MFA_SECRET_KEY='*) echo "MFA_SECRET_KEY=$(head -c 32 /dev/urandom | base64)" ;;
    'DATA_ENCRYPTION_KEYS='*|'# DATA_ENCRYPTION_KEYS='*) echo "DATA_ENCRYPTION_KEYS=k1:$(head -c 32 /dev/urandom | base64)" ;;
    'POSTGRES_PASSWORD='*|'# POSTGRES_PASSWORD='*) echo "POSTGRES_PASSWORD=$(secret | cut -c1-32)" ;;
    'FINFLOW_ADMIN_PASSWORD='*|'# FINFLOW_ADMIN_PASSWORD='*) echo "FINFLOW_ADMIN_PASSWORD=$(secret | cut -c1-24)" ;;
    'FINFLOW_ADMIN_EMAIL='*|'# FINFLOW_ADMIN_EMAIL='*) echo "FINFLOW_ADMIN_EMAIL=admin@finflow.example" ;;
    *) printf '%s\n' "$line" ;;
  esac
done < .env.example > .env
echo "Wrote .env with fresh secrets; the first administrator is admin@finflow.example with FINFLOW_ADMIN_PASSWORD."
