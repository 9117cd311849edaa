import type { Json, JsonSchema } from '@groundplan/terraform-type'
import type { Blueprint } from '../blueprint.ts'

/** A group of fields with a heading. */
export interface FormSection {
  readonly title: string
  readonly description?: string
  /** False if the section is initially collapsed. */
  readonly open: boolean
  /** Names of its inputs, in order. */
  readonly fields: readonly string[]
  /** Name of the property that is its heading. */
  readonly heading: string
}

/**
 * Lists the sections of the launch form. Inputs without a section come first; unknown inputs are skipped, and an input in several
 * sections stays in the first.
 */
export function listSections({ inputs = {}, customization }: Blueprint): readonly FormSection[] {
  const waiting = new Set(Object.keys(inputs))
  const sections = customization?.['launch-form']?.sections ?? []
  return sections.flatMap(({ name, description, default_open, inputs: members }, index): FormSection[] => {
    const fields = members.flatMap((member) => (waiting.delete(member.name) ? [member.name] : []))
    if (fields.length === 0) return []
    const about = description === undefined ? {} : { description }
    const heading = freeName(`section:${index + 1}`, inputs)
    return [{ title: name, ...about, open: default_open !== false, fields, heading }]
  })
}

function freeName(name: string, taken: object): string {
  return Object.hasOwn(taken, name) ? freeName(`${name}:`, taken) : name
}

/**
 * A property for each heading: an object that is always empty, of which forms show the title and the description. It is the
 * one thing that all of them show between fields whose values lie side by side.
 */
export function headingSchemas(sections: readonly FormSection[]): readonly (readonly [string, JsonSchema])[] {
  return sections.map(({ title, description, heading }) => [
    heading,
    {
      title,
      ...(description === undefined ? {} : { description }),
      type: 'object',
      properties: {},
      maxProperties: 0,
    },
  ])
}

/** The order of fields and headings and, for forms that draw frames around groups, the groups. */
export function sectionHints(
  names: readonly string[],
  sections: readonly FormSection[],
): Record<string, Json> {
  const grouped = new Set(sections.flatMap(({ fields }) => fields))
  const order = [
    ...names.filter((name) => !grouped.has(name)),
    ...sections.flatMap(({ heading, fields }) => [heading, ...fields]),
  ]
  if (sections.length === 0) return { 'ui:order': order }
  return { 'ui:order': order, 'ui:groups': sections.map((section) => ({ ...section })) }
}
