package io.loupe.infra.config;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * Random passwords of one local stack, made at its first start and kept in a file that only its owner can read.
 *
 * @param databasePassword of the user {@code loupe} in the embedded PostgreSQL
 * @param storeAccessKey of the local object store
 * @param storeSecretKey of the local object store
 */
public record Secrets(String databasePassword, String storeAccessKey, String storeSecretKey) {

    /** Loads {@code file}, or makes it. */
    public static Secrets loadOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            Properties values = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                values.load(reader);
            }
            return new Secrets(
                    required(values, "database.password", file),
                    required(values, "store.access-key", file),
                    required(values, "store.secret-key", file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        Properties values = new Properties();
        values.setProperty("database.password", random(16));
        values.setProperty("store.access-key", "loupe" + random(6));
        values.setProperty("store.secret-key", random(20));
        // Aside, then moved: a disk that is full, or a launcher that is killed here, leaves no half of a file.
        Path next = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "secrets",
                ".next",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (Writer writer = Files.newBufferedWriter(next)) {
                values.store(writer, "Passwords of this local stack; made at its first start.");
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static String required(Properties values, String name, Path file) throws IOException {
        String value = values.getProperty(name);
        if (value == null) {
            throw new IOException(file + " lacks " + name + "; delete the file together with the folder it is in");
        }
        return value;
    }

    private static String random(int bytes) {
        byte[] value = new byte[bytes];
        new SecureRandom().nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    @Override
    public String toString() {
        return "Secrets[...]";
    }
}
