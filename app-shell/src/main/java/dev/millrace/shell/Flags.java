package dev.millrace.shell;

import java.util.SortedMap;
import java.util.TreeMap;

/** Command-line flags of an app: {@code --key=value} for any setting, and {@code --config FILE}. */
final class Flags {

    static final String CONFIG = "config";

    private Flags() {}

    static SortedMap<String, String> parse(String[] args) {
        var flags = new TreeMap<String, String>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            int equals = arg.indexOf('=');
            if (arg.startsWith("--") && equals > 2) {
                flags.put(arg.substring(2, equals), arg.substring(equals + 1));
            } else if (arg.equals("--" + CONFIG) && i + 1 < args.length) {
                flags.put(CONFIG, args[++i]);
            } else {
                // Only its name: what follows may be a password.
                throw new SettingsException("Argument '" + (equals < 0 ? arg : arg.substring(0, equals))
                        + "' is not understood; flags are --key=value and --config FILE");
            }
        }
        return flags;
    }
}
