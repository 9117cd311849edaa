import type { Command } from 'commander'

/** What commands that request something have in common, as commander reads it. */
export interface RequestOptions {
  readonly wait?: boolean | undefined
  readonly confirm?: boolean | undefined
  readonly reason?: string | undefined
}

/** Adds the options of a request that becomes a run. */
export function withRequest(command: Command): Command {
  return withWait(
    withReason(command).option('--confirm', 'only plan; apply the plan later with `env confirm`'),
  )
}

/** Adds the option to follow a request. */
export function withWait(command: Command): Command {
  return command.option('--wait', 'follow the run and its log; the exit code is its result')
}

/** Adds the reason of a request. */
export function withReason(command: Command): Command {
  return command.option('--reason <text>', 'reason, recorded with the request')
}

/** What the API takes of it. */
export function toSubmission({ confirm, reason }: RequestOptions) {
  return { ...(confirm === true && { confirm }), ...(reason === undefined ? {} : { reason }) }
}

/** For the help of commands that become runs. */
export const exitCodesHelp = [
  'With --wait, the exit code is 0 if the request succeeded, 5 if it failed or was cancelled, 6 if it was denied or rejected,',
  'and 7 if it is waiting for approval or confirmation.',
] as const
