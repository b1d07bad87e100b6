package io.loupe.workers;

import io.loupe.tracking.TrackingException;
import io.loupe.workers.log.RecentLog;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process on a node: one for each device. It works until it is told to end. */
public final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private Worker() {}

    public static void main(String[] arguments) throws InterruptedException {
        RecentLog log = new RecentLog();
        // The log is written to where this points at the time of each line.
        System.setErr(log.tee(System.err));
        WorkerConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .withMapping(WorkerConfig.class)
                .build()
                .getConfigMapping(WorkerConfig.class);
        CountDownLatch ended = new CountDownLatch(1);
        WorkerProcess process = new WorkerProcess(config, log);
        // SIGTERM: a training publishes a checkpoint and gives its trial back before the process ends.
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    process.close();
                    ended.countDown();
                }));
        try {
            process.start();
        } catch (TrackingException store) {
            LOG.error("cannot work: {}", store.getMessage());
            System.exit(1);
        }
        LOG.info("ready: {}", process.identity());
        ended.await();
    }
}
