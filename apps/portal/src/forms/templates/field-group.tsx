import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { capitalize } from '../widgets/control-props.ts'
import classes from './field-group.module.css'

export interface FieldGroupProps {
  readonly id: string
  readonly title: string
  readonly description: string | undefined
  readonly help: unknown
  readonly required: boolean
  /** False where something else around the fields has frame and title. */
  readonly isFramed?: boolean
  readonly errors: readonly string[]
  readonly children: ReactNode
}

/** Fields that belong together: an object's or a list's. */
export function FieldGroup(props: FieldGroupProps) {
  const { id, title, description, help, required, errors, children, isFramed = true } = props
  if (!isFramed) {
    return (
      <div id={id}>
        <div className={classes.fields}>{children}</div>
        <GroupErrors errors={errors} />
      </div>
    )
  }
  return (
    <fieldset id={id} className={classes.group} data-invalid={errors.length > 0 || undefined} tabIndex={-1}>
      <legend className={classes.legend}>
        {title}
        {required && (
          <span className={classes.required} aria-hidden>
            {' '}
            *
          </span>
        )}
      </legend>
      {description !== undefined && (
        <Text size="xs" c="dimmed" className={classes.words}>
          {description}
        </Text>
      )}
      {typeof help === 'string' && (
        <Text size="xs" c="dimmed" className={classes.words}>
          {help}
        </Text>
      )}
      <div className={classes.fields}>{children}</div>
      <GroupErrors errors={errors} />
    </fieldset>
  )
}

function GroupErrors({ errors }: Pick<FieldGroupProps, 'errors'>) {
  if (errors.length === 0) return null
  return (
    <Text size="xs" c="var(--mantine-color-error)" mt="xs">
      {capitalize(errors.join('; '))}
    </Text>
  )
}
