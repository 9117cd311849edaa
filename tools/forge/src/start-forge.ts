import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DescriptionChecker } from './check/description-checker.ts'
import type { Forge, ForgeHost, ForgeOptions } from './forge.ts'
import type { HostKind } from './model/host-kind.ts'
import { createDialects } from './dialects.ts'
import type { FaultTarget } from './http/fault.ts'
import type { Dialect } from './http/dialect.ts'
import { Traffic } from './http/traffic.ts'
import { HostServer } from './http/host-server.ts'
import { RateCounter } from './http/rate-counter.ts'
import { Api } from './http/serve-api.ts'
import { importRepository } from './model/import-repository.ts'
import { botLogin, World } from './model/world.ts'
import { createPeople } from './people.ts'
import { WebhookDeliveries, type WebhookHost } from './webhooks/webhook-deliveries.ts'

interface StartedHost extends WebhookHost {
  readonly server: HostServer
  readonly token: string
}

/** Starts the stand-in; it serves on this machine only. */
export async function startForge(options: ForgeOptions = {}): Promise<Forge> {
  const directory = await prepareDirectory(options.directory)
  const world = new World(directory, options.now ?? (() => new Date()))
  const traffic = new Traffic()
  const hosts = new Map<HostKind, StartedHost>()
  const webhooks = new WebhookDeliveries(world, hosts)
  for (const [index, dialect] of createDialects(world).entries()) {
    const port = options.port === undefined ? 0 : options.port + index
    const host = createHost({ world, traffic, webhooks, dialect, port, tls: options.tls })
    await host.server.listen()
    hosts.set(dialect.kind, host)
  }
  const all = [...hosts.values()]
  return {
    hosts: Object.fromEntries(all.map((host) => [host.dialect.kind, describeHost(host)])) as Forge['hosts'],
    people: createPeople(world, webhooks),
    webhooks,
    signIns: world.signIns,
    faults: traffic,
    importRepository: (request, source) => importRepository(world, request, source),
    get operations() {
      return traffic.operations
    },
    resetOperations: () => traffic.reset(),
    get violations() {
      return all.flatMap(({ checker }) => checker.violations)
    },
    get unchecked() {
      return all.map(({ checker }) => checker.unchecked).filter((reason) => reason !== undefined)
    },
    close: async () => {
      await Promise.all(all.map(({ server }) => server.close()))
      await webhooks.settle()
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}

async function prepareDirectory(wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return mkdtemp(join(tmpdir(), 'groundplan-forge-'))
  await mkdir(wanted, { recursive: true })
  return resolve(wanted)
}

interface HostParts {
  readonly world: World
  readonly traffic: Traffic
  readonly webhooks: WebhookDeliveries
  readonly dialect: Dialect
  readonly port: number
  readonly tls: ForgeOptions['tls']
}

function createHost({ world, traffic, webhooks, dialect, port, tls }: HostParts): StartedHost {
  const token = `forge_${randomBytes(20).toString('hex')}`
  const rates = new RateCounter()
  traffic.addRates(rates)
  const checker = new DescriptionChecker(dialect.kind, dialect.description)
  const api = new Api({ world, dialect, token, rates, checker, webhooks: deeds(webhooks) })
  const server = new HostServer({
    world,
    dialect,
    token,
    rates,
    api,
    port,
    tls,
    onRequest: (request: Omit<FaultTarget, 'index'>) => traffic.count(request),
    onGitOperation: () => traffic.countGit(),
  })
  return { dialect, checker, server, token, urls: () => server.urls }
}

function deeds(webhooks: WebhookDeliveries) {
  return {
    get deliveries() {
      return webhooks.deliveries
    },
    redeliver: (id: number) => void webhooks.redeliver(id),
  }
}

function describeHost({ dialect, server, token }: StartedHost): ForgeHost {
  const { api, web } = server.urls
  return {
    kind: dialect.kind,
    apiUrl: api,
    webUrl: web,
    login: botLogin,
    username: dialect.gitUsername,
    token,
  }
}
