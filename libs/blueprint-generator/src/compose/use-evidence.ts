/**
 * Evidence by use: what an input's value becomes inside its module, against what an output's value is. By Terraform's naming an
 * argument `subnet_ids` or `subnet` takes what identifies an `…_subnet`, whatever the variable in front of it is called.
 */
import type { VariableUse } from '@groundplan/terraform-module'
import { isValueKind, toNameWords, withoutProvider } from './name-words.ts'
import type { OutputOrigin } from './part.ts'

/** Something that is referred to, and by which of its attributes: `subnet` and `id`. */
export interface Referred {
  readonly thing: readonly string[]
  readonly kind: string
  /** Words of the resource in which an input ends. */
  readonly within: ReadonlySet<string>
}

/**
 * How an input's use and an output's origin agree: the same thing, a more general word for it (with or without a word that the
 * used resource and the origin share), or another thing. `unknown` if one of the two is not known.
 */
export type UseMatch = 'exact' | 'suffix' | 'family' | 'part' | 'miss' | 'unknown'

export interface UseEvidence {
  readonly match: UseMatch
  /** True if it is also the attribute that is asked for. */
  readonly isSameKind: boolean
}

const ranks: readonly UseMatch[] = ['exact', 'suffix', 'family', 'part', 'miss']

/** Arguments of providers that are named after a part of an API rather than after what they take. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['vpc_zone_identifier', 'subnet_ids'],
  ['availability_zone_subnets', 'subnet_ids'],
  ['virtual_network_subnet_id', 'subnet_id'],
  ['vnet_subnet_id', 'subnet_id'],
  ['private_network', 'network'],
  ['authorized_network', 'network'],
  ['kms_master_key_id', 'kms_key_id'],
  ['master_user_secret_kms_key_id', 'kms_key_id'],
  ['source_security_group_id', 'security_group_id'],
  ['source_instance_template', 'instance_template'],
  ['service_account_email', 'service_account_email'],
])

/** Most uses or origins that are compared. */
const maximumCompared = 8

/** What the value of an input refers to. Uses that name no thing, such as `name` or `id`, tell nothing. */
export function readUses(uses: readonly VariableUse[]): readonly Referred[] {
  return uses
    .map(({ resource, argument }) => ({
      ...splitReference(meanings.get(argument) ?? argument),
      within: new Set(toNameWords(withoutProvider(resource)).words),
    }))
    .filter(({ thing }) => thing.length > 0)
    .slice(0, maximumCompared)
}

/** What the value of an output identifies. */
export function readOrigins(origins: readonly OutputOrigin[]): readonly Referred[] {
  return origins
    .flatMap(({ kind, name, attribute }): Referred[] => {
      if (attribute === undefined) return []
      const within = new Set<string>()
      if (kind === 'module') return [{ ...splitReference(attribute), within }]
      const own = splitReference(attribute)
      const thing = toNameWords(withoutProvider(name)).words
      // `vpc_id` of a subnet is the VPC.
      return [own.thing.length > 0 ? { ...own, within } : { thing, kind: own.kind, within }]
    })
    .filter(({ thing }) => thing.length > 0)
    .slice(0, maximumCompared)
}

/** The best agreement between any use and any origin. */
export function matchUses(uses: readonly Referred[], origins: readonly Referred[]): UseEvidence {
  let best: UseEvidence = { match: 'unknown', isSameKind: false }
  for (const use of uses)
    for (const origin of origins) {
      const isSameKind = use.kind === origin.kind
      const found = { match: compareThings(use, origin), isSameKind }
      if (rankOf(found) < rankOf(best)) best = found
    }
  return best
}

function rankOf({ match, isSameKind }: UseEvidence): number {
  return match === 'unknown' ? Number.POSITIVE_INFINITY : 2 * ranks.indexOf(match) + (isSameKind ? 0 : 1)
}

function compareThings(use: Referred, origin: Referred): UseMatch {
  if (isEnd(use.thing, origin.thing)) return use.thing.length === origin.thing.length ? 'exact' : 'suffix'
  if (!isEnd(origin.thing, use.thing)) return 'miss'
  const others = origin.thing.slice(0, origin.thing.length - use.thing.length)
  return others.some((word) => use.within.has(word)) ? 'family' : 'part'
}

function isEnd(words: readonly string[], end: readonly string[]): boolean {
  const start = words.length - end.length
  return start >= 0 && end.every((word, index) => words[start + index] === word)
}

/** `vpc_security_group_ids` is the thing `vpc security group` by its `id`. */
function splitReference(name: string): Pick<Referred, 'thing' | 'kind'> {
  const { words } = toNameWords(name)
  const end = words.findLastIndex((word) => !isValueKind(word))
  return { thing: words.slice(0, end + 1), kind: words.slice(end + 1).join(' ') }
}
