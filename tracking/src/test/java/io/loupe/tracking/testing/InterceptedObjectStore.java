package io.loupe.tracking.testing;

import io.loupe.tracking.store.ObjectStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Passes everything on, and lets a test act, or throw, before and after each verb. */
public final class InterceptedObjectStore implements ObjectStore {
    /** What a test does around a verb. */
    @FunctionalInterface
    public interface Hook {
        /** @param verb {@code put}, {@code create}, {@code get}, {@code list} or {@code delete} */
        void at(String verb, String key);
    }

    private final ObjectStore delegate;
    private Hook before = (verb, key) -> {};
    private Hook after = (verb, key) -> {};

    public InterceptedObjectStore(ObjectStore delegate) {
        this.delegate = delegate;
    }

    public void before(Hook hook) {
        before = hook;
    }

    public void after(Hook hook) {
        after = hook;
    }

    @Override
    public void put(String key, byte[] content, String contentType) {
        before.at("put", key);
        delegate.put(key, content, contentType);
        after.at("put", key);
    }

    @Override
    public void put(String key, Path file, String contentType) {
        before.at("put", key);
        delegate.put(key, file, contentType);
        after.at("put", key);
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content, String contentType) {
        before.at("create", key);
        boolean created = delegate.putIfAbsent(key, content, contentType);
        after.at("create", key);
        return created;
    }

    @Override
    public Optional<byte[]> get(String key) {
        before.at("get", key);
        Optional<byte[]> content = delegate.get(key);
        after.at("get", key);
        return content;
    }

    @Override
    public Optional<InputStream> open(String key) {
        before.at("get", key);
        return delegate.open(key);
    }

    @Override
    public boolean download(String key, Path target) {
        before.at("get", key);
        return delegate.download(key, target);
    }

    @Override
    public Optional<Long> size(String key) {
        before.at("get", key);
        return delegate.size(key);
    }

    @Override
    public List<String> list(String prefix) {
        before.at("list", prefix);
        return delegate.list(prefix);
    }

    @Override
    public List<Entry> entries(String prefix) {
        before.at("list", prefix);
        List<Entry> entries = delegate.entries(prefix);
        after.at("list", prefix);
        return entries;
    }

    @Override
    public void delete(String key) {
        before.at("delete", key);
        delegate.delete(key);
    }

    @Override
    public void ensureBucket() {
        delegate.ensureBucket();
    }

    @Override
    public String bucket() {
        return delegate.bucket();
    }

    @Override
    public ObjectStore bucket(String name) {
        return delegate.bucket(name);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
