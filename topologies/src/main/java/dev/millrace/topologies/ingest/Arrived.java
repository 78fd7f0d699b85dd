package dev.millrace.topologies.ingest;

/** A screened event with all that a later refusal needs. The value may be changed: nobody else holds it. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Arrived<T>(T value, byte[] bytes, Origin origin) {}
