package io.loupe.detectors.weights;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Weights that lie in folders of this machine. A name of the {@link WeightsCatalogue} stands for the file that the
 * catalogue describes, which must be that file byte for byte; any other name is a file's name, and that file is taken as
 * it is. Nothing is downloaded. What was read is kept, as long as there is memory for it and the file's size and time stay
 * the same.
 */
public final class FolderWeights implements WeightsLibrary {
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*\\.(pth|pt|safetensors)");

    private final List<Path> folders;
    private final List<KnownWeights> catalogue;
    private final Map<Found, SoftReference<Weights>> loaded = new HashMap<>();

    private record Found(Path file, long size, FileTime time) {}

    /** @param folders looked into in this order; they need not exist */
    public FolderWeights(List<Path> folders) {
        this(folders, WeightsCatalogue.all());
    }

    FolderWeights(List<Path> folders, List<KnownWeights> catalogue) {
        this.folders = folders.stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .toList();
        this.catalogue = List.copyOf(catalogue);
    }

    @Override
    public synchronized Weights load(String name) {
        Optional<KnownWeights> known = catalogue.stream()
                .filter(weights -> weights.name().equals(name))
                .findAny();
        String fileName = known.map(KnownWeights::file).orElse(name);
        if (known.isEmpty() && !FILE_NAME.matcher(name).matches()) {
            throw unknown(name);
        }
        Found found = find(fileName).orElseThrow(() -> missing(name, fileName, known));

        SoftReference<Weights> kept = loaded.get(found);
        Weights weights = kept == null ? null : kept.get();
        if (weights == null) {
            weights = read(name, found, known);
            loaded.put(found, new SoftReference<>(weights));
        } else if (known.isPresent()) {
            // The file may have been asked for by its own name before, when it could be anything.
            checkSize(name, found.file(), found.size(), known.get());
            checkHash(name, found.file(), weights.sha256(), known.get());
        }
        return weights.name().equals(name) ? weights : new Weights(name, weights.sha256(), weights.tensors());
    }

    private Optional<Found> find(String fileName) {
        for (Path folder : folders) {
            Path file = folder.resolve(fileName);
            if (Files.isRegularFile(file)) {
                try {
                    return Optional.of(new Found(file, Files.size(file), Files.getLastModifiedTime(file)));
                } catch (IOException e) {
                    throw unreadable(file, e);
                }
            }
        }
        return Optional.empty();
    }

    private static Weights read(String name, Found found, Optional<KnownWeights> known) {
        known.ifPresent(expected -> checkSize(name, found.file(), found.size(), expected));
        if (found.size() > Integer.MAX_VALUE - 8) {
            throw new DetectorException(
                    Kind.USER,
                    name + ": " + found.size() + " bytes are more than 2 GiB",
                    found.file().toString(),
                    "use a smaller file");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(found.file());
        } catch (IOException e) {
            throw unreadable(found.file(), e);
        }
        String sha256 = sha256(bytes);
        known.ifPresent(expected -> {
            checkSize(name, found.file(), bytes.length, expected);
            checkHash(name, found.file(), sha256, expected);
        });
        return new Weights(name, sha256, WeightsFile.read(bytes, found.file().toString()));
    }

    private static void checkSize(String name, Path file, long size, KnownWeights expected) {
        if (expected.bytes().isPresent() && expected.bytes().getAsLong() != size) {
            throw wrong(
                    name, file, size + " bytes instead of " + expected.bytes().getAsLong(), expected);
        }
    }

    private static void checkHash(String name, Path file, String sha256, KnownWeights expected) {
        if (!sha256.startsWith(expected.expectedSha256())) {
            String wanted = expected.sha256().isPresent() ? " instead of " : " instead of one that begins with ";
            throw wrong(name, file, "SHA-256 " + sha256 + wanted + expected.expectedSha256(), expected);
        }
    }

    private static DetectorException wrong(String name, Path file, String how, KnownWeights expected) {
        return new DetectorException(
                Kind.USER,
                "not the file of the weights " + name + ": " + how,
                file.toString(),
                "replace it by the one from " + expected.source() + "; to use a file of your own, give it another name"
                        + " and ask for it by that name");
    }

    private DetectorException missing(String name, String fileName, Optional<KnownWeights> known) {
        String place = known.map(expected -> " It is to be had from " + expected.source() + " (" + expected.licence()
                        + ", SHA-256 " + expected.expectedSha256()
                        + (expected.sha256().isPresent() ? "" : "...") + ").")
                .orElse("");
        return new DetectorException(
                Kind.USER,
                "no file " + fileName + " in " + folderNames(),
                "weights " + name,
                "put " + fileName + " into one of these folders." + place);
    }

    private DetectorException unknown(String name) {
        return new DetectorException(
                Kind.USER,
                "there are no weights of this name",
                "weights " + UnusableFile.shown(name),
                "use one of " + catalogue.stream().map(KnownWeights::name).collect(Collectors.joining(", "))
                        + ", or the name of a .pth or .safetensors file in " + folderNames());
    }

    private String folderNames() {
        return folders.isEmpty()
                ? "any folder of weights (none is set)"
                : folders.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static DetectorException unreadable(Path file, IOException cause) {
        DetectorException problem = new DetectorException(
                Kind.USER,
                "cannot be read (" + cause.getMessage() + ")",
                file.toString(),
                "check the file's permissions");
        problem.initCause(cause);
        return problem;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
