package io.loupe.infra.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks one address whether a server serves. */
public final class HttpProbe {

    private static final int NOBODY = 0;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** True if a GET is answered with 2xx within two seconds. */
    public boolean answers(URI address) {
        int status = status(address);
        return status >= 200 && status < 300;
    }

    /** True if a GET is answered within two seconds, with whatever status. */
    public boolean listens(URI address) {
        return status(address) != NOBODY;
    }

    private int status(URI address) {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return NOBODY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOBODY;
        }
    }
}
