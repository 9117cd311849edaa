import type { GrainSource } from '../blueprint.ts'
import type { EntryKeyChange } from './blueprint-change.ts'
import { listVariables } from './diff-grains.ts'
import type { Quote } from './quote.ts'
import { canonicalJson } from './same-json.ts'

/** What happened to a key of a grain, as `describeChange` tells it. */
export function describeGrainKey(change: EntryKeyChange<'grains'>, quote: Quote): string {
  const { rule, name, from, to } = change
  const grain = `grain ${quote.name(name)}`
  const nowAndBefore = (show: (value: unknown) => string) =>
    `now ${to === undefined ? 'none' : quote.value(show(to))}, before ${from === undefined ? 'none' : quote.value(show(from))}`
  switch (rule) {
    case 'grain-kind-changed':
      return `${grain} is of another kind: ${nowAndBefore(String)}`
    case 'grain-source-changed':
      return `the code of ${grain} lies elsewhere: ${nowAndBefore((source) => describeSource(source as GrainSource))}`
    case 'grain-unpinned':
      return `${grain} is no longer pinned to a commit: ${nowAndBefore(describeRevision)}`
    case 'grain-revision-changed':
      return `${grain} moved to another revision: ${nowAndBefore(describeRevision)}`
    case 'grain-version-changed':
      return `${grain} asks for another version of its tool: ${nowAndBefore(String)}`
    case 'grain-inputs-changed':
      return `${grain} gets other values: ${describeVariables(change, quote)}`
    case 'grain-inputs-wired':
      return `${grain} hands on other inputs: ${describeVariables(change, quote)}`
    case 'grain-order-changed':
      return `${grain} waits for other grains: ${nowAndBefore(String)}`
    case 'grain-approval-changed':
      return to === false
        ? `the plan of ${grain} now has to be approved by a person`
        : `the plan of ${grain} no longer has to be approved by a person`
    default:
      return `the ${keyNames.get(change.key) ?? change.key} of ${grain} changed`
  }
}

/** Where a grain's code lies, without the revision. */
export function describeSource({ store, path }: GrainSource): string {
  return `${store}/${path}`
}

const keyNames: ReadonlyMap<string, string> = new Map([
  ['outputs', 'outputs in use'],
  ['env-vars', 'environment variables'],
  ['spec', 'specification'],
])

/** Enough of a commit's id to find it. */
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

/** The names of variables whose values differ; the values may be secrets. */
function describeVariables({ from, to }: EntryKeyChange<'grains'>, quote: Quote): string {
  const [before, after] = [from, to].map((inputs) => new Map(listVariables(inputs).map(toEntry)))
  const differing = [...(after ?? []), ...(before ?? [])].filter(
    ([text]) => before?.has(text) !== after?.has(text),
  )
  const names = new Set(differing.map(([, name]) => name))
  return names.size === 0 ? 'in another order' : quote.value([...names].join(', '))
}

function toEntry([name, value]: readonly [string, unknown]): readonly [text: string, name: string] {
  return [canonicalJson([name, value]), name]
}
