/**
 * How long tests wait for something that other processes bring about (`vi.waitFor(check, patience)`). It is no expectation of
 * speed: a check that holds ends the wait at once, and a busy machine gets the time it needs.
 */
export const patience = { timeout: 90_000, interval: 50 } as const
