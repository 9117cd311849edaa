import type { Rule } from 'eslint'

const maximum = 300
const reason = /^\s*Over 300 lines: \S.{9,}/

/** Files of more than 300 lines begin with a comment that says why they are not split: `// Over 300 lines: …`. */
export const explainedLength: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [] },
  create(context) {
    return {
      Program(node) {
        const { lines } = context.sourceCode
        const length = lines.at(-1) === '' ? lines.length - 1 : lines.length
        if (length <= maximum) return
        const [first] = context.sourceCode.getAllComments()
        if (first?.loc?.start.line === 1 && reason.test(first.value)) return
        context.report({
          node,
          loc: { line: 1, column: 0 },
          message: `This file has ${length} lines. Split it, or begin it with "// Over ${maximum} lines: " and the reason.`,
        })
      },
    }
  },
}
