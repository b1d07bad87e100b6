# A worker: one process, one device. Build from the repository's root:
#   docker build -f infra/docker/worker.Dockerfile -t loupe-worker .
#   docker build -f infra/docker/worker.Dockerfile --target gpu -t loupe-worker-gpu .
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG JRE_IMAGE=eclipse-temurin:25-jre
ARG PYTHON_IMAGE=python:3.12-slim

FROM ${JDK_IMAGE} AS build
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -DskipTests package -pl workers -am

# libtorch with CUDA, without Python: only the libraries that DJL loads. PyTorch's own folder fails where there is no driver.
FROM ${PYTHON_IMAGE} AS libtorch
ARG PYTORCH_VERSION=2.7.1
RUN pip install --no-cache-dir "torch==${PYTORCH_VERSION}" \
    && mkdir /libtorch \
    && site="$(python -c 'import site; print(site.getsitepackages()[0])')" \
    && for name in c10 c10_cuda torch torch_cpu torch_cuda torch_cuda_linalg torch_global_deps; do \
         cp "$site/torch/lib/lib$name.so" /libtorch/; done \
    && cp "$site"/torch/lib/libgomp*.so* /libtorch/ \
    && mkdir /cuda && cp -a "$site"/nvidia/*/lib/*.so* /cuda/

FROM ${JRE_IMAGE} AS base
RUN groupadd --system loupe && useradd --system --gid loupe --create-home --home-dir /opt/loupe loupe
WORKDIR /opt/loupe
COPY --from=build --chown=loupe:loupe /src/workers/target/lib/ ./lib/
COPY --from=build --chown=loupe:loupe /src/workers/target/workers.jar ./
RUN mkdir -p cache djl && chown loupe:loupe cache djl
USER loupe
# The malloc settings spare page faults on fresh large blocks, and a thread without work looks out for some for less than
# a millisecond before it sleeps: training is about 5 to 10 % faster by each, the latter in bfloat16.
ENV LOUPE_WORKER_CACHE=/opt/loupe/cache \
    LOUPE_WORKER_WEIGHTS=/weights \
    LOUPE_WORKER_READY_FILE=/opt/loupe/ready \
    DJL_CACHE_DIR=/opt/loupe/djl \
    GOMP_SPINCOUNT=10000 \
    MALLOC_MMAP_MAX_=0 \
    MALLOC_TRIM_THRESHOLD_=34359738368 \
    JAVA_FLAGS="--add-opens java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dai.djl.offline=true -XX:MaxRAMPercentage=25 -XX:+UseSerialGC -XX:-ShrinkHeapInSteps"
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD test -f /opt/loupe/ready
# A stopped worker publishes a checkpoint and gives its trial back first; the process itself must get the signal.
ENTRYPOINT ["/bin/sh", "-c", "rm -f $LOUPE_WORKER_READY_FILE; export OMP_NUM_THREADS=${LOUPE_WORKER_THREADS:-2}; exec java $JAVA_FLAGS -cp 'workers.jar:lib/*' io.loupe.workers.Worker"]

FROM base AS gpu
COPY --from=libtorch /libtorch/ /opt/libtorch/
COPY --from=libtorch /cuda/ /opt/cuda/
ENV PYTORCH_LIBRARY_PATH=/opt/libtorch \
    PYTORCH_VERSION=2.7.1 \
    PYTORCH_FLAVOR=cu128 \
    LD_LIBRARY_PATH=/opt/libtorch:/opt/cuda \
    NVIDIA_VISIBLE_DEVICES=all \
    LOUPE_WORKER_DEVICE=gpu0

# The last stage is what a build without --target makes.
FROM base AS cpu
ENV LOUPE_WORKER_DEVICE=cpu
