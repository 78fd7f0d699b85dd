package dev.millrace.publisher;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Documents that come with the app. */
final class Pages {

    private Pages() {}

    static Handler of(String resource, String contentType) {
        byte[] page = read(resource);
        return (Context ctx) -> {
            Requests.allowParameters(ctx);
            ctx.contentType(contentType).result(page);
        };
    }

    static byte[] read(String resource) {
        try (InputStream in = Pages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read from the class path", e);
        }
    }
}
