package io.loupe.web.pages.create;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Whole experiments to begin with; their data is chosen from what the catalogue holds. */
enum Starts {
    VT_ADL_QUICK(
            "vt-adl-quick",
            "VT-ADL: original loss or VAE loss?",
            "The two losses side by side on small images: a first answer in minutes, on two cores."),
    VT_ADL_PAPER(
            "vt-adl-paper",
            "The same at the paper's size",
            "512 pixels, 150 Gaussians, 400 epochs, three seeds. It wants GPUs, or days."),
    ONE_ARM("one-arm", "One detector", "A category and a detector with its first preset: begin small and add arms.");

    final String value;
    final String title;
    final String text;

    Starts(String value, String title, String text) {
        this.value = value;
        this.title = title;
        this.text = text;
    }

    static Optional<Starts> of(String value) {
        return Arrays.stream(values())
                .filter(start -> start.value.equals(value))
                .findFirst();
    }

    Draft draft() {
        String name = "/META-INF/loupe/experiments/" + value + ".yaml";
        try (InputStream file = Starts.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return DraftReader.read(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .orElseThrow(() -> new IllegalStateException(name + " does not fit the form"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
