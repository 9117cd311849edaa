import type { Blueprint } from '../blueprint.ts'
import type { Finding } from './finding.ts'
import { didYouMean } from '../find-nearest.ts'
import { mostFindings } from './limit-findings.ts'

/** Checks the inputs listed in the sections of the launch form. */
export function checkSections({ inputs = {}, customization }: Blueprint): readonly Finding[] {
  const names = Object.keys(inputs)
  const listed = new Map<string, string>()
  const found: Finding[] = []
  for (const { name, section, path } of listFields(customization)) {
    // Finding suggestions is slow with thousands of names.
    if (found.length === mostFindings) break
    const lists = `Section "${section}" of the launch form lists input "${name}"`
    const other = listed.get(name)
    if (!Object.hasOwn(inputs, name)) {
      const hint = didYouMean(name, names) ?? 'Remove it from the section, or declare the input.'
      found.push({ rule: 'undefined-form-input', path, message: `${lists}, which is not defined.`, hint })
    } else if (other !== undefined) {
      const message = `${lists}, which is already in section "${other}".`
      found.push({ rule: 'duplicate-form-input', path, message, hint: 'Remove one of them.' })
    } else listed.set(name, section)
  }
  return found
}

function listFields(customization: Blueprint['customization']) {
  const sections = customization?.['launch-form']?.sections ?? []
  const place = ['customization', 'launch-form', 'sections']
  return sections.flatMap((section, position) =>
    section.inputs.map(({ name }, index) => ({
      name,
      section: section.name,
      path: [...place, String(position), 'inputs', String(index), 'name'],
    })),
  )
}
