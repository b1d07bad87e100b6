package io.loupe.detectors.weights;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.SortedMap;

/**
 * Tensors of a file that others wrote: a state dict of PyTorch ({@code .pth}, in its present and its older format) or
 * {@code .safetensors}, told apart by their first bytes. Nothing in the file is run, and nothing in it is trusted.
 */
public final class WeightsFile {
    private WeightsFile() {}

    /**
     * Reads a file; its tensors may share the given array. Whole numbers in state dicts are left out; other numbers are
     * rounded to float32.
     *
     * @param what the file's name in errors
     * @throws DetectorException with {@code DATA} if it is cut off or damaged, or holds anything but tensors
     */
    public static SortedMap<String, HostTensor> read(byte[] file, String what) {
        if (StoredZip.begins(file)) {
            return new ZipPthFile(file, what).read();
        }
        // A header of 128 or 384 bytes makes a safetensors file begin as a pickle does.
        if (LegacyPthFile.begins(file) && !SafeTensors.begins(file)) {
            return new LegacyPthFile(file, what).read();
        }
        return SafeTensors.readAnyFloat(file, what).tensors();
    }
}
