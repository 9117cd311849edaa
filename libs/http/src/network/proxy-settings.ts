import { InputError } from '@groundplan/errors'

/** Proxies by the scheme of the requested URL. They may carry credentials: show them with {@link printProxy}. */
export interface ProxySettings {
  readonly http: URL | undefined
  readonly https: URL | undefined
  /** Hosts without a proxy: the entries of NO_PROXY. */
  readonly bypass: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY; lower case takes precedence, as in curl. Throws InputError, which names
 * the variable but not its value. A SOCKS proxy in ALL_PROXY is left to git.
 */
export function readProxySettings(environment: Environment): ProxySettings {
  const read = (name: string) => environment[name] || environment[name.toUpperCase()] || undefined
  const all = read('all_proxy')
  const fallback = all === undefined || /^socks/i.test(all) ? undefined : parseProxy('ALL_PROXY', all)
  const proxyFor = (name: string) => {
    const text = read(name)
    return text === undefined ? fallback : parseProxy(name.toUpperCase(), text)
  }
  return {
    http: proxyFor('http_proxy'),
    https: proxyFor('https_proxy'),
    bypass:
      read('no_proxy')
        ?.split(/[\s,]+/)
        .filter((entry) => entry !== '') ?? [],
  }
}

/** The proxy without user name and password. */
export function printProxy({ protocol, host }: URL): string {
  return `${protocol}//${host}`
}

function parseProxy(variable: string, text: string): URL {
  // curl takes `proxy.example.com:3128` for HTTP.
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  if (url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '') return url
  throw new InputError(`${variable} is not the URL of an HTTP proxy.`, {
    hint: `Use a URL such as ${variable}=http://proxy.example.com:3128. Percent-encode special characters in a user name or password.`,
  })
}
