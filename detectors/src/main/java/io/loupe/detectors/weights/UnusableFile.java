package io.loupe.detectors.weights;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;

/** Says why a file of weights is not read. */
final class UnusableFile {
    private static final int LONGEST_NAME = 80;

    private UnusableFile() {}

    static DetectorException damaged(String what, String how) {
        return new DetectorException(
                Kind.DATA, "not a usable file of weights: " + how, what, "get the file again from where it came from");
    }

    /** For files that would have to run code, or hold more than tensors, to be read. */
    static DetectorException refused(String what, String why) {
        return new DetectorException(
                Kind.DATA,
                "a file of weights may hold only tensors in plain containers: " + why,
                what,
                "if you trust the file, load it in Python and save its tensors alone:"
                        + " torch.save(model.state_dict(), \"weights.pth\"), or the same as .safetensors");
    }

    /** A name out of the file, fit for a message. */
    static String shown(String name) {
        String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= LONGEST_NAME ? printable : printable.substring(0, LONGEST_NAME) + "...";
    }
}
