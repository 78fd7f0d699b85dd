package dev.millrace.benchmarks.frame;

import java.util.Locale;

/** Numbers as tables show them: about four significant digits, never an exponent. */
final class Figures {

    private Figures() {}

    static String of(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.toString(value);
        }
        int digits = 3 - (int) Math.floor(Math.log10(Math.abs(value)));
        String text = String.format(Locale.ROOT, "%,." + Math.max(0, Math.min(12, digits)) + "f", value);
        return text.indexOf('.') < 0 ? text : text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
    }
}
