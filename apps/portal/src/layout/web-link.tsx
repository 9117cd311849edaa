import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { isWebAddress } from './is-web-address.ts'

/** Only web addresses become links; anything else that a repository's address can be is text. */
export function WebLink({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  if (!isWebAddress(url)) return <span title={url}>{children}</span>
  return (
    <Anchor href={url} target="_blank" rel="noreferrer" size="sm">
      {children}
    </Anchor>
  )
}
