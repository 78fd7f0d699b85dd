package dev.millrace.schemas;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro make objects of this project's generated classes.
 *
 * <p>Since 1.12.2 Avro instantiates only what is on an allow list, for which it has system properties. A process should
 * not need a JVM flag to read its own records, so the package joins whatever list is in force.
 */
final class TrustedClasses {

    private static final String OURS = "dev.millrace.avro.";

    private TrustedClasses() {}

    static synchronized void admitGeneratedRecords() {
        var before = ClassSecurityValidator.getGlobal();
        if (!(before instanceof Widened)) {
            ClassSecurityValidator.setGlobal(new Widened(before));
        }
    }

    private record Widened(ClassSecurityValidator.ClassSecurityPredicate before)
            implements ClassSecurityValidator.ClassSecurityPredicate {

        @Override
        public boolean isTrusted(Class<?> type) {
            return type.getName().startsWith(OURS) || before.isTrusted(type);
        }
    }
}
