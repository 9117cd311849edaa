import type { ValueConstraint } from '@groundplan/terraform-type'
import { attributeOf, elementOf, isInLoopOver, isWithin, keyOf, stepTowards, type Place } from './place.ts'
import {
  always,
  and,
  anyPlace,
  constant,
  Inexpressible,
  never,
  not,
  or,
  type LoopPredicate,
  type Predicate,
} from './predicate.ts'
import { joinChoices, narrowChoices, opposite, withNotNull } from './rules.ts'

type Constraints = readonly ValueConstraint[]

/**
 * Constraints that hold of exactly the values that the predicate is true of. Throws Inexpressible if there are none.
 *
 * Each place is looked at twice, as null and as present: null passes every rule but `notNull`, so what the predicate says of
 * null decides on `notNull`, and the rules only have to be right for what is present.
 */
export function renderPredicate(predicate: Predicate, place: Place): Constraints {
  if (!place.nullable) return renderPresent(assumePresent(predicate, place), place)
  const allowsNull = isTrueOfNull(predicate, place)
  const present = assumePresent(predicate, place)
  const rules = renderPresent(present, place)
  return allowsNull ? rules : withNotNull(rules)
}

/** The predicate for a place that is null inside a parent that is not. */
function isTrueOfNull(predicate: Predicate, place: Place): boolean {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value
    case 'and':
      return predicate.items.every((item) => isTrueOfNull(item, place))
    case 'or':
      return predicate.items.some((item) => isTrueOfNull(item, place))
    default:
      if (!isWithin(predicate.place.path, place.path)) throw new Inexpressible()
      return predicate.kind === 'absent'
  }
}

/** The predicate where the place is present. */
function assumePresent(predicate: Predicate, place: Place): Predicate {
  switch (predicate.kind) {
    case 'present':
    case 'absent':
      return predicate.place.path === place.path ? constant(predicate.kind === 'present') : predicate
    case 'and': {
      const assumed = and(...predicate.items.map((item) => assumePresent(item, place)))
      return assumed.kind === 'and' ? and(...narrowChoices(assumed.items)) : assumed
    }
    case 'or': {
      // Opposite rules on the place join to its presence.
      const joined = or(...joinChoices(predicate.items.map((item) => assumePresent(item, place))))
      return joined.kind === 'present' && joined.place.path === place.path ? always : joined
    }
    default:
      return predicate
  }
}

/** Constraints, with paths that begin at the place, for a predicate on a place that is present. */
function renderPresent(predicate: Predicate, place: Place): Constraints {
  if (predicate === always) return []
  // An empty conjunction always holds.
  if (predicate === never) return [{ path: '', not: [[]] }]
  const conjuncts = predicate.kind === 'and' ? predicate.items : [predicate]
  const steps = conjuncts.map((conjunct) => sharedStep(conjunct, place))
  return conjuncts.flatMap((conjunct, index) => {
    const step = steps[index] ?? ''
    if (step === '') return renderHere(conjunct, place)
    if (steps.indexOf(step) < index) return []
    return renderStep(and(...conjuncts.filter((_, other) => steps[other] === step)), place, step)
  })
}

/** Placeholder for "every element", which only a conjunction can combine. */
const everyStep = '[]'

/** The step that every part of the predicate starts with; empty if there is none. */
function sharedStep(predicate: Predicate, place: Place): string {
  switch (predicate.kind) {
    case 'constant':
      return ''
    case 'and':
    case 'or': {
      const [first = '', ...rest] = predicate.items.map((item) => sharedStep(item, place))
      return first !== everyStep && rest.every((step) => step === first) ? first : ''
    }
    default: {
      const { path } = predicate.place
      if (!isWithin(path, place.path)) throw new Inexpressible()
      return predicate.kind === 'every' && path === place.path ? everyStep : stepTowards(path, place.path)
    }
  }
}

function renderStep(predicate: Predicate, place: Place, step: string): Constraints {
  if (step === everyStep) {
    const loops = (predicate.kind === 'and' ? predicate.items : [predicate]).filter(isLoop)
    return renderLoop(and(...loops.map(({ body }) => body)), place)
  }
  const { type } = place
  const attribute =
    type.kind === 'object' ? type.attributes.find(({ name }) => `.${name}` === step) : undefined
  if (attribute === undefined) throw new Inexpressible()
  return prefixed(step, renderPredicate(predicate, attributeOf(place, attribute)))
}

function isLoop(predicate: Predicate): predicate is LoopPredicate {
  return predicate.kind === 'every'
}

/** The predicates on every element and every key of a collection that is present. */
function renderLoop(body: Predicate, collection: Place): Constraints {
  const element = elementOf(collection)
  const key = keyOf(collection)
  const conjuncts = body.kind === 'and' ? body.items : [body]
  const ofKeys = conjuncts.filter((conjunct) => anyPlace(conjunct, ({ path }) => isWithin(path, key.path)))
  const ofElements = conjuncts.filter((conjunct) => !ofKeys.includes(conjunct))
  if (element === undefined || [...ofKeys, ...ofElements].some((part) => leaves(part, collection)))
    throw new Inexpressible()
  const keyRules = renderPredicate(and(...ofKeys), key).map(({ path, ...keys }) => {
    if (path !== '') throw new Inexpressible()
    return { path, keys }
  })
  return [...keyRules, ...prefixed('[*]', renderPredicate(and(...ofElements), element))]
}

/** True if the predicate refers to a place outside the loop. */
function leaves(predicate: Predicate, collection: Place): boolean {
  return anyPlace(predicate, ({ path }) => !isInLoopOver(path, collection.path))
}

/** A conjunct on the place itself, or one that needs an alternative. */
function renderHere(predicate: Predicate, place: Place): Constraints {
  switch (predicate.kind) {
    case 'rule':
      return [{ path: '', ...(predicate.negated ? opposite(predicate, place.type) : predicate.rules) }]
    case 'some':
      return [{ path: '', not: [renderLoop(not(predicate.body), place)] }]
    case 'and':
    case 'every':
      return renderPresent(predicate, place)
    case 'or':
      return renderAlternatives(joinChoices(predicate.items), place)
    default:
      throw new Inexpressible()
  }
}

function renderAlternatives(items: readonly Predicate[], place: Place): Constraints {
  const [only, second] = items
  if (only !== undefined && second === undefined) return renderPresent(only, place)
  const steps = items.map((item) => sharedStep(item, place))
  const anyOf = items.flatMap((item, index) => {
    const step = steps[index] ?? ''
    if (step === '' || step === everyStep) return [renderPresent(item, place)]
    if (steps.indexOf(step) < index) return []
    return [renderPresent(or(...items.filter((_, other) => steps[other] === step)), place)]
  })
  return [{ path: '', anyOf }]
}

function prefixed(step: string, constraints: Constraints): Constraints {
  return constraints.map(({ path, ...rules }) => ({ path: `${step}${path}`, ...rules }))
}
