import type { ObjectFieldTemplateProps } from '@rjsf/utils'
import classes from './field-group.module.css'
import { FormSection } from './form-section.tsx'

interface Section {
  readonly title: string
  readonly description?: string
  readonly open: boolean
  readonly fields: readonly string[]
  readonly heading: string
}

/** The whole form: fields of no section first, then the sections. */
export function FormSections({ properties, uiSchema, errorSchema }: ObjectFieldTemplateProps) {
  const sections = (uiSchema?.['ui:groups'] ?? []) as readonly Section[]
  const placed = new Set(sections.flatMap(({ fields, heading }) => [...fields, heading]))
  const show = (name: string) =>
    properties
      .filter((property) => property.name === name)
      .map(({ content }) => <div key={name}>{content}</div>)
  return (
    <div className={classes.fields}>
      {properties.filter(({ name }) => !placed.has(name)).map(({ name }) => show(name))}
      {sections.map(({ title, description, open, fields, heading }) => (
        <FormSection
          key={heading}
          title={title}
          description={description}
          open={open}
          hasErrors={fields.some((name) => errorSchema?.[name] !== undefined)}
        >
          {fields.map(show)}
        </FormSection>
      ))}
    </div>
  )
}
