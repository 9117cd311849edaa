import { shorten } from '@groundplan/blueprint'
import { carriesCredentials, mayCarrySecrets } from '@groundplan/scm'
import type { Configuration, HostSettings } from '../configuration.ts'
import type { Finding } from '../finding.ts'
import { secretPrefix } from '../secret-names.ts'
import { checkReferences } from './check-references.ts'

/** Names, addresses and references of hosts, each by itself and beside each other. */
export function checkHosts({ hosts, repositories }: Configuration): readonly Finding[] {
  const used = new Set(repositories.map(({ host }) => host))
  const names = Object.keys(hosts)
  return Object.entries(hosts).flatMap(([name, host], index) => [
    ...checkName(name),
    ...checkAddresses(name, host),
    ...checkReferences(name, host),
    ...checkUse(name, host, used.has(name)),
    ...checkDuplicate(name, host, names.slice(0, index), hosts),
  ])
}

function checkName(name: string): readonly Finding[] {
  if (/^[a-z][a-z0-9-]{0,62}$/.test(name)) return []
  const message = `"${shorten(name)}" cannot be the name of a host.`
  const hint = 'Use lower-case letters, digits and `-`, beginning with a letter.'
  return [{ rule: 'host-name', path: ['hosts', name], message, hint }]
}

function checkAddresses(name: string, host: HostSettings): readonly Finding[] {
  if (host.kind === 'local-git') return []
  return (['url', 'api-url'] as const).flatMap((key) => checkAddress(['hosts', name, key], host[key]))
}

/** The address is not repeated: it may have a password in it. */
function checkAddress(path: readonly string[], address: string | undefined): readonly Finding[] {
  if (address === undefined) return []
  const key = path.at(-1) ?? ''
  const hint = `Write it like \`${key}: https://git.example.com\`.`
  if (carriesCredentials(address)) {
    const message = `The ${key} has a user or a password in it.`
    return [{ rule: 'secret-in-url', path, message, hint: 'Take it out, and refer to it under `token`.' }]
  }
  const url = URL.parse(address)
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== ''
  )
    return [{ rule: 'url', path, message: `The ${key} is not an address of HTTP(S).`, hint }]
  if (mayCarrySecrets(address)) return []
  const message = `The ${key} is HTTP, so that others on the network can read the token.`
  return [
    { rule: 'insecure-url', path, message, hint: 'Use https://; http:// is only allowed on this machine.' },
  ]
}

function checkUse(name: string, host: HostSettings, isUsed: boolean): readonly Finding[] {
  const path = ['hosts', name]
  if (!isUsed) {
    const message = `No selection is about the host "${shorten(name)}".`
    return [{ rule: 'unused-host', path, message, hint: 'Select repositories of it, or remove it.' }]
  }
  if (host.kind === 'local-git' || host.token !== undefined) return []
  const message = `The host "${shorten(name)}" has no token. Only the blueprint repository's own host works without one.`
  const hint = `Unless it is that host, add \`token: { env: ${secretPrefix}NAME }\`.`
  return [{ rule: 'missing-token', path, message, hint }]
}

function checkDuplicate(
  name: string,
  host: HostSettings,
  earlier: readonly string[],
  hosts: Configuration['hosts'],
): readonly Finding[] {
  const other = earlier.find((candidate) => addressOf(hosts[candidate]) === addressOf(host))
  if (other === undefined) return []
  const message = `The host "${shorten(name)}" is the same as "${shorten(other)}".`
  return [
    { rule: 'duplicate-host', path: ['hosts', name], message, hint: `Use "${shorten(other)}" for both.` },
  ]
}

function addressOf(host: HostSettings | undefined): string {
  if (host === undefined || host.kind === 'local-git') return String(host?.kind)
  return `${host.kind} ${(URL.parse(host.url)?.href ?? host.url).toLowerCase().replace(/\/+$/, '')}`
}
