/** Longest body of an issue, pull request or comment, in characters: GitHub answers 422 beyond it. */
export const bodyLimit = 65_536
