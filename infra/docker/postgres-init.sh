#!/bin/sh
# Runs once, when PostgreSQL's volume is empty: one role and database for each user of the server.
set -eu
create() {
  psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 --set role="$1" --set password="$2" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L CREATEDB', :'role', :'password') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'role', :'role') \gexec
SQL
}
create loupe "$LOUPE_DB_PASSWORD"
create mlflow "$MLFLOW_DB_PASSWORD"
create temporal "$TEMPORAL_DB_PASSWORD"
