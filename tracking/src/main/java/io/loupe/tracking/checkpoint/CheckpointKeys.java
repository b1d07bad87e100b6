package io.loupe.tracking.checkpoint;

import io.loupe.tracking.store.Sha256;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a trial's objects lie. */
public final class CheckpointKeys {
    private static final Pattern TRIAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final Pattern MANIFEST = Pattern.compile(".*/manifests/([0-9]{12})\\.json");

    private static final Pattern PIN = Pattern.compile(".*/pins/([0-9]{12})-[A-Za-z0-9_-]+");

    private CheckpointKeys() {}

    /** {@code checkpoints/<trial>/}, the folder of everything that belongs to the trial's training. */
    public static String folder(String trial) {
        if (!TRIAL.matcher(trial).matches()) {
            throw new IllegalArgumentException("trial id \"" + trial + "\" may hold letters, digits, - and _ only");
        }
        return "checkpoints/" + trial + "/";
    }

    static String manifests(String trial) {
        return folder(trial) + "manifests/";
    }

    static String manifest(String trial, long sequence) {
        return manifests(trial) + String.format(Locale.ROOT, "%012d.json", sequence);
    }

    /** The sequence number in a manifest's key, empty for a foreign object. */
    static OptionalLong sequence(String key) {
        Matcher matcher = MANIFEST.matcher(key);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    static String pins(String trial) {
        return folder(trial) + "pins/";
    }

    static String pin(String trial, long sequence, String by) {
        if (!TRIAL.matcher(by).matches()) {
            throw new IllegalArgumentException("\"" + by + "\" may hold letters, digits, - and _ only");
        }
        return pins(trial) + String.format(Locale.ROOT, "%012d-%s", sequence, by);
    }

    /** The sequence number that a pin's key names, empty for a foreign object. */
    static OptionalLong pinned(String key) {
        Matcher matcher = PIN.matcher(key);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    static String blobs(String trial) {
        return folder(trial) + "blobs/";
    }

    static String blob(String trial, String sha256) {
        if (!Sha256.isHash(sha256)) {
            throw new IllegalArgumentException("\"" + sha256 + "\" is not a SHA-256");
        }
        return blobs(trial) + sha256;
    }
}
