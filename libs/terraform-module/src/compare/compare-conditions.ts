import { findArgument } from '../block.ts'
import { messageOf } from '../arguments.ts'
import type { Expression } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse-expression.ts'
import { canonicalTree } from './canonical-text.ts'
import type { ExpandedCondition, ExpandedModule } from './expand-module.ts'
import type { Comparison } from './find-affected.ts'
import { changeUnder, type ModuleChange } from './module-change.ts'

/**
 * What must hold for a launch: preconditions, postconditions, and validations that a blueprint cannot express. Rules of the blueprint
 * are compared there.
 */
export function compareConditions(
  before: ExpandedModule,
  after: ExpandedModule,
  comparison: Comparison,
): readonly ModuleChange[] {
  const old = Map.groupBy(before.conditions, ({ owner }) => owner)
  const now = Map.groupBy(after.conditions, ({ owner }) => owner)
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((owner) =>
    compareOwner(old.get(owner) ?? [], now.get(owner) ?? [], comparison),
  )
}

function compareOwner(
  before: readonly ExpandedCondition[],
  after: readonly ExpandedCondition[],
  comparison: Comparison,
): readonly ModuleChange[] {
  const gone = [...before]
  const added: ExpandedCondition[] = []
  const changes: ModuleChange[] = []
  for (const condition of after) {
    const index = gone.findIndex(
      ({ text, block }) => text === condition.text && block.type === condition.block.type,
    )
    const [same] = index === -1 ? [] : gone.splice(index, 1)
    if (same === undefined) added.push(condition)
    else {
      const through = comparison.find(same, condition)
      if (through !== undefined)
        changes.push(change('condition-changed', condition, `It uses ${through}, which changed`))
    }
  }
  for (const condition of added) {
    const stronger = gone.findIndex((each) => isStronger(each, condition))
    if (stronger !== -1 && comparison.find(condition, condition) === undefined) {
      gone.splice(stronger, 1)
      changes.push(change('condition-removed', condition, 'Part of it is no longer checked'))
      continue
    }
    const isReplacement = gone.shift() !== undefined
    const rule = isReplacement ? 'condition-changed' : 'condition-added'
    changes.push(
      change(
        rule,
        condition,
        isReplacement ? 'It may refuse what it accepted' : 'It may refuse what was accepted',
      ),
    )
  }
  for (const condition of gone)
    changes.push(change('condition-removed', condition, 'It is no longer checked'))
  return changes
}

/** True if everything that the other one asks for is asked for by this one too. */
function isStronger(one: ExpandedCondition, other: ExpandedCondition): boolean {
  if (one.block.type !== other.block.type) return false
  const [all, some] = [conjunctsOf(one), conjunctsOf(other)]
  return some.length > 0 && some.every((each) => all.includes(each))
}

/** The operands of a condition's `&&`, all of which have to hold. */
function conjunctsOf({ block }: ExpandedCondition): readonly string[] {
  const tree = parseExpression(findArgument(block, 'condition')?.expression ?? '')
  return tree === undefined ? [] : listConjuncts(tree).map(canonicalTree)
}

function listConjuncts(tree: Expression): readonly Expression[] {
  return tree.kind === 'binary' && tree.operator === '&&'
    ? [...listConjuncts(tree.left), ...listConjuncts(tree.right)]
    : [tree]
}

function change(
  rule: 'condition-added' | 'condition-changed' | 'condition-removed',
  { owner, block }: ExpandedCondition,
  effect: string,
): ModuleChange {
  const message = messageOf(findArgument(block, 'error_message'))
  return changeUnder(
    rule,
    owner,
    `${effect}${message === undefined ? '' : `: ${message}`}`.replace(/[^.!?]$/, '$&.'),
    block.position,
  )
}
