/** True for addresses to which a secret may be sent: HTTPS, or HTTP on this machine. */
export function mayCarrySecrets(address: string): boolean {
  const url = URL.parse(address)
  if (url === null) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

/** Expects the host as `URL.hostname` gives it, which writes every form of an IP address the same way. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}

/** The origin that a text is and nothing else, such as `https://github.com`; `undefined` if it is none, or may not be sent a secret. */
export function toSecretOrigin(text: string): string | undefined {
  const url = URL.parse(text)
  const isOrigin = url !== null && url.username === '' && `${url.origin}/` === url.href
  return isOrigin && mayCarrySecrets(text) ? url.origin : undefined
}
