# The web process: pages, REST, workflow code. Build from the repository's root:
#   docker build -f infra/docker/web.Dockerfile -t loupe-web .
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG JRE_IMAGE=eclipse-temurin:25-jre

FROM ${JDK_IMAGE} AS build
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -DskipTests package -pl web -am

FROM ${JRE_IMAGE}
RUN groupadd --system loupe && useradd --system --gid loupe --home-dir /opt/loupe loupe
WORKDIR /opt/loupe
COPY --from=build --chown=loupe:loupe /src/web/target/quarkus-app/ ./
USER loupe
# Inside a container there is only the container's network; compose publishes the port on the host's loopback.
ENV LOUPE_HTTP_HOST=0.0.0.0 \
    LOUPE_HTTP_ALLOW_REMOTE=true \
    LOUPE_HTTP_PORT=8080 \
    JAVA_FLAGS="--add-opens java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:MaxRAMPercentage=70"
EXPOSE 8080
ENTRYPOINT ["/bin/sh", "-c", "exec java $JAVA_FLAGS -jar quarkus-run.jar"]
