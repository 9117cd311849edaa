/** Evidence from around a candidate: where both modules are kept, what is made rather than looked up, and which rivals there are. */
import { isPlural, splitWords } from './name-words.ts'
import type { CandidateField, DefaultState, Evidence, WireCandidate } from './candidate-field.ts'

interface Summary {
  readonly state: DefaultState
  readonly ownership: 'own' | 'has' | 'passed'
  readonly agreement: string
  readonly isSole: boolean
}

/** Evidence for or against a wire from the circumstances of its candidate. */
export function listCircumstances(
  { source, output, evidence }: WireCandidate,
  { target, input, demand, twins }: CandidateField,
  { state, ownership, agreement, isSole }: Summary,
): Evidence {
  const found: Record<string, number> = {}
  const set = (name: string, isTrue: boolean) => {
    if (isTrue) found[name] = 1
  }
  const kinship = kinshipOf(source.part, target.part)
  const [from, to] = [output.output.name, input.input.name]
  const { kind } = input.input.type
  const { origins } = output.output
  const isLookedUp = origins.length > 0 && origins.every(({ kind }) => kind === 'data')
  found[`kin:${kinship}`] = 1
  found[`kin:${kinship}:${state}:${agreement}`] = 1
  found[`kin:${kinship}:${ownership}:${agreement}`] = 1
  set(`kin:${kinship}:${state}:${agreement}:sole`, isSole)
  set('lookedUp', isLookedUp)
  set(`lookedUp:${agreement}`, isLookedUp)
  set('whole', origins.length > 0 && origins.every(({ attribute }) => attribute === undefined))
  set('noOrigin', origins.length === 0)
  const isComputing = source.part.isComputing && !output.output.isUnchanged
  set('computing', isComputing)
  set(`computing:${state}:${agreement}`, isComputing)
  set(`computing:${agreement}:sole`, isComputing && isSole)
  set(`computing:text:${state}`, isComputing && kind === 'string')
  set(`computing:names`, isComputing && namingWords.test(from) && namingWords.test(to))
  set('unchanged', output.output.isUnchanged)
  set(`unchanged:${agreement}`, output.output.isUnchanged)
  const count = twins.get(`${source.part.identity} ${output.output.name}`) ?? 1
  if (count > 1) found['twins'] = Math.log(count)
  if (demand > 1) found[`demand:${state}`] = Math.log(demand)
  if (from === to) {
    const words = Math.min(4, splitWords(to).length)
    found[`same:words:${words}`] = 1
    found[`same:words:${words}:${kinship}`] = 1
  }
  set('plural', isPlural(from) && !isPlural(to) && kind !== 'list' && kind !== 'set')
  set('singular', evidence.form === 'value' && !isPlural(from) && isPlural(to) && kind !== 'map')
  found[`kind:${kindOf(output.name.kind, output.attributes)}:${valueKinds.get(input.name.kind) ?? 'thing'}`] =
    1
  return found
}

/** Evidence for the form from the circumstances of the input. */
export function listStayCircumstances(
  { target, input, demand, hasKinNamesake, hasComputed, namesakes, sources, parts }: CandidateField,
  state: DefaultState,
): Evidence {
  const found: Record<string, number> = {}
  const set = (name: string, isTrue: boolean) => {
    if (isTrue) found[name] = 1
  }
  const { name, input: field } = input.input
  const text = field.description?.slice(0, 500) ?? ''
  set('s:kinNamesake', hasKinNamesake)
  set(`s:kinNamesake:${state}`, hasKinNamesake)
  set(`s:computed:${state}`, hasComputed)
  set(`s:namesake:${state}`, namesakes > 0)
  set(`s:sources:${state}`, sources > 0)
  if (demand > 1) found['s:demand'] = Math.log(demand)
  set(
    's:text:optional',
    /\b(?:optional|existing|override|instead|only (?:if|when)|if (?:not|omitted|null))\b/i.test(text),
  )
  set('s:text:create', /\bcreated? (?:a |an |the )?new\b|\bwill be created\b/i.test(text))
  set('s:text:none', text === '')
  found[`s:words:${Math.min(4, splitWords(name).length)}`] = 1
  const required = target.requiredNames.size
  if (required > 0 && state !== 'req') found['s:required'] = Math.log(required)
  found['s:parts'] = Math.log(parts)
  return found
}

/** Names and prefixes of names. */
const namingWords = /(?:^|_)(?:name|prefix|id)$/i

function kinshipOf(
  source: { readonly store: string; readonly identity: string },
  target: { readonly store: string; readonly identity: string },
): 'kin' | 'stranger' {
  return source.store === target.store && source.identity !== target.identity ? 'kin' : 'stranger'
}

const valueKinds: ReadonlyMap<string, string> = new Map([
  ['id', 'id'],
  ['arn', 'arn'],
  ['name', 'name'],
  ['link', 'link'],
  ['email', 'email'],
  ['endpoint', 'endpoint'],
  ['url', 'endpoint'],
  ['address', 'endpoint'],
  ['port', 'port'],
  ['block', 'cidr'],
])

function kindOf(own: string, attributes: ReadonlySet<string>): string {
  const named = valueKinds.get(own)
  if (named !== undefined) return named
  for (const attribute of attributes) {
    const found = valueKinds.get(attribute)
    if (found !== undefined) return found
  }
  return 'thing'
}
