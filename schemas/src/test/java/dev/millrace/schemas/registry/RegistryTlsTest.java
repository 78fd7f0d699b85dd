package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.millrace.schemas.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust and key stores, with certificates that the JDK's keytool makes on the spot. */
class RegistryTlsTest {

    static final String PASSWORD = "changeit";

    @TempDir
    Path dir;

    HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        keytool("-genkeypair", "-alias", "it", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost");
        var context = SSLContext.getInstance("TLS");
        KeyStore keys = keys();
        var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD.toCharArray());
        var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(keys);
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        });
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = RegistryTroubleTest.SCHEMA.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldTrustAndBeTrustedByTheStoresGiven() {
        var settings = new HashMap<String, Object>(trust());
        settings.put("schema.registry.ssl.keystore.location", store().toString());
        settings.put("schema.registry.ssl.keystore.password", PASSWORD);
        settings.put("schema.registry.ssl.keystore.type", "PKCS12");
        settings.put("schema.registry.ssl.key.password", PASSWORD);

        assertThat(Registries.open(settings).schema(1).getName()).isEqualTo("string");
    }

    @Test
    void shouldFailClearlyWithoutAClientCertificate() {
        var settings = new HashMap<>(trust());
        settings.put("schema.registry.timeout.ms", 2_000);
        // The server hangs up or alerts, whichever is seen first.
        assertThat(failure(settings).isRegistryAtFault()).isTrue();
    }

    @Test
    void shouldFailClearlyWithoutTrust() {
        RegistryException error = failure(common());

        assertThat(error.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(error).hasMessageContaining("schema.registry.ssl").hasMessageContaining("certification path");
    }

    private Map<String, Object> common() {
        return Map.of(
                "schema.registry.url",
                "https://localhost:" + server.getAddress().getPort(),
                "schema.registry.timeout.ms",
                30_000);
    }

    private Map<String, Object> trust() {
        var settings = new HashMap<>(common());
        settings.put("schema.registry.ssl.truststore.location", store().toString());
        settings.put("schema.registry.ssl.truststore.password", PASSWORD);
        settings.put("schema.registry.ssl.truststore.type", "PKCS12");
        return settings;
    }

    private static RegistryException failure(Map<String, Object> settings) {
        SchemaRegistry registry = Registries.open(settings);
        return catchThrowableOfType(RegistryException.class, () -> registry.schema(1));
    }

    private Path store() {
        return dir.resolve("keys.p12");
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        // The one certificate is its own authority.
        keys.setCertificateEntry("self", keys.getCertificate("it"));
        try (OutputStream out = Files.newOutputStream(store())) {
            keys.store(out, PASSWORD.toCharArray());
        }
        return keys;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
