package io.loupe.tracking.store;

/**
 * Where the bucket is.
 *
 * @param endpoint such as {@code http://127.0.0.1:9000}
 * @param accessKey user
 * @param secretKey password
 * @param bucket usually {@code loupe}
 * @param region usually {@code us-east-1}
 */
public record StoreSettings(String endpoint, String accessKey, String secretKey, String bucket, String region) {
    @Override
    public String toString() {
        return endpoint + "/" + bucket;
    }
}
