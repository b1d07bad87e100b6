package io.loupe.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

class ObjectFolderTest {

    @TempDir
    private Path folder;

    @Test
    void partsOfUploadsThatWereCutOffAreGoneAfterTheNextStartAndObjectsStay() throws IOException {
        Path bucket = Files.createDirectories(folder.resolve("loupe"));
        FilesystemNio2BlobStore earlier = new FilesystemNio2BlobStore(folder.toString());
        earlier.putBlob(
                PutObjectRequest.builder()
                        .bucket("loupe")
                        .key("checkpoints/t1/weights")
                        .build(),
                content());
        beginUpload(earlier, "checkpoints/t1/weights");
        beginUpload(earlier, "plain");
        List<String> before = files(bucket);
        assertThat(before).anyMatch(name -> name.matches("\\.mpus-[^/]+-checkpoints/t1/weights-1"));
        assertThat(before).anyMatch(name -> name.matches("\\.mpus-[^/]+-plain-1"));

        ObjectFolder.serve(folder, store()).close();

        assertThat(files(bucket)).containsExactly("checkpoints/t1/weights");
        try (Stream<Path> entries = Files.list(bucket)) {
            assertThat(entries).containsExactly(bucket.resolve("checkpoints"));
        }
    }

    private static void beginUpload(FilesystemNio2BlobStore store, String key) {
        MultipartUpload upload = store.initiateMultipartUpload(
                CreateMultipartUploadRequest.builder().bucket("loupe").key(key).build());
        store.uploadMultipartPart(
                upload,
                UploadPartRequest.builder()
                        .bucket("loupe")
                        .key(key)
                        .uploadId(upload.id())
                        .partNumber(1)
                        .contentLength(3L)
                        .build(),
                content());
    }

    private static ByteArrayInputStream content() {
        return new ByteArrayInputStream(new byte[] {1, 2, 3});
    }

    private static List<String> files(Path bucket) {
        try (Stream<Path> all = Files.walk(bucket)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> bucket.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Store store() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new Store(
                    URI.create("http://127.0.0.1:" + socket.getLocalPort()), "key", "secret", "loupe", "us-east-1");
        }
    }
}
