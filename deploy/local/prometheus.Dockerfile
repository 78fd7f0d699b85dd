# Stands in for prom/prometheus: the server from the distribution's packages (build context: a folder holding its binary).
ARG BASE_IMAGE=debian:12-slim
FROM ${BASE_IMAGE}
COPY prometheus /usr/local/bin/prometheus
EXPOSE 9090
ENTRYPOINT ["/usr/local/bin/prometheus", "--storage.tsdb.path=/tmp/prometheus"]
