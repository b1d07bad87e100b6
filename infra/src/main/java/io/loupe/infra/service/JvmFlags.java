package io.loupe.infra.service;

import java.util.List;

/** Flags that the parent POM gives the tests too ({@code loupe.jvm.flags}). */
public final class JvmFlags {

    /** What every JVM that loads DJL, Temporal or PostgreSQL needs. */
    public static final List<String> COMMON = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dai.djl.offline=true");

    private JvmFlags() {}
}
