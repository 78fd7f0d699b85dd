package dev.millrace.publisher;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One endpoint.
 *
 * @param path as openapi.json writes it
 */
record Route(HandlerType method, String path, Handler handler) {

    static Route get(String path, Handler handler) {
        return new Route(HandlerType.GET, path, handler);
    }

    static Route delete(String path, Handler handler) {
        return new Route(HandlerType.DELETE, path, handler);
    }

    static Route post(String path, Handler handler) {
        return new Route(HandlerType.POST, path, handler);
    }
}
