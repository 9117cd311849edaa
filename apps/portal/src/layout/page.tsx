import { Group, Stack, Text, Title } from '@mantine/core'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { useArrivedByNavigation } from './navigation.ts'
import classes from './page.module.css'

export interface PageProps {
  readonly title: string
  /** For the window's title, if the heading alone would be ambiguous there. */
  readonly documentTitle?: string
  readonly lead?: ReactNode
  /** Above the heading: where this page belongs. */
  readonly trail?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/**
 * A page: its heading and its content. The heading takes the focus when people come from another page, unless they return to a
 * row of a list.
 */
export function Page({ title, documentTitle = title, lead, trail, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const navigated = useArrivedByNavigation()
  const path = useLocation({ select: ({ pathname }) => pathname })
  useEffect(() => {
    document.title = `${documentTitle} · Groundplan`
  }, [documentTitle])
  const returnsToRow = useLocation({ select: ({ state }) => state.opened !== undefined })
  useEffect(() => {
    if (navigated && !returnsToRow) heading.current?.focus({ preventScroll: true })
  }, [navigated, path, returnsToRow])
  return (
    <Stack gap="lg" className={classes.page}>
      <header className={classes.header}>
        <div className={classes.words}>
          {trail !== undefined && <div className={classes.trail}>{trail}</div>}
          <Title order={1} ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </Title>
          {lead !== undefined && (
            <Text component="div" c="dimmed" maw="80ch" mt={6}>
              {lead}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="sm">{actions}</Group>}
      </header>
      {children}
    </Stack>
  )
}
