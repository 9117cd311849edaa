import type { TerraformType } from '@groundplan/terraform-type'
import { isAssignable, type Assignability } from './assignability.ts'
import { isValueKind, toNameWords, toTextWords, withoutProvider, type NameWords } from './name-words.ts'
import type { OutputOrigin, Part, PartInput, PartOutput } from './part.ts'
import { matchUses, readOrigins, readUses, type Referred, type UseEvidence } from './use-evidence.ts'

/** How an output is passed to an input: unchanged, or as a one-element list. */
export type WireForm = 'value' | 'element'

/** Evidence for and against a wire: booleans, or degrees between 0 and 1. */
export interface WireEvidence {
  readonly form: WireForm
  readonly use: UseEvidence
  readonly features: Readonly<Record<WireFeature, number | boolean>>
}

export const wireFeatures = [
  'sameName',
  'sameNameOfPart',
  'sameNameOptional',
  'sameNameOfReference',
  'sameNameRequired',
  'sameGenericName',
  'genericOfPart',
  'ownName',
  'targetMakesIt',
  'sameWords',
  'partAndName',
  'resourceAndAttribute',
  'inputCovered',
  'allCovered',
  'outputCovered',
  'allOutputCovered',
  'private',
  'public',
  'partNamed',
  'sameThing',
  'otherKind',
  'otherThing',
  'sameHead',
  'sameType',
  'typeConverts',
  'asElement',
  'descriptions',
  'passedThrough',
  'sourceHasInput',
  'sameModule',
  'secretLeaks',
] as const

export type WireFeature = (typeof wireFeatures)[number]

/** A part with all its names taken apart. */
export interface ReadiedPart {
  readonly part: Part
  readonly inputs: readonly ReadiedInput[]
  readonly outputs: readonly ReadiedOutput[]
  readonly inputNames: ReadonlySet<string>
  readonly requiredNames: ReadonlySet<string>
  /** What the part creates on request, by input, e.g. `create_security_group`. */
  readonly made: readonly (readonly string[])[]
}

export interface ReadiedInput {
  readonly input: PartInput
  readonly name: NameWords
  readonly text: ReadonlySet<string>
  readonly uses: readonly Referred[]
  /** Its own words and those of the part. */
  readonly around: ReadonlySet<string>
}

export interface ReadiedOutput {
  readonly output: PartOutput
  readonly name: NameWords
  readonly text: ReadonlySet<string>
  readonly origins: readonly ReadonlySet<string>[]
  readonly identifies: readonly Referred[]
  readonly attributes: ReadonlySet<string>
  /** Its own words, those of the part and those of where the value comes from. */
  readonly around: ReadonlySet<string>
}

/** Takes the names of a part apart once, for the many comparisons to come. */
export function readyPart(part: Part): ReadiedPart {
  return {
    part,
    inputs: part.inputs.map((input) => {
      const name = toNameWords(input.name)
      const around = new Set([...name.words, ...part.nouns])
      const uses = readUses(input.uses)
      return { input, name, text: toTextWords(input.input.description), uses, around }
    }),
    outputs: part.outputs.map((output) => readyOutput(part, output)),
    inputNames: new Set(part.inputs.map(({ name }) => name)),
    requiredNames: new Set(part.inputs.filter(({ required }) => required).map(({ name }) => name)),
    made: part.inputs.flatMap(({ name }) => {
      const [verb = '', ...words] = toNameWords(name).words
      return (verb === 'create' || verb === 'enable') && words.length > 0 ? [words] : []
    }),
  }
}

function readyOutput({ nouns }: Part, output: PartOutput): ReadiedOutput {
  const name = toNameWords(output.name)
  const origins = output.origins.slice(0, maximumOrigins).map(wordsOfOrigin)
  const attributes = output.origins.flatMap(({ attribute }) =>
    attribute === undefined ? [] : [toNameWords(attribute).kind],
  )
  return {
    output,
    name,
    text: toTextWords(output.description),
    origins,
    identifies: readOrigins(output.origins),
    attributes: new Set(attributes),
    around: new Set([...name.words, ...nouns, ...origins.flatMap((words) => [...words])]),
  }
}

/** Most places that an output may come from and still tell something. */
const maximumOrigins = 8

/** `aws_kms_key` and `arn` become the words kms, key, arn, without the provider. */
function wordsOfOrigin({ kind, name, attribute = '' }: OutputOrigin): ReadonlySet<string> {
  const own = kind === 'module' ? name : withoutProvider(name)
  return new Set([...toNameWords(own).words, ...toNameWords(attribute).words])
}

/** Generic names: a match is not evidence. */
const genericNames: ReadonlySet<string> = new Set(
  (
    'name names id ids arn arns tags labels tag label enabled create description region location type version ' +
    'environment env stage project project_id prefix name_prefix kind size port ports settings config context ' +
    'policy role status state resource_group_name'
  ).split(' '),
)

export function isGenericName(name: string): boolean {
  return genericNames.has(name.toLowerCase())
}

/** Evidence for and against a wire from the output to the input; `undefined` if the types do not fit or there is no evidence for it. */
export function weighWire(
  source: ReadiedPart,
  from: ReadiedOutput,
  target: ReadiedPart,
  to: ReadiedInput,
): WireEvidence | undefined {
  if (to.name.kind === 'description') return undefined
  const fit = fitTypes(from.output.type, to.input.type)
  if (fit === undefined) return undefined
  const nouns = source.part.nouns
  const inputCovered = coverage(to.name.words, from.around)
  const outputCovered = coverage(from.name.words, to.around)
  const descriptions = similarity(from.text, to.text)
  const use = matchUses(to.uses, from.identifies)
  const isUsed = use.match === 'exact' || use.match === 'suffix' || use.match === 'family'
  if (inputCovered < 0.34 && descriptions < 0.3 && !isUsed) return undefined
  const isSame = from.output.name === to.input.name
  const isGeneric = isGenericName(to.input.name)
  const isSameKind = from.name.kind === to.name.kind || from.attributes.has(to.name.kind)
  const isSameHead = hasSameHead(source, from, to)
  // `network` names a thing; its id or name is the value to pass.
  const isOfThing = !isValueKind(to.name.kind) && isSameHead && isValueKind(from.name.kind)
  const isOfResource = from.origins.some((words) => coverage(to.name.words, words) === 1)
  const sourceHasInput = source.inputNames.has(to.input.name)
  const isPartNamed = to.name.words.some((word) => nouns.has(word))
  const isNamed = (word: string) => from.name.words.includes(word) && !to.name.words.includes(word)
  const features = {
    inputCovered,
    outputCovered,
    descriptions,
    sameName: isSame && !isGeneric,
    sameNameOfPart: isSame && isPartNamed,
    sameNameOptional: isSame && !isPartNamed && !to.input.required,
    sameNameOfReference: isSame && !isGeneric && referenceKinds.has(to.name.kind),
    genericOfPart: isGeneric && isPartNamed,
    ownName: ownKinds.has(to.name.kind) && !to.input.required,
    targetMakesIt: target.made.some((made) => made.every((word) => to.name.words.includes(word))),
    allCovered: inputCovered === 1,
    allOutputCovered: outputCovered === 1,
    private: isNamed('private'),
    public: isNamed('public'),
    sameNameRequired:
      isSame && !isGeneric && to.input.required && referenceKinds.has(to.name.kind) && !sourceHasInput,
    sameGenericName: isGeneric && (isSame || haveSameWords(from.name, to.name)),
    sameWords: !isSame && !isGeneric && haveSameWords(from.name, to.name),
    partAndName: !isSame && isCoveredByBoth(to.name.words, from.name.words, nouns),
    resourceAndAttribute: !isGeneric && isOfResource,
    partNamed: isPartNamed,
    sameThing: inputCovered === 1 && isSameKind && isSameHead,
    otherKind: !isSameKind && isValueKind(to.name.kind),
    otherThing: !isSameKind && !isOfThing && !isValueKind(to.name.kind),
    sameHead: isSameHead,
    sameType: fit.assignability === 'same',
    typeConverts: fit.assignability === 'converts',
    asElement: fit.form === 'element',
    passedThrough: from.output.isPassedThrough,
    sourceHasInput,
    sameModule: source.part.identity === target.part.identity,
    secretLeaks: from.output.sensitive && to.input.input.sensitive !== true,
  }
  return { form: fit.form, use, features }
}

interface TypeFit {
  readonly form: WireForm
  readonly assignability: Assignability
}

function fitTypes(from: TerraformType, to: TerraformType): TypeFit | undefined {
  const whole = isAssignable(from, to)
  if (whole !== 'no') return { form: 'value', assignability: whole }
  if (to.kind !== 'list' && to.kind !== 'set') return undefined
  const single = isAssignable(from, to.element)
  return single === 'no' || from.kind === 'any' ? undefined : { form: 'element', assignability: single }
}

/** Suffixes of names of references. */
const referenceKinds: ReadonlySet<string> = new Set('id arn crn link subnet group'.split(' '))

/** Suffixes of names of values that a module creates its own things with. */
const ownKinds: ReadonlySet<string> = new Set('name description prefix suffix path policy version'.split(' '))

/** Words for kinds of values count half. */
function weightOf(word: string): number {
  return isValueKind(word) ? 0.5 : 1
}

/** How much of the words is among others, from 0 to 1. */
function coverage(words: readonly string[], others: ReadonlySet<string>): number {
  let [all, found] = [0, 0]
  for (const word of words) {
    all += weightOf(word)
    if (others.has(word)) found += weightOf(word)
  }
  return all === 0 ? 0 : found / all
}

/** The thing that the output's value belongs to, by the output's name or else by its resource or part. */
function hasSameHead(source: ReadiedPart, { name, origins }: ReadiedOutput, to: ReadiedInput): boolean {
  const { head } = to.name
  if (head === undefined || name.head !== undefined) return head === name.head
  return source.part.nouns.has(head) || origins.some((words) => words.has(head))
}

function haveSameWords(left: NameWords, right: NameWords): boolean {
  return (
    left.words.length === right.words.length &&
    left.kind === right.kind &&
    left.words.every((word) => right.words.includes(word))
  )
}

/** True of `vpc_id`, the output `id` and the part `vpc`: all words come from the two, at least one from each alone. */
function isCoveredByBoth(
  words: readonly string[],
  own: readonly string[],
  nouns: ReadonlySet<string>,
): boolean {
  return (
    words.every((word) => own.includes(word) || nouns.has(word)) &&
    words.some((word) => nouns.has(word)) &&
    own.every((word) => words.includes(word))
  )
}

/** Share of words that two texts have in common (Dice's coefficient). */
function similarity(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  if (left.size === 0 || right.size === 0) return 0
  let common = 0
  for (const word of left) if (right.has(word)) common += 1
  return (2 * common) / (left.size + right.size)
}
