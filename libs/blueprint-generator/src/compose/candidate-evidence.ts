import { printType } from '@groundplan/terraform-type'
import {
  conceptOf,
  isUsable,
  stateOf,
  type CandidateField,
  type DefaultState,
  type Evidence,
  type WireCandidate,
} from './candidate-field.ts'
import { listCircumstances, listStayCircumstances } from './circumstances.ts'
import { hasWord, isPlural, splitWords, withoutProvider, withoutValueKind } from './name-words.ts'
import type { OutputOrigin } from './part.ts'
import { findConcept, type Concept } from './wire-concepts.ts'
import { isGenericName, type ReadiedInput, type ReadiedPart } from './wire-evidence.ts'

/** True of wires that authors never make: between two copies of one module, or of a list of things to one of them. */
export function isImpossible(
  { source, output }: WireCandidate,
  target: ReadiedPart,
  input: ReadiedInput,
): boolean {
  const [from, to] = [output.output.name, input.input.name]
  if (source.part.identity === target.part.identity && from === to) return true
  const { kind } = input.input.type
  if (!isPlural(from) || isPlural(to) || (kind !== 'string' && kind !== 'number')) return false
  const concept = findConcept(to)
  return concept !== undefined && concept === findConcept(from)
}

/** Evidence of a candidate in view of the others. */
export function weighCandidate(candidate: WireCandidate, field: CandidateField): Evidence {
  const { source, output, evidence } = candidate
  const { input } = field
  const found: Record<string, number> = {}
  for (const [name, value] of Object.entries(evidence.features)) found[name] = Number(value)
  const state = stateOf(input)
  const isSame = output.output.name === input.input.name
  const sourceHas = found['sourceHasInput'] === 1
  const isOwn = !sourceHas && found['passedThrough'] !== 1
  const concept = conceptOf(source, output)
  if (field.concept !== undefined && field.concept === concept)
    Object.assign(found, weighConcept(candidate, field, field.concept, { state, isOwn, sourceHas }))
  else if (field.concept !== undefined) found['otherconcept'] = 1
  if (isSame) Object.assign(found, weighSameName(candidate, field, { state, isOwn, sourceHas }))
  if (!isOwn && !sourceHas) found['passedOnly'] = 1
  const [from, to] = [output.output.description, input.input.input.description].map((text) =>
    text?.replaceAll(/^[. ]+|[. ]+$/g, ''),
  )
  if (from !== undefined && from !== '' && from === to) found['samedesc'] = 1
  if (output.output.type.kind === 'any') found['anyout'] = 1
  if (field.parts > 8) found['many'] = 1
  Object.assign(found, weighUse(candidate, field, state))
  const ownership = isOwn ? 'own' : sourceHas ? 'has' : 'passed'
  const isSole = isSame ? field.namesakes === 1 : field.users === 1 || field.sources === 1
  const agreement = agreementOf(candidate, field)
  found[`x:${state}:${ownership}:${agreement}:${isSole ? 'sole' : 'rivals'}`] = 1
  return { ...found, ...listCircumstances(candidate, field, { state, ownership, agreement, isSole }) }
}

/** How name, concept and use agree, in one word. */
function agreementOf(
  { source, output, evidence }: WireCandidate,
  { input, concept }: CandidateField,
): string {
  if (output.output.name === input.input.name) {
    if (isGenericName(input.input.name)) return 'generic'
    return isUsable(evidence) ? 'name+use' : 'name'
  }
  const isConcept = concept !== undefined && conceptOf(source, output) === concept
  if (isUsable(evidence)) return isConcept ? 'concept+use' : 'use'
  if (isConcept) return 'concept'
  return evidence.features.allCovered === true ? 'words' : 'other'
}

function weighUse(
  { source, output, evidence: { use } }: WireCandidate,
  { target, usable, users }: CandidateField,
  state: DefaultState,
): Evidence {
  const found: Record<string, number> = { [`use:${use.match}`]: 1, [`use:${use.match}:${state}`]: 1 }
  if (use.match === 'unknown' || use.match === 'miss') return found
  found[use.isSameKind ? 'use:kind' : 'use:otherKind'] = 1
  const siblings = usable.get(source.part.grain) ?? 1
  if (siblings > 1) found['use:siblings'] = Math.log(siblings)
  if (users === 1) found['use:sole'] = 1
  else if (users > 1) found['use:rivals'] = Math.log(users)
  const resources = output.output.origins.filter(({ kind }) => kind !== 'module')
  if (resources.some(({ name }) => source.part.creates.has(name))) found['use:made'] = 1
  if (resources.some(({ name }) => target.part.creates.has(name))) found['use:madeByTarget'] = 1
  return found
}

interface Circumstances {
  readonly state: DefaultState
  /** True if the source does not get the value from elsewhere. */
  readonly isOwn: boolean
  readonly sourceHas: boolean
}

function weighConcept(
  { source, output }: WireCandidate,
  field: CandidateField,
  concept: Concept,
  { state, isOwn, sourceHas }: Circumstances,
): Evidence {
  const found: Record<string, number> = { concept: 1, [`concept:${concept}`]: 1, [`concept:${state}`]: 1 }
  const set = (name: string, isTrue: boolean) => {
    if (isTrue) found[name] = 1
  }
  const isMaker = output.output.origins.slice(0, 5).some((origin) => isMade(origin, concept))
  set('concept:own', isOwn)
  set(`concept:own:${state}`, isOwn)
  set('concept:makes', isMaker)
  set(`concept:makes:${state}`, isMaker)
  set('concept:sole', field.sources === 1)
  if (field.sources > 1) found['concept:rivals'] = Math.log(field.sources)
  const siblings = field.siblings.get(`${source.part.grain} ${concept}`) ?? 1
  if (siblings > 1) found['concept:siblings'] = Math.log(siblings)
  set(
    'concept:part',
    [...source.part.nouns].some((word) => findConcept(word) === concept),
  )
  const [from, to] = [withoutValueKind(output.output.name), withoutValueKind(field.input.input.name)]
  const extra = from.filter((word) => !hasWord(to, word))
  const missing = to.filter((word) => !hasWord(from, word) && !source.part.nouns.has(word))
  set('concept:exact', extra.length === 0 && missing.length === 0)
  if (missing.length > 0) found['concept:missing'] = missing.length
  if (extra.length > 0) found['concept:extra'] = extra.length
  if (concept === 'subnet') Object.assign(found, weighSubnets(output.output.name, field))
  set('concept:plural', isPlural(output.output.name) !== isPlural(field.input.input.name))
  set('concept:sourceHas', sourceHas)
  return found
}

/** Load balancers and the like stand in public subnets, most others in private ones. */
function weighSubnets(name: string, { target, input }: CandidateField): Evidence {
  const words = splitWords(name)
  const isAmong = (list: ReadonlySet<string>) => [...target.part.nouns].some((word) => list.has(word))
  const side = isAmong(publicNouns) ? 'pub' : isAmong(privateNouns) ? 'priv' : 'other'
  const found: Record<string, number> = {}
  if (words.includes('private')) found[`priv:${side}`] = 1
  if (words.includes('public')) found[`pub:${side}`] = 1
  const around = new Set([...target.part.nouns, ...splitWords(input.input.name)])
  const isSpecial = words.some((word) => specialSubnets.has(word)) && !words.some((word) => around.has(word))
  if (isSpecial) found['special'] = 1
  if (!words.includes('private') && !words.includes('public')) found['plainsub'] = 1
  return found
}

const publicNouns = new Set('alb nlb elb lb loadbalancer balancer bastion proxy public external'.split(' '))
const privateNouns = new Set(
  (
    'rds db database aurora redis elasticache cache memcached eks ecs kafka msk elasticsearch opensearch documentdb ' +
    'redshift efs emr lambda node nodes worker workers fargate mq cluster service'
  ).split(' '),
)
const specialSubnets = new Set('intra redshift elasticache database outpost infra'.split(' '))

function weighSameName(
  { output }: WireCandidate,
  { input, namesakes }: CandidateField,
  { state, isOwn, sourceHas }: Circumstances,
): Evidence {
  const { name, type } = input.input
  const isGeneric = isGenericName(name)
  return {
    ...(sourceHas ? { 'same:sourceHas': 1 } : {}),
    [`same:${state}${isGeneric ? ':gen' : ''}`]: 1,
    ...(isOwn && !isGeneric ? { 'same:own': 1, [`same:own:${state}`]: 1 } : {}),
    ...(namesakes === 1 ? { 'same:sole': 1 } : {}),
    ...(name === 'context' ? { 'same:context': 1 } : {}),
    ...(printType(output.output.type) === printType(type) ? { 'same:type': 1 } : {}),
  }
}

/** Evidence for leaving an input to the form. */
export function weighStay(field: CandidateField): Evidence {
  const { input: readied, concept, users } = field
  const { name, type } = readied.input
  const lower = name.toLowerCase()
  const state = stateOf(readied)
  const found: Record<string, number> = { bias: 1, [`s:${state}`]: 1 }
  const set = (key: string, isTrue: boolean) => {
    if (isTrue) found[key] = 1
  }
  set('generic', isGenericName(name))
  set('boolnum', type.kind === 'bool' || type.kind === 'number')
  set('ref', /(?:id|arn|subnet|endpoint|group)s?$/.test(lower))
  set('keyed', type.kind === 'map' || type.kind === 'object')
  set('s:used', readied.input.uses.length > 0)
  set('s:things', readied.uses.length > 0)
  set(
    's:ids',
    readied.uses.some(({ kind }) => kind === 'id' || kind === 'arn'),
  )
  set('s:users', users > 0)
  set(`s:users:${state}`, users > 0)
  set('list', type.kind === 'list' || type.kind === 'set')
  if (concept !== undefined) Object.assign(found, { [`s:${concept}`]: 1, [`sc:${state}`]: 1 })
  Object.assign(found, listStayCircumstances(field, state))
  set('s:crossacc', /cross|existing|additional|allowed|extra|peer|replica|secondary|owner|allow/.test(lower))
  set(
    's:own',
    splitWords(name).some((word) => /^(?:create|enable)/.test(word)),
  )
  return found
}

function isMade({ kind, name }: OutputOrigin, concept: Concept): boolean {
  return kind !== 'module' && findConcept(withoutProvider(name)) === concept
}
