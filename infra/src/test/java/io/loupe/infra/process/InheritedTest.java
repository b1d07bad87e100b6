package io.loupe.infra.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InheritedTest {

    @Test
    void callsToLoopbackNeverGoToAProxy() {
        Map<String, String> environment =
                new HashMap<>(Map.of("HTTP_PROXY", "http://proxy:3128", "NO_PROXY", "intra.example, localhost"));

        Inherited.clean(environment);

        assertThat(environment)
                .containsEntry("HTTP_PROXY", "http://proxy:3128")
                .containsEntry("NO_PROXY", "intra.example,localhost,127.0.0.1")
                .containsEntry("no_proxy", "127.0.0.1,localhost");
    }

    @Test
    void anAccountOfThePersonAndAPythonPathStayOutside() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_SESSION_TOKEN",
                "t",
                "AWS_PROFILE",
                "work",
                "AWS_CA_BUNDLE",
                "/ca.pem",
                "PYTHONPATH",
                "/lib",
                "PATH",
                "/bin"));

        Inherited.clean(environment);

        assertThat(environment).containsOnlyKeys("AWS_CA_BUNDLE", "PATH", "NO_PROXY", "no_proxy");
    }
}
