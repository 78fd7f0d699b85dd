package dev.millrace.benchmarks.rig;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shop that events come from, and the apps that serve it, as settings of a benchmark. */
public final class ShopSettings {

    public static final Setting ITEMS = new Setting("items", "10000", "2000", "in the catalogue and the model");
    public static final Setting USERS = new Setting("users", "4000", "1000", "who act");
    public static final Setting HISTORY =
            new Setting("history", "20000", "4000", "events before, which the model is trained on");

    private static final List<Setting> ALL = List.of(
            Setting.of("app-settings", "", "KEY=VALUE;APP/KEY=VALUE;… of all apps or of one, over their defaults"),
            ITEMS,
            USERS,
            HISTORY,
            new Setting("loaded", "20000", "3000", "the newest of them, which also go through the apps first"),
            Setting.of("partitions", "4", "of every user-keyed topic"),
            Setting.of("seed", "42", "of the simulated users"));

    private ShopSettings() {}

    /** A benchmark's own settings, then these; one of its own that is also one of these takes that one's place. */
    public static List<Setting> after(Setting... own) {
        Map<String, Setting> shop = new LinkedHashMap<>();
        ALL.forEach(setting -> shop.put(setting.key(), setting));
        List<Setting> settings = new ArrayList<>();
        for (Setting setting : own) {
            if (shop.replace(setting.key(), setting) == null) {
                settings.add(setting);
            }
        }
        settings.addAll(shop.values());
        return settings;
    }

    /** What the user wants of the apps. */
    public static Map<String, String> ofApps(Context context) {
        return Pairs.parse(context.text("app-settings"));
    }

    public static Storefront open(Context context) {
        long began = System.nanoTime();
        Storefront shop = Storefront.open(
                new Storefront.Size(
                        context.number("users"),
                        context.number("items"),
                        context.number("history"),
                        context.number("loaded"),
                        context.number("partitions")),
                context.number("seed"));
        context.say("  shop open after " + (System.nanoTime() - began) / 1_000_000_000 + " s; log: "
                + shop.rig().logged());
        return shop;
    }
}
