import type { Permission } from '@groundplan/api-client'
import { createContext, useContext } from 'react'

/** What the server says about whoever looks at the portal. */
export interface SessionFacts {
  /** `none`: the server is for one person, or a token is enough. */
  readonly signIn: 'none' | 'oidc'
  /** Name in history; absent until somebody has signed in. */
  readonly user?: string | undefined
  readonly permissions?: readonly Permission[] | undefined
  readonly displayName?: string | undefined
  readonly groups?: readonly string[] | undefined
}

export const Session = createContext<SessionFacts>({ signIn: 'none' })

export function useSession(): SessionFacts {
  return useContext(Session)
}

/** True if whoever looks has a permission. What they lack is not offered. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions?.includes(permission) ?? false
}

/** Asks the server who looks. Rejects if it does not answer. */
export async function fetchSession(): Promise<SessionFacts> {
  const response = await fetch('/auth/session', { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  return (await response.json()) as SessionFacts
}

/** Where people sign in, and come back from to this page. */
export function signInAddress(): string {
  const { pathname, search, hash } = window.location
  return `/auth/sign-in?return=${encodeURIComponent(`${pathname}${search}${hash}`)}`
}

/** Signs out here, and goes to the provider to do the same there. */
export async function signOut(): Promise<void> {
  const response = await fetch('/auth/sign-out', { method: 'POST' })
  const { signOutUrl } = (await response.json().catch(() => ({}))) as { readonly signOutUrl?: string }
  window.location.assign(signOutUrl ?? '/')
}
