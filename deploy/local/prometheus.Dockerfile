# Stands in for prom/prometheus: the server of the distribution's package, which is in the base image.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
USER prometheus
EXPOSE 9090
ENTRYPOINT ["/usr/bin/prometheus", "--storage.tsdb.path=/tmp/prometheus"]
