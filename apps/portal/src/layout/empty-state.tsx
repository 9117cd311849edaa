import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

export interface EmptyStateProps {
  readonly title: string
  /** 1 where it is all that there is. */
  readonly order?: 1 | 2
  readonly children?: ReactNode
  /** Links or buttons to the next step. */
  readonly actions?: ReactNode
}

/** Says why there is nothing here and what to do next. */
export function EmptyState({ title, order = 2, children, actions }: EmptyStateProps) {
  return (
    <section className={classes.root}>
      <Stack gap="xs" align="center" maw={480}>
        <Title order={order} fz="h2">
          {title}
        </Title>
        {children !== undefined && (
          <Text c="dimmed" ta="center">
            {children}
          </Text>
        )}
        {actions !== undefined && (
          <Group mt="sm" justify="center">
            {actions}
          </Group>
        )}
      </Stack>
    </section>
  )
}
