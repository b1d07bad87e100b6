package io.loupe.infra.config;

import static java.util.Objects.requireNonNull;

import io.loupe.infra.LauncherException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * Settings named {@code loupe.*}: system properties win over the environment ({@code loupe.http.port} is
 * {@code LOUPE_HTTP_PORT}), the environment over the file {@code loupe.properties} in {@code LOUPE_HOME}.
 */
public final class Settings {

    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final Map<String, String> file;

    /**
     * @param properties system properties
     * @param environment the process's environment
     * @param file lowest in rank
     */
    public Settings(Map<String, String> properties, Map<String, String> environment, Map<String, String> file) {
        this.properties = Map.copyOf(properties);
        this.environment = Map.copyOf(environment);
        this.file = Map.copyOf(file);
    }

    /** The settings of this process, without a file. */
    public static Settings ofProcess() {
        return new Settings(strings(System.getProperties()), System.getenv(), Map.of());
    }

    /** The same with the settings of {@code path}, if that file exists. */
    public Settings withFile(Path path) {
        if (!Files.isRegularFile(path)) {
            return this;
        }
        Properties loaded = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            loaded.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
        return new Settings(properties, environment, strings(loaded));
    }

    /** The value of {@code name}, empty if it is set nowhere or blank. */
    public Optional<String> get(String name) {
        requireNonNull(name, "name is null");
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return Optional.ofNullable(properties.get(name))
                .or(() -> Optional.ofNullable(environment.get(variable)))
                .or(() -> Optional.ofNullable(file.get(name)))
                .filter(value -> !value.isBlank());
    }

    /**
     * A whole number.
     *
     * @throws LauncherException if it is set and no number
     */
    public OptionalInt number(String name) {
        Optional<String> value = get(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(value.get().strip()));
        } catch (NumberFormatException e) {
            throw new LauncherException(name + ": " + value.get() + " is not a whole number", e);
        }
    }

    /** A variable of the environment that is not a setting of Loupe, such as {@code PATH}. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static Map<String, String> strings(Properties properties) {
        Map<String, String> strings = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            strings.put(name, properties.getProperty(name));
        }
        return strings;
    }
}
