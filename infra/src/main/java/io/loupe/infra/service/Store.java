package io.loupe.infra.service;

import java.net.URI;

/**
 * Access to the object store.
 *
 * @param endpoint its address
 * @param accessKey who asks
 * @param secretKey proves it
 * @param bucket of Loupe
 * @param region a name that clients want
 */
public record Store(URI endpoint, String accessKey, String secretKey, String bucket, String region) {

    @Override
    public String toString() {
        return endpoint + "/" + bucket;
    }
}
