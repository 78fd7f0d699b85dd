package dev.millrace.publisher;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.state.HostInfo;

/**
 * What a deployment may tune in the HTTP server.
 *
 * @param host to listen on
 * @param port to listen on
 * @param advertised where other instances reach this one
 * @param defaultLimit items of an answer when the request does not say how many
 * @param maxBodyBytes of a request
 * @param maxEvents in one request
 * @param maxConcurrent requests served at a time; more are refused with 503
 * @param maxPerSecond requests on average, in bursts of as many; 0: no such limit
 * @param maxConnections open at a time; more wait until one is closed
 * @param idleTimeout after which a connection that says nothing is closed, half requests included
 * @param bodyTimeout within which a request's body must have come
 * @param corsOrigins web pages of these origins may call; "*": of any; empty: of none
 * @param peerTimeout for the answer of another instance
 * @param ackTimeout for the broker's acknowledgement of events
 * @param shutdownTimeout for requests in flight when the app stops
 */
record HttpSettings(
        String host,
        int port,
        HostInfo advertised,
        int defaultLimit,
        int maxBodyBytes,
        int maxEvents,
        int maxConcurrent,
        int maxPerSecond,
        int maxConnections,
        Duration idleTimeout,
        Duration bodyTimeout,
        List<String> corsOrigins,
        Duration peerTimeout,
        Duration ackTimeout,
        Duration shutdownTimeout) {}
