package io.loupe.infra.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loupe.infra.LauncherException;
import io.loupe.infra.service.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A bucket over the S3 protocol: lists and gets, signed as AWS Signature Version 4 describes it. */
final class S3Objects implements Objects {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Store store;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    S3Objects(Store store) {
        this.store = store;
    }

    @Override
    public List<Entry> list(String prefix) {
        List<Entry> entries = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Map<String, String> query = new TreeMap<>(Map.of("list-type", "2", "prefix", prefix));
            next.ifPresent(token -> query.put("continuation-token", token));
            Document page = parse(send("/" + store.bucket(), query)
                    .orElseThrow(() -> new LauncherException("there is no bucket " + store.bucket())));
            NodeList contents = page.getElementsByTagName("Contents");
            for (int i = 0; i < contents.getLength(); i++) {
                Element one = (Element) contents.item(i);
                entries.add(new Entry(
                        text(one, "Key").orElseThrow(),
                        Long.parseLong(text(one, "Size").orElse("0")),
                        Instant.parse(text(one, "LastModified").orElseThrow())));
            }
            next = text(page.getDocumentElement(), "NextContinuationToken");
        } while (next.isPresent());
        return entries;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return send("/" + store.bucket() + "/" + key, Map.of());
    }

    private Optional<byte[]> send(String path, Map<String, String> query) {
        String escapedPath = encode(path).replace("%2F", "/");
        String escapedQuery = query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        String host = store.endpoint().getHost() + ":" + store.endpoint().getPort();
        String stamp = STAMP.format(Instant.now());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(store.endpoint() + escapedPath + (escapedQuery.isEmpty() ? "" : "?" + escapedQuery)))
                .timeout(LIMIT)
                .header("x-amz-date", stamp)
                .header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
                .header("Authorization", authorization(escapedPath, escapedQuery, host, stamp))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            if (response.statusCode() != OK) {
                throw new LauncherException(
                        request.uri() + ": HTTP " + response.statusCode() + ": " + new String(response.body(), UTF_8));
            }
            return Optional.of(response.body());
        } catch (IOException e) {
            throw new LauncherException(request.uri() + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }

    private String authorization(String path, String query, String host, String stamp) {
        String signed = "host;x-amz-content-sha256;x-amz-date";
        String request = String.join(
                "\n",
                "GET",
                path,
                query,
                "host:" + host,
                "x-amz-content-sha256:UNSIGNED-PAYLOAD",
                "x-amz-date:" + stamp,
                "",
                signed,
                "UNSIGNED-PAYLOAD");
        String day = stamp.substring(0, "yyyyMMdd".length());
        String scope = day + "/" + store.region() + "/s3/aws4_request";
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", stamp, scope, sha256(request.getBytes(UTF_8)));
        byte[] key = ("AWS4" + store.secretKey()).getBytes(UTF_8);
        for (String part : List.of(day, store.region(), "s3", "aws4_request", toSign)) {
            key = hmac(key, part);
        }
        return "AWS4-HMAC-SHA256 Credential=" + store.accessKey() + "/" + scope + ", SignedHeaders=" + signed
                + ", Signature=" + HexFormat.of().formatHex(key);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static Document parse(byte[] xml) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new LauncherException("the listing of a bucket is no XML: " + e.getMessage(), e);
        }
    }

    private static Optional<String> text(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0
                ? Optional.empty()
                : Optional.of(found.item(0).getTextContent());
    }
}
