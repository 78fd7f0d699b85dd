# Stands in for apicurio/apicurio-registry: the same server from its distribution on Maven Central (build context: the unpacked archive).
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}
COPY . /opt/registry/
EXPOSE 8080
CMD ["sh", "-c", "exec java -Xmx384m -Dquarkus.http.host=0.0.0.0 -jar /opt/registry/*-runner.jar"]
