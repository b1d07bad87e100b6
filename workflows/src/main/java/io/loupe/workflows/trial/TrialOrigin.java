package io.loupe.workflows.trial;

import static java.util.Objects.requireNonNull;

/**
 * The checkpoint of another trial that a fork begins with.
 *
 * @param trialId the parent
 * @param chain name of the parent's chain of checkpoints
 * @param sequence number of the checkpoint in that chain
 * @param step optimiser steps that it holds
 */
public record TrialOrigin(String trialId, String chain, long sequence, long step) {
    public TrialOrigin {
        requireNonNull(trialId, "trialId is null");
        requireNonNull(chain, "chain is null");
    }
}
