package io.loupe.infra.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the person's shell holds and the processes of a stack must not take over. */
public final class Inherited {

    private static final List<String> NO_PROXY = List.of("NO_PROXY", "no_proxy");
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost");

    /** The person's own Python would be mixed into that of the stack. */
    private static final Set<String> PYTHON = Set.of("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP");
    /** The object store has keys of its own; a session token or a profile beside them would be sent with them. */
    private static final String AWS = "AWS_";
    /** Certificates of an S3 server that is configured are the person's to name. */
    private static final String AWS_CERTIFICATES = "AWS_CA_BUNDLE";

    private Inherited() {}

    /** Removes what misleads from {@code environment} and keeps calls to loopback from going to a proxy. */
    public static void clean(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(name -> PYTHON.contains(name) || (name.startsWith(AWS) && !name.equals(AWS_CERTIFICATES)));
        for (String name : NO_PROXY) {
            environment.put(name, withLoopback(environment.getOrDefault(name, "")));
        }
    }

    private static String withLoopback(String hosts) {
        List<String> all = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            if (!host.isBlank()) {
                all.add(host.strip());
            }
        }
        LOOPBACK.stream().filter(host -> !all.contains(host)).forEach(all::add);
        return String.join(",", all);
    }
}
