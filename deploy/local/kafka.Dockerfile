# Stands in for apache/kafka where no image registry is reachable: the broker's own jars, as Maven Central has them, are among Millrace's.
ARG APPS_IMAGE=millrace:local
FROM ${APPS_IMAGE}
USER root
COPY kafka-run /etc/kafka/docker/run
COPY logback.xml /etc/kafka/docker/logback.xml
RUN chmod 755 /etc/kafka/docker/run && mkdir -p /var/lib/kafka
EXPOSE 9092
HEALTHCHECK NONE
ENTRYPOINT []
CMD ["/etc/kafka/docker/run"]
