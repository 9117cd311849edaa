/** A text as it is shown: what is very long is cut. */
export function shorten(text: string, longest = 1000): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
