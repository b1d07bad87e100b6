package io.loupe.web.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.loupe.tracking.store.ObjectStore;
import io.loupe.web.PostgresResource;
import io.loupe.workflows.dataset.Uploads;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class UploadsResourceTest {
    private static final int PIECE = 1 << 20;

    @Inject
    ObjectStore objects;

    @Test
    void anArchiveComesInPiecesAndIsImported() {
        byte[] archive = new byte[2 * PIECE + 500];
        new Random(1).nextBytes(archive);
        String id = begin("brackets line 2.tar.gz", archive.length);

        put(id, 0, Arrays.copyOfRange(archive, 0, PIECE)).then().statusCode(200).body("received", equalTo(PIECE));
        // The answer was lost: the piece is sent again, and a page that was closed asks how far it is.
        put(id, 0, Arrays.copyOfRange(archive, 0, PIECE)).then().statusCode(409).body("received", equalTo(PIECE));
        given().get("/api/v1/uploads/" + id).then().body("received", equalTo(PIECE), "pieceBytes", equalTo(PIECE));
        importing("early", id)
                .then()
                .statusCode(422)
                .body("problems[0].message", containsString("1048576 of 2097652 bytes are here"));
        put(id, PIECE, Arrays.copyOfRange(archive, PIECE, 2 * PIECE)).then().statusCode(200);
        put(id, 2L * PIECE, Arrays.copyOfRange(archive, 2 * PIECE, archive.length))
                .then()
                .statusCode(200)
                .body("received", equalTo(archive.length));

        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        objects.list(Uploads.folder(id)).stream()
                .filter(Uploads::isPiece)
                .forEach(key -> stored.writeBytes(objects.get(key).orElseThrow()));
        assertThat(stored.toByteArray()).isEqualTo(archive);
        String location = importing("uploaded", id)
                .then()
                .statusCode(201)
                .extract()
                .header("Location")
                .replaceFirst(".*/api", "/api");
        given().get(location).then().body("folder", equalTo("upload:" + id + "/brackets line 2.tar.gz"));
    }

    @Test
    void wrongPiecesAreRefused() {
        String id = begin("a.zip", 10);

        put(id, 5, new byte[3]).then().statusCode(409).body("received", equalTo(0));
        put(id, 0, new byte[11]).then().statusCode(422).body("detail", containsString("beyond the 10"));
        put(id, 0, new byte[0]).then().statusCode(422);
        put(UUID.randomUUID().toString(), 0, new byte[3]).then().statusCode(404);
        given().contentType("application/octet-stream")
                .body(new byte[3])
                .put("/api/v1/uploads/" + id)
                .then()
                .statusCode(400);
    }

    @Test
    void whatCannotBeUploadedIsSaidBefore() {
        for (String name : List.of("", "../a.zip", "a/b.zip", ".hidden", "x".repeat(300))) {
            announce(name, 10).then().statusCode(422).body("problems[0].path", equalTo("name"));
        }
        announce("a.zip", 0).then().statusCode(422).body("problems[0].path", equalTo("size"));
        announce("a.zip", 1L << 50).then().statusCode(422).body("detail", containsString("import it by its path"));
    }

    @Test
    void anUploadThatIsGivenUpIsGone() {
        String id = begin("a.zip", 10);
        put(id, 0, new byte[3]).then().statusCode(200);

        given().delete("/api/v1/uploads/" + id).then().statusCode(204);

        given().get("/api/v1/uploads/" + id).then().statusCode(404);
        assertThat(objects.list(Uploads.folder(id))).isEmpty();
        importing("gone", id).then().statusCode(422).body("detail", containsString("upload again"));
    }

    @Test
    void prefixesOfBucketsAreSources() {
        body("prefix", "s3://incoming/brackets").then().statusCode(201);
        body("bucket", "s3://incoming").then().statusCode(201);
        body("wrong-bucket", "s3:///brackets").then().statusCode(422);
        body("wrong-prefix", "s3://incoming/../datasets").then().statusCode(422);
    }

    private static String begin(String name, long size) {
        return announce(name, size).then().statusCode(201).extract().path("id");
    }

    private static Response announce(String name, long size) {
        return given().contentType("application/json")
                .body(Map.of("name", name, "size", size))
                .post("/api/v1/uploads");
    }

    private static Response put(String id, long offset, byte[] piece) {
        return given().contentType("application/octet-stream")
                .queryParam("offset", offset)
                .body(piece)
                .put("/api/v1/uploads/" + id);
    }

    private static Response importing(String name, String upload) {
        return body(name, "upload:" + upload);
    }

    private static Response body(String name, String folder) {
        return given().contentType("application/json")
                .body(Map.of("name", name, "folder", folder))
                .post("/api/v1/datasets");
    }
}
