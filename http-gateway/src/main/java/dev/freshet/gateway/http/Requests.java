package dev.freshet.gateway.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each request, or lets it be answered by Trino. */
final class Requests extends Handler.Abstract {
    /** Each takes some ten kilobytes of the heap, also if the client is slow. */
    static final int AT_ONCE = 4_000;
    /** The attribute of requests that have been handled. */
    private static final String HANDLED = Requests.class.getName();
    private static final Logger log = LoggerFactory.getLogger(Requests.class);

    private final Relay relay;
    private final Statements statements;
    private final Observer observer;
    private final Shares open = new Shares(AT_ONCE);
    private volatile boolean isEnding;

    Requests(Relay relay, Statements statements, Observer observer) {
        this.relay = relay;
        this.statements = statements;
        this.observer = observer;
    }

    int open() {
        return open.taken();
    }

    /** Refuses all new requests, and waits for those at work. */
    void end(Duration patience) {
        isEnding = true;
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (open.taken() > 0 && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        request.setAttribute(HANDLED, true);
        Exchange exchange = new Exchange(request, response);
        IOException failure = null;
        boolean taken = open.take(exchange.client());
        try {
            answer(exchange, taken);
        } catch (IOException | RuntimeException e) {
            log.debug("{} is cut off: {}", exchange, e.toString());
            failure = e instanceof IOException io ? io : new IOException(e);
        }
        exchange.end();
        observer.answered(exchange.answered(failure == null));
        if (failure == null) {
            callback.succeeded();
        } else {
            // Of this kind, as Jetty would warn of each client that leaves.
            callback.failed(new EofException(failure));
        }
        if (taken) {
            open.giveBack(exchange.client());
        }
        return true;
    }

    /** Answers a request that is not valid HTTP, or too large, with one line that says so. */
    boolean refuse(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        Callback end = callback;
        if (request.getAttribute(HANDLED) == null) {
            Exchange exchange = new Exchange(request, response);
            end = Callback.from(() -> observer.answered(exchange.answered(true)), callback);
        }
        Content.Sink.write(response, true, HttpStatus.getMessage(response.getStatus()) + "\n", end);
        return true;
    }

    private void answer(Exchange exchange, boolean taken) throws IOException {
        try {
            if (isEnding) {
                exchange.answer().put(HttpHeader.CONNECTION, "close");
                exchange.refuse(503, "The gateway is ending");
            } else if (!taken) {
                throw new Refusal(503, "Too many requests at once. Try again.");
            } else if (Statements.isPosted(exchange)) {
                statements.answer(exchange);
            } else if (Statements.isFailed(exchange)) {
                statements.answerFailed(exchange);
            } else if (statements.isWatched(exchange)) {
                statements.answerWatched(exchange);
            } else {
                relay.pass(exchange);
            }
        } catch (Refusal e) {
            log.debug("{}: {}", exchange, e.getMessage());
            exchange.refuse(e.status(), e.getMessage());
        } catch (RuntimeException e) {
            if (exchange.isBegun()) {
                throw e;
            }
            log.debug("{} fails", exchange, e);
            exchange.refuse(500, "Unexpected failure of the gateway: " + e);
        }
    }
}
