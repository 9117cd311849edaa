import type { Blueprint } from '@groundplan/blueprint'
import type { JsonObject } from '@groundplan/terraform-type'

export interface ValueProblem {
  /** The input that the value is for; absent if the tool does not say. */
  readonly input?: string | undefined
  /** In the module's own words where it is one of its rules; never with a secret value. */
  readonly message: string
}

export interface ValueCheck {
  readonly problems: readonly ValueProblem[]
  /** Inputs with rules that only a plan can check. */
  readonly unchecked: readonly string[]
  /** Why values, or those of some grains, could not be checked; absent: all were. */
  readonly unavailable?: string | undefined
}

/** Port: has the tools of grains check values while a form is filled in, without anything being planned. */
export interface ValueChecker {
  /** What is missing or null is not filled in yet: it is no problem. */
  check(blueprint: Blueprint, values: JsonObject, signal?: AbortSignal): Promise<ValueCheck>
}
