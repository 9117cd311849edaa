import { separator } from './canonical-text.ts'
import type { Definition, ExpandedSetting } from './define.ts'
import type { ExpandedModule, Move } from './expand-module.ts'

export interface MovedModule {
  /** The old version as it would be called after the moves. */
  readonly before: ExpandedModule
  /** What was moved, by the address that it has now. */
  readonly moved: ReadonlyMap<string, Move>
}

/** Gives resources and calls of the old version the addresses to which the new one moves them. */
export function applyMoves(before: ExpandedModule, after: ExpandedModule): MovedModule {
  const moves = listMoves(after).slice(0, maximumMoves)
  if (moves.length === 0) return { before, moved: new Map() }
  const moved = new Map<string, Move>()
  const rename = (address: string) => {
    let current = address
    for (let steps = 0; steps <= moves.length; steps += 1) {
      const move = moves.find((each) => replaceStart(current, each) !== current)
      if (move === undefined) break
      current = replaceStart(current, move)
      moved.set(current, move)
    }
    return current
  }
  const renameEach = <Each extends Definition>(all: ReadonlyMap<string, Each>) =>
    new Map([...all].map(([address, each]) => [rename(address), renamed(each, moves, rename)]))
  return {
    before: {
      ...before,
      resources: renameEach(before.resources),
      calls: renameEach(before.calls),
      outputs: renameEach(before.outputs),
      providers: renameEach(before.providers),
      checks: renameEach(before.checks),
      definitions: renameEach(before.definitions),
      conditions: before.conditions.map((each) => ({
        ...renamed(each, moves, rename),
        owner: rename(each.owner),
      })),
    },
    moved,
  }
}

const maximumMoves = 1_000

/** Moves of something that is gone from there, directly or by another move, to where something is now. */
function listMoves(after: ExpandedModule): readonly Move[] {
  const byOrigin = new Map(after.moves.map((move) => [move.from, move]))
  return after.moves
    .filter(({ from }) => !holds(after, from))
    .filter(({ from, to }) => {
      const seen = new Set([from])
      for (let end = to; ;) {
        if (holds(after, end)) return true
        const next = byOrigin.get(end)?.to
        if (next === undefined || seen.has(next)) return false
        seen.add(next)
        end = next
      }
    })
}

function holds({ resources, calls, definitions }: ExpandedModule, address: string): boolean {
  return (
    resources.has(address) ||
    calls.has(address) ||
    (/(?:^|\.)module\.[^.]+$/.test(address) && definitions.has(address))
  )
}

function replaceStart(address: string, { from, to }: Move): string {
  return address === from || address.startsWith(`${from}.`) ? to + address.slice(from.length) : address
}

/** Expressions name what lies in their own module. */
function renamed<Each extends Definition & { readonly settings?: readonly ExpandedSetting[] }>(
  definition: Each,
  moves: readonly Move[],
  rename: (address: string) => string,
): Each {
  const { scope, text, references, settings } = definition
  const own = moves.filter(({ from, to }) => from.startsWith(scope) && to.startsWith(scope))
  const changed = own.reduce(
    (result, { from, to }) => replaceName(result, from.slice(scope.length), to.slice(scope.length)),
    text,
  )
  return {
    ...definition,
    scope: rename(scope.slice(0, -1)) + scope.slice(-1),
    text: changed,
    references: references.map(rename),
    ...(settings === undefined
      ? {}
      : { settings: settings.map((each) => renameSetting(each, moves, rename)) }),
  }
}

/** Settings that a resource has from the call that it is in begin with the call's address. */
function renameSetting(
  setting: ExpandedSetting,
  moves: readonly Move[],
  rename: (address: string) => string,
): ExpandedSetting {
  const [, call, name] = /^(.+) (.+)$/.exec(setting.path) ?? []
  const { path, ...moved } = renamed(setting, moves, rename)
  return { ...moved, path: call === undefined ? path : `${rename(call)} ${name}` }
}

function replaceName(text: string, from: string, to: string): string {
  const [old, now] = [from, to].map((name) => name.replaceAll('.', `${separator}.${separator}`))
  return text.split(old ?? from).reduce((result, rest, index) => {
    if (index === 0) return rest
    const isWhole = /(?:^|[=\n\u0000])$/.test(result) && /^(?:$|[\n\u0000])/.test(rest)
    return result + (isWhole ? (now ?? to) : (old ?? from)) + rest
  })
}
