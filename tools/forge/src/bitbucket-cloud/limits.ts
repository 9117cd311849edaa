/** Longest body of a pull request or comment, in characters. */
export const bodyLimit = 32_768
