import { shorten } from '@groundplan/blueprint'
import type { Configuration } from '../configuration.ts'
import { parseDuration } from '../duration.ts'
import type { Finding } from '../finding.ts'

/** Shortest time between two polls, in milliseconds. */
const shortestPoll = 60_000

/** Names of branches, labels and people, and the schedule. */
export function checkPullRequests(
  configuration: Configuration,
  branches: readonly string[] = [],
): readonly Finding[] {
  const { repositories, schedule } = configuration
  const pullRequests = configuration['pull-requests']
  return [
    ...checkPrefix(pullRequests['branch-prefix'], branches),
    ...checkWords(pullRequests, ['pull-requests']),
    ...repositories.flatMap((selection, index) =>
      checkWords(selection['pull-requests'], ['repositories', String(index), 'pull-requests']),
    ),
    ...checkPoll(schedule.poll),
  ]
}

/** As `git check-ref-format` has it: https://git-scm.com/docs/git-check-ref-format */
function checkPrefix(prefix: string, branches: readonly string[]): readonly Finding[] {
  const path = ['pull-requests', 'branch-prefix']
  const hint = 'Use a prefix such as `branch-prefix: groundplan/`.'
  const name = `${prefix}x`
  const isName =
    /^[\p{L}\p{N}_.@+=,%#!-]+(?:\/[\p{L}\p{N}_.@+=,%#!-]+)*$/u.test(name) &&
    !/(?:^|\/)[.-]|\.\.|@\{|\.lock(?:\/|$)|\.(?:\/|$)/.test(name)
  if (isName && prefix !== '' && prefix.length <= 100) return checkFolders(prefix, branches)
  const message =
    prefix === ''
      ? "The branch prefix is empty, so Groundplan's branches could not be told apart from others."
      : `Invalid branch name "${shorten(name)}".`
  return [{ rule: 'branch-prefix', path, message, hint }]
}

/** Branches that Groundplan has with the default prefix. */
const defaultBranches = ['dashboard', 'configure', 'editor-schemas', 'blueprints'].map(
  (name) => `groundplan/${name}`,
)

/** Git keeps branches like files: beside `a/b` there can be no `a/b/c`. */
function checkFolders(prefix: string, branches: readonly string[]): readonly Finding[] {
  const isAbove = (branch: string) => fold(prefix).startsWith(`${fold(branch)}/`)
  const existing = branches.find(isAbove)
  const above = existing ?? defaultBranches.find(isAbove)
  if (above === undefined) return []
  const reason = existing === undefined ? 'Groundplan itself uses' : 'the blueprint repository has'
  const message = `No branch can begin with "${shorten(prefix)}", because ${reason} the branch "${shorten(above)}".`
  const path = ['pull-requests', 'branch-prefix']
  const hint = `Use a prefix that is not below it, such as \`branch-prefix: ${shorten(prefix.replace(/\/+$/, ''))}-\`.`
  return [{ rule: 'branch-prefix', path, message, hint }]
}

/** Hosts may keep branches in file systems that ignore case. */
function fold(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

interface Words {
  readonly labels?: readonly string[] | undefined
  readonly reviewers?: readonly string[] | undefined
}

function checkWords({ labels = [], reviewers = [] }: Words, path: readonly string[]): readonly Finding[] {
  return [
    ...labels.flatMap((label, index): readonly Finding[] => {
      if (label.trim() !== '' && label.length <= 50) return []
      const message = `Labels must have 1 to 50 characters; this one has ${label.trim().length}.`
      return [
        {
          rule: 'label',
          path: [...path, 'labels', String(index)],
          message,
          hint: 'Use a label of 1 to 50 characters.',
        },
      ]
    }),
    ...reviewers.flatMap((reviewer, index): readonly Finding[] => {
      if (/^[^\s@/:]+(?:\/[^\s@/:]+)?$/.test(reviewer)) return []
      const message = `Invalid reviewer "${shorten(reviewer)}": expected a user or a team.`
      const hint = 'Write users as `alice` and teams as `acme/platform-team`, without `@`.'
      return [{ rule: 'reviewer', path: [...path, 'reviewers', String(index)], message, hint }]
    }),
  ]
}

function checkPoll(poll: string): readonly Finding[] {
  const duration = parseDuration(poll)
  if (poll === 'none' || (duration !== undefined && duration >= shortestPoll)) return []
  const message =
    duration === undefined
      ? `Invalid duration "${shorten(poll)}".`
      : 'The polling interval must be at least one minute.'
  const hint = 'Use a duration such as `15m`, `2h` or `1d`, or `none`.'
  return [{ rule: 'duration', path: ['schedule', 'poll'], message, hint }]
}
