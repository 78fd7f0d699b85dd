package dev.millrace.topologies.retrain;

/** Why a model is to be trained, strongest first; the label is what a request carries. */
enum Cause {
    NO_MODEL("no-model"),
    QUALITY("quality"),
    UNKNOWN_ITEMS("unknown-items"),
    NEW_DATA("new-data"),
    MODEL_AGE("model-age");

    private final String label;

    Cause(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
