package dev.millrace.training.pipeline;

/** Told how far a training has come; called often and from the training thread. */
@FunctionalInterface
public interface ProgressListener {

    ProgressListener NONE = (stage, fraction) -> {};

    /** @param fraction how much of the stage is done, 0 to 1; stages end with a call at 1 */
    void progress(Stage stage, double fraction);

    /** What a training does, in order. */
    enum Stage {
        READ("read log"),
        SEARCH("choose settings"),
        REPLAY("replay and rank"),
        TRAIN("train factors"),
        CHECK("read back"),
        REGISTER("register");

        private final String label;

        Stage(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
