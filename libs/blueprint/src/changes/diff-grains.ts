import type { GrainSource } from '../blueprint.ts'
import { underRule, type BlueprintChange, type ChangeRule } from './blueprint-change.ts'
import type { GrainKeys } from './blueprint-interface.ts'
import type { SectionRules } from './diff-entries.ts'
import { canonicalJson, isSameJson } from './same-json.ts'

/** `newOrGone` are the names of the blueprint's inputs that only one side has. */
export function grainRules(newOrGone: ReadonlySet<string>): SectionRules<'grains'> {
  return {
    section: 'grains',
    removed: 'grain-removed',
    added: () => 'grain-added',
    changed: (name, from, to) => diffGrain(name, { from, to, newOrGone }),
  }
}

interface Sides {
  readonly from: GrainKeys
  readonly to: GrainKeys
  readonly newOrGone: ReadonlySet<string>
}

function diffGrain(name: string, sides: Sides): readonly BlueprintChange[] {
  const { from, to } = sides
  return (Object.keys(keyRules) as (keyof GrainKeys)[])
    .filter((key) => !isSameJson(from[key], to[key]))
    .map((key) => {
      const change = { kind: 'key', section: 'grains', name, key, from: from[key], to: to[key] } as const
      return { ...underRule(keyRules[key](sides)), ...change }
    })
}

type KeyRule = (sides: Sides) => ChangeRule

const keyRules: { readonly [Key in keyof GrainKeys]-?: KeyRule } = {
  kind: () => 'grain-kind-changed',
  source: ({ from, to }) => sourceRule(from.source, to.source),
  version: () => 'grain-version-changed',
  inputs: (sides) => (isOnlyWiring(sides) ? 'grain-inputs-wired' : 'grain-inputs-changed'),
  outputs: () => 'grain-outputs-changed',
  'env-vars': () => 'grain-environment-changed',
  providers: ({ from, to }) =>
    keepsProviders(from.providers, to.providers) ? 'grain-providers-added' : 'grain-providers-changed',
  'auto-approve': () => 'grain-approval-changed',
  'depends-on': () => 'grain-order-changed',
  spec: () => 'grain-spec-changed',
}

function sourceRule(from: GrainSource | undefined, to: GrainSource | undefined): ChangeRule {
  if (from?.store !== to?.store || from?.path !== to?.path) return 'grain-source-changed'
  return from?.commit !== undefined && to?.commit === undefined ? 'grain-unpinned' : 'grain-revision-changed'
}

/** True if all configurations are still there with their settings, and the space does not have to provide more. */
function keepsProviders(from: GrainKeys['providers'] = {}, to: GrainKeys['providers'] = {}): boolean {
  return Object.entries(from).every(([name, before]) => {
    const after = Object.hasOwn(to, name) ? to[name] : undefined
    if (after === undefined || !isSameJson(before.source, after.source)) return false
    const required = new Set(before['from-space'])
    return (
      Object.entries(before.settings ?? {}).every(([key, value]) =>
        isSameJson(value, after.settings?.[key]),
      ) && (after['from-space'] ?? []).every((key) => required.has(key))
    )
  })
}

/** An input of the blueprint passed through unchanged. */
const handedOn = /^\{\{\s*\.inputs\.([^\s{}|]+)\s*\}\}$/

/**
 * True if all added or removed variables pass through inputs that were added or removed themselves: those changes are reported
 * already.
 */
function isOnlyWiring({ from, to, newOrGone }: Sides): boolean {
  const [before, after] = [listVariables(from.inputs), listVariables(to.inputs)]
  const texts = new Set(before.map(canonicalJson))
  const kept = new Set(after.map(canonicalJson).filter((text) => texts.has(text)))
  const others = [...before, ...after].filter((variable) => !kept.has(canonicalJson(variable)))
  const names = others.map(([name]) => name)
  return (
    new Set(names).size === names.length &&
    others.every(([, value]) => newOrGone.has(handedOn.exec(String(value))?.[1] ?? ''))
  )
}

/** All variables that a grain's `inputs` pass on, each with its value. */
export function listVariables(inputs: unknown): readonly (readonly [name: string, value: unknown])[] {
  return Array.isArray(inputs) ? inputs.flatMap((variables) => Object.entries(variables as object)) : []
}
