package io.loupe.workers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of a worker, under the prefix {@code loupe}: from the environment ({@code LOUPE_WORKER_DEVICE}) or system
 * properties ({@code loupe.worker.device}).
 */
@ConfigMapping(prefix = "loupe")
public interface WorkerConfig {
    Temporal temporal();

    Store store();

    Mlflow mlflow();

    Device worker();

    /** Where tasks come from. */
    interface Temporal {
        /** {@code host:port} of the Temporal server. */
        @WithDefault("127.0.0.1:7233")
        String address();

        @WithDefault("loupe")
        String namespace();
    }

    /** The S3 bucket. */
    interface Store {
        /** Such as {@code http://127.0.0.1:9000}. */
        String endpoint();

        String accessKey();

        String secretKey();

        @WithDefault("loupe")
        String bucket();

        @WithDefault("us-east-1")
        String region();
    }

    /** The tracking server. */
    interface Mlflow {
        /** Such as {@code http://127.0.0.1:5000}. */
        String url();
    }

    /** This process. */
    interface Device {
        /** {@code cpu}, {@code gpu0}, {@code gpu1}, ... */
        @WithDefault("cpu")
        String device();

        /** Threads inside an operation; 0 takes one for each processor. Bits of results depend on it. */
        @WithDefault("0")
        int threads();

        /** Folder of the verified copies of datasets. */
        @WithDefault("cache")
        Path cache();

        /** Folders of weights that others trained, as a path list; the first that has a file wins. */
        Optional<String> weights();

        /** The host's name as people know it; by default what the operating system says. */
        Optional<String> name();

        /** What people shall read as its version; by default that of its build. */
        Optional<String> version();

        /** Written once the worker asks for tasks, deleted when it stops. */
        Optional<Path> readyFile();

        /** Tests only: see {@code FileFailurePoints}. */
        Optional<Path> faultsFile();
    }
}
