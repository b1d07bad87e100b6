package io.loupe.tracking.checkpoint;

import io.loupe.tracking.Json;
import io.loupe.tracking.store.Sha256;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A manifest as it lies in the store.
 *
 * @param format version of the document
 */
record ManifestDocument(int format, Manifest manifest) {
    private static final int FORMAT = 1;

    static byte[] write(Manifest manifest) {
        return Json.write(new ManifestDocument(FORMAT, manifest));
    }

    /** @throws IOException if the bytes are not the manifest that belongs to this trial and number */
    static Manifest read(byte[] json, String trial, long sequence) throws IOException {
        ManifestDocument document = Json.read(json, ManifestDocument.class);
        if (document.format != FORMAT) {
            throw new IOException("format " + document.format + " is not known to this version, which reads " + FORMAT);
        }
        Manifest manifest = document.manifest;
        if (manifest == null
                || manifest.parts() == null
                || manifest.log() == null
                || manifest.facts() == null
                || !trial.equals(manifest.trial())
                || sequence != manifest.sequence()) {
            throw new IOException("fields are missing, or it belongs to another trial or number");
        }
        boolean hashed = Stream.concat(manifest.parts().stream(), Stream.of(manifest.log()))
                .allMatch(blob -> blob.name() != null && blob.sha256() != null && Sha256.isHash(blob.sha256()));
        if (!hashed) {
            throw new IOException("a blob has no name or no SHA-256");
        }
        return new Manifest(
                manifest.trial(),
                manifest.sequence(),
                manifest.step(),
                manifest.totalSteps(),
                manifest.attempt(),
                List.copyOf(manifest.parts()),
                manifest.log(),
                Map.copyOf(manifest.facts()),
                manifest.publishedAt());
    }
}
