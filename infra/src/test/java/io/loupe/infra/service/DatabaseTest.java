package io.loupe.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseTest {

    private final Database database =
            new Database("jdbc:postgresql://db.example:6432/loupe?sslmode=require", "loupe", "a/b c");

    @Test
    void namesAnotherDatabaseOfTheSameServer() {
        assertThat(database.named("mlflow").url())
                .isEqualTo("jdbc:postgresql://db.example:6432/mlflow?sslmode=require");
    }

    @Test
    void isWrittenForPythonWithItsDriverAndAnEncodedPassword() {
        assertThat(database.named("mlflow").sqlAlchemy())
                .isEqualTo("postgresql+psycopg2://loupe:a%2Fb%20c@db.example:6432/mlflow");
    }

    @Test
    void doesNotPrintItsPassword() {
        assertThat(database.toString()).doesNotContain("a/b c");
    }
}
