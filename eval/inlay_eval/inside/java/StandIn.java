package inlay;

/** What the methods that stand in for a candidate's need besides an exchange. */
public final class StandIn {
    private StandIn() {}

    /** Throws an error as it is, declared or not. */
    @SuppressWarnings("unchecked")
    public static <E extends Throwable> RuntimeException asIs(Throwable error) throws E {
        throw (E) error;
    }
}
