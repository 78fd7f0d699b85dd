package dev.millrace.publisher;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Hands a request on when its whole body is there, so that a slow sender costs a buffer and not a thread. Bodies must
 * come within a time, and together they may take so much memory only.
 */
final class WholeBodies extends Handler.Wrapper {

    /** All half-read bodies together: a sixteenth of the usual heap of 1 GiB. */
    private static final long MOST_BUFFERED = 64L << 20;

    private final int maxBytes;
    private final Duration timeout;
    private final AtomicLong buffered = new AtomicLong();

    WholeBodies(int maxBytes, Duration timeout) {
        this.maxBytes = maxBytes;
        this.timeout = timeout;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean hasBody = request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (!HttpMethod.POST.is(request.getMethod()) || !hasBody) {
            return super.handle(request, response, callback);
        }
        if (request.getLength() > maxBytes) {
            refuse(response, Problem.tooLarge(maxBytes), callback);
            return true;
        }
        new Reading(request, response, callback).start();
        return true;
    }

    /** The rest of the body would be taken for the next request. */
    private static void refuse(Response response, Problem problem, Callback callback) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        ProblemErrors.write(response, problem, callback);
    }

    private boolean handOn(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    /** One body on its way. Runs on one thread at a time, which only what has arrived occupies. */
    private final class Reading implements Runnable {

        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final Scheduler.Task deadline;

        Reading(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.deadline = request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> request.fail(new TimeoutException("body")),
                            timeout.toMillis(),
                            TimeUnit.MILLISECONDS);
        }

        void start() {
            run();
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    boolean late = chunk.getFailure() instanceof TimeoutException;
                    end(late ? Problem.of(408) : Problem.badRequest("The body broke off"));
                    return;
                }
                boolean last = chunk.isLast();
                Problem problem = take(chunk);
                if (problem != null) {
                    end(problem);
                    return;
                }
                if (last) {
                    whole();
                    return;
                }
            }
        }

        private @Nullable Problem take(Content.Chunk chunk) {
            int size = chunk.remaining();
            try {
                if (body.size() + size > maxBytes) {
                    return Problem.tooLarge(maxBytes);
                }
                if (buffered.addAndGet(size) > MOST_BUFFERED) {
                    buffered.addAndGet(-size);
                    return Problem.overloaded("Too many bodies are on their way");
                }
                byte[] bytes = new byte[size];
                chunk.getByteBuffer().get(bytes);
                body.writeBytes(bytes);
                return null;
            } finally {
                chunk.release();
            }
        }

        private void end(Problem problem) {
            deadline.cancel();
            buffered.addAndGet(-body.size());
            refuse(response, problem, callback);
        }

        private void whole() {
            deadline.cancel();
            int size = body.size();
            buffered.addAndGet(-size); // what follows is bounded by admission
            var complete = new WithBody(request, body.toByteArray());
            try {
                if (!handOn(complete, response, callback)) {
                    Response.writeError(complete, response, callback, 404);
                }
            } catch (Throwable failure) {
                Response.writeError(complete, response, callback, failure);
            }
        }
    }

    private static final class WithBody extends Request.Wrapper {

        private final Content.Source body;

        WithBody(Request request, byte[] body) {
            super(request);
            this.body = Content.Source.from(ByteBuffer.wrap(body));
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demand) {
            body.demand(demand);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }
}
