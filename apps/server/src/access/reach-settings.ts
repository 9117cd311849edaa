import { isAbsolute } from 'node:path'
import { parseAllowedNetwork, type AllowedNetwork } from '@groundplan/network-address'
import { parseAllowedHost } from '@groundplan/scm'
import { z } from 'zod'

/** Reads a list that is separated by commas. */
export function splitList(text: string): readonly string[] {
  return text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
}

/** `git.example.com,git.example.com:7999`. */
export const hostList = z
  .string()
  .transform(splitList)
  .refine((hosts) => hosts.every((host) => parseAllowedHost(host) !== undefined), {
    message: 'List hosts as git.example.com or git.example.com:7999, separated by commas.',
  })

/** `10.20.0.0/16,fd12::/16,git.bank.example`; `none` for an empty list. */
export const networkList = z.string().transform((text, context): readonly AllowedNetwork[] => {
  const entries = text.trim() === 'none' ? [] : splitList(text)
  return entries.flatMap((entry) => {
    const network = parseAllowedNetwork(entry)
    if (network !== undefined) return [network]
    const message = 'List networks as 10.20.0.0/16 and hosts as git.example.com or git.example.com:7999.'
    context.addIssue({ code: 'custom', message })
    return []
  })
})

/** Absolute paths of folders. */
export const folderList = z
  .string()
  .transform(splitList)
  .refine((folders) => folders.every((folder) => isAbsolute(folder)), {
    message: 'List absolute paths of folders, separated by commas.',
  })
