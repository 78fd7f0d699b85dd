package dev.millrace.topologies.scoring.newitems;

import dev.millrace.model.preferences.Event;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.model.recommend.NewItemTouch;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.topologies.scoring.models.Lineup;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which events speak to which models about items that these have not seen. Each event of a user speaks once to
 * the model that serves the user: as it comes in when the user has been scored by that model before, and with the
 * remembered history otherwise, when the user comes to the model. To models tried out beside it every event speaks as
 * it comes in. An event taken in before it is known which models there are, in the first moments after a start, speaks
 * to none.
 */
public final class NewItemTouches {

    private NewItemTouches() {}

    /**
     * What an event says as it comes in.
     *
     * @param before the user before the event
     */
    public static List<NewItemTouch> of(String user, UserPreference before, Event event, Lineup lineup) {
        List<NewItemTouch> touches = new ArrayList<>(0);
        ServingModel own = lineup.assign(user).model();
        for (ServingModel model : lineup.models()) {
            if (model != own || model.version().equals(before.modelVersion())) {
                NewItemTouch touch = NewItemTouch.of(before, event, model);
                if (touch != null) {
                    touches.add(touch);
                }
            }
        }
        return touches;
    }

    /**
     * What the remembered history of a user says who came to another model.
     *
     * @param scored the user after a scoring
     */
    public static List<NewItemTouch> ofMove(String user, UserPreference before, UserPreference scored, Lineup lineup) {
        ServingModel own = lineup.assign(user).model();
        if (own == null || !own.version().equals(scored.modelVersion())) {
            return List.of(); // scored without a model
        }
        boolean moved = !own.version().equals(before.modelVersion());
        return moved ? NewItemTouch.ofHistory(scored, own) : List.of();
    }
}
