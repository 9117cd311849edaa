/** The names of this machine for itself. */
export const ownHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Takes a `Host` header apart; `undefined` if there is none or its port does not exist. The name is in lower case, unchecked. */
export function parseHost(
  header: string | undefined,
): { readonly name: string; readonly host: string } | undefined {
  const host = (header ?? '').trim().toLowerCase()
  const [, port] = /:(\d+)$/.exec(host) ?? []
  if (host === '' || Number(port ?? 0) > 65_535) return undefined
  return { host, name: host.replace(/:\d+$/, '') }
}
