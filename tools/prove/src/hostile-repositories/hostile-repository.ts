import type { Random } from '@groundplan/testing'

/** What a hostile repository is made with. */
export interface HostileSetting {
  /** Empty folder of its own. */
  readonly directory: string
  /** A program that leaves a line in a file whenever anybody runs it. */
  readonly canary: string
  readonly random: Random
  /** Where remotes that misbehave answer, e.g. `http://127.0.0.1:4611`. */
  readonly remote: string
}

/** A kind of hostile repository. `create` makes one and returns the address to import. */
export interface HostileRepository {
  readonly name: string
  readonly create: (setting: HostileSetting) => Promise<string>
}

/** The smallest module that gets a blueprint. */
export const plainModule = `variable "name" {\n  type = string\n}\n\nresource "terraform_data" "this" {}\n`
