package io.loupe.web.live;

/**
 * One server-sent event.
 *
 * @param id grows within a stream; a browser that comes back sends it as {@code Last-Event-ID}
 * @param name {@code trial} or {@code experiment}
 * @param data sent as JSON
 */
public record LiveEvent(String id, String name, Object data) {}
