import type { GrainSource } from '../blueprint.ts'
import type { EntryKeyChange } from './blueprint-change.ts'
import { listVariables } from './diff-grains.ts'
import type { Quote } from './quote.ts'
import { canonicalJson } from './same-json.ts'

/** Describes the change of a grain's key, for `describeChange`. */
export function describeGrainKey(change: EntryKeyChange<'grains'>, quote: Quote): string {
  const { rule, name, from, to } = change
  const grain = `grain ${quote.name(name)}`
  const nowAndBefore = (show: (value: unknown) => string) =>
    `now ${to === undefined ? 'none' : quote.value(show(to))}, previously ${from === undefined ? 'none' : quote.value(show(from))}`
  switch (rule) {
    case 'grain-kind-changed':
      return `the kind of ${grain} changed: ${nowAndBefore(String)}`
    case 'grain-source-changed':
      return `the source of ${grain} changed: ${nowAndBefore((source) => describeSource(source as GrainSource))}`
    case 'grain-unpinned':
      return `${grain} is no longer pinned to a commit: ${nowAndBefore(describeRevision)}`
    case 'grain-revision-changed':
      return `the revision of ${grain} changed: ${nowAndBefore(describeRevision)}`
    case 'grain-version-changed':
      return `the tool version of ${grain} changed: ${nowAndBefore(String)}`
    case 'grain-inputs-changed':
      return `${grain} gets different values: ${describeVariables(change, quote)}`
    case 'grain-inputs-wired':
      return `${grain} passes different inputs to the module: ${describeVariables(change, quote)}`
    case 'grain-providers-added':
    case 'grain-providers-changed':
      return `the provider settings of ${grain} changed: ${describeConfigurations(change, quote)}`
    case 'grain-order-changed':
      return `the dependencies of ${grain} changed: ${nowAndBefore(String)}`
    case 'grain-approval-changed':
      return to === false
        ? `the plan of ${grain} now requires approval`
        : `the plan of ${grain} no longer requires approval`
    default:
      return `the ${keyNames.get(change.key) ?? change.key} of ${grain} changed`
  }
}

/** Location of a grain's code, without the revision. */
export function describeSource({ store, path }: GrainSource): string {
  return `${store}/${path}`
}

const keyNames: ReadonlyMap<string, string> = new Map([
  ['outputs', 'outputs in use'],
  ['env-vars', 'environment variables'],
  ['spec', 'specification'],
])

/** Length of an abbreviated commit ID. */
const shortCommit = 12

function describeRevision(source: unknown): string {
  const { commit, branch, tag } = source as GrainSource
  const parts = [
    commit === undefined ? [] : [commit.slice(0, shortCommit)],
    branch === undefined ? [] : [`branch ${branch}`],
    tag === undefined ? [] : [`tag ${tag}`],
  ].flat()
  return parts.length === 0 ? 'the default branch' : parts.join(', ')
}

/** Names of variables whose values differ, without the values, which may be secrets. */
function describeVariables({ from, to }: EntryKeyChange<'grains'>, quote: Quote): string {
  const [before, after] = [from, to].map((inputs) => new Map(listVariables(inputs).map(toEntry)))
  const differing = [...(after ?? []), ...(before ?? [])].filter(
    ([text]) => before?.has(text) !== after?.has(text),
  )
  const names = new Set(differing.map(([, name]) => name))
  return names.size === 0 ? 'in another order' : quote.value([...names].join(', '))
}

/** Names of provider configurations that differ, without their settings, which may be secrets. */
function describeConfigurations({ from, to }: EntryKeyChange<'grains'>, quote: Quote): string {
  const [before, after] = [from, to].map((side) => (side ?? {}) as Readonly<Record<string, unknown>>)
  const names = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])
  const differing = [...names].filter(
    (name) => canonicalJson(before?.[name] ?? null) !== canonicalJson(after?.[name] ?? null),
  )
  return quote.value(differing.join(', '))
}

function toEntry([name, value]: readonly [string, unknown]): readonly [text: string, name: string] {
  return [canonicalJson([name, value]), name]
}
