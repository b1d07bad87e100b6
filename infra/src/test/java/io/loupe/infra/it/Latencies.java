package io.loupe.infra.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One person who looks at some addresses in turn, again and again, and measures how long each takes to its last byte. */
final class Latencies implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<URI, List<Long>> nanos = new LinkedHashMap<>();
    private final Map<URI, Integer> bytes = new LinkedHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final CountDownLatch enough = new CountDownLatch(1);
    private final Thread person;

    Latencies(List<URI> addresses) {
        addresses.forEach(address -> nanos.put(address, new CopyOnWriteArrayList<>()));
        person = Thread.ofPlatform().daemon().name("person").start(this::look);
    }

    private void look() {
        try {
            while (true) {
                for (URI address : nanos.keySet()) {
                    look(address);
                    if (enough.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(URI address) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(30))
                .header("Accept", address.getPath().startsWith("/api/") ? "application/json" : "text/html")
                .build();
        long began = System.nanoTime();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            nanos.get(address).add(System.nanoTime() - began);
            bytes.put(address, answer.body().length);
            if (answer.statusCode() != 200) {
                failures.add(address + ": " + answer.statusCode());
            }
        } catch (IOException e) {
            failures.add(address + ": " + e);
        }
    }

    /** What was not answered with 200. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    int count(URI address) {
        return nanos.get(address).size();
    }

    /** Bytes of the newest answer, not compressed. */
    int bytes(URI address) {
        return bytes.getOrDefault(address, 0);
    }

    /** @param share 0.5 for the median */
    long millis(URI address, double share) {
        long[] sorted =
                nanos.get(address).stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new AssertionError("nobody has looked at " + address);
        }
        return TimeUnit.NANOSECONDS.toMillis(sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))]);
    }

    @Override
    public void close() {
        enough.countDown();
        try {
            person.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
