package io.loupe.infra.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks one address whether a server serves. */
public final class HttpProbe {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** True if a GET is answered with 2xx within two seconds. */
    public boolean answers(URI address) {
        return ask(address).filter(HttpProbe::isGood).isPresent();
    }

    /** True if a GET is answered within two seconds, with whatever status. */
    public boolean listens(URI address) {
        return ask(address).isPresent();
    }

    /** The answer to a GET, without its body; empty if there is none within two seconds. */
    Optional<HttpResponse<Void>> ask(URI address) {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
        try {
            return Optional.of(client.send(request, HttpResponse.BodyHandlers.discarding()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Whether the status is 2xx. */
    static boolean isGood(HttpResponse<?> answer) {
        return answer.statusCode() >= 200 && answer.statusCode() < 300;
    }
}
