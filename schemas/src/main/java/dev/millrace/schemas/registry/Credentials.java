package dev.millrace.schemas.registry;

import static dev.millrace.schemas.registry.RegistrySettings.text;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/** Makes the Authorization header from Confluent's settings for basic and bearer authentication. */
final class Credentials {

    private final Map<String, ?> settings;

    Credentials(Map<String, ?> settings) {
        this.settings = settings;
        header(URI.create("http://localhost")); // a contradiction stops the start, not the first request
    }

    /** @param url address of the request, which may carry {@code user:password@} */
    Optional<String> header(URI url) {
        Optional<String> token = bearerToken();
        return token.isPresent() ? token.map(t -> "Bearer " + t) : userInfo(url).map(Credentials::basic);
    }

    private Optional<String> bearerToken() {
        Optional<String> source = text(settings, "bearer.auth.credentials.source");
        if (source.isPresent() && !"STATIC_TOKEN".equals(source.get())) {
            throw new IllegalArgumentException(
                    "bearer.auth.credentials.source must be STATIC_TOKEN, was " + source.get());
        }
        Optional<String> token = text(settings, "bearer.auth.token");
        if (source.isPresent() && token.isEmpty()) {
            throw new IllegalArgumentException("bearer.auth.token is missing for bearer.auth.credentials.source");
        }
        return token;
    }

    private Optional<String> userInfo(URI url) {
        String source = text(settings, "basic.auth.credentials.source").orElse("URL");
        return switch (source) {
            case "URL" -> Optional.ofNullable(url.getUserInfo());
            case "USER_INFO" ->
                Optional.of(
                        text(settings, "basic.auth.user.info")
                                .or(() -> text(settings, "schema.registry.basic.auth.user.info"))
                                .orElseThrow(
                                        () -> new IllegalArgumentException(
                                                "basic.auth.user.info must be user:password for basic.auth.credentials.source=USER_INFO")));
            case "SASL_INHERIT" -> Optional.of(saslUser());
            default ->
                throw new IllegalArgumentException(
                        "basic.auth.credentials.source must be URL, USER_INFO or SASL_INHERIT, was " + source);
        };
    }

    private String saslUser() {
        String jaas = text(settings, SaslConfigs.SASL_JAAS_CONFIG)
                .orElseThrow(() -> new IllegalArgumentException(
                        "sasl.jaas.config is missing for basic.auth.credentials.source=SASL_INHERIT"));
        var options = JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(jaas)))
                .configurationEntries()
                .get(0)
                .getOptions();
        return options.get("username") + ":" + options.get("password");
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }
}
