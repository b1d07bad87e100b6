#!/bin/sh
# Creates or upgrades Temporal's two databases. Running it again changes nothing.
set -eu
for database in temporal temporal_visibility; do
  case "$database" in
    temporal) folder=temporal ;;
    *) folder=visibility ;;
  esac
  tool() {
    temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" -p 5432 -u temporal --pw "$SQL_PASSWORD" --db "$database" "$@"
  }
  tool create-database || true
  tool setup-schema -v 0.0 || true
  tool update-schema -d "/etc/temporal/schema/postgresql/v12/$folder/versioned"
done
