package dev.millrace.localbroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Two ports that nobody listens on at the moment. Another process may take one before the broker does; the broker then
 * fails to bind, and its start asks for another pair.
 */
record FreePorts(int broker, int controller) {

    /**
     * @param wanted the broker's port; 0: any
     * @throws IllegalStateException when the wanted port is taken
     */
    static FreePorts find(int wanted) {
        try (var broker = open(wanted);
                var controller = open(0)) {
            return new FreePorts(broker.getLocalPort(), controller.getLocalPort());
        } catch (BindException e) {
            throw new IllegalStateException(taken(wanted), e);
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on the loopback interface", e);
        }
    }

    static String taken(int port) {
        return "Port " + port + " on " + BrokerConfig.HOST + " is taken by another program";
    }

    private static ServerSocket open(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName(BrokerConfig.HOST));
    }
}
