package dev.millrace.benchmarks.rig;

/** Reads the number at the end of an id without making a string of it. */
final class Numbers {

    private Numbers() {}

    /** @throws NumberFormatException for anything but digits */
    static int trailing(byte[] text, int from, int until) {
        int number = 0;
        for (int i = from; i < until; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException("not a digit: " + (char) text[i]);
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
