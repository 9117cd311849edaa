import type { Random } from '@groundplan/testing'
import { findNames } from './estate.ts'
import { listAws } from './list-aws.ts'
import { codeOf, grain, type Product } from './open-product.ts'
import type { TerraformWatch } from './watch-processes.ts'

export type Wish = 'launch' | 'update' | 'reconcile' | 'end'

/** How long an environment may take to come to rest after a kill, in milliseconds, on a machine that is busy. */
export const longestRest = 300_000

export interface Rest {
  readonly state: string
  /** Of the request. */
  readonly status: string
  readonly failure: string | undefined
}

export interface LifeOptions {
  readonly product: Product
  readonly random: Random
  readonly watch: TerraformWatch
  /** Of the names of all its environments. */
  readonly prefix: string
}

/** One environment after the other, as somebody uses them who meets servers that die. */
export class EnvironmentLife {
  readonly #product: Product
  readonly #random: Random
  readonly #watch: TerraformWatch
  readonly #prefix: string
  #number = 0
  #name = ''
  #id: string | undefined
  #state = 'none'

  constructor(options: LifeOptions) {
    const { product, random, watch, prefix } = options
    this.#product = product
    this.#random = random
    this.#watch = watch
    this.#prefix = prefix
  }

  get id(): string | undefined {
    return this.#id
  }

  get name(): string {
    return this.#name
  }

  get isOver(): boolean {
    return ['none', 'ended', 'cancelled'].includes(this.#state)
  }

  /** What may be requested of the environment as it is. */
  pickWish(): Wish {
    switch (this.#state) {
      case 'active':
        return this.#random.pick(['update', 'update', 'end'])
      case 'active-with-errors':
        return this.#random.pick(['reconcile', 'end'])
      case 'end-failed':
        return 'end'
      default:
        return 'launch'
    }
  }

  /** Requests it, and returns the number of the request, also if a server has died while it answered. */
  async request(wish: Wish): Promise<string> {
    const { ask } = this.#product
    if (wish === 'launch' && this.isOver) {
      this.#number += 1
      this.#name = `${this.#prefix}-${this.#number}`
      this.#id = undefined
    }
    const inputs = {
      name: this.#name,
      topics: this.#random.below(4),
      visibility: 30 * this.#random.below(10),
    }
    return ask(async (client) => {
      const found = await this.#findOpen()
      if (found !== undefined) return found
      try {
        const answer = await this.#submit(client, wish, inputs)
        this.#id = answer.environment.id
        return answer.request.id
      } catch (error) {
        const open = codeOf(error) === 'conflict' ? await this.#findOpen() : undefined
        if (open === undefined) throw error
        return open
      }
    })
  }

  async #submit(
    client: Parameters<Parameters<Product['ask']>[0]>[0],
    wish: Wish,
    inputs: { readonly name: string; readonly topics: number; readonly visibility: number },
  ) {
    const id = this.#id ?? ''
    if (wish === 'update') return client.environments.update.mutate({ id, inputs })
    if (wish === 'reconcile') return client.environments.reconcile.mutate({ id })
    if (wish === 'end') return client.environments.end.mutate({ id })
    if (this.#state === 'draft') return client.environments.launchDraft.mutate({ id })
    return client.environments.launch.mutate({ name: this.#name, blueprint: { name: 'shop' }, inputs })
  }

  /** A request of the environment that is under way: its answer may have been lost. */
  async #findOpen(): Promise<string | undefined> {
    const { ask } = this.#product
    if (this.#id === undefined) {
      const { items } = await ask((client) => client.environments.list.query({ name: this.#name }))
      this.#id = items[0]?.id
    }
    const id = this.#id
    if (id === undefined) return undefined
    return (await ask((client) => client.environments.get.query({ id }))).request?.id
  }

  async readState(): Promise<string> {
    const id = this.#id ?? ''
    return (await this.#product.ask((client) => client.environments.get.query({ id }))).environment.state
  }

  /** Waits until the request is over. Throws if it takes too long. */
  async rest(requestId: string, since: number): Promise<Rest> {
    for (;;) {
      const { request } = await this.#product.ask((client) =>
        client.environments.request.query({ requestId }),
      )
      if (!['planning', 'running', 'waiting-for-approval'].includes(request.status)) {
        this.#state = await this.readState()
        return { state: this.#state, status: request.status, failure: request.failure?.message }
      }
      if (performance.now() - since > longestRest)
        throw new Error(`the request is still ${request.status} after ${longestRest / 1000} s`)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  /** What is wrong with the environment at rest; nothing if what exists is what the state says, and nobody holds on to it. */
  async check(): Promise<readonly string[]> {
    const id = this.#id ?? ''
    const { ask, moto, readState } = this.#product
    const inState = findNames(this.#name, await readState(id))
    const inAws = findNames(this.#name, await listAws(moto.endpoint))
    const faults: string[] = []
    const orphans = inAws.filter((name) => !inState.includes(name))
    const missing = inState.filter((name) => !inAws.includes(name))
    if (orphans.length > 0) faults.push(`orphans: ${orphans.join(', ')}`)
    if (missing.length > 0) faults.push(`in the state and gone: ${missing.join(', ')}`)
    if (['launching', 'updating', 'ending', 'planning'].includes(this.#state))
      faults.push(`the environment is ${this.#state}, and nothing is under way`)
    if (this.isOver && inAws.length > 0) faults.push(`it is ${this.#state}, and has ${inAws.join(', ')}`)
    const lock = await ask((client) => client.states.get.query({ environment: id, grain })).then(
      (state) => state.lock,
      () => undefined,
    )
    if (lock !== undefined) faults.push(`the state is locked by ${lock.operation}`)
    const running = await this.#watch.listOf(id)
    if (running.length > 0) faults.push(`processes: ${running.map(({ pid }) => pid).join(', ')}`)
    return faults
  }
}
