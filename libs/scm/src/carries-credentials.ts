/**
 * True if a git URL carries a password, or a user of HTTP, which is often a token. Such an address must not be recorded
 * anywhere; git's own credential helpers supply credentials.
 */
export function carriesCredentials(address: string): boolean {
  const match = /^\s*([a-z][a-z0-9+.-]*):\/\/([^/?#\s]*)@/i.exec(address)
  return match !== null && (/^https?$/i.test(match[1] ?? '') || (match[2] ?? '').includes(':'))
}
