import { terraformGrains, type Blueprint, type GrainSource } from '../blueprint.ts'
import { underRule, type BlueprintChange, type ChangeLevel } from './blueprint-change.ts'
import { diffBlueprints } from './diff-blueprints.ts'

/** What changed in a module's code between two commits, apart from its interface. */
export interface CodeChange {
  readonly level: ChangeLevel
  /** False if the code does not show what the change does; such a change is breaking until somebody has looked at it. */
  readonly judged: boolean
  /** What changed, e.g. `aws_vpc.this`. */
  readonly subject: string
  /** One sentence. */
  readonly message: string
}

/** A module at one commit and the same at a later one. */
export interface CodeStep {
  /** Directory at the later commit. */
  readonly path: string
  readonly from: string
  readonly to: string
}

/** Port: knows what imports have found out about modules' code. */
export interface CodeComparisons {
  /** `undefined` if nobody has compared them. */
  findCodeChanges(step: CodeStep): Promise<readonly CodeChange[] | undefined>
}

/**
 * The differences between two versions of a blueprint, with those inside of the modules that it runs. Code that nobody has compared is
 * not known to be harmless.
 */
export async function diffWithCode(
  from: Blueprint,
  to: Blueprint,
  comparisons: CodeComparisons,
): Promise<readonly BlueprintChange[]> {
  const changes: BlueprintChange[] = [...diffBlueprints(from, to)]
  for (const [grain, step] of listCodeSteps(from, to)) {
    const found = step && (await comparisons.findCodeChanges(step))
    changes.push(...(found ?? [notCompared]).map((change) => toBlueprintChange(grain, change)))
  }
  return changes
}

/** The same as changes of the blueprint's only grain. */
export function toBlueprintChange(grain: string, change: CodeChange): BlueprintChange {
  const { level, judged, subject, message } = change
  const rule = level === 'breaking' && !judged ? 'code-unclear' : (`code-${level}` as const)
  return { kind: 'code', ...underRule(rule), grain, subject, message }
}

const notCompared: CodeChange = {
  level: 'breaking',
  judged: false,
  subject: 'module',
  message: 'The code of the two revisions was not compared.',
}

/** Grains that run another commit than before; without a step where it is not known which. */
function listCodeSteps(
  from: Blueprint,
  to: Blueprint,
): readonly (readonly [grain: string, step: CodeStep | undefined])[] {
  const before = new Map(terraformGrains(from))
  return terraformGrains(to).flatMap(([name, { spec }]) => {
    const old = before.get(name)?.spec.source
    if (old === undefined || isSameRevision(old, spec.source)) return []
    const { path, commit } = spec.source
    const step =
      old.commit === undefined || commit === undefined ? undefined : { path, from: old.commit, to: commit }
    return [[name, step]]
  })
}

function isSameRevision(left: GrainSource, right: GrainSource): boolean {
  return left.commit === right.commit && left.branch === right.branch && left.tag === right.tag
}
