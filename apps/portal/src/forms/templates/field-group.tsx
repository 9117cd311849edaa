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
  readonly errors: readonly string[]
  readonly children: ReactNode
}

/** Fields that belong together: an object's or a list's. */
export function FieldGroup({ id, title, description, help, required, errors, children }: FieldGroupProps) {
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
      {errors.length > 0 && (
        <Text size="xs" c="var(--mantine-color-error)" mt="xs">
          {capitalize(errors.join('; '))}
        </Text>
      )}
    </fieldset>
  )
}
