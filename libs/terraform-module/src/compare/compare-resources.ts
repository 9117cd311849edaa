import type { MovedModule } from './apply-moves.ts'
import { keepsInstances } from './compare-repetition.ts'
import type { ExpandedBlock } from './define.ts'
import type { ExpandedModule } from './expand-module.ts'
import { itself, type Comparison } from './find-affected.ts'
import { changeUnder, type ModuleChange } from './module-change.ts'

/** What happens to resources that environments have. */
export function compareResources(
  { before, moved }: MovedModule,
  after: ExpandedModule,
  comparison: Comparison,
): readonly ModuleChange[] {
  const changes: ModuleChange[] = []
  for (const [address, old] of before.resources) {
    const now = after.resources.get(address)
    if (now === undefined) changes.push(removed(address, old, after))
    else {
      const move = moved.get(address)
      if (move !== undefined)
        changes.push(
          changeUnder('resource-moved', address, `It was ${move.from} before.`, now.block.position),
        )
      changes.push(...compareResource(address, { old, now, isMoved: move !== undefined }, comparison))
    }
  }
  for (const [address, { block }] of after.resources)
    if (!before.resources.has(address))
      changes.push(
        changeUnder('resource-added', address, 'Environments get it with their next update.', block.position),
      )
  return changes
}

function removed(address: string, { block }: ExpandedBlock, { released }: ExpandedModule): ModuleChange {
  const isReleased = [...released].some((from) => address === from || address.startsWith(`${from}.`))
  return isReleased
    ? changeUnder(
        'resource-released',
        address,
        'Environments keep it, but no longer manage it.',
        block.position,
      )
    : changeUnder(
        'resource-removed',
        address,
        'Environments lose it with their next update, because no `moved` block says where it is now.',
        block.position,
      )
}

interface Difference {
  readonly path: string
  /** See Comparison. */
  readonly through: string
  readonly isAdded: boolean
  readonly isRemoved: boolean
}

/** A resource in both versions. */
interface KeptResource {
  readonly old: ExpandedBlock
  readonly now: ExpandedBlock
  /** True if a block moved it, or the call that it is in. */
  readonly isMoved: boolean
}

function compareResource(
  address: string,
  resource: KeptResource,
  comparison: Comparison,
): readonly ModuleChange[] {
  const differences = listDifferences(resource.old, resource.now, comparison)
  const { position } = resource.now.block
  const byRule = Map.groupBy(differences, (each) => ruleOf(each, resource))
  return [...byRule].flatMap(([rule, own]) =>
    rule === undefined ? [] : [changeUnder(rule, address, `${effects[rule]}: ${describe(own)}.`, position)],
  )
}

/** The settings that differ, in order. */
export function listDifferences(
  old: ExpandedBlock,
  now: ExpandedBlock,
  comparison: Comparison,
): readonly Difference[] {
  const before = new Map(old.settings.map((each) => [each.path, each]))
  const after = new Map(now.settings.map((each) => [each.path, each]))
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path): Difference[] => {
    const [was, is] = [before.get(path), after.get(path)]
    const through = was === undefined || is === undefined ? itself : comparison.find(was, is)
    if (through === undefined) return []
    return [{ path, through, isAdded: was === undefined, isRemoved: is === undefined }]
  })
}

const effects = {
  'resource-changed': 'Terraform may have to replace it or change how it works',
  'resource-repeated': 'Terraform may destroy instances',
  'resource-provider-changed': 'It is managed by another provider configuration',
  'resource-settled': 'Nothing changes in environments',
  'resource-tags-changed': 'Its tags change',
  'resource-updated': 'It changes in place',
} as const

/** Undefined for conditions, which are compared by themselves. */
function ruleOf(
  { path, through, isAdded, isRemoved }: Difference,
  { old, now, isMoved }: KeptResource,
): keyof typeof effects | undefined {
  const type = now.block.labels[0] ?? ''
  if (/^lifecycle(?:\[\d+\])?$|(?:^|\.)(?:pre|post)condition\b/.test(path)) return undefined
  const [repetition] = /(?:^| )(?:count|for_each)$/.exec(path) ?? []
  if (repetition !== undefined) {
    const owner = path.slice(0, path.length - repetition.trim().length)
    const isKept = through === itself && keepsInstances({ before: old, after: now, owner, isMoved })
    return isKept ? 'resource-settled' : 'resource-repeated'
  }
  if (path === 'provider' || path.endsWith(' providers')) return 'resource-provider-changed'
  if (path === 'lifecycle.ignore_changes') return isAdded ? 'resource-settled' : 'resource-changed'
  if (path === 'lifecycle.replace_triggered_by') return isRemoved ? 'resource-settled' : 'resource-changed'
  if (/^(?:depends_on$|lifecycle\b|timeouts\b|provisioner\b|connection\b)/.test(path))
    return 'resource-settled'
  if (path === 'input' && type === 'terraform_data') return 'resource-updated'
  if (/^tags(?:\.|$)/.test(path) && /^(?:aws|azurerm)_/.test(type)) return 'resource-tags-changed'
  return 'resource-changed'
}

const maximumNames = 8

/** Names what differs. */
export function describe(differences: readonly Difference[]): string {
  const names = differences.slice(0, maximumNames).map(({ path, through, isAdded, isRemoved }) => {
    const name = `\`${path}\``
    if (through !== itself) return `${name} through ${through}`
    return isAdded ? `${name} is new` : isRemoved ? `${name} is gone` : `${name} changed`
  })
  const more = differences.length - names.length
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
