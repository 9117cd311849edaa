import type { RJSFSchema } from '@rjsf/utils'
import { useMemo, useRef } from 'react'

/** What people have filled in a form, for as long as the page around it is open. */
export interface KeptValues {
  read(): unknown
  write(values: unknown): void
}

/** Keeps a form's values while another tab or version is shown; those of another blueprint begin anew. */
export function useKeptValues(name: string): KeptValues {
  const kept = useRef<{ readonly name: string; readonly values: unknown }>(undefined)
  return useMemo(
    () => ({
      read: () => (kept.current?.name === name ? kept.current.values : undefined),
      write: (values: unknown) => {
        kept.current = { name, values }
      },
    }),
    [name],
  )
}

/** Those of the values that a form has fields for; nothing if there are none. */
export function pickValues({ properties = {} }: RJSFSchema, values: unknown): unknown {
  if (typeof values !== 'object' || values === null) return undefined
  const known = Object.entries(values).filter(([name]) => Object.hasOwn(properties, name))
  return known.length === 0 ? undefined : Object.fromEntries(known)
}
