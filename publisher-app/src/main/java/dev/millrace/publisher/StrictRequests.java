package dev.millrace.publisher;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Refuses addresses whose escapes are not UTF-8: decoded leniently, {@code caf%E9} would be the id of somebody else.
 * Lets HEAD through as the GET it is; the connection leaves the body out.
 */
final class StrictRequests extends Handler.Wrapper {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String objection = objection(request.getHttpURI().getPath());
        if (objection == null) {
            objection = objection(request.getHttpURI().getQuery());
        }
        if (objection != null) {
            ProblemErrors.write(response, Problem.badRequest("The address " + objection), callback);
            return true;
        }
        return super.handle(HttpMethod.HEAD.is(request.getMethod()) ? new AsGet(request) : request, response, callback);
    }

    private static @Nullable String objection(@Nullable String part) {
        if (part == null) {
            return null;
        }
        var bytes = ByteBuffer.allocate(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c >= 0x80) {
                return "has a character that is not percent-encoded UTF-8";
            }
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int high = i + 2 < part.length() ? hex(part.charAt(i + 1)) : -1;
            int low = i + 2 < part.length() ? hex(part.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                return "has a % that two hexadecimal digits do not follow";
            }
            bytes.put((byte) (16 * high + low));
            i += 2;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return null;
        } catch (CharacterCodingException e) {
            return "has percent-encoded bytes that are not UTF-8";
        }
    }

    /** Not by {@code Character.digit}, which knows the digits of every script. */
    private static int hex(char c) {
        return "0123456789abcdef".indexOf(c >= 'A' && c <= 'F' ? (char) (c + 32) : c);
    }

    private static final class AsGet extends Request.Wrapper {

        AsGet(Request request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return HttpMethod.GET.asString();
        }
    }
}
