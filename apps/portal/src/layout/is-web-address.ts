/** True for an absolute address that browsers open with `http` or `https`, and with no user name to mistake for the host. */
export function isWebAddress(address: string): boolean {
  if (!/^https?:\/\//i.test(address)) return false
  const url = URL.parse(address)
  return url !== null && url.username === '' && url.password === ''
}
