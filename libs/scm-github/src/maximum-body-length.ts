/** Longest body of a pull request, comment or issue: GitHub's 65,536 characters minus room for the marker line. */
export const maximumBodyLength = 65_400
