package io.loupe.web.pages.layout;

import io.loupe.web.config.LoupeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the pages' collaborators beans. */
@ApplicationScoped
class PageBeans {
    @Produces
    @Singleton
    Links links(LoupeConfig config) {
        return new Links(
                config.mlflow().publicUrl().orElse(config.mlflow().url()),
                config.temporal().uiUrl(),
                config.temporal().namespace());
    }
}
