package io.loupe.infra.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.loupe.infra.config.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Finds what this machine can train on: its GPUs, else its processor. */
public final class Devices {

    private static final long SMALLEST_HEAP = 512; // MB, as the next two
    private static final long LEAST_HEAP = 2 << 10;
    private static final long MOST_HEAP = 8 << 10;
    private static final Pattern GPU = Pattern.compile("GPU \\d+: .*");

    private Devices() {}

    /**
     * One device a worker process. GPUs count only if the person has said where the libraries for them are
     * ({@code PYTORCH_LIBRARY_PATH}): those that come with Loupe compute on processors.
     *
     * @param workers number of processes wanted; by default one for each device
     */
    public static List<Device> find(Settings settings, OptionalInt workers) {
        int gpus = settings.variable("PYTORCH_LIBRARY_PATH").isPresent() ? countGpus(nvidiaSmi()) : 0;
        int cores = Runtime.getRuntime().availableProcessors();
        long memory = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize(); // a container's limit, where there is one
        return list(gpus, cores, memory, workers, settings.number("loupe.worker.threads"));
    }

    /** Number of GPUs in what {@code nvidia-smi -L} prints. */
    static int countGpus(String listing) {
        return (int) listing.lines().filter(line -> GPU.matcher(line).matches()).count();
    }

    static List<Device> list(int gpus, int cores, long memory, OptionalInt workers, OptionalInt threads) {
        int count = workers.orElse(Math.max(gpus, 1));
        int each = threads.orElse(Math.max(1, cores / Math.max(count, 1)));
        long heap = heapMegabytes(memory, Math.max(count, 1));
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String device = gpus > 0 ? "gpu" + i % gpus : "cpu";
            boolean shared = gpus > 0 ? count > gpus : count > 1;
            devices.add(new Device(device, "worker-" + device + (shared ? "-" + (i + 1) : ""), each, heap));
        }
        return devices;
    }

    /**
     * A quarter of the memory shared among the workers, but 2 to 8 GB each: a checkpoint of VT-ADL's {@code paper} preset
     * wants 4. On small machines no more than half of the memory is promised to all of them together.
     */
    private static long heapMegabytes(long memory, int workers) {
        long share = (memory >> 20) / workers;
        long wanted = Math.clamp(share / 4, LEAST_HEAP, MOST_HEAP);
        return Math.max(SMALLEST_HEAP, Math.min(wanted, share / 2));
    }

    private static String nvidiaSmi() {
        try {
            Process process = new ProcessBuilder("nvidia-smi", "-L")
                    .redirectErrorStream(true)
                    .start();
            String listing = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 ? listing : "";
        } catch (IOException e) {
            return ""; // no driver, no GPU
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
