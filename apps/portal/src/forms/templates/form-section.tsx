import { Text } from '@mantine/core'
import { IconChevronRight } from '../../icons/icons.ts'
import type { ReactNode } from 'react'
import classes from './form-section.module.css'

export interface FormSectionProps {
  readonly title: string
  readonly description: string | undefined
  readonly open: boolean
  readonly hasErrors: boolean
  readonly children: ReactNode
}

/** A section of the form under a heading that folds it. */
export function FormSection({ title, description, open, hasErrors, children }: FormSectionProps) {
  return (
    <details className={classes.section} open={open} data-invalid={hasErrors || undefined}>
      <summary className={classes.heading}>
        <IconChevronRight size={18} aria-hidden className={classes.chevron} />
        {title}
        {hasErrors && <span className={classes.trouble}>Not right yet</span>}
      </summary>
      {description !== undefined && (
        <Text size="sm" c="dimmed" className={classes.words}>
          {description}
        </Text>
      )}
      <div className={classes.fields}>{children}</div>
    </details>
  )
}
