package io.loupe.web.pages.layout;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A word that changes whenever the stylesheet or a script does; it is part of their addresses. */
@ApplicationScoped
public class Assets {
    private static final List<String> FILES = List.of(
            "loupe.css",
            "app/theme.js",
            "app/page.js",
            "app/morph.js",
            "app/charts.js",
            "app/experiment.js",
            "app/trial.js",
            "app/gallery.js",
            "app/editor.js");

    private final String version;

    Assets() {
        this.version = digest();
    }

    public String version() {
        return version;
    }

    private static String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : FILES) {
                try (InputStream in = Assets.class.getResourceAsStream("/META-INF/resources/" + file)) {
                    if (in != null) {
                        digest.update(in.readAllBytes());
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
