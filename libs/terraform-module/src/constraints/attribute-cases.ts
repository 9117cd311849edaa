import { attributeOf } from './place.ts'
import { Inexpressible, isPresent } from './predicate.ts'
import { flatMapCases, type Cases } from './value.ts'

/** The attribute of each case; no case where Terraform finds none. */
export function attributeCases(cases: Cases, name: string): Cases {
  return flatMapCases(cases, (value) => {
    if (value.kind === 'object') return value.entries.get(name) ?? []
    if (value.kind === 'literal') return []
    if (value.kind !== 'place') throw new Inexpressible()
    const { place } = value
    if (place.type.kind !== 'object') throw new Inexpressible()
    const attribute = place.type.attributes.find((one) => one.name === name)
    if (attribute === undefined) return []
    return [{ when: isPresent(place), value: { kind: 'place', place: attributeOf(place, attribute) } }]
  })
}
