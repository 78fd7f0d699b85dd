package dev.millrace.topologies.scoring.background;

/** How much is scored that no event asks for. */
public interface BackgroundSettings {

    /** Users per task and second scored anew after a change of model. */
    int sweepUsersPerSecond();

    /** When the lists of silent users are made anew. */
    Refresh refresh();
}
