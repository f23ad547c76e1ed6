#!/bin/sh
# The entry of the container: one command of Spil, on the PostgreSQL that DATABASE_URL names.
set -eu
if [ -z "${DATABASE_URL:-}" ]; then
  echo "Set DATABASE_URL to a PostgreSQL 15 or later, such as postgres://spil:password@database.example/spil. The container has no database of its own." >&2
  exit 1
fi
command="${1:-help}"
shift || true
case "$command" in
  *[!a-z-]*) echo "There is no command \"$command\". \"help\" lists those there are." >&2; exit 1 ;;
esac
if [ ! -f "/spil/server/cli/$command.ts" ]; then
  echo "There is no command \"$command\". \"help\" lists those there are." >&2
  exit 1
fi
exec node "/spil/server/cli/$command.ts" "$@"
