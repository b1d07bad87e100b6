package io.loupe.tracking.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * A published checkpoint. Its key is {@code checkpoints/<trial>/manifests/<sequence, 12 digits>.json}: numbered in
 * sequence, so that create-if-absent decides between two attempts whichever step each of them reached.
 *
 * @param trial id
 * @param sequence 1, 2, ...
 * @param step optimiser steps done
 * @param totalSteps steps in all
 * @param attempt the attempt that published it
 * @param parts state, by name
 * @param log every metric point since the manifest before
 * @param facts what the bits depend on: {@code device}, {@code threads}, {@code engine}, {@code settings} hash, ...
 * @param publishedAt milliseconds since the epoch
 */
public record Manifest(
        String trial,
        long sequence,
        long step,
        long totalSteps,
        int attempt,
        List<Blob> parts,
        Blob log,
        Map<String, String> facts,
        long publishedAt) {

    /** An immutable object {@code checkpoints/<trial>/blobs/<sha256>}. */
    public record Blob(String name, String sha256, long size) {}

    /** Whether the training had ended. */
    public boolean complete() {
        return step == totalSteps;
    }
}
