import { Button } from '@mantine/core'
import { ADDITIONAL_PROPERTY_FLAG, canExpand, getUiOptions, type ObjectFieldTemplateProps } from '@rjsf/utils'
import { IconPlus } from '../../icons/icons.ts'
import { humanLabel } from '../human-label.ts'
import classes from './field-group.module.css'
import { FieldGroup } from './field-group.tsx'
import { FormSections } from './form-sections.tsx'

/** An object's fields: the form itself, an item of a list, or a group with a border. */
export function ObjectFieldTemplate(props: ObjectFieldTemplateProps) {
  const { title, schema, uiSchema, properties, formData, fieldPathId, required, errorSchema, onAddProperty } =
    props
  const isExpandable = canExpand(schema, uiSchema, formData)
  const fields = properties.map(({ name, content }) => <div key={name}>{content}</div>)
  if (fieldPathId.path.length === 0) return <FormSections {...props} />
  const content = (
    <>
      {fields}
      {isExpandable && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={onAddProperty}
          style={{ justifySelf: 'start' }}
          disabled={props.disabled === true || props.readonly === true}
        >
          Add entry<span className="visually-hidden"> to {title}</span>
        </Button>
      )}
    </>
  )
  // An item of a list and an entry of a map have their frame already.
  if (typeof fieldPathId.path.at(-1) === 'number' || ADDITIONAL_PROPERTY_FLAG in schema) {
    return (
      <div id={fieldPathId.$id} className={classes.fields}>
        {content}
      </div>
    )
  }
  return (
    <FieldGroup
      id={fieldPathId.$id}
      title={schema.title ?? humanLabel(title)}
      description={schema.description}
      help={uiSchema?.['ui:help']}
      required={required === true}
      isFramed={getUiOptions(uiSchema).label !== false}
      errors={errorSchema?.__errors ?? []}
    >
      {content}
    </FieldGroup>
  )
}
