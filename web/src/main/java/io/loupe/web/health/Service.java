package io.loupe.web.health;

/**
 * A server behind this process.
 *
 * @param name as pages have it
 * @param answers whether it did when asked last
 * @param detail what it answered, or why it did not, in a few words
 * @param needed whether this process is not ready without it
 */
public record Service(String name, boolean answers, String detail, boolean needed) {}
