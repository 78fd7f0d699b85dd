package dev.millrace.benchmarks.rig;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Setting;
import java.util.List;

/** The shop that events come from, as settings of a benchmark. */
public final class ShopSettings {

    public static final List<Setting> ALL = List.of(
            new Setting("items", "10000", "2000", "in the catalogue and the model"),
            new Setting("users", "4000", "1000", "who act"),
            new Setting("history", "20000", "4000", "events before, which the model is trained on"),
            new Setting("loaded", "20000", "3000", "the newest of them, which also go through the apps first"),
            Setting.of("partitions", "4", "of every user-keyed topic"),
            Setting.of("seed", "42", "of the simulated users"));

    private ShopSettings() {}

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
