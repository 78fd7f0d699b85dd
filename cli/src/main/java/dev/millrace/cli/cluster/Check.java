package dev.millrace.cli.cluster;

/**
 * Outcome of one check of the doctor.
 *
 * @param what was looked at
 * @param finding in a few words
 * @param remedy what to do about it; empty when all is well
 */
public record Check(Verdict verdict, String what, String finding, String remedy) {

    /** From good to bad. */
    public enum Verdict {
        OK,
        WARN,
        FAIL
    }

    public static Check ok(String what, String finding) {
        return new Check(Verdict.OK, what, finding, "");
    }

    public static Check warn(String what, String finding, String remedy) {
        return new Check(Verdict.WARN, what, finding, remedy);
    }

    public static Check fail(String what, String finding, String remedy) {
        return new Check(Verdict.FAIL, what, finding, remedy);
    }
}
