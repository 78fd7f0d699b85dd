package dev.millrace.cli.input;

/** One row that cannot become a record, with a sentence about it. */
public final class RowRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final RowProblem problem;

    RowRefused(RowProblem problem, String sentence) {
        super(sentence, null, false, false);
        this.problem = problem;
    }

    public RowProblem problem() {
        return problem;
    }

    /** What is wrong, to follow "line 7: ". */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
