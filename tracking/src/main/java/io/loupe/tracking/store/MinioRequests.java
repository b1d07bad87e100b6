package io.loupe.tracking.store;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.MinioException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What is asked of one bucket, in the client's words. */
record MinioRequests(String bucket) {
    /** Bytes from which content goes in parts. */
    static final long MULTIPART_FROM = 64L << 20;

    /** Servers hold a part in memory, several at a time, and the local stack's has little of it. */
    private static final long PART_SIZE = 16L << 20;

    PutObjectArgs put(String key, byte[] content, String contentType, Map<String, String> headers)
            throws MinioException {
        PutObjectArgs.Builder request = PutObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .contentType(contentType)
                .extraHeaders(headers);
        // As data, it would be sent in one request whatever its size, and servers limit that.
        return content.length < MULTIPART_FROM
                ? request.data(content, content.length).build()
                : request.stream(new ByteArrayInputStream(content), (long) content.length, PART_SIZE)
                        .build();
    }

    UploadObjectArgs upload(String key, Path file, String contentType) throws MinioException, IOException {
        return UploadObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .filename(file.toString(), PART_SIZE)
                .contentType(contentType)
                .build();
    }

    GetObjectArgs get(String key) {
        return GetObjectArgs.builder().bucket(bucket).object(key).build();
    }

    StatObjectArgs look(String key) {
        return StatObjectArgs.builder().bucket(bucket).object(key).build();
    }

    ListObjectsArgs list(String prefix) {
        return ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .build();
    }

    RemoveObjectArgs delete(String key) {
        return RemoveObjectArgs.builder().bucket(bucket).object(key).build();
    }

    BucketExistsArgs bucketExists() {
        return BucketExistsArgs.builder().bucket(bucket).build();
    }

    MakeBucketArgs makeBucket() {
        return MakeBucketArgs.builder().bucket(bucket).build();
    }
}
