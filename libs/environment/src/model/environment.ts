/**
 * An environment is one running instance of a blueprint version.
 *
 * Terms: a *request* is what an actor wants done with it; a *run* carries a request out, grain by grain; a *target* is the blueprint
 * version and the inputs that a run works towards. The environment keeps the target of its last complete run: while another one is
 * under way, or after it failed, that is what a rollback goes back to.
 */
import type { Actor } from '@groundplan/actor'
import type { JsonObject } from '@groundplan/terraform-type'
import type { Lifecycle } from '../lifecycle/advance.ts'

/** One version of a blueprint in the catalog. */
export interface BlueprintVersion {
  readonly name: string
  /** Semantic version. */
  readonly version: string
  /** Commit of the blueprint repository at which it was published. */
  readonly commit: string
}

/** Values of a blueprint's inputs, as they are stored. Ephemeral ones are never among them. */
export interface EnvironmentInputs {
  /** Those that are not secret. */
  readonly values: JsonObject
  /** For each secret one, the name of its sealed value. */
  readonly sealed: Readonly<Record<string, string>>
}

export interface EnvironmentTarget {
  readonly blueprint: BlueprintVersion
  readonly inputs: EnvironmentInputs
}

/** How people reach something: a link for a browser, a command for a shell, or an address for the settings of a program. */
export interface Connection {
  readonly kind: 'link' | 'command' | 'address'
  /** What it is, such as `Session Manager`. */
  readonly label: string
  readonly value: string
}

/** A thing that exists because of a grain. */
export interface GrainResource {
  /** As the tool calls it, unique within the grain. */
  readonly address: string
  readonly type: string
  /** The provider's ID; never a secret. */
  readonly id?: string | undefined
  /** Where the cloud's own console shows it: an HTTPS address. */
  readonly console?: string | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
  readonly connections?: readonly Connection[] | undefined
}

/** What is known of a grain once its first apply has begun. */
export interface EnvironmentGrain {
  /** The version whose definition was applied last: the one to destroy it with. */
  readonly blueprint: BlueprintVersion
  /** True from before its first apply until it is known to have no resources. */
  readonly mayHaveResources: boolean
  /** At the end of its last apply. */
  readonly resources: readonly GrainResource[]
  /** Names of outputs that are secret. All outputs are sealed. */
  readonly secretOutputs: readonly string[]
  /** Name of the sealed outputs; absent before the first complete apply. */
  readonly sealedOutputs?: string | undefined
}

/** An output of the blueprint, as people see it. */
export interface EnvironmentOutput {
  readonly name: string
  readonly kind: 'regular' | 'link'
  readonly description?: string | undefined
  /** As text; absent if there is none now, or it is secret. */
  readonly value?: string | undefined
  /** True if it reads a secret: it can be revealed from the outputs of the grains. */
  readonly secret?: boolean | undefined
}

/** Why something did not end well, for people. */
export interface Failure {
  readonly message: string
  readonly hint?: string | undefined
}

export interface Environment extends Lifecycle, EnvironmentTarget {
  readonly id: string
  readonly spaceId: string
  readonly name: string
  readonly owner: Actor
  readonly collaborators: readonly Actor[]
  /** The software that it belongs to, free text. */
  readonly component?: string | undefined
  /** `key` or `key=value`. */
  readonly labels: readonly string[]
  readonly createdAt: Date
  /** Absent: it runs until somebody ends it. */
  readonly endsAt?: Date | undefined
  /** How it was stopped; absent if it is not. */
  readonly stoppedBy?: StopMode | undefined
  readonly grains: Readonly<Record<string, EnvironmentGrain>>
  readonly outputs: readonly EnvironmentOutput[]
  /** Of the last request, if that failed. */
  readonly failure?: Failure | undefined
  /** Counts changes; whoever writes names the one that was read. */
  readonly revision: number
}

/** `destroy`: nothing is left and a start creates it again; `power-off`: resources stay. */
export type StopMode = 'destroy' | 'power-off'

/** True if both are the same actor: by ID where both have one, since names may change hands. */
export function isSameActor(left: Actor, right: Actor): boolean {
  if (left.kind !== right.kind) return false
  const [leftId, rightId] = [left, right].map((actor) => (actor.kind === 'person' ? actor.id : undefined))
  if (leftId !== undefined && rightId !== undefined) return leftId === rightId
  const nameOf = (actor: Actor) => ('name' in actor ? actor.name : undefined)
  return nameOf(left) === nameOf(right)
}
