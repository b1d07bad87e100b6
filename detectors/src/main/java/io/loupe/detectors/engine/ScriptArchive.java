package io.loupe.detectors.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive: a stored zip of the module's pickled (empty) state, no constants, the format's version
 * and the code. What {@code torch.jit.save} writes for a module without weights.
 */
final class ScriptArchive {
    /** Pickle, protocol 2: an instance of {@code __torch__.Loupe} whose state is {@code {"training": True}}. */
    private static final String STATE = "\u0080\u0002c__torch__\nLoupe\nq\0)\u0081}(X\u0008\0\0\0training\u0088ub.";

    /** Pickle, protocol 2: the empty tuple. */
    private static final String CONSTANTS = "\u0080\u0002).";

    private static final String CLASS =
            "class Loupe(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

    private ScriptArchive() {}

    static byte[] of(ScriptFunction function) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", STATE);
            put(zip, "code/__torch__.py", CLASS + function.definition());
            put(zip, "constants.pkl", CONSTANTS);
            put(zip, "version", "3\n");
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry("loupe/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
