package dev.millrace.cli.apps;

import dev.millrace.shell.Settings;
import dev.millrace.shell.SharedSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must differ between apps that share a process, where their settings say the same. */
final class OneProcess {

    private static final String PORT = "management.port";
    private static final String SERVE = "schema.registry.serve";

    private final List<App> apps;
    private final SharedSettings shared;

    OneProcess(List<App> apps, SharedSettings shared) {
        this.apps = apps;
        this.shared = shared;
    }

    /** Of each app, in the order in which they start. */
    Map<App, Settings> settings() {
        var settings = new LinkedHashMap<App, Settings>();
        App serving = apps.contains(App.REGISTRY) ? App.REGISTRY : apps.get(0);
        var taken = new LinkedHashMap<String, Integer>();
        for (App app : apps) {
            Settings own = shared.of(app.id());
            if (app != serving) {
                own = own.with(SERVE, "");
            }
            settings.put(app, withOwnPort(own, taken));
        }
        return settings;
    }

    /** One port for all counts up from app to app. */
    private static Settings withOwnPort(Settings settings, Map<String, Integer> taken) {
        String port = settings.text(PORT);
        int before = taken.merge(port, 1, Integer::sum) - 1;
        boolean fixed = port.matches("[1-9]\\d{0,4}");
        return fixed && before > 0 ? settings.with(PORT, String.valueOf(Integer.parseInt(port) + before)) : settings;
    }
}
