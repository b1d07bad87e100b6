package io.loupe.detectors.weights;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Weights of the catalogue: what a file of this name must be.
 *
 * @param name in documents, such as {@code wide-resnet-50-2}
 * @param title for people
 * @param network what they are the weights of
 * @param file the file's name as its project names it
 * @param format of the file
 * @param bytes the file's size, where it is known
 * @param sha256 of the file, 64 hex digits, where it is known
 * @param sha256Prefix its first 8 digits, which torchvision writes into names: all that is known of some files
 * @param licence SPDX identifier, as the project states it
 * @param project where it is documented
 * @param source where the file is to be had
 */
public record KnownWeights(
        String name,
        String title,
        String network,
        String file,
        String format,
        OptionalLong bytes,
        Optional<String> sha256,
        Optional<String> sha256Prefix,
        String licence,
        String project,
        String source) {
    public KnownWeights {
        requireNonNull(name, "name is null");
        requireNonNull(file, "file is null");
        if (sha256.isPresent() == sha256Prefix.isPresent()) {
            throw new IllegalArgumentException(name + " needs either a hash or the beginning of one");
        }
    }

    /** The digits that the file's SHA-256 begins with: all 64, or as many as are known. */
    public String expectedSha256() {
        return sha256.or(() -> sha256Prefix).orElseThrow();
    }
}
