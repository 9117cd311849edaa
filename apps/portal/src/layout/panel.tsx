import { Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import classes from './panel.module.css'

export interface PanelProps {
  readonly title?: string
  readonly actions?: ReactNode
  /** True if the content brings its own edges, e.g. a table. */
  readonly flush?: boolean
  readonly children: ReactNode
}

/** A bordered surface, with a heading if it has a title. */
export function Panel({ title, actions, flush = false, children }: PanelProps) {
  const id = useId()
  return (
    <section className={classes.panel} {...(title === undefined ? {} : { 'aria-labelledby': id })}>
      {title !== undefined && (
        <div className={classes.head}>
          <Title order={2} id={id}>
            {title}
          </Title>
          {actions}
        </div>
      )}
      <div className={flush ? undefined : classes.body}>{children}</div>
    </section>
  )
}
