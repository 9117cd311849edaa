import { join } from 'node:path'
import { forkModule, shortLife, type ForkedModule } from '@groundplan/process'
import { findFreePort, GitRepository } from '@groundplan/testing'
import { expect } from 'vitest'
import { groundplan } from '../../groundplan.fixture.ts'

/** A module whose resources the runner for tests makes up; with more variables for another version. */
export function shopModule(more = ''): string {
  return `variable "region" {
  type = string
}
variable "things" {
  type    = list(string)
  default = ["a", "b"]
}
variable "password" {
  type      = string
  sensitive = true
  default   = null
}
${more}output "region" {
  value = var.region
}
resource "terraform_data" "this" {
  input = [var.region, var.things, var.password]
}
`
}

/** The command and a server of its own whose catalog has the shop. Its runs change nothing while the file `gate` exists. */
export class EnvWorld {
  readonly home: string
  readonly gate: string
  readonly #port: number
  readonly #isReal: boolean
  readonly #estate: GitRepository
  #server: ForkedModule | undefined

  private constructor(folder: string, port: number, estate: GitRepository, isReal: boolean) {
    this.#isReal = isReal
    this.home = join(folder, 'home')
    this.gate = join(folder, 'gate')
    this.#port = port
    this.#estate = estate
  }

  /** `isReal`: runs are those of Terraform. */
  static async open(folder: string, isReal = false): Promise<EnvWorld> {
    const estate = await GitRepository.create(join(folder, 'estate'))
    const world = new EnvWorld(folder, await findFreePort(), estate, isReal)
    await world.start()
    await world.publish(shopModule())
    return world
  }

  async start(): Promise<void> {
    this.#server = forkModule(join(import.meta.dirname, 'environment-server.fixture.ts'), {
      name: 'The server',
      nodeOptions: [...shortLife],
      env: {
        ...{ GROUNDPLAN_HOME: this.home, GROUNDPLAN_PORT: String(this.#port), GROUNDPLAN_POLL: 'off' },
        GROUNDPLAN_TEST_GATE: this.gate,
        ...(this.#isReal && { GROUNDPLAN_TEST_TERRAFORM: 'on' }),
      },
    })
    await this.#server.firstMessage
  }

  async kill(): Promise<void> {
    this.#server?.kill()
    await this.#server?.ended
  }

  async close(): Promise<void> {
    await this.#server?.stop()
  }

  env(...args: readonly string[]) {
    return groundplan(this.home, 'env', ...args)
  }

  async json(...args: readonly string[]) {
    const { code, out, err } = await this.env(...args, '--json')
    return { code, err, value: JSON.parse(out) }
  }

  /** Puts a version of the shop into the catalog. */
  async publish(text: string): Promise<void> {
    await this.#estate.commit({ 'shop/main.tf': text })
    await groundplan(this.home, 'import', this.#estate.directory)
    const approved = await groundplan(this.home, 'proposal', 'approve', '--all', '--acknowledge-breaking')
    expect(approved.code).toBe(0)
  }
}
