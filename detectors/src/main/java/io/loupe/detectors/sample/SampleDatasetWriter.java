package io.loupe.detectors.sample;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the sample dataset from the command line: {@code SampleDatasetWriter <folder> [seed]}. */
public final class SampleDatasetWriter {
    private SampleDatasetWriter() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: SampleDatasetWriter <folder> [seed]");
            System.exit(2);
        }
        long seed = arguments.length == 2 ? Long.parseLong(arguments[1]) : SampleDataset.DEFAULT_SEED;
        SampleDataset.write(Path.of(arguments[0]), seed);
    }
}
