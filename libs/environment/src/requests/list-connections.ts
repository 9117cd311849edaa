import type { Connection, Environment, EnvironmentOutput } from '../model/environment.ts'

/** One way to reach something of an environment. */
export interface EnvironmentConnection extends Connection {
  /** The output that gives it, or the resource that it leads to. */
  readonly of:
    | { readonly kind: 'output'; readonly name: string }
    | { readonly kind: 'resource'; readonly grain: string; readonly address: string; readonly type: string }
}

/** How people reach an environment: first what its blueprint offers, then what its resources are known to have. */
export function listConnections({
  outputs,
  grains,
}: Pick<Environment, 'outputs' | 'grains'>): readonly EnvironmentConnection[] {
  const offered = outputs.flatMap((output) => toConnection(output) ?? [])
  const known = Object.entries(grains).flatMap(([grain, { resources }]) =>
    resources.flatMap(({ address, type, connections = [] }) =>
      connections.map((connection) => ({
        ...connection,
        of: { kind: 'resource', grain, address, type } as const,
      })),
    ),
  )
  return [...offered, ...known]
}

/** `postgres://db.example.com/orders` or `https://example.com`. */
const anyAddress = /^[a-z][a-z0-9+.-]{1,20}:(?:[a-z][a-z0-9+.-]{1,20}:)?\/\/[^\s]+$/i

function toConnection({
  name,
  kind,
  value,
  description,
}: EnvironmentOutput): EnvironmentConnection | undefined {
  if (value === undefined || !(kind === 'link' || anyAddress.test(value))) return undefined
  const isLink = /^https?:\/\//i.test(value)
  return {
    ...{ kind: isLink ? 'link' : 'address', label: description ?? name, value },
    of: { kind: 'output', name },
  }
}
