package io.loupe.faults;

/** What a {@link FaultProxy} does to a request. */
public enum Fault {
    /** Nothing: it passes. */
    PASS,
    /** Nobody listens: new connections are refused, open ones are reset. Only for {@link FaultProxy#always}. */
    REFUSE,
    /** The connection is reset before the server sees the request. */
    RESET,
    /** Nothing passes in either direction. Once it is lifted, what was held back goes on its way, late. */
    HANG,
    /** Every piece of data, in both directions, waits for {@link FaultProxy#delay} before it passes. */
    SLOW,
    /** The request is cut in its middle: half of its first bytes reach the server, then the connection is reset. */
    CUT_REQUEST,
    /** The answer is cut: its first bytes reach the client, then the connection is reset. */
    CUT_ANSWER,
    /** The server does what was asked, the answer is dropped and the connection reset. */
    LOSE_ANSWER
}
