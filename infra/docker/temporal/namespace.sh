#!/bin/sh
# Registers the namespace and the search attributes that workflows set. Running it again changes nothing.
set -eu
until temporal operator cluster health --address "$TEMPORAL_ADDRESS" 2>/dev/null | grep -q SERVING; do sleep 1; done
temporal operator namespace describe --address "$TEMPORAL_ADDRESS" -n loupe >/dev/null 2>&1 \
  || temporal operator namespace create --address "$TEMPORAL_ADDRESS" -n loupe --retention 720h
for name in LoupeExperiment LoupeTrial LoupeState LoupeDetector LoupeCategory; do
  temporal operator search-attribute create --address "$TEMPORAL_ADDRESS" -n loupe --name "$name" --type Keyword || true
done
