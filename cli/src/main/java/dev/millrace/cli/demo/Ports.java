package dev.millrace.cli.demo;

import dev.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Chooses ports on this machine. */
final class Ports {

    private Ports() {}

    /** The usual port if it is free, else any free one. */
    static int preferred(int usual) {
        return isFree(usual) ? usual : any();
    }

    /** The port a user asked for. */
    static int demanded(int port, String option) {
        if (!isFree(port)) {
            throw CommandFailure.failed("port " + port + " (" + option + ") is in use by another program");
        }
        return port;
    }

    private static boolean isFree(int port) {
        // Both addresses: a program that listens on all of them does not keep others from binding the loopback one.
        return canBind(new InetSocketAddress(port))
                && canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int any() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
