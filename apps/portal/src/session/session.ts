import { spaceHeader, type OwnSpaceView, type Permission } from '@groundplan/api-client'
import { createContext, useContext } from 'react'
import { currentSpace, enterSpace } from './space.ts'

/** What the server says about whoever looks at the portal. */
export interface SessionFacts {
  /** `local`: one person signs in with a link. `none`: whoever reaches the server may use it, or a token is enough. */
  readonly signIn: 'none' | 'local' | 'oidc'
  /** Name in history; absent until somebody has signed in. */
  readonly user?: string | undefined
  /** Those that whoever looks may enter, and the one that this page is about. */
  readonly spaces?: readonly OwnSpaceView[] | undefined
  readonly space?: string | undefined
  /** In that space. */
  readonly permissions?: readonly Permission[] | undefined
  /** What they may do in all spaces, and with what belongs to none. */
  readonly accountPermissions?: readonly Permission[] | undefined
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

/** True if whoever looks has a permission in all spaces. */
export function useMayEverywhere(permission: Permission): boolean {
  return useSession().accountPermissions?.includes(permission) ?? false
}

/** Asks the server who looks, and in which space. Rejects if it does not answer. */
export async function fetchSession(): Promise<SessionFacts> {
  const asked = currentSpace()
  const headers = { accept: 'application/json', ...(asked === undefined ? {} : { [spaceHeader]: asked }) }
  const response = await fetch('/auth/session', { headers })
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  const facts = (await response.json()) as SessionFacts
  if (facts.space !== undefined) enterSpace(facts.space)
  return facts
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
