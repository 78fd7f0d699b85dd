package dev.millrace.publisher;

import java.time.Duration;
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
 * @param maxConcurrent requests served at a time; more are refused with 429
 * @param maxPerSecond requests on average, in bursts of as many; 0: no such limit
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
        Duration peerTimeout,
        Duration ackTimeout,
        Duration shutdownTimeout) {}
