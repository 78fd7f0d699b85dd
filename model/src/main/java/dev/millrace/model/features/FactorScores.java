package dev.millrace.model.features;

/** What the factors say of one candidate; reused from one to the next, since a list has hundreds. */
public final class FactorScores {

    private float personal;
    private float bestPersonal;
    private int rank;
    private float steady;
    private float bestSteady;

    /**
     * @param personal inner product of user and item; 0 where either is unknown
     * @param best highest of the list
     * @param rank place by it among the candidates, from 0
     */
    public FactorScores personal(float personal, float best, int rank) {
        this.personal = personal;
        this.bestPersonal = best;
        this.rank = rank;
        return this;
    }

    /**
     * @param steady the same for the user folded in without regard to recency
     * @param best highest of the list
     */
    public FactorScores steady(float steady, float best) {
        this.steady = steady;
        this.bestSteady = best;
        return this;
    }

    float personal() {
        return personal;
    }

    float personalShare() {
        return bestPersonal > 0 ? personal / bestPersonal : 0;
    }

    int rank() {
        return rank;
    }

    float steady() {
        return steady;
    }

    float steadyShare() {
        return bestSteady > 0 ? steady / bestSteady : 0;
    }
}
