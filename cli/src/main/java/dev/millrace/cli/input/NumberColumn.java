package dev.millrace.cli.input;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one column writes numbers: with which decimal sign, with thousands apart, with a currency. As with times the
 * column decides where a single number leaves it open.
 */
final class NumberColumn {

    private static final Pattern PLAIN = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern CURRENCY =
            Pattern.compile("^(\\p{Sc}|USD|EUR|GBP|CHF|JPY|CNY|INR|BRL|CAD|AUD|SEK|NOK|DKK|PLN|CZK|RUB|KRW|MXN|TRY)|"
                    + "(\\p{Sc}|USD|EUR|GBP|CHF|JPY|CNY|INR|BRL|CAD|AUD|SEK|NOK|DKK|PLN|CZK|RUB|KRW|MXN|TRY)$");
    private static final Pattern GROUPS_BY_COMMA = Pattern.compile("[+-]?\\d{1,3}(,\\d{3})+(\\.\\d*)?");
    private static final Pattern GROUPS_BY_DOT = Pattern.compile("[+-]?\\d{1,3}(\\.\\d{3})+(,\\d*)?");
    private static final Pattern GROUPS_BY_OTHER =
            Pattern.compile("[+-]?\\d{1,3}(['’ \\u00a0\\u202f]\\d{3})+([.,]\\d*)?");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d*");

    private final String name;
    private final TreeSet<String> currencies = new TreeSet<>();
    private @Nullable String sureDot;
    private @Nullable String sureComma;

    NumberColumn(String name) {
        this.name = name;
    }

    /** Shows it one value. */
    void see(String text) {
        if (text.isEmpty() || isDigits(text)) {
            return;
        }
        Matcher currency = CURRENCY.matcher(text);
        if (currency.find()) {
            currencies.add(currency.group());
        }
        String number = bare(text);
        int dot = number.lastIndexOf('.');
        int comma = number.lastIndexOf(',');
        if (GROUPS_BY_COMMA.matcher(number).matches() && (dot > 0 || comma != number.indexOf(','))
                || dot >= 0
                        && PLAIN.matcher(number).matches()
                        && !GROUPS_BY_DOT.matcher(number).matches()) {
            sureDot = sureDot == null ? text : sureDot;
        } else if (GROUPS_BY_DOT.matcher(number).matches() && (comma > 0 || dot != number.indexOf('.'))
                || DECIMAL_COMMA.matcher(number).matches()
                        && !GROUPS_BY_COMMA.matcher(number).matches()) {
            sureComma = sureComma == null ? text : sureComma;
        }
    }

    /** What the user should be told about it. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (sureComma != null && sureDot == null) {
            remarks.add("column " + name + " has decimal commas, as in '" + sureComma + "'");
        }
        if (currencies.size() > 1) {
            remarks.add("column " + name + " names several currencies (" + String.join(", ", currencies)
                    + "); the numbers are taken as they stand");
        }
        return remarks;
    }

    /** Null when the text is no number for certain. */
    @Nullable
    Double read(String text) {
        String number = bare(text);
        if (GROUPS_BY_OTHER.matcher(number).matches()) {
            number = number.replaceAll("['’ \\u00a0\\u202f]", "");
        }
        boolean comma = sureComma != null;
        boolean dot = sureDot != null;
        if (number.indexOf(',') < 0 && !(comma && !dot)) {
            // Where both are used, 1.299 may be either.
            return comma && GROUPS_BY_DOT.matcher(number).matches() ? null : plain(number);
        }
        if (comma && !dot || isSurelyComma(number)) {
            return DECIMAL_COMMA.matcher(number).matches()
                            || GROUPS_BY_DOT.matcher(number).matches()
                    ? plain(number.replace(".", "").replace(',', '.'))
                    : number.indexOf('.') < 0 ? plain(number) : null;
        }
        boolean groups = GROUPS_BY_COMMA.matcher(number).matches();
        boolean sure = dot && !comma || number.indexOf('.') > 0 || number.indexOf(',') != number.lastIndexOf(',');
        return groups && sure ? plain(number.replace(",", "")) : null;
    }

    private static boolean isSurelyComma(String number) {
        int comma = number.lastIndexOf(',');
        return GROUPS_BY_DOT.matcher(number).matches() && comma > 0
                || DECIMAL_COMMA.matcher(number).matches()
                        && !GROUPS_BY_COMMA.matcher(number).matches();
    }

    private static @Nullable Double plain(String number) {
        return PLAIN.matcher(number).matches() ? Double.valueOf(number) : null;
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String bare(String text) {
        return isDigits(text) ? text : CURRENCY.matcher(text).replaceAll("").strip();
    }
}
