package io.loupe.infra.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One chain of a trial's checkpoints, a restart has another one: one winner each, in order, those that are kept whole, and
 * nothing else lying about.
 */
final class TrialCheckpoints {

    private static final Pattern MANIFEST = Pattern.compile("checkpoints/[^/]+/manifests/([0-9]{12})\\.json");
    private static final Pattern PIN = Pattern.compile("checkpoints/[^/]+/pins/([0-9]{12})-.+");
    private static final Pattern RESTART = Pattern.compile("(.+)-restart-([0-9]+)");
    private static final int KEPT = 2;

    private final String trial;
    private final Objects objects;
    private final Map<String, Objects.Entry> blobs = new HashMap<>();
    private final List<PublishedManifest> manifests = new ArrayList<>();
    private final Set<Long> pinned = new HashSet<>();
    private final List<Point> points = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> whileReading;

    TrialCheckpoints(String trial, List<Objects.Entry> entries, Objects objects) {
        this.trial = trial;
        this.objects = objects;
        for (Objects.Entry entry : entries) {
            if (entry.key().startsWith(folder() + "blobs/")) {
                blobs.put(entry.key().substring((folder() + "blobs/").length()), entry);
            }
            Matcher pin = PIN.matcher(entry.key());
            if (pin.matches()) {
                pinned.add(Long.parseLong(pin.group(1)));
            }
            Matcher manifest = MANIFEST.matcher(entry.key());
            if (manifest.matches()) {
                read(Long.parseLong(manifest.group(1)), entry.key());
            }
        }
        for (PublishedManifest manifest : manifests) {
            points.addAll(log(manifest));
        }
        whileReading = List.copyOf(findings);
    }

    /** The chain's name. */
    String name() {
        return trial;
    }

    /** The trial that it belongs to. */
    String trial() {
        Matcher restart = RESTART.matcher(trial);
        return restart.matches() ? restart.group(1) : trial;
    }

    /** How often the trial was restarted before. */
    int restarts() {
        Matcher restart = RESTART.matcher(trial);
        return restart.matches() ? Integer.parseInt(restart.group(2)) : 0;
    }

    /** What stands before its metrics' names in MLflow. */
    String prefix() {
        return restarts() == 0 ? "" : "restart-" + restarts() + "/";
    }

    /** Those that can be read, in the order of their numbers. */
    List<PublishedManifest> manifests() {
        return manifests;
    }

    /** Every point of every log, in order. */
    List<Point> points() {
        return points;
    }

    /** SHA-256 of the final weights, empty while it is not complete. */
    Optional<String> finalWeights() {
        return manifests.stream()
                .filter(PublishedManifest::complete)
                .flatMap(manifest -> manifest.parts().stream())
                .filter(part -> part.name().equals("weights"))
                .map(PublishedManifest.Blob::sha256)
                .reduce((earlier, later) -> later); // an extension ends twice
    }

    private String folder() {
        return "checkpoints/" + trial + "/";
    }

    private void read(long number, String key) {
        try {
            manifests.add(PublishedManifest.read(number, objects.get(key).orElse(new byte[0])));
        } catch (IOException e) {
            found("checkpoint " + number + " is no manifest: " + e.getMessage());
        }
    }

    private List<Point> log(PublishedManifest manifest) {
        try {
            Optional<byte[]> chunk = whole(manifest, manifest.log());
            return chunk.isPresent() ? PublishedManifest.points(chunk.get()) : List.of();
        } catch (IOException e) {
            found("checkpoint " + manifest.number() + ": its log can not be read: " + e.getMessage());
            return List.of();
        }
    }

    List<Finding> check() {
        findings.clear();
        findings.addAll(whileReading);
        order();
        Set<String> wanted = loads();
        leftovers(wanted);
        return List.copyOf(findings);
    }

    private void order() {
        long lastStep = -1;
        long expected = 1;
        for (PublishedManifest manifest : manifests) {
            if (manifest.number() != expected) {
                found("checkpoint " + manifest.number() + " follows " + (expected - 1));
            }
            expected = manifest.number() + 1;
            if (manifest.says() != manifest.number() || !manifest.trial().equals(trial)) {
                found("checkpoint " + manifest.number() + " says that it is " + manifest.says() + " of trial "
                        + manifest.trial());
            }
            // One published behind damaged ones repeats their steps.
            if (manifest.step() <= lastStep && manifest.skipped().isEmpty()) {
                found("checkpoint " + manifest.number() + " is of step " + manifest.step() + ", the one before of "
                        + lastStep + ": two attempts have published");
            }
            lastStep = manifest.step();
        }
    }

    /** Verifies what retention keeps; returns the hashes of all of it. */
    private Set<String> loads() {
        Set<Long> damaged = new HashSet<>();
        manifests.forEach(manifest -> damaged.addAll(manifest.skipped()));
        Set<String> wanted = new HashSet<>();
        int kept = 0;
        for (PublishedManifest manifest : manifests.reversed()) {
            wanted.add(manifest.log().sha256());
            if (damaged.contains(manifest.number())) {
                continue;
            }
            if (kept < KEPT || manifest.complete() || pinned.contains(manifest.number())) {
                manifest.parts().forEach(part -> {
                    wanted.add(part.sha256());
                    whole(manifest, part);
                });
            }
            kept++;
        }
        return wanted;
    }

    private Optional<byte[]> whole(PublishedManifest manifest, PublishedManifest.Blob blob) {
        String what = "checkpoint " + manifest.number() + " (step " + manifest.step() + ") does not load: "
                + blob.name() + " (" + blob.sha256() + ") ";
        Optional<byte[]> content = objects.get(folder() + "blobs/" + blob.sha256());
        if (content.isEmpty()) {
            found(what + "is missing");
        } else if (content.get().length != blob.size()
                || !S3Objects.sha256(content.get()).equals(blob.sha256())) {
            found(what + "is not what was written");
            return Optional.empty();
        }
        return content;
    }

    /** Once a training is complete, nothing lies there but what its manifests name and retention keeps. */
    private void leftovers(Set<String> wanted) {
        if (manifests.isEmpty() || !manifests.getLast().complete()) {
            return;
        }
        List<String> left = blobs.keySet().stream()
                .filter(hash -> !wanted.contains(hash))
                .sorted()
                .toList();
        if (!left.isEmpty()) {
            long bytes = left.stream().mapToLong(hash -> blobs.get(hash).size()).sum();
            Set<String> named = new HashSet<>();
            manifests.stream()
                    .flatMap(manifest -> Stream.concat(manifest.parts().stream(), Stream.of(manifest.log())))
                    .forEach(blob -> named.add(blob.sha256()));
            long superseded = left.stream().filter(named::contains).count();
            found(
                    "objects",
                    left.size() + " blobs (" + bytes + " bytes) are left over: " + superseded
                            + " of older checkpoints, " + (left.size() - superseded) + " of none; such as "
                            + left.getFirst());
        }
    }

    private void found(String message) {
        found("checkpoints", message);
    }

    private void found(String invariant, String message) {
        findings.add(new Finding(invariant, "trial " + trial, message));
    }
}
