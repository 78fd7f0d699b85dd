package dev.millrace.publisher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Says what no HTTP library would. */
final class RawHttp {

    private RawHttp() {}

    /** Everything that the server says until it closes. */
    static String say(int port, String text) throws IOException {
        try (Socket socket = open(port, text)) {
            socket.setSoTimeout(60_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A connection on which so much has been said. */
    static Socket open(int port, String text) throws IOException {
        var socket = new Socket(InetAddress.getByName("localhost"), port);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }
}
