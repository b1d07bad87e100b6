package io.loupe.infra.service;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where everything is; what web and workers are told.
 *
 * @param page Loupe's own address
 * @param mlflow tracking server
 * @param temporal host and port of the frontend
 * @param temporalPage its web page
 * @param store object store
 * @param database of web
 */
public record Endpoints(URI page, URI mlflow, String temporal, URI temporalPage, Store store, Database database) {

    /** Name of the page among {@link #shown()}. */
    public static final String PAGE = "Loupe";

    /** Name of the object store among {@link #shown()}. */
    public static final String STORE = "Object store";

    /** Environment of a worker: everything but the database. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LOUPE_TEMPORAL_ADDRESS", temporal);
        environment.put("LOUPE_TEMPORAL_UI_URL", temporalPage.toString());
        environment.put("LOUPE_STORE_ENDPOINT", store.endpoint().toString());
        environment.put("LOUPE_STORE_ACCESS_KEY", store.accessKey());
        environment.put("LOUPE_STORE_SECRET_KEY", store.secretKey());
        environment.put("LOUPE_STORE_BUCKET", store.bucket());
        environment.put("LOUPE_STORE_REGION", store.region());
        environment.put("LOUPE_MLFLOW_URL", mlflow.toString());
        environment.put("LOUPE_MLFLOW_PUBLIC_URL", mlflow.toString());
        return environment;
    }

    /** Environment of web: with the database. */
    public Map<String, String> environmentOfWeb() {
        Map<String, String> environment = environment();
        environment.put("LOUPE_DATABASE_URL", database.url());
        environment.put("LOUPE_DATABASE_USERNAME", database.username());
        environment.put("LOUPE_DATABASE_PASSWORD", database.password());
        environment.put("LOUPE_HTTP_PORT", Integer.toString(page.getPort()));
        return environment;
    }

    /** What a person opens, in the order in which it is shown. */
    public Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put(PAGE, page.toString());
        shown.put("MLflow", mlflow.toString());
        shown.put("Temporal", temporalPage.toString());
        shown.put(STORE, store.toString());
        return shown;
    }
}
