#!/bin/sh
# Registers the namespace and the search attributes that workflows set. Running it again changes nothing.
set -eu
until temporal operator cluster health --address "$TEMPORAL_ADDRESS" 2>/dev/null | grep -q SERVING; do sleep 1; done
temporal operator namespace describe --address "$TEMPORAL_ADDRESS" -n loupe >/dev/null 2>&1 \
  || temporal operator namespace create --address "$TEMPORAL_ADDRESS" -n loupe --retention 720h

attribute() { temporal operator search-attribute "$@" --address "$TEMPORAL_ADDRESS" -n loupe; }
for name in LoupeExperiment LoupeTrial LoupeState LoupeDetector LoupeCategory; do
  # The server learns of a new namespace within seconds only; until then it says that there is none.
  tries=0
  until attribute list 2>/dev/null | grep -qw "$name"; do
    tries=$((tries + 1))
    [ "$tries" -le 60 ] || { echo "search attribute $name could not be registered" >&2; exit 1; }
    attribute create --name "$name" --type Keyword 2>/dev/null || sleep 1
  done
done
