package io.loupe.workers.trial;

import io.loupe.detectors.Compute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What times depend on: the device, how many threads, and which processor and graphics cards this is. */
final class Machine {
    private static final Path CARDS = Path.of("/proc/driver/nvidia/gpus");
    private static final String MODEL = "Model:";

    private Machine() {}

    static Map<String, String> facts(Compute compute) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("device", compute.device());
        facts.put("threads", Integer.toString(compute.threads()));
        facts.put("processor", Versions.all().get("processor"));
        if (!compute.device().equals("cpu")) {
            facts.put("graphics", String.join(", ", cards(CARDS)));
        }
        return facts;
    }

    /** What a person is told that figures were measured on. */
    static String words(Map<String, String> facts) {
        String model = facts.getOrDefault("graphics", facts.getOrDefault("processor", ""));
        String threads = facts.get("threads");
        String device = facts.get("device").equals("cpu")
                ? threads + (threads.equals("1") ? " thread" : " threads")
                : facts.get("device");
        return model.isEmpty() ? device : model + ", " + device;
    }

    /** Each model once; the driver numbers cards in another way than processes do, so one cannot be told from the other. */
    static List<String> cards(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> cards = Files.list(folder)) {
            return cards.map(card -> card.resolve("information"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(file -> lines(file).stream())
                    .filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(MODEL.length()).strip())
                    .distinct()
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
