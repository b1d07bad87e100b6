package io.loupe.infra.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.loupe.infra.LauncherException;
import io.loupe.infra.config.Installation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What answers at the port of web may be another stack's. */
class WebServerTest {

    @TempDir
    private Path folder;

    private HttpServer answering;
    private URI page;
    private WebServer web;
    private volatile int status;
    private volatile String instance;

    @BeforeEach
    void listen() throws IOException {
        Files.createDirectories(folder.resolve("web/target/quarkus-app"));
        Files.createFile(folder.resolve("web/target/quarkus-app/quarkus-run.jar"));
        answering = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answering.createContext("/q/health/ready", exchange -> {
            if (!instance.isEmpty()) {
                exchange.getResponseHeaders().add("X-Loupe-Instance", instance);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        answering.start();
        page = URI.create("http://127.0.0.1:" + answering.getAddress().getPort());
        web = web();
    }

    @AfterEach
    void end() {
        answering.stop(0);
    }

    @Test
    void theProcessThatWasStartedIsReadyOnceItSaysSo() {
        String own = instanceOf(web);
        answer(503, own);
        assertThat(web.ready()).isFalse();

        answer(200, own);

        assertThat(web.ready()).isTrue();
    }

    @Test
    void whoeverAnswersInItsPlaceIsNamedWithThePortAndWhatToDo() {
        String earlier = instanceOf(web);
        instanceOf(web); // started again
        for (String other : new String[] {instanceOf(web()), earlier, ""}) {
            answer(200, other);

            assertThatThrownBy(web::ready)
                    .as("answered by \"%s\"", other)
                    .isInstanceOf(LauncherException.class)
                    .hasMessageContaining("web: port " + page.getPort() + " was taken by another program")
                    .hasMessageContaining("start this stack again");
        }
    }

    @Test
    void anotherThatIsNotReadyItselfIsKnownTooAndAStrangersErrorIsWaitedOut() {
        instanceOf(web);
        answer(503, instanceOf(web()));
        assertThatThrownBy(web::ready).isInstanceOf(LauncherException.class);

        answer(404, "");

        assertThat(web.ready()).isFalse();
    }

    private WebServer web() {
        return new WebServer(
                new Installation(folder),
                folder,
                folder.resolve("web.log"),
                new Endpoints(
                        page,
                        page,
                        "127.0.0.1:1",
                        page,
                        new Store(page, "key", "secret", "loupe", "region"),
                        new Database("jdbc:postgresql://127.0.0.1:1/loupe", "loupe", "")),
                Set.of());
    }

    private static String instanceOf(WebServer server) {
        return server.process().environment().get("LOUPE_HTTP_INSTANCE");
    }

    /** @param by not told if it is empty */
    private void answer(int newStatus, String by) {
        status = newStatus;
        instance = by;
    }
}
