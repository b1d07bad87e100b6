package io.loupe.infra.service;

/**
 * What one worker process computes on.
 *
 * @param name {@code cpu} or {@code gpu0}, {@code gpu1}, ...
 * @param worker unique name of the worker, such as {@code worker-cpu}
 * @param threads CPU threads of its training
 * @param heapMegabytes most that its JVM may hold, beside the tensors, unless the person says otherwise
 */
public record Device(String name, String worker, int threads, long heapMegabytes) {

    /** {@code -1}, {@code -2}, ... where several workers share it, otherwise nothing: what tells them apart on one host. */
    String suffix() {
        return worker.substring(("worker-" + name).length());
    }
}
